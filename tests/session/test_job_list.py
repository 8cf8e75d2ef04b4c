"""The list of jobs: its order through the life of jobs, and what can be asked of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import fake_engine
from turbo_studio.core.facts import (
    JobCancelled,
    JobCountingDown,
    JobFailed,
    JobHeld,
    JobProgressed,
    JobSucceeded,
    QueueChanged,
    SpendingChanged,
)
from turbo_studio.core.job import FINAL_STATES, JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.core.spending import Spending
from turbo_studio.session.job_view import JobGroup, JobVerb, find_more_verbs, find_verbs

if TYPE_CHECKING:
    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.facts import JobFact
    from turbo_studio.core.job import JobId
    from turbo_studio.session.job_list import JobList
    from turbo_studio.session.session import Session

PROBLEM = Problem(ProblemCode.CONNECTION_LOST)
STATES = [state for state in JobState if state is not JobState.DONE]


class Desk:
    def __init__(self) -> None:
        session, self.bridge, engine = fake_engine.build_session()
        self.session: Session = session
        self.engine: FakeEngine = engine
        self.jobs: JobList = session.job_list

    def submit(self, count: int) -> list[JobId]:
        """Presses of one job each, none of them a bounce."""
        before = len(self.engine.submitted)
        for number in range(count):
            self.session.set_prompt(f"prompt {before + number}")
            self.session.submit()
        ids = [job.id for job in self.engine.submitted[before:]]
        for job_id in ids:
            self.bring_to(job_id, JobState.QUEUED)
        return ids

    def bring_to(self, job_id: JobId, state: JobState) -> None:
        self.session.receive(build_fact(job_id, state))


def build_fact(job_id: JobId, state: JobState) -> JobFact:
    match state:
        case JobState.HELD:
            return JobHeld(job_id, PROBLEM)
        case JobState.COUNTING_DOWN:
            return JobCountingDown(job_id, PROBLEM, 4.0, 2)
        case JobState.DONE:
            return JobSucceeded(job_id, ())
        case JobState.CANCELLED:
            return JobCancelled(job_id, Charged.NO)
        case _ if state in FINAL_STATES:
            return JobFailed(job_id, state, PROBLEM, Charged.MAYBE)
    return JobProgressed(job_id, state)


@pytest.fixture
def desk() -> Desk:
    return Desk()


# The order


def test_the_queue_stands_in_its_order_below_what_is_under_way(desk: Desk) -> None:
    first, second, third = desk.submit(3)
    assert desk.jobs.order == [first, second, third]
    desk.bring_to(second, JobState.SENDING)
    assert desk.jobs.order == [second, first, third]
    desk.bring_to(first, JobState.WAITING)
    assert desk.jobs.order == [second, first, third]
    desk.bring_to(second, JobState.DONE)
    desk.bring_to(first, JobState.UNKNOWN)
    assert desk.jobs.order == [third, first, second]
    assert (desk.jobs.waiting_count, desk.jobs.under_way_count, desk.jobs.running_count) == (1, 0, 1)


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(list(JobState))), max_size=20))
def test_the_groups_never_mix(steps: list[tuple[int, JobState]]) -> None:
    desk = Desk()
    ids = desk.submit(5)
    for number, state in steps:
        desk.bring_to(ids[number], state)
    ranks = [list(JobGroup).index(desk.jobs.jobs[job_id].group) for job_id in desk.jobs.order]
    assert ranks == sorted(ranks)
    assert sorted(desk.jobs.order) == sorted(desk.jobs.jobs) == sorted(ids)


@pytest.mark.parametrize(
    ("move", "place", "order"),
    [(2, 0, [2, 0, 1]), (0, 2, [1, 2, 0]), (0, 99, [1, 2, 0]), (1, -3, [1, 0, 2]), (1, 1, [0, 1, 2])],
)
def test_a_job_that_waits_can_be_moved(desk: Desk, move: int, place: int, order: list[int]) -> None:
    (running,) = desk.submit(1)
    desk.bring_to(running, JobState.WAITING)
    ids = desk.submit(3)
    desk.jobs.move(ids[move], place)
    assert desk.jobs.order == [running, *(ids[number] for number in order)]
    told = desk.engine.calls_of("move_job")
    assert told == ([] if move == place else [(ids[move], max(0, min(place, 2)))])


def test_what_does_not_wait_is_not_moved(desk: Desk) -> None:
    first, second = desk.submit(2)
    desk.bring_to(first, JobState.SENDING)
    desk.jobs.move(first, 1)
    assert desk.jobs.order == [first, second]
    assert not desk.engine.calls_of("move_job")


def test_jobs_of_an_earlier_run_come_before_those_of_this_one(desk: Desk) -> None:
    (now,) = desk.submit(1)
    waiting, lost, other, again = fake_engine.recover(
        desk.session, JobState.QUEUED, JobState.UNKNOWN, JobState.QUEUED, JobState.UNUSABLE
    )
    assert desk.jobs.order == [waiting, other, now, again, lost]
    assert desk.jobs.jobs[lost].state is JobState.UNKNOWN


def test_a_thousand_jobs_come_back_at_once_and_nothing_is_asked_for(desk: Desk) -> None:
    ids = fake_engine.recover(desk.session, *[JobState.QUEUED] * 1000)
    assert desk.jobs.order == ids
    assert desk.engine.calls == []


# Verbs


def test_variations_share_a_press_and_keep_its_prices(desk: Desk) -> None:
    desk.session.set_prompt("a cup")
    desk.session.set_variations(3)
    desk.session.submit()
    assert len({job.press_id for job in desk.engine.submitted}) == 1
    assert desk.engine.submitted[0].press_id
    assert {job.prices for job in desk.engine.submitted} == {desk.session.preferences.prices}


def test_only_a_held_job_is_released(desk: Desk) -> None:
    (job_id,) = desk.submit(1)
    desk.jobs.release(job_id)
    assert not desk.engine.calls_of("release")
    desk.bring_to(job_id, JobState.HELD)
    desk.jobs.release(job_id)
    assert desk.engine.calls_of("release") == [(job_id,)]


def test_the_queue_is_paused_continued_and_emptied_by_the_engine(desk: Desk) -> None:
    desk.submit(1)
    for verb in (desk.jobs.pause, desk.jobs.resume, desk.jobs.cancel_waiting):
        verb()
    assert [name for name, _ in desk.engine.calls[1:]] == ["pause_queue", "resume_queue", "cancel_all"]
    assert not desk.jobs.is_paused
    problem = Problem(ProblemCode.NO_CREDIT)
    desk.session.receive(QueueChanged(is_paused=True, problem=problem))
    assert (desk.jobs.is_paused, desk.jobs.pause_problem) == (True, problem)


def test_two_presses_of_one_button_do_not_continue_two_stops(desk: Desk) -> None:
    """The second stop comes into the place of the first while the finger is still on the button."""
    desk.session.receive(QueueChanged(is_paused=True, problem=Problem(ProblemCode.KEY_MISSING)))
    desk.jobs.resume()
    waiting = Problem(ProblemCode.WAITING_FROM_LAST_TIME, {"count": 2})
    desk.session.receive(QueueChanged(is_paused=True, problem=waiting))
    desk.jobs.resume()
    assert len(desk.engine.calls_of("resume_queue")) == 1


@pytest.mark.parametrize(
    ("problem", "is_stopped"),
    [(None, True), (ProblemCode.NO_CREDIT, True), (ProblemCode.WAITING_FROM_LAST_TIME, False)],
)
def test_what_waits_from_last_time_is_no_stop(
    desk: Desk, problem: ProblemCode | None, is_stopped: bool
) -> None:
    desk.session.receive(QueueChanged(is_paused=True, problem=None if problem is None else Problem(problem)))
    assert desk.jobs.is_paused
    assert desk.jobs.is_stopped is is_stopped
    desk.session.receive(QueueChanged(is_paused=False))
    assert not desk.jobs.is_stopped


def test_what_was_spent_is_kept(desk: Desk) -> None:
    assert desk.jobs.spending is None
    desk.session.receive(SpendingChanged(Spending(1.0, 0.5, 20.0, 0.5)))
    assert desk.jobs.spending == Spending(1.0, 0.5, 20.0, 0.5)


# What is offered


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (JobState.QUEUED, ()),
        (JobState.WAITING, ()),
        (JobState.COUNTING_DOWN, ()),
        (JobState.HELD, (JobVerb.RELEASE, JobVerb.CANCEL)),
        (JobState.UNSAVED, (JobVerb.SAVE_AGAIN,)),
        (JobState.UNUSABLE, (JobVerb.READ_AGAIN, JobVerb.RUN_AGAIN)),
        (JobState.UNKNOWN, (JobVerb.RUN_AGAIN,)),
        (JobState.NOT_SENT, (JobVerb.RUN_AGAIN,)),
        (JobState.CANCELLED, (JobVerb.RUN_AGAIN,)),
    ],
)
def test_a_state_offers_what_helps(desk: Desk, state: JobState, verbs: tuple[JobVerb, ...]) -> None:
    (job_id,) = desk.submit(1)
    desk.bring_to(job_id, state)
    assert find_verbs(desk.jobs.jobs[job_id]) == verbs


@pytest.mark.parametrize(
    ("code", "verbs"),
    [
        (ProblemCode.MODERATED, (JobVerb.REUSE,)),
        (ProblemCode.UPLOAD_TOO_LARGE, (JobVerb.REUSE,)),
        (ProblemCode.NO_CREDIT, (JobVerb.RUN_AGAIN,)),
        (ProblemCode.JOURNAL_DAMAGED, ()),
    ],
)
def test_what_would_be_refused_again_is_not_offered_as_it_was(
    desk: Desk, code: ProblemCode, verbs: tuple[JobVerb, ...]
) -> None:
    (job_id,) = desk.submit(1)
    desk.session.receive(JobFailed(job_id, JobState.REJECTED, Problem(code), Charged.NO))
    assert find_verbs(desk.jobs.jobs[job_id]) == verbs


@pytest.mark.parametrize("state", STATES)
def test_everything_that_is_listed_can_be_ended_or_taken_off(desk: Desk, state: JobState) -> None:
    (job_id,) = desk.submit(1)
    desk.bring_to(job_id, state)
    view = desk.jobs.jobs[job_id]
    offered = find_verbs(view) + find_more_verbs(view)
    assert (JobVerb.DISMISS in offered) is state.is_final
    assert (JobVerb.CANCEL in offered) is not state.is_final
    assert len(set(offered)) == len(offered)


def test_only_what_may_have_left_is_asked_about(desk: Desk) -> None:
    (job_id,) = desk.submit(1)
    asked = set()
    for state in JobState:
        desk.bring_to(job_id, state)
        if desk.jobs.jobs[job_id].may_cost:
            asked.add(state)
    assert asked == {JobState.SENDING, JobState.WAITING, JobState.RECEIVING}


def test_the_prompt_of_a_job_can_be_worked_on(desk: Desk) -> None:
    (job_id,) = fake_engine.recover(desk.session, JobState.UNKNOWN)
    desk.session.reuse_job(job_id)
    assert desk.session.draft.prompt == "prompt 0"
    assert desk.session.draft.size == desk.jobs.jobs[job_id].summary.size
