"""A job as the window shows it, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
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
from turbo_studio.core.problems import ProblemCode

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.facts import JobFact, RecoveredJob
    from turbo_studio.core.job import JobId, JobSummary
    from turbo_studio.core.problems import Charged, Problem
    from turbo_studio.core.result import Result


class JobVerb(StrEnum):
    """What can be asked of a job. Those that send something say what it may cost."""

    CANCEL = "cancel"
    KEEP_WAITING = "keep_waiting"
    STOP_WAITING = "stop_waiting"
    """Cancel a job whose request has left: it may be charged all the same."""
    RELEASE = "release"
    """Send a held job all the same."""
    RUN_AGAIN = "run_again"
    SAVE_AGAIN = "save_again"
    READ_AGAIN = "read_again"
    REUSE = "reuse"
    """Put its prompt, size and quality into the draft."""
    SHOW_ANSWER = "show_answer"
    SHOW_RESULT = "show_result"
    MOVE_EARLIER = "move_earlier"
    MOVE_LATER = "move_later"
    COPY_DETAILS = "copy_details"
    DISMISS = "dismiss"


class JobGroup(StrEnum):
    """The parts of the list, from its top."""

    UNDER_WAY = "under_way"
    WAITING = "waiting"
    """In the order in which they will be sent."""
    ENDED = "ended"
    """The one that ended last comes first."""


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as the window shows it. Times are seconds of ``time.monotonic``."""

    summary: JobSummary
    state: JobState
    listed_s: float
    sent_s: float | None = None
    """When the latest attempt began to be sent."""
    ended_s: float | None = None
    expected_s: float | None = None
    """From the first byte to the saved result, by experience."""
    resend_s: float | None = None
    """When it will be sent again by itself."""
    done_bytes: int = 0
    total_bytes: int = 0
    problem: Problem | None = None
    charged: Charged | None = None
    request_ids: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    notes: tuple[str, ...] = ()
    missing_count: int = 0
    """Pictures that the answer spoke of besides, and of which nothing could be kept."""
    kept_answer: Path | None = None
    is_recovered: bool = False
    """From an earlier run: in the queue, it lets those of this run go first until it is continued."""

    @property
    def id(self) -> JobId:
        return self.summary.id

    @property
    def group(self) -> JobGroup:
        if self.state.is_final:
            return JobGroup.ENDED
        return JobGroup.WAITING if self.state in _WAITING else JobGroup.UNDER_WAY

    @property
    def is_waiting(self) -> bool:
        """Whether it stands in the queue, where it can be moved."""
        return self.group is JobGroup.WAITING

    @property
    def is_held(self) -> bool:
        return self.state is JobState.HELD

    @property
    def is_done(self) -> bool:
        return self.state is JobState.DONE

    @property
    def is_unsaved(self) -> bool:
        """Whether its answer has come, but could not be put into the gallery yet."""
        return self.state is JobState.UNSAVED

    @property
    def is_unusable(self) -> bool:
        """Whether an answer was kept that holds no usable picture."""
        return self.state is JobState.UNUSABLE

    @property
    def can_run_again(self) -> bool:
        """Whether the same request may be sent as a new job in its place."""
        return self.state.is_final and not (self.is_done or self.is_unsaved)

    @property
    def may_cost(self) -> bool:
        """Whether to end it now may cost money all the same: a byte of the request may have left."""
        return self.state in _LEFT


_WAITING = frozenset({JobState.PREPARING, JobState.QUEUED, JobState.HELD})
_LEFT = frozenset({JobState.SENDING, JobState.WAITING, JobState.RECEIVING})

_WILL_FAIL_AGAIN = frozenset(
    {
        ProblemCode.MODERATED,
        ProblemCode.SIZE_REFUSED,
        ProblemCode.PROMPT_REFUSED,
        ProblemCode.SOURCE_REFUSED,
        ProblemCode.MASK_REFUSED,
        ProblemCode.REQUEST_REFUSED,
        ProblemCode.UPLOAD_TOO_LARGE,
    }
)
"""Refusals of the request itself: as it is it would be refused once more."""
_INCOMPLETE = frozenset({ProblemCode.NEVER_QUEUED, ProblemCode.JOURNAL_DAMAGED})
"""What was written down does not suffice to send it."""


