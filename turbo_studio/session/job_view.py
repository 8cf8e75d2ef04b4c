"""A job as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from turbo_studio.core.facts import (
    JobCancelled,
    JobCountingDown,
    JobFailed,
    JobHeld,
    JobProgressed,
    JobSucceeded,
)
from turbo_studio.core.job import JobState

if TYPE_CHECKING:
    from turbo_studio.core.facts import JobFact
    from turbo_studio.core.job import Job
    from turbo_studio.core.problems import Charged, Problem
    from turbo_studio.core.result import Result


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as the window shows it. Times are seconds of ``time.monotonic``."""

    job: Job
    state: JobState
    started_s: float
    ended_s: float | None = None
    done_bytes: int = 0
    total_bytes: int = 0
    problem: Problem | None = None
    charged: Charged | None = None
    request_ids: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    notes: tuple[str, ...] = ()


def advance_view(view: JobView, fact: JobFact, now_s: float) -> JobView:
    """The view after a fact of its job."""
    match fact:
        case JobProgressed(_, state, done, total):
            return replace(view, state=state, done_bytes=done, total_bytes=total, ended_s=None, problem=None)
        case JobCountingDown(_, problem):
            return replace(view, state=JobState.COUNTING_DOWN, problem=problem)
        case JobHeld(_, problem):
            return replace(view, state=JobState.HELD, problem=problem)
        case JobSucceeded(_, results, notes):
            return replace(view, state=JobState.DONE, ended_s=now_s, results=results, notes=notes)
        case JobFailed(_, state, problem, charged, request_ids):
            return replace(
                view, state=state, ended_s=now_s, problem=problem, charged=charged, request_ids=request_ids
            )
        case JobCancelled(_, charged):
            return replace(view, state=JobState.CANCELLED, ended_s=now_s, charged=charged)
