"""Jobs: one request each, and their states; ``facts`` tells of them.

preparing → queued → sending → waiting → receiving → saving → done
and the other ends: not_sent, rejected, unknown, unusable, cancelled. Every job ends in exactly one of
them. ``held`` and ``counting_down`` wait like ``queued``; ``unsaved`` rests until it is saved again. The
journal knows fewer states, those that matter across a crash: ``core.journal``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

from turbo_studio.core.price import Prices, estimate_request
from turbo_studio.core.request import EditRequest

if TYPE_CHECKING:
    from datetime import datetime

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.price import Estimate
    from turbo_studio.core.profile import Quality
    from turbo_studio.core.request import Request

JobId = NewType("JobId", str)


class JobState(StrEnum):
    PREPARING = "preparing"
    """What will be sent is being written to the disk; the job is not in the queue yet."""
    QUEUED = "queued"
    """On the disk with all that it needs: a restart loses nothing of it."""
    HELD = "held"
    """Queued, but the same request may have been charged just now: it waits to be released."""
    COUNTING_DOWN = "counting_down"
    """Nothing was charged, and it will be sent again by itself."""
    SENDING = "sending"
    WAITING = "waiting"
    """The whole request has left; nothing has come back yet."""
    RECEIVING = "receiving"
    SAVING = "saving"
    DONE = "done"
    NOT_SENT = "not_sent"
    """Nothing left the machine."""
    REJECTED = "rejected"
    """The gateway answered that it will not."""
    UNKNOWN = "unknown"
    """Some of the request left and no whole answer came back: it may have been charged."""
    UNUSABLE = "unusable"
    """An answer came that holds no usable picture; its bytes are kept."""
    UNSAVED = "unsaved"
    """The answer is kept raw, but its pictures could not be put into the gallery yet."""
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens by itself; an unsaved job is saved again on demand or at the start."""
        return self in FINAL_STATES

    @property
    def is_queued(self) -> bool:
        """Whether it waits to be sent."""
        return self in _STATES_QUEUED

    @property
    def is_under_way(self) -> bool:
        """Whether leaving the program now would break something off."""
        return self in _STATES_UNDER_WAY


FINAL_STATES = frozenset(
    {
        JobState.DONE,
        JobState.NOT_SENT,
        JobState.REJECTED,
        JobState.UNKNOWN,
        JobState.UNUSABLE,
        JobState.UNSAVED,
        JobState.CANCELLED,
    }
)
_STATES_QUEUED = frozenset({JobState.QUEUED, JobState.HELD, JobState.COUNTING_DOWN})
_STATES_UNDER_WAY = frozenset(
    {JobState.PREPARING, JobState.SENDING, JobState.WAITING, JobState.RECEIVING, JobState.SAVING}
)


class Job(NamedTuple):
    """One request of one press. ``variation`` counts from 1 within that press."""

    id: JobId
    request: Request
    variation: int = 1
    variations: int = 1
    press_id: str = ""
    """The same for all variations of one press; empty where the job is alone."""
    prices: Prices = Prices()
    """Those at the press: what the job costs is counted by them, whatever is set later."""


class JobSummary(NamedTuple):
    """What a list shows of a job, also of one from the last run: the sources themselves are not needed."""

    id: JobId
    prompt: str
    size: Size | None
    """None, as ``quality``, where a damaged journal does not tell."""
    quality: Quality | None
    source_names: tuple[str, ...]
    has_mask: bool
    created_at: datetime
    """With its zone."""
    estimate: Estimate
    variation: int = 1
    variations: int = 1
    press_id: str = ""


def build_summary(job: Job, created_at: datetime) -> JobSummary:
    request = job.request
    sources = request.sources if isinstance(request, EditRequest) else ()
    return JobSummary(
        id=job.id,
        prompt=request.prompt,
        size=request.size,
        quality=request.quality,
        source_names=tuple(source.name for source in sources),
        has_mask=isinstance(request, EditRequest) and request.mask is not None,
        created_at=created_at,
        estimate=estimate_request(request.prompt, request.size, request.quality, len(sources), job.prices),
        variation=job.variation,
        variations=job.variations,
        press_id=job.press_id,
    )
