"""The options of the brush and the eraser: size, hardness, painting or erasing, and what is set seldom."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractSlider,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from turbo_studio.core.brush import SIZE_MAX_PX, SIZE_MIN_PX, grow_brush
from turbo_studio.ui.canvas.tools import ToolName
from turbo_studio.ui.icons import build_icon

if TYPE_CHECKING:
    from turbo_studio.session.painter import Painter
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.tool_view import ToolView

_SLIDER_MIN_WIDTH_PX, _SLIDER_MAX_WIDTH_PX = 40, 120
_SLIDER_STEPS = 1_000
_PAGE_STEPS = 3
_SLIDER_KEYS = {
    QAbstractSlider.SliderAction.SliderSingleStepAdd: 1,
    QAbstractSlider.SliderAction.SliderSingleStepSub: -1,
    QAbstractSlider.SliderAction.SliderPageStepAdd: _PAGE_STEPS,
    QAbstractSlider.SliderAction.SliderPageStepSub: -_PAGE_STEPS,
}


class BrushOptions(QWidget):
    """What is set here and what keys set on the canvas are the same brush."""

    def __init__(self, canvas: ToolView, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._build_sliders()
        self.paint_button = self._build_segment("paint_button", self.tr("Paint"), "left")
        self.erase_button = self._build_segment("erase_button", self.tr("Erase"), "right")
        self._mode_group = QButtonGroup(self)
        self._mode_group.addButton(self.paint_button)
        self._mode_group.addButton(self.erase_button)
        self.more_button = self._build_more_button()
        self._lay_out()
        self._connect(bridge)
        self._show_tool()
        self._show_brush()

    @property
    def _painter(self) -> Painter:
        return self._canvas.painter

    # Building

    def _build_sliders(self) -> None:
        self.brush_size_slider = self._build_slider("brush_size_slider", self.tr("Brush size"))
        self.brush_size_box = self._build_box("brush_size_box", self.tr("Brush size"), self.tr(" px"))
        self.brush_size_box.setRange(SIZE_MIN_PX, SIZE_MAX_PX)
        self.brush_hardness_slider = self._build_slider("brush_hardness_slider", self.tr("Brush hardness"))
        self.brush_hardness_slider.setRange(0, 100)
        self.brush_hardness_slider.setPageStep(10)
        self.brush_hardness_box = self._build_box(
            "brush_hardness_box", self.tr("Brush hardness"), self.tr(" %")
        )
        self.brush_hardness_box.setRange(0, 100)
        self.brush_hardness_box.setSingleStep(5)

    def _build_slider(self, name: str, spoken: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setAccessibleName(spoken)
        slider.setRange(0, _SLIDER_STEPS)
        slider.setMinimumWidth(_SLIDER_MIN_WIDTH_PX)
        slider.setMaximumWidth(_SLIDER_MAX_WIDTH_PX)
        slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return slider

    def _build_box(self, name: str, spoken: str, unit: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setSuffix(unit)
        return box

    def _build_segment(self, name: str, text: str, place: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setProperty("segment", place)
        return button

    def _build_more_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("brush_more_button")
        button.setIcon(build_icon("sliders-horizontal"))
        button.setToolTip(self.tr("Spacing, pen pressure and stabiliser"))
        button.setAccessibleName(button.toolTip())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, slider, box in (
            (self.tr("Size"), self.brush_size_slider, self.brush_size_box),
            (self.tr("Hardness"), self.brush_hardness_slider, self.brush_hardness_box),
        ):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "secondary")
            row.addWidget(label)
            row.addWidget(slider, 1)
            row.addWidget(box)
            row.addSpacing(6)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        segments.addWidget(self.paint_button)
        segments.addWidget(self.erase_button)
        row.addLayout(segments)
        row.addWidget(self.more_button)

    def _connect(self, bridge: Bridge) -> None:
        self.brush_size_slider.valueChanged.connect(self._on_brush_size_slider_value_changed)
        self.brush_size_slider.actionTriggered.connect(self._on_brush_size_slider_action_triggered)
        self.brush_size_box.valueChanged.connect(self._on_brush_size_box_value_changed)
        self.brush_hardness_slider.valueChanged.connect(self._on_brush_hardness_value_changed)
        self.brush_hardness_box.valueChanged.connect(self._on_brush_hardness_value_changed)
        self.paint_button.clicked.connect(self._on_paint_button_clicked)
        self.erase_button.clicked.connect(self._on_erase_button_clicked)
        self.more_button.clicked.connect(self._on_more_button_clicked)
        self._canvas.tool_changed.connect(self._on_canvas_tool_changed)
        bridge.brush_changed.connect(self._on_bridge_brush_changed)

    # Showing

    def _show_tool(self) -> None:
        is_erasing = self._canvas.tool is ToolName.ERASER
        self.paint_button.setChecked(not is_erasing)
        self.erase_button.setChecked(is_erasing)

    def _show_brush(self) -> None:
        """Show the session's brush without taking what is shown for what was asked."""
        brush = self._painter.brush
        hardness = round(brush.hardness * 100)
        for control, value in (
            (self.brush_size_slider, size_to_slider(brush.size_px)),
            (self.brush_size_box, brush.size_px),
            (self.brush_hardness_slider, hardness),
            (self.brush_hardness_box, hardness),
        ):
            with QSignalBlocker(control):
                control.setValue(value)

    # Slots

    @Slot(int)
    def _on_brush_size_slider_value_changed(self, value: int) -> None:
        self._painter.set_brush(self._painter.brush._replace(size_px=slider_to_size(value)))

    @Slot(int)
    def _on_brush_size_slider_action_triggered(self, action: int) -> None:
        """By keys the slider goes in the brush's own steps: its finest are less than a pixel."""
        steps = _SLIDER_KEYS.get(QAbstractSlider.SliderAction(action))
        if steps is not None:
            brush = grow_brush(self._painter.brush, steps)
            self.brush_size_slider.setSliderPosition(self.brush_size_slider.value())
            self._painter.set_brush(brush)
            self.brush_size_slider.setSliderPosition(size_to_slider(brush.size_px))

    @Slot(int)
    def _on_brush_size_box_value_changed(self, value: int) -> None:
        self._painter.set_brush(self._painter.brush._replace(size_px=value))

    @Slot(int)
    def _on_brush_hardness_value_changed(self, value: int) -> None:
        self._painter.set_brush(self._painter.brush._replace(hardness=value / 100))

    @Slot()
    def _on_paint_button_clicked(self) -> None:
        self._canvas.set_tool(ToolName.BRUSH)

    @Slot()
    def _on_erase_button_clicked(self) -> None:
        self._canvas.set_tool(ToolName.ERASER)

    @Slot()
    def _on_more_button_clicked(self) -> None:
        from turbo_studio.ui.canvas.brush_popup import BrushPopup  # late, for the start-up

        BrushPopup(self._painter, self.window()).open_below(self.more_button)

    @Slot()
    def _on_canvas_tool_changed(self) -> None:
        self._show_tool()

    @Slot()
    def _on_bridge_brush_changed(self) -> None:
        self._show_brush()


def slider_to_size(value: int) -> int:
    """The brush's diameter at a place of the slider: each step is the same factor."""
    span = log(SIZE_MAX_PX / SIZE_MIN_PX)
    return round(SIZE_MIN_PX * exp(span * value / _SLIDER_STEPS))


def size_to_slider(size_px: int) -> int:
    """The place of the slider that is nearest to a diameter."""
    return round(_SLIDER_STEPS * log(size_px / SIZE_MIN_PX) / log(SIZE_MAX_PX / SIZE_MIN_PX))
