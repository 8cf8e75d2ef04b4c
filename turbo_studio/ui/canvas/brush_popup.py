"""What is set seldom about the brush: spacing, what a pen's pressure does, and the stabiliser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QSpinBox

from turbo_studio.core.brush import SPACING_MAX, SPACING_MIN, STRING_MAX_UNITS
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.session.painter import Painter


class BrushPopup(QFrame):
    """A small panel below its button; Escape or a click elsewhere closes it."""

    def __init__(self, painter: Painter, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._painter = painter
        self.setObjectName("brush_popup")
        self.setAccessibleName(self.tr("More about the brush"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        brush = painter.brush
        self.spacing_box = self._build_box("brush_spacing_box", self.tr("Spacing"), self.tr(" %"))
        self.spacing_box.setRange(round(SPACING_MIN * 100), round(SPACING_MAX * 100))
        self.spacing_box.setValue(round(brush.spacing * 100))
        self.string_box = self._build_box("brush_string_box", self.tr("Stabiliser"), self.tr(" px"))
        self.string_box.setRange(0, STRING_MAX_UNITS)
        self.string_box.setSpecialValueText(self.tr("off"))
        self.string_box.setValue(brush.string_units)
        self.size_check = QCheckBox(self.tr("Pressure changes the size"), self)
        self.size_check.setObjectName("pressure_size_check")
        self.size_check.setChecked(brush.is_sized_by_pressure)
        self.hardness_check = QCheckBox(self.tr("Pressure changes the hardness"), self)
        self.hardness_check.setObjectName("pressure_hardness_check")
        self.hardness_check.setChecked(brush.is_hardened_by_pressure)
        self._lay_out()
        self._connect()

    def open_below(self, button: QWidget) -> None:
        """Show it under a button, with the focus in its first field."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4))
        left = max(corner.x(), button.window().mapToGlobal(QPoint(8, 0)).x())
        self.move(left, corner.y())
        self.show()
        self.spacing_box.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build_box(self, name: str, spoken: str, unit: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setSuffix(unit)
        return box

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(14, 12, 14, 12)
        form.setSpacing(8)
        form.addRow(self.tr("Spacing"), self.spacing_box)
        form.addRow(self.tr("Stabiliser"), self.string_box)
        form.addRow(self.size_check)
        form.addRow(self.hardness_check)
        indent_spin_boxes(self.spacing_box, self.string_box)

    def _connect(self) -> None:
        self.spacing_box.valueChanged.connect(self._on_box_value_changed)
        self.string_box.valueChanged.connect(self._on_box_value_changed)
        self.size_check.toggled.connect(self._on_check_toggled)
        self.hardness_check.toggled.connect(self._on_check_toggled)

    @Slot()
    def _on_box_value_changed(self) -> None:
        self._set_brush()

    @Slot()
    def _on_check_toggled(self) -> None:
        self._set_brush()

    def _set_brush(self) -> None:
        self._painter.set_brush(
            self._painter.brush._replace(
                spacing=self.spacing_box.value() / 100,
                string_units=self.string_box.value(),
                is_sized_by_pressure=self.size_check.isChecked(),
                is_hardened_by_pressure=self.hardness_check.isChecked(),
            )
        )
