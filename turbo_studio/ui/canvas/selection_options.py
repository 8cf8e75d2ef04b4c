"""The options of the tools that select: how a selection joins the mask, and the numbers of a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from turbo_studio.core.geometry import Box
from turbo_studio.core.operators import TOLERANCE_MAX
from turbo_studio.core.shapes import Combine
from turbo_studio.ui.canvas.sketches import BoxSketch
from turbo_studio.ui.canvas.tools import ToolName
from turbo_studio.ui.icons import build_icon
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from turbo_studio.ui.canvas.tool_view import ToolView

_NUMBER_MAX_PX = 100_000
_ICONS = {
    Combine.REPLACE: "square",
    Combine.ADD: "squares-unite",
    Combine.SUBTRACT: "squares-subtract",
    Combine.INTERSECT: "squares-intersect",
}


class SelectionOptions(QWidget):
    """Four ways to join for each of these tools; what else is shown depends on the tool."""

    def __init__(self, canvas: ToolView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._toolbox = canvas.toolbox
        self.combine_group = self._build_combine_group()
        self.numbers = BoxNumbers(canvas, self)
        self.wand = WandOptions(canvas, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.combine_group.buttons():
            row.addWidget(button)
        row.addSpacing(14)
        row.addWidget(self.numbers)
        row.addWidget(self.wand)
        self.combine_group.buttonClicked.connect(self._on_combine_group_button_clicked)

    def show_tool(self) -> None:
        """Show what the tool in hand can be set to."""
        self.numbers.setVisible(self._canvas.tool.is_boxing)
        self.wand.setVisible(self._canvas.tool is ToolName.WAND)
        self.show()

    def _build_combine_group(self) -> QButtonGroup:
        names = {
            Combine.REPLACE: self.tr("New mask"),
            Combine.ADD: self.tr("Add to the mask (Shift)"),
            Combine.SUBTRACT: self.tr("Subtract from the mask (Alt)"),
            Combine.INTERSECT: self.tr("Intersect with the mask (Shift+Alt)"),
        }
        group = QButtonGroup(self)
        for index, combine in enumerate(Combine):
            button = QPushButton(self)
            button.setObjectName(f"combine_{combine}_button")
            button.setIcon(build_icon(_ICONS[combine]))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(names[combine])
            button.setAccessibleName(names[combine])
            button.setCheckable(True)
            button.setChecked(combine == self._toolbox.combine)
            button.setProperty("segment", ("left", "middle", "middle", "right")[index])
            button.setProperty("combine", str(combine))
            group.addButton(button)
        return group

    @Slot(object)
    def _on_combine_group_button_clicked(self, button: QAbstractButton) -> None:
        self._toolbox.combine = button.property("combine")


class WandOptions(QWidget):
    """How different a colour may be, and whether it must hang together with the click."""

    def __init__(self, canvas: ToolView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toolbox = canvas.toolbox
        self.tolerance_box = QDoubleSpinBox(self)
        self.tolerance_box.setObjectName("wand_tolerance_box")
        self.tolerance_box.setAccessibleName(self.tr("Tolerance"))
        self.tolerance_box.setToolTip(self.tr("How different a colour may be: 1 is hardly seen (CIEDE2000)"))
        self.tolerance_box.setDecimals(1)
        self.tolerance_box.setKeyboardTracking(False)
        self.tolerance_box.setRange(0, TOLERANCE_MAX)
        self.tolerance_box.setValue(self._toolbox.tolerance)
        indent_spin_boxes(self.tolerance_box)
        self.contiguous_check = QCheckBox(self.tr("Contiguous"), self)
        self.contiguous_check.setObjectName("wand_contiguous_check")
        self.contiguous_check.setToolTip(self.tr("Only what hangs together with the click"))
        self.contiguous_check.setChecked(self._toolbox.is_contiguous)
        label = QLabel(self.tr("Tolerance"), self)
        label.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.tolerance_box)
        row.addSpacing(6)
        row.addWidget(self.contiguous_check)
        self.tolerance_box.valueChanged.connect(self._on_tolerance_box_value_changed)
        self.contiguous_check.toggled.connect(self._on_contiguous_check_toggled)
        canvas.sketch_changed.connect(self._on_canvas_sketch_changed)

    @Slot()
    def _on_tolerance_box_value_changed(self) -> None:
        self._set_wand()

    @Slot()
    def _on_contiguous_check_toggled(self) -> None:
        self._set_wand()

    @Slot()
    def _on_canvas_sketch_changed(self) -> None:
        """A drag or a key has set the tolerance."""
        with QSignalBlocker(self.tolerance_box):
            self.tolerance_box.setValue(self._toolbox.tolerance)

    def _set_wand(self) -> None:
        self._toolbox.set_wand(self.tolerance_box.value(), is_contiguous=self.contiguous_check.isChecked())


class BoxNumbers(QWidget):
    """Place and size of the box in the making, in pixels; typed numbers make one."""

    def __init__(self, canvas: ToolView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._toolbox = canvas.toolbox
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.boxes: list[QSpinBox] = []
        for name, sign, spoken in (
            ("box_x_box", self.tr("X"), self.tr("Left edge in pixels")),
            ("box_y_box", self.tr("Y"), self.tr("Upper edge in pixels")),
            ("box_width_box", self.tr("W"), self.tr("Width in pixels")),
            ("box_height_box", self.tr("H"), self.tr("Height in pixels")),
        ):
            row.addWidget(self._build_label(sign))
            row.addWidget(self._build_number(name, spoken))
        indent_spin_boxes(*self.boxes)
        self.select_button = QPushButton(self.tr("Select"), self)
        self.select_button.setObjectName("box_select_button")
        self.select_button.setToolTip(self.tr("Let this box join the mask (Enter)"))
        self.select_button.setEnabled(False)
        self.select_button.clicked.connect(self._on_select_button_clicked)
        row.addSpacing(4)
        row.addWidget(self.select_button)
        canvas.sketch_changed.connect(self._on_canvas_sketch_changed)

    def _build_label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "secondary")
        return label

    def _build_number(self, name: str, spoken: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setToolTip(spoken)
        box.setRange(-_NUMBER_MAX_PX, _NUMBER_MAX_PX)
        if name in {"box_width_box", "box_height_box"}:
            box.setMinimum(0)
        box.setKeyboardTracking(False)
        box.setFixedWidth(74)
        box.valueChanged.connect(self._on_number_value_changed)
        self.boxes.append(box)
        return box

    @Slot()
    def _on_number_value_changed(self) -> None:
        """Change the box in the making, or begin one once the numbers span any."""
        if not self._canvas.painter.can_paint:
            return
        left, upper, width, height = (box.value() for box in self.boxes)
        box = Box(left, upper, left + width, upper + height)
        self._toolbox.set_box(box)

    @Slot()
    def _on_select_button_clicked(self) -> None:
        self._toolbox.accept_sketch()

    @Slot()
    def _on_canvas_sketch_changed(self) -> None:
        sketch = self._toolbox.sketch
        is_box = isinstance(sketch, BoxSketch)
        self.select_button.setEnabled(is_box)
        if isinstance(sketch, BoxSketch):
            box = sketch.box
            values = (box.left, box.upper, box.width, box.height)
            for number, value in zip(self.boxes, values, strict=True):
                with QSignalBlocker(number):
                    number.setValue(value)
