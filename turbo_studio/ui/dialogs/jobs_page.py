"""The settings of the jobs: how many at once, how long, and what they may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSpinBox

from turbo_studio.core.price import Prices
from turbo_studio.ui.dialogs.settings_page import SettingsPage, build_dollars
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.session.session import Session

_DEADLINE_RANGE_S = (30, 3_600)
_CONCURRENCY_RANGE = (1, 16)
_DOLLARS_MAX = 10_000.0


class JobsPage(SettingsPage):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("jobs_page", parent)
        preferences = session.preferences
        self.concurrency_box = QSpinBox()
        self.concurrency_box.setRange(*_CONCURRENCY_RANGE)
        self.concurrency_box.setValue(preferences.concurrency)
        self.add_row("concurrency_box", self.tr("Jobs at once"), self.concurrency_box)
        self.deadline_box = QSpinBox()
        self.deadline_box.setRange(*_DEADLINE_RANGE_S)
        self.deadline_box.setSingleStep(30)
        self.deadline_box.setSuffix(self.tr(" s"))
        self.deadline_box.setValue(round(preferences.deadline_s))
        self.add_row("deadline_box", self.tr("Wait for an answer"), self.deadline_box)
        self.cap_box = build_dollars(preferences.daily_cap_dollars, _DOLLARS_MAX)
        self.cap_box.setSpecialValueText(self.tr("No limit"))
        self.add_row("daily_cap_box", self.tr("Spend a day at most"), self.cap_box)
        self.add_note(self.tr("Then the queue stops. Counted by the prices below."))
        self._build_prices(preferences.prices)
        indent_spin_boxes(self.concurrency_box, self.deadline_box, self.cap_box, *self.price_boxes.values())

    def _build_prices(self, prices: Prices) -> None:
        self.price_boxes = {}
        for name, label, value in (
            ("text_in", self.tr("Price, text in"), prices.text_in),
            ("image_in", self.tr("Price, images in"), prices.image_in),
            ("image_out", self.tr("Price, images out"), prices.image_out),
        ):
            self.price_boxes[name] = build_dollars(value, _DOLLARS_MAX)
            self.add_row(f"price_{name}_box", label, self.price_boxes[name])
        self.add_note(self.tr("US dollars per million tokens. Estimates use these prices."))

    def read(self) -> dict[str, Any]:
        """The fields of the preferences that are chosen here."""
        return {
            "concurrency": self.concurrency_box.value(),
            "deadline_s": float(self.deadline_box.value()),
            "daily_cap_dollars": self.cap_box.value(),
            "prices": Prices(**{name: box.value() for name, box in self.price_boxes.items()}),
        }
