"""The line below a field that says what is wrong with it, and the mark on the field itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QWidget


class FieldNote(QLabel):
    """Hidden while there is nothing to say; an error also gives the field a border of its colour."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._is_error = False
        self.setProperty("role", "secondary")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, text: str, *, is_error: bool = False) -> None:
        """Show a sentence, or nothing; a screen reader finds it as the field's description."""
        set_property(self, "role", "error" if is_error else "secondary")
        self._is_error = is_error
        self._mark_field()
        self._field.setAccessibleDescription(text)
        self.setText(text)
        self.setVisible(bool(text))

    def _mark_field(self) -> None:
        kind, color = self._field.metaObject().className(), tokens().error.name()
        sheet = f"{kind} {{ border-color: {color}; }}" if self._is_error else ""
        if self._field.styleSheet() != sheet:
            self._field.setStyleSheet(sheet)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange and self._is_error:
            self._mark_field()


def set_property(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a property that the style sheet looks at, and have it look again where it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be looked at when the widget is first shown
    widget.style().unpolish(widget)
    widget.style().polish(widget)
