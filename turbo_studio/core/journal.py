"""The journal's states: which may follow which, and what a crash makes of a job.

queued → sending → sent → answered → done
and the other ends: not_sent, rejected, unknown, unusable, cancelled.

A job goes back from ``sending`` to ``queued`` where nothing was charged and it will be sent again. An end
stays, with one exception: a kept answer that is read again, and now holds a picture, is *answered*.
"""

from __future__ import annotations

from enum import StrEnum


class JournalState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    """Written before the first byte leaves: from here on it may be charged."""
    SENT = "sent"
    ANSWERED = "answered"
    """The raw answer is on the disk, whole: no network is needed any more."""
    DONE = "done"
    """The results are in the gallery; the folder is no longer needed."""
    NOT_SENT = "not_sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    UNUSABLE = "unusable"
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        return self in ENDS


ENDS = frozenset(JournalState) - {
    JournalState.QUEUED,
    JournalState.SENDING,
    JournalState.SENT,
    JournalState.ANSWERED,
}
READABLE_AGAIN = frozenset({JournalState.UNKNOWN, JournalState.UNUSABLE, JournalState.CANCELLED})
"""Ends that may have an answer in the folder."""

_UNDER_WAY = frozenset({JournalState.SENDING, JournalState.SENT})
_FOLLOWERS: dict[JournalState, frozenset[JournalState]] = {
    JournalState.QUEUED: frozenset(
        {JournalState.QUEUED, JournalState.SENDING, JournalState.NOT_SENT, JournalState.CANCELLED}
    ),
    JournalState.SENDING: ENDS | {JournalState.QUEUED, JournalState.SENT, JournalState.ANSWERED},
    JournalState.SENT: ENDS | {JournalState.QUEUED, JournalState.ANSWERED},
    JournalState.ANSWERED: frozenset({JournalState.DONE, JournalState.UNUSABLE, JournalState.REJECTED}),
    **{end: frozenset({JournalState.ANSWERED}) for end in READABLE_AGAIN},
}


def may_follow(state: JournalState, next_state: JournalState) -> bool:
    return next_state in _FOLLOWERS.get(state, frozenset())


def judge_crash(state: JournalState, *, is_answer_whole: bool) -> JournalState:
    """What a job is after the program ended without more words, by its last state.

    A request that was under way may have been charged, unless its answer proves to be there.
    """
    if state not in _UNDER_WAY:
        return state
    return JournalState.ANSWERED if is_answer_whole else JournalState.UNKNOWN
