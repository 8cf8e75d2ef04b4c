"""Which state may follow which: ends stay, and nothing leads from a request that left to another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.job import JobState
from turbo_studio.core.journal import ENDS, READABLE_AGAIN, JournalState, judge_crash, may_follow

STATES = list(JournalState)


@given(st.lists(st.sampled_from(STATES), max_size=30))
def test_every_walk_has_at_most_one_end_unless_an_answer_is_read_again(wanted: list[JournalState]) -> None:
    walk = [JournalState.QUEUED]
    for state in wanted:
        if may_follow(walk[-1], state):
            walk.append(state)
    for state, after in pairwise(walk):
        assert not state.is_end or (state in READABLE_AGAIN and after is JournalState.ANSWERED)


@pytest.mark.parametrize("state", STATES)
def test_only_what_waits_is_sent_and_what_is_done_stays_so(state: JournalState) -> None:
    assert may_follow(state, JournalState.SENDING) is (state is JournalState.QUEUED)
    assert not may_follow(JournalState.DONE, state)


@pytest.mark.parametrize("state", STATES)
def test_a_crash_leaves_everything_but_what_was_under_way(state: JournalState) -> None:
    with_answer = judge_crash(state, is_answer_whole=True)
    without = judge_crash(state, is_answer_whole=False)
    if state in (JournalState.SENDING, JournalState.SENT):
        assert (with_answer, without) == (JournalState.ANSWERED, JournalState.UNKNOWN)
        assert may_follow(state, with_answer)
        assert may_follow(state, without)
    else:
        assert (with_answer, without) == (state, state)


def test_ends_have_the_names_that_the_window_knows() -> None:
    assert {JobState(end.value) for end in ENDS} == {state for state in JobState if state.is_final} - {
        JobState.UNSAVED
    }
