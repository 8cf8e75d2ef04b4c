"""The line below a field that says what is wrong with it, and the mark on the field itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FieldNote(QLabel):
    """Hidden while there is nothing to say. ``role`` and ``invalid`` are properties of the style sheet."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, text: str, *, is_error: bool = False) -> None:
        """Show a sentence, or nothing; a screen reader finds it as the field's description."""
        set_property(self, "role", "error" if is_error else "secondary")
        set_property(self._field, "invalid", is_error)
        self._field.setAccessibleDescription(text)
        self.setText(text)
        self.setVisible(bool(text))


def set_property(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a property that the style sheet looks at, and have it look again where it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be looked at when the widget is first shown
    widget.style().unpolish(widget)
    widget.style().polish(widget)
