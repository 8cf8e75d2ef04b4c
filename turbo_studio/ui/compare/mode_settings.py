"""The settings of a comparison: what the mode in hand can be set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)

from turbo_studio.core.comparing import AMPLIFICATIONS, Region
from turbo_studio.ui.compare.arrangement import BLINK_S_MAX, BLINK_S_MIN, MEASURING, Mode
from turbo_studio.ui.compare.heat_legend import HeatLegend
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from turbo_studio.ui.compare.arrangement import Arrangement

_SLIDER_WIDTH_PX = 180
_BLINK_STEP_S = 0.05
_REGION_TEXTS: dict[Region, object] = {
    Region.WHOLE: QT_TRANSLATE_NOOP("ModeSettings", "Whole picture"),
    Region.OUTSIDE: QT_TRANSLATE_NOOP("ModeSettings", "Outside the mask"),
    Region.INSIDE: QT_TRANSLATE_NOOP("ModeSettings", "Inside the mask"),
}


def say_region(region: Region) -> str:
    return QCoreApplication.translate("ModeSettings", str(_REGION_TEXTS[region]))


class ModeSettings(QWidget):
    """Follows the arrangement, and changes it; shows only what says something in the mode."""

    def __init__(self, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self.setObjectName("compare_settings")
        self._build_sliders()
        self._build_blinking()
        self._build_measuring()
        self._lay_out()
        for signal in (arrangement.mode_changed, arrangement.look_changed, arrangement.sides_changed):
            signal.connect(self._refresh)

    # Building

    def _build_sliders(self) -> None:
        self.divider_slider = self._build_slider("compare_divider_slider", self.tr("Place of the divider"))
        self.divider_slider.valueChanged.connect(self._on_divider_slider_value_changed)
        self.opacity_slider = self._build_slider("compare_opacity_slider", self.tr("Opacity of B"))
        self.opacity_slider.valueChanged.connect(self._on_opacity_slider_value_changed)

    def _build_blinking(self) -> None:
        self.blink_check = QCheckBox(self.tr("Blink every"), self)
        self.blink_check.setObjectName("compare_blink_check")
        self.blink_check.clicked.connect(self._on_blink_check_clicked)
        self.blink_box = QDoubleSpinBox(self)
        self.blink_box.setObjectName("compare_blink_box")
        self.blink_box.setAccessibleName(self.tr("Seconds that each picture stays"))
        self.blink_box.setRange(BLINK_S_MIN, BLINK_S_MAX)
        self.blink_box.setSingleStep(_BLINK_STEP_S)
        self.blink_box.setSuffix(self.tr(" s"))
        self.blink_box.valueChanged.connect(self._on_blink_box_value_changed)
        indent_spin_boxes(self.blink_box)
        self.other_button = QPushButton(self.tr("Show the Other"), self)
        self.other_button.setObjectName("compare_other_button")
        self.other_button.setToolTip(self.tr("A or B by hand (Space)"))
        self.other_button.clicked.connect(self._on_other_button_clicked)

    def _build_measuring(self) -> None:
        self.amplification_box = self._build_choice("compare_amplification_box", self.tr("Amplification"))
        for amplification in AMPLIFICATIONS:
            self.amplification_box.addItem(f"× {amplification}", amplification)
        self.amplification_box.activated.connect(self._on_amplification_box_activated)
        self.region_box = self._build_choice("compare_region_box", self.tr("What is measured"))
        for region in Region:
            self.region_box.addItem(say_region(region), region.value)
        self.region_box.activated.connect(self._on_region_box_activated)
        self.legend = HeatLegend(self)

    def _build_slider(self, name: str, spoken: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setAccessibleName(spoken)
        slider.setToolTip(spoken)
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setFixedWidth(_SLIDER_WIDTH_PX)
        return slider

    def _build_choice(self, name: str, spoken: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setToolTip(spoken)
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._divider_label = QLabel(self.tr("Divider"), self)
        self._opacity_label = QLabel(self.tr("Opacity of B"), self)
        for widget in (
            *(self._divider_label, self.divider_slider, self._opacity_label, self.opacity_slider),
            *(self.blink_check, self.blink_box, self.other_button),
            *(self.amplification_box, self.region_box, self.legend),
        ):
            row.addWidget(widget)

    # Showing

    @Slot()
    def _refresh(self) -> None:
        mode = self._arrangement.mode
        for is_wanted, widgets in (
            (mode is Mode.SWIPE, (self._divider_label, self.divider_slider)),
            (mode is Mode.ONION, (self._opacity_label, self.opacity_slider)),
            (mode is Mode.BLINK, (self.blink_check, self.blink_box, self.other_button)),
            (mode is Mode.DIFFERENCE, (self.amplification_box,)),
            (mode in MEASURING and self._arrangement.mask is not None, (self.region_box,)),
            (mode is Mode.HEAT_MAP, (self.legend,)),
        ):
            for widget in widgets:
                widget.setVisible(is_wanted)
        self._show_values()

    def _show_values(self) -> None:
        arrangement = self._arrangement
        for slider, share in (
            (self.divider_slider, arrangement.divider),
            (self.opacity_slider, arrangement.opacity),
        ):
            with QSignalBlocker(slider):
                slider.setValue(round(share * 100))
        with QSignalBlocker(self.blink_box):
            self.blink_box.setValue(arrangement.blink_s)
        self.blink_check.setChecked(arrangement.is_blinking)
        self.amplification_box.setCurrentIndex(AMPLIFICATIONS.index(arrangement.amplification))
        self.region_box.setCurrentIndex(list(Region).index(arrangement.region))

    # Slots

    @Slot(int)
    def _on_divider_slider_value_changed(self, value: int) -> None:
        self._arrangement.set_divider(value / 100)

    @Slot(int)
    def _on_opacity_slider_value_changed(self, value: int) -> None:
        self._arrangement.set_opacity(value / 100)

    @Slot(bool)
    def _on_blink_check_clicked(self, checked: bool) -> None:
        self._arrangement.set_blinking(blinking=checked)

    @Slot(float)
    def _on_blink_box_value_changed(self, value: float) -> None:
        self._arrangement.set_blink_s(value)

    @Slot()
    def _on_other_button_clicked(self) -> None:
        self._arrangement.show_second(shown=not self._arrangement.is_second_up)

    @Slot(int)
    def _on_amplification_box_activated(self, index: int) -> None:
        self._arrangement.set_amplification(AMPLIFICATIONS[index])

    @Slot(int)
    def _on_region_box_activated(self, index: int) -> None:
        self._arrangement.set_region(list(Region)[index])
