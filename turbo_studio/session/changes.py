"""What changed in a session, one value a change, and a job as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from turbo_studio.core.facts import ConnectionChanged, ResultsFetched
from turbo_studio.core.job import Job, JobCancelled, JobFailed, JobId, JobProgressed, JobState, JobSucceeded

if TYPE_CHECKING:
    from turbo_studio.core.facts import JobFact
    from turbo_studio.core.geometry import Box
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
        case JobSucceeded(_, results, notes):
            return replace(view, state=JobState.DONE, ended_s=now_s, results=results, notes=notes)
        case JobFailed(_, state, problem, charged, request_ids):
            return replace(
                view, state=state, ended_s=now_s, problem=problem, charged=charged, request_ids=request_ids
            )
        case JobCancelled(_, charged):
            return replace(view, state=JobState.CANCELLED, ended_s=now_s, charged=charged)


@dataclass(frozen=True, slots=True)
class SourcesChanged:
    """The list of sources, their order, or what is still being opened."""


@dataclass(frozen=True, slots=True)
class ShownChanged:
    """Another source is on the canvas, or its pixels have come; ``Session.raster`` holds them."""


@dataclass(frozen=True, slots=True)
class MaskChanged:
    """A box of the shown source's mask was painted; ``is_final`` once its share is counted anew."""

    box: Box
    is_final: bool


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """What can be undone or redone."""


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """The draft, set by the session and not by a field of the panel."""


@dataclass(frozen=True, slots=True)
class BrushChanged:
    pass


@dataclass(frozen=True, slots=True)
class JobsChanged:
    """One job is new, moved on, ended or was dismissed."""

    job_id: JobId


@dataclass(frozen=True, slots=True)
class ResultsArrived:
    """Results that have just been saved, newest last."""

    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class MessageShown:
    """Something to be said in the message bar, about ``name`` where it is one picture of several."""

    problem: Problem
    name: str = ""


Change = (
    SourcesChanged
    | ShownChanged
    | MaskChanged
    | HistoryChanged
    | DraftChanged
    | BrushChanged
    | JobsChanged
    | ResultsArrived
    | ResultsFetched
    | ConnectionChanged
    | MessageShown
)
