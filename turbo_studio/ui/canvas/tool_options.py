"""The tool options: what the tool in hand can be set to, and how much of image 1 will change."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractSlider,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QWidget,
)

from turbo_studio.core.brush import SIZE_MAX_PX, SIZE_MIN_PX, grow_brush
from turbo_studio.ui.canvas.tools import ToolName
from turbo_studio.ui.icons import build_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.canvas import Canvas

_BAR_HEIGHT_PX = 46
_SLIDER_WIDTH_PX = 120
_SLIDER_STEPS = 1_000
_ICON_SIDE_PX = 18
_PAGE_STEPS = 3
_ICONS = {
    ToolName.BRUSH: "brush",
    ToolName.ERASER: "eraser",
    ToolName.HAND: "hand",
    ToolName.ZOOM: "zoom-in",
}
_SLIDER_KEYS = {
    QAbstractSlider.SliderAction.SliderSingleStepAdd: 1,
    QAbstractSlider.SliderAction.SliderSingleStepSub: -1,
    QAbstractSlider.SliderAction.SliderPageStepAdd: _PAGE_STEPS,
    QAbstractSlider.SliderAction.SliderPageStepSub: -_PAGE_STEPS,
}


class ToolOptions(QWidget):
    """The bar above the canvas. What is set here and what keys set on the canvas are the same brush."""

    def __init__(
        self, session: Session, bridge: Bridge, canvas: Canvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self.setObjectName("tool_options")
        self.setAccessibleName(self.tr("Tool options"))
        self.setMinimumHeight(_BAR_HEIGHT_PX)
        self._tool_sign = ToolSign(self)
        self._tool_label = self._build_label("", "heading")
        self._hint_label = self._build_label("", "secondary")
        self._share_label = ElidedLabel(self)
        self._brush_options = self._build_brush_options()
        self._lay_out()
        self._connect(bridge)
        self._show_tool()
        self._show_brush()
        self._show_share()

    # Building

    def _build_label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        return label

    def _build_brush_options(self) -> QWidget:
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
        self.paint_button = self._build_segment("paint_button", self.tr("Paint"), "left")
        self.erase_button = self._build_segment("erase_button", self.tr("Erase"), "right")
        self._mode_group = QButtonGroup(self)
        self._mode_group.addButton(self.paint_button)
        self._mode_group.addButton(self.erase_button)
        return self._lay_out_brush_options()

    def _build_slider(self, name: str, spoken: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setAccessibleName(spoken)
        slider.setRange(0, _SLIDER_STEPS)
        slider.setFixedWidth(_SLIDER_WIDTH_PX)
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

    def _lay_out_brush_options(self) -> QWidget:
        options = QWidget(self)
        row = QHBoxLayout(options)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, slider, box in (
            (self.tr("Size"), self.brush_size_slider, self.brush_size_box),
            (self.tr("Hardness"), self.brush_hardness_slider, self.brush_hardness_box),
        ):
            row.addWidget(self._build_label(text, "secondary"))
            row.addWidget(slider)
            row.addWidget(box)
            row.addSpacing(12)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        segments.addWidget(self.paint_button)
        segments.addWidget(self.erase_button)
        row.addLayout(segments)
        return options

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(8)
        row.addWidget(self._tool_sign)
        row.addWidget(self._tool_label)
        row.addSpacing(12)
        row.addWidget(self._brush_options)
        row.addWidget(self._hint_label)
        row.addSpacing(12)
        row.addWidget(self._share_label, 1)

    def _connect(self, bridge: Bridge) -> None:
        self.brush_size_slider.valueChanged.connect(self._on_brush_size_slider_value_changed)
        self.brush_size_slider.actionTriggered.connect(self._on_brush_size_slider_action_triggered)
        self.brush_size_box.valueChanged.connect(self._on_brush_size_box_value_changed)
        self.brush_hardness_slider.valueChanged.connect(self._on_brush_hardness_value_changed)
        self.brush_hardness_box.valueChanged.connect(self._on_brush_hardness_value_changed)
        self.paint_button.clicked.connect(self._on_paint_button_clicked)
        self.erase_button.clicked.connect(self._on_erase_button_clicked)
        self._canvas.tool_changed.connect(self._on_canvas_tool_changed)
        bridge.brush_changed.connect(self._on_bridge_brush_changed)
        bridge.mask_changed.connect(self._on_bridge_mask_changed)
        bridge.shown_changed.connect(self._on_bridge_shown_changed)
        bridge.sources_changed.connect(self._on_bridge_sources_changed)

    # Showing

    def _show_tool(self) -> None:
        tool = self._canvas.tool
        self._tool_sign.set_icon_name(_ICONS[tool])
        self._tool_label.setText(self._say_tool(tool))
        self._brush_options.setVisible(tool.is_painting)
        self._hint_label.setText(self._say_hint(tool))
        self._hint_label.setVisible(not tool.is_painting)
        self.paint_button.setChecked(tool is not ToolName.ERASER)
        self.erase_button.setChecked(tool is ToolName.ERASER)

    def _say_tool(self, tool: ToolName) -> str:
        names = {
            ToolName.BRUSH: self.tr("Brush"),
            ToolName.ERASER: self.tr("Eraser"),
            ToolName.HAND: self.tr("Hand"),
            ToolName.ZOOM: self.tr("Zoom"),
        }
        return names[tool]

    def _say_hint(self, tool: ToolName) -> str:
        if tool is ToolName.ZOOM:
            return self.tr("Click to zoom in, Alt+click to zoom out")
        return self.tr("Drag to move the picture")

    def _show_brush(self) -> None:
        """Show the session's brush without taking what is shown for what was asked."""
        brush = self._session.painter.brush
        hardness = round(brush.hardness * 100)
        for control, value in (
            (self.brush_size_slider, size_to_slider(brush.size_px)),
            (self.brush_size_box, brush.size_px),
            (self.brush_hardness_slider, hardness),
            (self.brush_hardness_box, hardness),
        ):
            with QSignalBlocker(control):
                control.setValue(value)

    def _show_share(self) -> None:
        self._share_label.set_text(self._say_share())

    def _say_share(self) -> str:
        sources = self._session.document.sources
        share = self._session.sent_mask_share
        if not sources:
            return ""
        if self._session.painter.shown_id != sources[0].id:
            return self.tr("Only the mask of image 1 is sent")
        if share == 0:
            return self.tr("No mask: the whole picture may change")
        if share == 1:
            return self.tr("The mask covers all of image 1: it is sent without a mask")
        per_cent = min(max(share * 100, 0.1), 99.9)  # some is not none, and nearly all is not all
        return self.tr("{0} % of image 1 will change").format(QLocale().toString(per_cent, "f", 1))

    # Slots

    @Slot(int)
    def _on_brush_size_slider_value_changed(self, value: int) -> None:
        self._session.painter.set_brush(self._session.painter.brush._replace(size_px=slider_to_size(value)))

    @Slot(int)
    def _on_brush_size_slider_action_triggered(self, action: int) -> None:
        """By keys the slider goes in the brush's own steps: its finest are less than a pixel."""
        steps = _SLIDER_KEYS.get(QAbstractSlider.SliderAction(action))
        if steps is not None:
            brush = grow_brush(self._session.painter.brush, steps)
            self.brush_size_slider.setSliderPosition(self.brush_size_slider.value())
            self._session.painter.set_brush(brush)
            self.brush_size_slider.setSliderPosition(size_to_slider(brush.size_px))

    @Slot(int)
    def _on_brush_size_box_value_changed(self, value: int) -> None:
        self._session.painter.set_brush(self._session.painter.brush._replace(size_px=value))

    @Slot(int)
    def _on_brush_hardness_value_changed(self, value: int) -> None:
        self._session.painter.set_brush(self._session.painter.brush._replace(hardness=value / 100))

    @Slot()
    def _on_paint_button_clicked(self) -> None:
        self._canvas.set_tool(ToolName.BRUSH)

    @Slot()
    def _on_erase_button_clicked(self) -> None:
        self._canvas.set_tool(ToolName.ERASER)

    @Slot()
    def _on_canvas_tool_changed(self) -> None:
        self._show_tool()

    @Slot()
    def _on_bridge_brush_changed(self) -> None:
        self._show_brush()

    @Slot(object, bool)
    def _on_bridge_mask_changed(self, box: object, is_final: bool) -> None:
        if is_final:
            self._show_share()

    @Slot()
    def _on_bridge_shown_changed(self) -> None:
        self._show_share()

    @Slot()
    def _on_bridge_sources_changed(self) -> None:
        self._show_share()


class ToolSign(QWidget):
    """The icon of a tool, drawn when it is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = build_icon(_ICONS[ToolName.BRUSH])
        self.setFixedSize(_ICON_SIDE_PX, _ICON_SIDE_PX)

    def set_icon_name(self, name: str) -> None:
        self._icon = build_icon(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class ElidedLabel(QLabel):
    """A quiet line at the right that gives way: it is cut short where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "secondary")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), shown)  # by the style: 5 ms at the start-up
        painter.end()


def slider_to_size(value: int) -> int:
    """The brush's diameter at a place of the slider: each step is the same factor."""
    span = log(SIZE_MAX_PX / SIZE_MIN_PX)
    return round(SIZE_MIN_PX * exp(span * value / _SLIDER_STEPS))


def size_to_slider(size_px: int) -> int:
    """The place of the slider that is nearest to a diameter."""
    return round(_SLIDER_STEPS * log(size_px / SIZE_MIN_PX) / log(SIZE_MAX_PX / SIZE_MIN_PX))
