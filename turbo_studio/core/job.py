"""Jobs: one request each, and their states; ``facts`` tells of them.

queued → preparing → sending → waiting → receiving → saving → done
and the other ends: not_sent, rejected, unknown, unusable, unsaved, cancelled.
Every job ends in exactly one of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    from turbo_studio.core.request import Request

JobId = NewType("JobId", str)


class JobState(StrEnum):
    QUEUED = "queued"
    PREPARING = "preparing"
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
    """The answer is kept raw, but its pictures could not be put into the gallery."""
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in FINAL_STATES


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


class Job(NamedTuple):
    """One request of one press. ``variation`` counts from 1 within that press."""

    id: JobId
    request: Request
    variation: int = 1
    variations: int = 1
