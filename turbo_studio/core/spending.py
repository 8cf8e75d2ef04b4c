"""What jobs have cost, counted from the ledger: certain and maybe apart, today and in total."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.price import Prices
    from turbo_studio.core.profile import Quality
    from turbo_studio.core.result import Usage

_DURATIONS_MAX = 50
"""So many of the latest count: gateways grow faster and slower."""


class Expense(NamedTuple):
    """One attempt that was charged, or may have been. ``attempt`` counts from 1 within its job."""

    job_id: str
    attempt: int
    at: datetime
    """With its zone."""
    size: Size
    quality: Quality
    duration_s: float | None
    """From the first byte to the whole answer; None where none came."""
    tokens: int | None
    """As the gateway counted them; None where it did not say."""
    dollars: float
    """By ``tokens``, or else as estimated before the press, at the prices of then."""
    is_estimate: bool
    is_certain: bool


class Spending(NamedTuple):
    """US dollars; ``maybe`` is what may have been charged besides."""

    today: float = 0.0
    today_maybe: float = 0.0
    total: float = 0.0
    total_maybe: float = 0.0


def price_usage(usage: Usage, prices: Prices) -> float | None:
    """Dollars by the tokens of an answer; None where too little is known, and never 0 for that."""
    image_out = usage.output_tokens
    if image_out is None and usage.total_tokens is not None and usage.input_tokens is not None:
        image_out = usage.total_tokens - usage.input_tokens
    if image_out is None or image_out <= 0 or usage.input_tokens is None:
        return None
    text = usage.input_text_tokens or 0
    image_in = max(0, usage.input_tokens - text)
    dollars = text * prices.text_in + image_in * prices.image_in + image_out * prices.image_out
    return dollars / 1_000_000


class Books:
    """All expenses, summed as they come: each attempt counts once, and certain before maybe."""

    def __init__(self) -> None:
        self._by_attempt: dict[tuple[str, int], Expense] = {}
        self._sums: dict[tuple[date, bool], float] = {}
        """Dollars by the day, in the zone of the system's clock, and by whether they are certain."""
        self._durations_s: dict[tuple[Size, Quality], deque[float]] = {}

    def add(self, expense: Expense) -> bool:
        """False, and nothing happens, where the books have one at least as certain of that attempt."""
        key = (expense.job_id, expense.attempt)
        known = self._by_attempt.get(key)
        if known is not None:
            if known.is_certain >= expense.is_certain:
                return False
            self._sum(known, -known.dollars)
        self._by_attempt[key] = expense
        self._sum(expense, expense.dollars)
        if expense.duration_s is not None:
            durations_s = self._durations_s.setdefault(
                (expense.size, expense.quality), deque(maxlen=_DURATIONS_MAX)
            )
            durations_s.append(expense.duration_s)
        return True

    def count_spending(self, today: date) -> Spending:
        return Spending(
            today=self._sums.get((today, True), 0.0),
            today_maybe=self._sums.get((today, False), 0.0),
            total=self._total(is_certain=True),
            total_maybe=self._total(is_certain=False),
        )

    def estimate_duration(self, size: Size, quality: Quality) -> float | None:
        """Seconds: the median of the latest requests of that size and quality; None where there are none."""
        durations_s = self._durations_s.get((size, quality))
        return median(durations_s) if durations_s else None

    def _total(self, *, is_certain: bool) -> float:
        return sum(dollars for (_, certain), dollars in self._sums.items() if certain is is_certain)

    def _sum(self, expense: Expense, dollars: float) -> None:
        key = (expense.at.astimezone().date(), expense.is_certain)
        self._sums[key] = self._sums.get(key, 0.0) + dollars
