"""The field for the search: it asks when the typing pauses, and leads back to what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_DELAY_MS = 150
_CHARACTERS_MAX = 500


class SearchField(QLineEdit):
    """Shows the words of the session's query, whoever asks for them."""

    left = Signal()
    """The keyboard goes back to the results: by Enter, Down, or Escape in an empty field."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(self.tr("Search the results"))
        self.setPlaceholderText(self.tr("Search prompts"))
        self.setMaxLength(_CHARACTERS_MAX)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._on_delay_timeout)
        self.textChanged.connect(self._on_text_changed)
        bridge.query_changed.connect(self._on_bridge_query_changed)

    def begin(self, text: str) -> None:
        """Type on from here: what was typed over the results, or nothing."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.setText(text)
        else:
            self.selectAll()

    @property
    def _words(self) -> str:
        return self.text().strip()

    @Slot()
    def _on_text_changed(self) -> None:
        self.setClearButtonEnabled(True)  # nothing to clear before, and 1 ms of the start-up
        self._delay.start()

    @Slot()
    def _on_delay_timeout(self) -> None:
        self._delay.stop()
        results = self._session.results
        results.set_query(results.query._replace(words=self._words))

    @Slot()
    def _on_bridge_query_changed(self) -> None:
        words = self._session.results.query.words
        if words != self._words:
            self.setText(words)

    # Qt virtuals

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Down:
                self._on_delay_timeout()
                self.left.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.text():
            self._delay.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A search that is still being typed waits until the field is seen again, if it ever is."""
        self._delay.stop()
        super().hideEvent(event)
