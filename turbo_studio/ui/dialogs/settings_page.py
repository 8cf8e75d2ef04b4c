"""A page of the settings: fields in rows, with quiet notes below them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

_FIELD_WIDTH = 300


class SettingsPage(QWidget):
    """Rows of label and field; the fields keep their object names, which tests and scripts go by."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        self._form = QFormLayout()
        layout.addLayout(self._form)
        layout.addStretch(1)  # or notes that wrap would share what is left, each by a gap
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add_row(self, name: str, label: str, field: QWidget, row: QWidget | None = None) -> None:
        """``row`` where more than the field stands behind the label."""
        field.setObjectName(name)
        field.setAccessibleName(label)
        (row or field).setMinimumWidth(_FIELD_WIDTH)
        self._form.addRow(label, row or field)

    def add_note(self, text: str, name: str = "", role: str = "secondary") -> QLabel:
        """Not wrapped: a label that wraps asks for two lines where it needs one, and leaves a gap."""
        note = QLabel(text)
        note.setObjectName(name)
        note.setProperty("role", role)
        note.setTextFormat(Qt.TextFormat.PlainText)
        self._form.addRow("", note)
        return note


def build_choice(choices: dict[str, str], chosen: str) -> QComboBox:
    """A box of values and what they are called."""
    box = QComboBox()
    for value, name in choices.items():
        box.addItem(name, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def build_dollars(value: float, limit: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.0, limit)
    box.setPrefix("$ ")
    box.setValue(value)
    return box


def build_line(text: str, placeholder: str = "") -> QLineEdit:
    edit = QLineEdit(text)
    edit.setPlaceholderText(placeholder)
    return edit


def build_row(*widgets: QWidget, spacing: int = 8) -> QWidget:
    """Fields side by side behind one label; lines of text and choices take the room that is left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget, stretch=int(isinstance(widget, QLineEdit | QComboBox)))
    return row
