"""Counts what the fault tests have done, for the words at the end of a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.shim import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.shim import Fault

_KINDS = {Mode.KILL_BEFORE: "kill points", Mode.KILL_AFTER: "kill points", Mode.RECORD: "power cuts"}
_counts: Counter[str] = Counter()


def count_requests(faults: int, posts: int, complete_posts: int) -> None:
    _counts["faults that requests met"] += faults
    _counts["POSTs"] += posts
    _counts["of them complete"] += complete_posts


def count_trials(faults: Iterable[Fault], posts: int) -> None:
    for fault in faults:
        _counts[_KINDS.get(fault.mode, "disk errors")] += 1
    _counts["POSTs"] += posts
    _counts["of them complete"] += posts


def count_losses(said: Iterable[str]) -> None:
    """Whatever was said against a case: a lost result, a second payment, an end that is not true."""
    _counts["losses and lies"] += len(list(said))


def format_counts() -> str:
    """Empty where nothing was counted."""
    if not _counts:
        return ""
    _counts.setdefault("losses and lies", 0)
    return ", ".join(f"{name}: {count:,}" for name, count in _counts.items())
