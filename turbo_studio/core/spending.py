"""What jobs have cost, counted from the ledger: certain and maybe apart, today and in total."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def count_spending(expenses: Iterable[Expense], today: date) -> Spending:
    """``today`` in the zone of the system's clock; each attempt counts once, and certain before maybe."""
    certain: dict[bool, float] = {True: 0.0, False: 0.0}
    maybe: dict[bool, float] = {True: 0.0, False: 0.0}
    for expense in merge_expenses(expenses):
        sums = certain if expense.is_certain else maybe
        sums[expense.at.astimezone().date() == today] += expense.dollars
    return Spending(certain[True], maybe[True], sum(certain.values()), sum(maybe.values()))


def merge_expenses(expenses: Iterable[Expense]) -> tuple[Expense, ...]:
    """One for each attempt, in their order: a line that is certain stands for those that were not."""
    merged: dict[tuple[str, int], Expense] = {}
    for expense in expenses:
        known = merged.get((expense.job_id, expense.attempt))
        if known is None or not known.is_certain:
            merged[expense.job_id, expense.attempt] = expense
    return tuple(merged.values())


def estimate_duration(expenses: Iterable[Expense], size: Size, quality: Quality) -> float | None:
    """Seconds: the median of the latest requests of that size and quality; None where there are none."""
    durations = [
        expense.duration_s
        for expense in merge_expenses(expenses)
        if expense.duration_s is not None and (expense.size, expense.quality) == (size, quality)
    ]
    return median(durations[-_DURATIONS_MAX:]) if durations else None
