"""What an attempt has cost, for the ledger: by the tokens of the answer, or else as estimated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.spending import Expense, price_usage

if TYPE_CHECKING:
    from turbo_studio.core.result import Usage
    from turbo_studio.jobs.frozen import FrozenJob


def build_certain_expense(
    job: FrozenJob, attempt: int, usage: Usage | None, duration_s: float | None
) -> Expense:
    """For an answer that came whole, at the prices of its press."""
    dollars = None if usage is None else price_usage(usage, job.prices)
    return Expense(
        job_id=job.id,
        attempt=attempt,
        at=datetime.now(UTC),
        size=job.size,
        quality=job.quality,
        duration_s=duration_s,
        tokens=None if usage is None else usage.total_tokens,
        dollars=estimate_dollars(job) if dollars is None else dollars,
        is_estimate=dollars is None,
        is_certain=True,
    )


def build_maybe_expense(job: FrozenJob, attempt: int, *, is_certain: bool) -> Expense:
    """For an attempt that brought no picture: only the estimate is known of it."""
    return Expense(
        job_id=job.id,
        attempt=attempt,
        at=datetime.now(UTC),
        size=job.size,
        quality=job.quality,
        duration_s=None,
        tokens=None,
        dollars=estimate_dollars(job),
        is_estimate=True,
        is_certain=is_certain,
    )


def estimate_dollars(job: FrozenJob) -> float:
    """0 where the price is not known: then no cap can hold either."""
    return job.summary.estimate.dollars or 0.0