AFRESH = frozenset({JobVerb.RUN_AGAIN, JobVerb.SAVE_AGAIN, JobVerb.READ_AGAIN})
"""One more try after a job has ended."""


def build_view(summary: JobSummary, now_s: float) -> JobView:
    """A job as it begins."""
    return JobView(summary, JobState.PREPARING, now_s)


def build_recovered_view(job: RecoveredJob, now_s: float) -> JobView:
    """A job of an earlier run; how long that took is not known."""
    return JobView(
        job.summary,
        job.state,
        now_s,
        problem=job.problem,
        charged=job.charged if job.state.is_final else None,
        request_ids=job.request_ids,
        kept_answer=job.kept_answer,
        is_recovered=True,
    )


def advance_view(view: JobView, fact: JobFact, now_s: float) -> JobView:
    """The view after a fact of its job."""
    match fact:
        case JobProgressed():
            return _advance_progress(view, fact, now_s)
        case JobCountingDown(_, problem, delay_s):
            return replace(
                view, state=JobState.COUNTING_DOWN, problem=problem, resend_s=now_s + delay_s, sent_s=None
            )
        case JobHeld(_, problem):
            return replace(view, state=JobState.HELD, problem=problem)
        case JobSucceeded(_, results, notes, missing_count):
            return replace(
                view,
                state=JobState.DONE,
                ended_s=now_s,
                results=results,
                notes=notes,
                missing_count=missing_count,
                problem=None,
            )
        case JobFailed(_, state, problem, charged, request_ids, kept_answer):
            return replace(
                view,
                state=state,
                ended_s=now_s,
                problem=problem,
                charged=charged,
                request_ids=request_ids,
                kept_answer=kept_answer,
            )
        case JobCancelled(_, charged):
            return replace(view, state=JobState.CANCELLED, ended_s=now_s, charged=charged, problem=None)


def _advance_progress(view: JobView, fact: JobProgressed, now_s: float) -> JobView:
    starts = fact.state is JobState.SENDING and view.state is not JobState.SENDING
    return replace(
        view,
        state=fact.state,
        done_bytes=fact.done_bytes,
        total_bytes=fact.total_bytes,
        sent_s=now_s if starts else view.sent_s,
        expected_s=fact.expected_s if fact.expected_s is not None else view.expected_s,
        ended_s=None,
        resend_s=None,
        problem=None,
        charged=None,
    )


def find_verbs(view: JobView) -> tuple[JobVerb, ...]:
    """What the job's own buttons offer, the one to lead with first; the cross beside them is not told."""
    verbs: tuple[JobVerb, ...] = ()
    match view.state:
        case JobState.HELD:
            return (JobVerb.RELEASE, JobVerb.CANCEL)
        case JobState.UNSAVED:
            verbs = (JobVerb.SAVE_AGAIN,)
        case JobState.UNUSABLE:
            verbs = (JobVerb.READ_AGAIN, JobVerb.RUN_AGAIN)
        case JobState.REJECTED | JobState.NOT_SENT | JobState.UNKNOWN | JobState.CANCELLED:
            code = view.problem.code if view.problem is not None else None
            if code not in _INCOMPLETE:
                verbs = (JobVerb.REUSE if code in _WILL_FAIL_AGAIN else JobVerb.RUN_AGAIN,)
    return verbs if view.kept_answer is None else (*verbs, JobVerb.SHOW_ANSWER)


def find_more_verbs(view: JobView) -> tuple[JobVerb, ...]:
    """What its menu offers besides its buttons."""
    shown = find_verbs(view)
    if view.state is JobState.QUEUED:
        return (JobVerb.MOVE_EARLIER, JobVerb.MOVE_LATER, JobVerb.CANCEL)
    if not view.state.is_final:
        return () if JobVerb.CANCEL in shown else (JobVerb.CANCEL,)
    more = [JobVerb.SHOW_RESULT] if view.results else []
    more += [JobVerb.REUSE] if JobVerb.REUSE not in shown and view.summary.size is not None else []
    return (*more, JobVerb.COPY_DETAILS, JobVerb.DISMISS)
