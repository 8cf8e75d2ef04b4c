"""The settings of the look: language, theme, and the tint of the mask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QSpinBox

from turbo_studio.ui.dialogs.settings_page import SettingsPage, build_choice
from turbo_studio.ui.theme import indent_spin_boxes
from turbo_studio.ui.translations import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.session.session import Session

_OPACITY_MIN_PERCENT = 10
_SWATCH_PX = 14


class LookPage(SettingsPage):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("look_page", parent)
        preferences = session.preferences
        self._theme_kind = type(preferences.theme)
        self.language_box = build_choice({"": self.tr("As the system"), **LANGUAGES}, preferences.language)
        self.add_row("language_box", self.tr("Language"), self.language_box)
        self.add_note(self.tr("Another language shows at the next start."))
        self.theme_box = build_choice(
            {"system": self.tr("As the system"), "dark": self.tr("Dark"), "light": self.tr("Light")},
            preferences.theme.value,
        )
        self.add_row("theme_box", self.tr("Theme"), self.theme_box)
        self.overlay_colour_box = self._build_colours(preferences.overlay_colour.lower())
        self.add_row("overlay_colour_box", self.tr("Tint of the mask"), self.overlay_colour_box)
        self.overlay_opacity_box = QSpinBox()
        self.overlay_opacity_box.setRange(_OPACITY_MIN_PERCENT, 100)
        self.overlay_opacity_box.setSingleStep(5)
        self.overlay_opacity_box.setSuffix(self.tr(" %"))
        self.overlay_opacity_box.setValue(round(preferences.overlay_opacity * 100))
        self.add_row("overlay_opacity_box", self.tr("Strength of the tint"), self.overlay_opacity_box)
        indent_spin_boxes(self.overlay_opacity_box)

    def _build_colours(self, chosen: str) -> QComboBox:
        box = QComboBox()
        for colour, name in (
            ("#ff2d55", self.tr("Red")),
            ("#ffd60a", self.tr("Yellow")),
            ("#30d158", self.tr("Green")),
            ("#0a84ff", self.tr("Blue")),
            ("#bf5af2", self.tr("Violet")),
        ):
            box.addItem(_build_swatch(colour), name, colour)
        if box.findData(chosen) < 0:  # of a file that somebody edited
            box.addItem(_build_swatch(chosen), chosen, chosen)
        box.setCurrentIndex(box.findData(chosen))
        return box

    def read(self) -> dict[str, Any]:
        """The fields of the preferences that are chosen here."""
        return {
            "language": self.language_box.currentData(),
            "theme": self._theme_kind(self.theme_box.currentData()),
            "overlay_colour": self.overlay_colour_box.currentData(),
            "overlay_opacity": self.overlay_opacity_box.value() / 100,
        }


def _build_swatch(colour: str) -> QIcon:
    swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
    swatch.fill(QColor(colour))
    return QIcon(swatch)
