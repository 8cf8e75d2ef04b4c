"""The bar of a comparison: its modes, and whether the mask is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from turbo_studio.ui.compare.arrangement import Mode

if TYPE_CHECKING:
    from turbo_studio.ui.compare.arrangement import Arrangement

MODE_TEXTS: dict[Mode, object] = {
    Mode.TWO_UP: QT_TRANSLATE_NOOP("ModeBar", "Side by Side"),
    Mode.ALL_UP: QT_TRANSLATE_NOOP("ModeBar", "All"),
    Mode.SWIPE: QT_TRANSLATE_NOOP("ModeBar", "Swipe"),
    Mode.ONION: QT_TRANSLATE_NOOP("ModeBar", "Onion"),
    Mode.BLINK: QT_TRANSLATE_NOOP("ModeBar", "Blink"),
    Mode.DIFFERENCE: QT_TRANSLATE_NOOP("ModeBar", "Difference"),
    Mode.HEAT_MAP: QT_TRANSLATE_NOOP("ModeBar", "ΔE 2000"),
}
_MODE_TIPS: dict[Mode, object] = {
    Mode.TWO_UP: QT_TRANSLATE_NOOP("ModeBar", "A and B beside each other"),
    Mode.ALL_UP: QT_TRANSLATE_NOOP("ModeBar", "Three or four pictures at once"),
    Mode.SWIPE: QT_TRANSLATE_NOOP("ModeBar", "A to the left of a divider that can be moved, B to the right"),
    Mode.ONION: QT_TRANSLATE_NOOP("ModeBar", "B over A, as transparent as it is set"),
    Mode.BLINK: QT_TRANSLATE_NOOP("ModeBar", "A and B in turn, by the clock or by Space"),
    Mode.DIFFERENCE: QT_TRANSLATE_NOOP(
        "ModeBar", "How far red, green and blue lie apart, so many times over"
    ),
    Mode.HEAT_MAP: QT_TRANSLATE_NOOP("ModeBar", "How different the colours look to an eye: CIEDE2000"),
}


def _say(text: object) -> str:
    return QCoreApplication.translate("ModeBar", str(text))


class ModeBar(QWidget):
    """Follows the arrangement, and changes it."""

    def __init__(self, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self.setObjectName("compare_mode_bar")
        self._build_modes()
        self._build_mask_check()
        self._lay_out()
        for signal in (arrangement.mode_changed, arrangement.look_changed, arrangement.sides_changed):
            signal.connect(self._refresh)

    # Building

    def _build_modes(self) -> None:
        self._group = QButtonGroup(self)
        self.mode_buttons: dict[Mode, QPushButton] = {}
        for number, mode in enumerate(Mode, start=1):
            button = QPushButton(_say(MODE_TEXTS[mode]), self)
            button.setObjectName(f"compare_{mode}_button")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.MinimumExpanding)
            place = "left" if number == 1 else "right" if number == len(Mode) else "middle"
            button.setProperty("segment", place)
            button.setToolTip(f"{_say(_MODE_TIPS[mode])} ({number})")
            button.setAccessibleDescription(_say(_MODE_TIPS[mode]))
            self._group.addButton(button, number)
            self.mode_buttons[mode] = button
        self._group.idClicked.connect(self._on_group_id_clicked)

    def _build_mask_check(self) -> None:
        self.mask_check = QCheckBox(self.tr("Mask"), self)
        self.mask_check.setObjectName("compare_mask_check")
        self.mask_check.setToolTip(self.tr("Tint what was to change, by the mask as it was sent (M)"))
        self.mask_check.clicked.connect(self._on_mask_check_clicked)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.mode_buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addSpacing(10)
        row.addWidget(self.mask_check)

    @Slot()
    def _refresh(self) -> None:
        arrangement = self._arrangement
        self.mode_buttons[arrangement.mode].setChecked(True)
        self.mode_buttons[Mode.ALL_UP].setVisible(len(arrangement.shown) > 2)
        self.mask_check.setVisible(arrangement.mask is not None)
        self.mask_check.setChecked(arrangement.is_mask_shown)

    @Slot(int)
    def _on_group_id_clicked(self, number: int) -> None:
        self._arrangement.set_mode(list(Mode)[number - 1])

    @Slot(bool)
    def _on_mask_check_clicked(self, checked: bool) -> None:
        self._arrangement.show_mask(shown=checked)
