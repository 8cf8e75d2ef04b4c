"""The field for the prompt: plain text, a bound on what is pasted, and files left to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

_LONG_WORD = 2_000
"""Looking for a place to break takes time that grows with the square of a word's length: 0.4 s for a word
of 64,000 characters. From here on lines are broken anywhere."""
_RETURN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromptEdit(QPlainTextEdit):
    """Holds at most ``characters_max`` code points from pastes; what is typed is not stopped.

    The bound lies above what may be sent, so that a text can be pasted and then shortened, and below
    what makes each key press slow.
    """

    submit_requested = Signal()
    paste_as_source_requested = Signal()
    """The clipboard holds a picture or files, and no text."""
    text_clipped = Signal(int, int)  # code points that were pasted, and that were kept of them

    def __init__(self, characters_max: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._characters_max = characters_max
        self.setTabChangesFocus(True)

    def replace_text(self, text: str) -> None:
        """Put another text in place, as one step that Ctrl+Z takes back."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        self._choose_wrapping(text)
        cursor.insertText(text)

    def _choose_wrapping(self, text: str) -> None:
        from PySide6.QtGui import QTextOption  # late, for the start-up

        has_long_word = max(map(len, text.split()), default=0) > _LONG_WORD
        modes = QTextOption.WrapMode
        self.setWordWrapMode(modes.WrapAnywhere if has_long_word else modes.WrapAtWordBoundaryOrAnywhere)

    def _find_room(self) -> int:
        """Code points that may still come in where the selection is."""
        selected = self.textCursor().selectedText() if self.textCursor().hasSelection() else ""
        return max(0, self._characters_max - len(self.toPlainText()) + len(selected))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files that are dropped here are sources for the window, not text."""
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not self.canInsertFromMimeData(source):
            self.paste_as_source_requested.emit()
            return
        text, room = source.text(), self._find_room()
        self._choose_wrapping(text[:room])
        self.insertPlainText(text[:room])
        self.ensureCursorVisible()
        if len(text) > room:
            self.text_clipped.emit(len(text), room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self.submit_requested.emit()
            return
        super().keyPressEvent(event)
