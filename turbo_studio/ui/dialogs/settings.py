"""The settings dialog: language, theme, limits of the jobs, and the prices that estimates use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
)

from turbo_studio.core.price import Prices
from turbo_studio.ui.theme import apply_theme, indent_spin_boxes
from turbo_studio.ui.translations import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import (
        QWidget,
    )

    from turbo_studio.session.session import Session

_DEADLINE_RANGE_S = (30, 3_600)
_CONCURRENCY_RANGE = (1, 16)
_OPACITY_MIN_PERCENT = 10
_SWATCH_PX = 14
_PRICE_MAX = 10_000.0


class SettingsDialog(QDialog):
    """Every change is taken over by OK and dropped by Cancel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._build_look()
        self._build_mask()
        self._build_jobs()
        self._build_prices()
        buttons = QDialogButtonBox()
        ok = buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        ok.setObjectName("settings_ok_button")
        ok.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("settings_cancel_button")
        buttons.accepted.connect(self._on_buttons_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(self._form)
        layout.addWidget(buttons)
        indent_spin_boxes(
            self.overlay_opacity_box, self.concurrency_box, self.deadline_box, *self.price_boxes.values()
        )

    def _build_look(self) -> None:
        preferences = self._session.preferences
        self.language_box = QComboBox()
        self.language_box.addItem(self.tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self.language_box.addItem(name, code)
        self._add_row("language_box", self.tr("Language"), self.language_box)
        self._add_note(self.tr("Another language shows at the next start."))
        self.theme_box = QComboBox()
        for theme, name in (
            ("system", self.tr("As the system")),
            ("dark", self.tr("Dark")),
            ("light", self.tr("Light")),
        ):
            self.theme_box.addItem(name, theme)
        self._add_row("theme_box", self.tr("Theme"), self.theme_box)
        _select(self.language_box, preferences.language)
        _select(self.theme_box, preferences.theme.value)

    def _build_mask(self) -> None:
        preferences = self._session.preferences
        self.overlay_colour_box = QComboBox()
        for colour, name in (
            ("#ff2d55", self.tr("Red")),
            ("#ffd60a", self.tr("Yellow")),
            ("#30d158", self.tr("Green")),
            ("#0a84ff", self.tr("Blue")),
            ("#bf5af2", self.tr("Violet")),
        ):
            self.overlay_colour_box.addItem(_build_swatch(colour), name, colour)
        chosen = preferences.overlay_colour.lower()
        if self.overlay_colour_box.findData(chosen) < 0:  # of a file that somebody edited
            self.overlay_colour_box.addItem(_build_swatch(chosen), chosen, chosen)
        _select(self.overlay_colour_box, chosen)
        self._add_row("overlay_colour_box", self.tr("Tint of the mask"), self.overlay_colour_box)
        self.overlay_opacity_box = QSpinBox()
        self.overlay_opacity_box.setRange(_OPACITY_MIN_PERCENT, 100)
        self.overlay_opacity_box.setSingleStep(5)
        self.overlay_opacity_box.setSuffix(self.tr(" %"))
        self.overlay_opacity_box.setValue(round(preferences.overlay_opacity * 100))
        self._add_row("overlay_opacity_box", self.tr("Strength of the tint"), self.overlay_opacity_box)

    def _build_jobs(self) -> None:
        preferences = self._session.preferences
        self.concurrency_box = QSpinBox()
        self.concurrency_box.setRange(*_CONCURRENCY_RANGE)
        self.concurrency_box.setValue(preferences.concurrency)
        self._add_row("concurrency_box", self.tr("Jobs at once"), self.concurrency_box)
        self.deadline_box = QSpinBox()
        self.deadline_box.setRange(*_DEADLINE_RANGE_S)
        self.deadline_box.setSingleStep(30)
        self.deadline_box.setSuffix(self.tr(" s"))
        self.deadline_box.setValue(round(preferences.deadline_s))
        self._add_row("deadline_box", self.tr("Wait for an answer"), self.deadline_box)
        self._add_note(self.tr("Both hold from the next start on."))

    def _build_prices(self) -> None:
        prices = self._session.preferences.prices
        self.price_boxes: dict[str, QDoubleSpinBox] = {}
        for name, label, value in (
            ("text_in", self.tr("Price, text in"), prices.text_in),
            ("image_in", self.tr("Price, images in"), prices.image_in),
            ("image_out", self.tr("Price, images out"), prices.image_out),
        ):
            box = QDoubleSpinBox()
            box.setRange(0.0, _PRICE_MAX)
            box.setPrefix("$ ")
            box.setValue(value)
            self.price_boxes[name] = box
            self._add_row(f"price_{name}_box", label, box)
        self._add_note(self.tr("US dollars per million tokens. Estimates use these prices."))

    def _add_row(self, name: str, label: str, field: QWidget) -> None:
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setMinimumWidth(200)
        self._form.addRow(label, field)

    def _add_note(self, text: str) -> None:
        note = QLabel(text)
        note.setProperty("role", "secondary")
        note.setTextFormat(Qt.TextFormat.PlainText)
        self._form.addRow("", note)

    @Slot()
    def _on_buttons_accepted(self) -> None:
        preferences = self._session.preferences
        chosen = preferences._replace(
            language=self.language_box.currentData(),
            theme=type(preferences.theme)(self.theme_box.currentData()),
            concurrency=self.concurrency_box.value(),
            deadline_s=float(self.deadline_box.value()),
            overlay_colour=self.overlay_colour_box.currentData(),
            overlay_opacity=self.overlay_opacity_box.value() / 100,
            prices=Prices(**{name: box.value() for name, box in self.price_boxes.items()}),
        )
        if chosen != preferences:
            self._session.set_preferences(chosen)
            application = QApplication.instance()
            if isinstance(application, QApplication):
                apply_theme(application, chosen.theme)
        self.accept()


def _select(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))


def _build_swatch(colour: str) -> QIcon:
    swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
    swatch.fill(QColor(colour))
    return QIcon(swatch)
