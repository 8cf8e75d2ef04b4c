"""The message bar: what went wrong, or was done, said over the canvas without getting in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from turbo_studio.ui.icons import build_icon
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

NOTICE_MS = 8_000
_SHOWN_MAX = 4
_ICON_PX = 18
_LINE_PX = 28
"""As high as the close button, so that one line of text stands level with it."""


class MessageBar(QFrame):
    """Shows the newest messages together, errors until they are closed and notices for a while.

    One of them may offer what to do about it.

    The accessible name is what is shown, empty where nothing is.
    """

    geometry_wanted = Signal()
    """The text changed, and with it how high the bar wants to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # the canvas below would paint
        self._errors: list[str] = []
        self._notices: list[str] = []
        self._offer: tuple[str, Callable[[], None]] | None = None
        """What is said, and what is done where that is accepted."""
        self._remedy: Callable[[], None] | None = None
        """What the newest notice offers."""
        self._offer_button: QPushButton | None = None
        self._remedy_button: QPushButton | None = None
        self._icon = _SignIcon(self)
        self._label = QLabel(self)
        self._label.setObjectName("message_text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setMinimumHeight(_LINE_PX)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close_button = QToolButton(self)
        self._close_button.setObjectName("message_close_button")
        self._close_button.setIcon(build_icon("x"))
        self._close_button.setAccessibleName(self.tr("Close message"))
        self._close_button.setToolTip(self.tr("Close message"))
        self._close_button.clicked.connect(self._on_close_button_clicked)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(10)
        for widget in (self._icon, self._label, self._close_button):
            layout.addWidget(widget, alignment=_ALIGNMENTS.get(type(widget), Qt.AlignmentFlag(0)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTICE_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def show_error(self, text: str) -> None:
        """Say what went wrong; the same thing said twice stands there once."""
        if text in self._errors:
            self._errors.remove(text)
        self._errors.append(text)
        self._refresh()

    def show_notice(self, text: str, label: str = "", accept: Callable[[], None] | None = None) -> None:
        """Say that something was done; it goes by itself, and with it the button that takes it back."""
        self._notices = [text]
        self._remedy = accept
        if accept is not None:
            self._use_remedy_button().setText(label)
        self._timer.start()
        self._refresh()

    def close_notice(self, accept: Callable[[], None]) -> None:
        """Take back the notice that offers this, if there is one: it has been done in another way."""
        if self._remedy == accept:
            self._drop_notice()

    def show_offer(self, text: str, label: str, accept: Callable[[], None]) -> None:
        """Say what waits for the user, with a button that does it; a later offer takes its place."""
        self._offer = (text, accept)
        button = self._use_offer_button()
        button.setText(label)
        self._refresh()

    def close_offer(self) -> None:
        if self._offer is not None:
            self._offer = None
            self._refresh()

    def close_message(self) -> None:
        self._errors.clear()
        self._offer = None
        self._drop_notice()

    def _drop_notice(self) -> None:
        self._notices.clear()
        self._remedy = None
        self._refresh()

    def _use_offer_button(self) -> QPushButton:
        """Made with the first offer."""
        if self._offer_button is None:
            self._offer_button = self._build_button("message_offer_button")
            self._offer_button.clicked.connect(self._on_offer_button_clicked)
        return self._offer_button

    def _use_remedy_button(self) -> QPushButton:
        """Made with the first notice that has one."""
        if self._remedy_button is None:
            self._remedy_button = self._build_button("message_remedy_button")
            self._remedy_button.clicked.connect(self._on_remedy_button_clicked)
        return self._remedy_button

    def _build_button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        self._layout.insertWidget(2, button, alignment=Qt.AlignmentFlag.AlignTop)
        return button

    def _refresh(self) -> None:
        shown = [*self._errors, *self._notices]
        if self._offer is not None:
            shown.append(self._offer[0])
        if self._offer_button is not None:
            self._offer_button.setVisible(self._offer is not None)
        if self._remedy_button is not None:
            self._remedy_button.setVisible(self._remedy is not None)
        hidden = len(shown) - _SHOWN_MAX
        lines = shown[-_SHOWN_MAX:]
        if hidden > 0:
            lines.insert(0, self.tr("{0} earlier messages").format(hidden))
        text = "\n".join(lines)
        self._label.setText(text)
        self._icon.set_error(is_error=bool(self._errors))
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.geometry_wanted.emit()
        if text:
            self.raise_()
            self._announce()

    def _announce(self) -> None:
        """Tell screen readers."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # 2 ms of the start-up

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @Slot()
    def _on_close_button_clicked(self) -> None:
        self.close_message()

    @Slot()
    def _on_offer_button_clicked(self) -> None:
        if self._offer is not None:
            _, accept = self._offer
            self.close_offer()
            accept()

    @Slot()
    def _on_remedy_button_clicked(self) -> None:
        if self._remedy is not None:
            accept = self._remedy
            self._drop_notice()
            accept()

    @Slot()
    def _on_timer_timeout(self) -> None:
        """A notice that somebody is reading, or that is behind the focus, stays a little longer."""
        focused = self.focusWidget()
        if self.underMouse() or (focused is not None and focused.hasFocus()):
            self._timer.start()
        else:
            self._drop_notice()

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)


class _SignIcon(QWidget):
    """The sign before the text, in the colour of what it says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_error = False
        self.setFixedSize(QSize(_ICON_PX, _LINE_PX))

    def set_error(self, *, is_error: bool) -> None:
        self._is_error = is_error
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        name, color = (
            ("circle-alert", tokens().error) if self._is_error else ("circle-check", tokens().accent)
        )
        build_icon(name, color).paint(painter, self.rect())


_ALIGNMENTS = {_SignIcon: Qt.AlignmentFlag.AlignTop, QToolButton: Qt.AlignmentFlag.AlignTop}
