"""The queue and what people ask of it: order, pauses, limits, doubts, and a good end of the program."""

from __future__ import annotations

import asyncio
import json
import random
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.jobs.bench import DeskBench, build_job
from tests.jobs.fakes import LEFT, UNSENT
from turbo_studio.core.facts import (
    JobCancelled,
    JobCountingDown,
    JobFailed,
    JobHeld,
    JobProgressed,
    JobsRecovered,
    JobSucceeded,
    QueueChanged,
    SpendingChanged,
)
from turbo_studio.core.job import JobId, JobState, build_summary
from turbo_studio.core.ports import Receiving, Waiting
from turbo_studio.core.price import Prices
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode, StorageError, StudioError
from turbo_studio.jobs.frozen import Target

if TYPE_CHECKING:
    from pathlib import Path

SANDBOX = Target("")


def build_lost_error() -> GatewayError:
    return GatewayError(ProblemCode.CONNECTION_LOST, charged=Charged.MAYBE, attempt=LEFT)


def queue_all(bench: DeskBench, *names: str) -> None:
    """Several jobs, queued and waiting."""
    bench.do(bench.desk.pause_queue)
    for name in names:
        bench.submit(name, prompt=f"cup {name}")
    bench.wait_until(lambda: all(JobState.QUEUED in bench.states_of(name) for name in names))


def sent_prompts(bench: DeskBench) -> list[str]:
    return [call.request.prompt for call in bench.gateway.calls]


# Order and number


def test_jobs_are_sent_in_the_order_of_their_presses_so_many_at_once(bench: DeskBench) -> None:
    bench.gateway.is_hanging = True
    queue_all(bench, *"abcde")
    bench.do(bench.desk.resume_queue)
    bench.wait_until(lambda: len(bench.gateway.calls) == 3)
    assert sent_prompts(bench) == ["cup a", "cup b", "cup c"]
    bench.do(bench.desk.set_limits, 4, 0.0)
    bench.wait_until(lambda: len(bench.gateway.calls) == 4)
    bench.do(bench.desk.set_limits, 1, 0.0)
    bench.gateway.is_hanging = False
    assert isinstance(bench.wait_for_end("e"), JobSucceeded)
    assert sent_prompts(bench) == [f"cup {name}" for name in "abcde"]


@pytest.mark.parametrize(
    ("moves", "order"),
    [
        ([("d", 0)], "dabc"),
        ([("a", 3)], "bcda"),
        ([("a", 99), ("b", 1)], "cbda"),
        ([("c", 1), ("c", 1), ("d", 1)], "adcb"),
        ([("b", -5)], "bacd"),
    ],
)
def test_a_job_that_is_moved_is_sent_at_its_new_place_also_after_a_restart(
    bench: DeskBench, moves: list[tuple[str, int]], order: str
) -> None:
    bench.do(bench.desk.set_limits, 1, 0.0)
    queue_all(bench, *"abcd")
    for name, index in moves:
        bench.do(bench.desk.move_job, JobId(name), index)
    bench.settle()
    bench.restart()
    bench.do(bench.desk.set_limits, 1, 0.0)
    bench.wait_for(JobsRecovered)
    bench.do(bench.desk.resume_queue)
    bench.wait_for(JobSucceeded, 4)
    assert sent_prompts(bench) == [f"cup {name}" for name in order]


def test_variations_of_a_press_share_what_was_prepared(bench: DeskBench) -> None:
    job = build_job("a", press_id="p")
    for name in "abc":
        bench.do(bench.desk.submit, job._replace(id=JobId(name)))
    bench.wait_for(JobSucceeded, 3)
    assert bench.pictures.prepared_count == 1
    assert len({call.images[0].path for call in bench.gateway.calls}) == 1


# Pauses


def test_a_paused_queue_sends_nothing_and_loses_nothing(bench: DeskBench) -> None:
    queue_all(bench, "a", "b")
    bench.settle()
    assert bench.gateway.calls == []
    assert bench.paused == ""
    bench.do(bench.desk.resume_queue)
    bench.wait_for(JobSucceeded, 2)
    assert bench.paused is None


@pytest.mark.parametrize("code", [ProblemCode.WRONG_KEY, ProblemCode.NO_CREDIT])
def test_what_would_meet_all_others_stops_the_queue(bench: DeskBench, code: ProblemCode) -> None:
    bench.do(bench.desk.set_limits, 1, 0.0)
    bench.gateway.errors = [GatewayError(code, charged=Charged.NO, status=401, attempt=LEFT)]
    queue_all(bench, *"abc")
    bench.do(bench.desk.resume_queue)
    end = bench.wait_for_end("a")
    assert isinstance(end, JobFailed)
    assert end.state is JobState.REJECTED
    bench.settle()
    assert len(bench.gateway.calls) == 1
    assert bench.paused == code
    bench.do(bench.desk.resume_queue)
    bench.wait_for(JobSucceeded, 2)


def test_a_problem_of_the_only_job_stops_nobody(bench: DeskBench) -> None:
    error = GatewayError(ProblemCode.WRONG_KEY, charged=Charged.NO, status=401, attempt=LEFT)
    bench.gateway.errors = [error]
    bench.run_job("a")
    assert bench.facts_of(QueueChanged) == []
    assert isinstance(bench.run_job("b"), JobSucceeded)


def test_without_a_key_for_its_gateway_a_job_stays_queued(bench: DeskBench) -> None:
    bench.connect_error = StudioError(ProblemCode.KEY_MISSING, host="gateway.example")
    bench.submit("a")
    bench.wait_for(QueueChanged)
    assert bench.paused == ProblemCode.KEY_MISSING
    assert bench.states_of("a")[-1] is JobState.QUEUED
    bench.connect_error = None
    bench.do(bench.desk.resume_queue)
    assert isinstance(bench.wait_for_end("a"), JobSucceeded)


def test_cancelling_all_that_waits_ends_the_pause_that_a_problem_made(bench: DeskBench) -> None:
    bench.connect_error = StudioError(ProblemCode.KEY_MISSING, host="gateway.example")
    bench.submit("a", "b")
    bench.wait_until(lambda: bench.paused == ProblemCode.KEY_MISSING)
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("b"))
    bench.do(bench.desk.cancel_all)
    assert bench.wait_for_end("a") == JobCancelled(JobId("a"), Charged.NO)
    assert bench.wait_for_end("b") == JobCancelled(JobId("b"), Charged.NO)
    assert bench.paused is None


def test_cancelling_all_leaves_alone_what_is_under_way(bench: DeskBench) -> None:
    bench.do(bench.desk.set_limits, 1, 0.0)
    bench.gateway.is_hanging = True
    bench.submit("a", "b")
    bench.wait_until(lambda: bool(bench.gateway.calls) and JobState.QUEUED in bench.states_of("b"))
    bench.do(bench.desk.cancel_all)
    assert isinstance(bench.wait_for_end("b"), JobCancelled)
    bench.gateway.is_hanging = False
    assert isinstance(bench.wait_for_end("a"), JobSucceeded)


def test_cancelling_all_that_waits_cancels_what_would_be_sent_again_by_itself(bench: DeskBench) -> None:
    bench.gateway.errors = [GatewayError(ProblemCode.NOT_CONNECTED, charged=Charged.NO, attempt=UNSENT)]
    bench.submit("a")
    bench.wait_for(JobCountingDown)
    bench.do(bench.desk.cancel_all)
    assert bench.wait_for_end("a") == JobCancelled(JobId("a"), Charged.NO)
    assert len(bench.gateway.calls) == 1


# The day's limit


def test_the_days_limit_stops_before_anything_is_sent(bench: DeskBench) -> None:
    dollars = 0.9
    bench.do(bench.desk.set_limits, 3, dollars)
    job = build_job("a")._replace(prices=Prices(0.0, 0.0, 250.0))  # each costs half a dollar by its usage
    for name in "abc":
        bench.do(bench.desk.submit, job._replace(id=JobId(name), press_id="p"))
        bench.settle()
    bench.wait_for(JobSucceeded, 2)
    assert len(bench.gateway.calls) == 2
    assert bench.paused == ProblemCode.DAILY_CAP_REACHED
    problem = bench.facts_of(QueueChanged)[-1].problem
    assert problem.params == {"cap_dollars": dollars, "spent_dollars": pytest.approx(1.0)}
    bench.do(bench.desk.resume_queue)
    bench.settle()
    assert len(bench.gateway.calls) == 2
    bench.do(bench.desk.set_limits, 3, 0.0)
    bench.do(bench.desk.resume_queue)
    bench.wait_for(JobSucceeded, 3)


def test_what_is_under_way_counts_as_spent(bench: DeskBench) -> None:
    """Prices so that the estimate of one is nearly all of the limit."""
    bench.gateway.is_hanging = True
    job = build_job("a")._replace(prices=Prices(0.0, 600.0, 0.001))
    bench.do(bench.desk.set_limits, 3, 1.0)
    bench.do(bench.desk.submit, job)
    bench.wait_until(lambda: len(bench.gateway.calls) == 1)
    bench.do(bench.desk.submit, job._replace(id=JobId("b")))
    bench.wait_until(lambda: bench.paused == ProblemCode.DAILY_CAP_REACHED)
    assert len(bench.gateway.calls) == 1


def test_what_is_still_being_saved_counts_as_spent(bench: DeskBench) -> None:
    job = build_job("a")._replace(prices=Prices(0.0, 600.0, 0.001))
    bench.do(bench.desk.set_limits, 1, 1.0)
    bench.gallery.error_at = "add"
    bench.gallery.error = StorageError(ProblemCode.DISK_FULL, folder="x")
    bench.do(bench.desk.submit, job)
    bench.wait_for_end("a")
    bench.do(bench.desk.submit, job._replace(id=JobId("b"), press_id="b"))
    bench.wait_until(lambda: bench.paused == ProblemCode.DAILY_CAP_REACHED)
    assert len(bench.gateway.calls) == 1


def test_the_sandbox_costs_nothing(bench: DeskBench) -> None:
    bench.target = SANDBOX
    bench.do(bench.desk.set_limits, 3, 0.000001)
    end = bench.run_job("a")
    assert isinstance(end, JobSucceeded)
    assert end.results[0].provenance.gateway == "sandbox"
    assert end.results[0].provenance.dollars == 0
    assert bench.facts_of(SpendingChanged)[-1].spending == (0.0, 0.0, 0.0, 0.0)
    assert not (bench.folder / "gallery" / ".studio" / "ledger.jsonl").exists()


def test_a_request_that_the_sandbox_lost_was_not_charged(bench: DeskBench) -> None:
    bench.target = SANDBOX
    bench.gateway.errors = [build_lost_error()]
    end = bench.run_job("a")
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged) == (JobState.UNKNOWN, Charged.NO)
    assert not (bench.folder / "gallery" / ".studio" / "ledger.jsonl").exists()


def test_what_was_spent_is_told_and_counted_across_runs(bench: DeskBench) -> None:
    bench.run_job("a")
    bench.gateway.errors = [build_lost_error()]
    bench.submit("b", prompt="another")
    bench.wait_for_end("b")
    bench.settle()
    spending = bench.facts_of(SpendingChanged)[-1].spending
    assert spending.today == pytest.approx((100 * 5 + 1_000 * 8 + 2_000 * 30) / 1e6)
    assert spending.today_maybe > 0
    bench.restart()
    assert bench.wait_for(SpendingChanged)[0].spending == pytest.approx(spending)


def test_how_long_it_will_take_is_expected_from_those_before(bench: DeskBench) -> None:
    bench.gateway.progress = (Waiting(), Receiving(9, 9))
    bench.run_job("a")
    assert {fact.expected_s for fact in bench.facts_of(JobProgressed)} == {None}
    bench.run_job("b")
    expected = [fact.expected_s for fact in bench.facts_of(JobProgressed) if fact.job_id == "b"]
    assert all(0 < expected_s < 10 for expected_s in expected if expected_s is not None)
    assert any(expected)


# Doubts


def test_the_same_request_as_one_that_nobody_knows_of_is_held(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    assert bench.run_job("a").charged is Charged.MAYBE  # type: ignore[union-attr]  # it failed
    bench.submit("b")
    (held,) = bench.wait_for(JobHeld)
    assert (held.job_id, held.problem.code) == ("b", ProblemCode.SAME_AS_UNKNOWN)
    bench.submit("c", prompt="another cup")
    assert isinstance(bench.wait_for_end("c"), JobSucceeded)
    assert len(bench.gateway.calls) == 2
    bench.do(bench.desk.release, JobId("b"))
    assert isinstance(bench.wait_for_end("b"), JobSucceeded)


def test_a_price_that_nobody_knows_is_asked_about_once(bench: DeskBench) -> None:
    """JB11: nothing is sent before the answer, which then holds for all jobs of the run."""
    unpriced = Prices(0.0, 0.0, 0.0)
    for name in "ab":
        bench.do(bench.desk.submit, build_job(name)._replace(prices=unpriced))
    held = bench.wait_for(JobHeld, 2)
    assert {fact.problem.code for fact in held} == {ProblemCode.PRICE_UNKNOWN}
    assert bench.gateway.calls == []
    bench.do(bench.desk.release, JobId("b"))
    assert isinstance(bench.wait_for_end("a"), JobSucceeded)
    assert isinstance(bench.wait_for_end("b"), JobSucceeded)
    bench.do(bench.desk.submit, build_job("c")._replace(prices=unpriced))
    assert isinstance(bench.wait_for_end("c"), JobSucceeded)
    assert len(bench.facts_of(JobHeld)) == 2


def test_a_doubt_outlives_a_restart(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    bench.run_job("a")
    bench.restart()
    bench.submit("b")
    assert bench.wait_for(JobHeld)[0].job_id == "b"


def test_a_held_job_can_be_cancelled(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    bench.run_job("a")
    bench.submit("b")
    bench.wait_for(JobHeld)
    bench.do(bench.desk.cancel, JobId("b"))
    assert bench.wait_for_end("b") == JobCancelled(JobId("b"), Charged.NO)


def test_variations_of_one_press_do_not_hold_each_other(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    bench.do(bench.desk.set_limits, 1, 0.0)
    for name in "ab":
        bench.do(bench.desk.submit, build_job(name, press_id="p"))
    assert isinstance(bench.wait_for_end("b"), JobSucceeded)


# Once more


def test_run_again_uses_the_frozen_inputs_and_is_not_held(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    bench.run_job("a")
    bench.pictures.error = ZeroDivisionError()  # no source is read again
    bench.do(bench.desk.retry, JobId("a"), JobId("b"))
    bench.do(bench.desk.forget, JobId("a"))
    assert isinstance(bench.wait_for_end("b"), JobSucceeded)
    first, second = bench.gateway.calls
    assert (second.images, second.request) == (first.images, first.request)
    bench.settle()
    assert list(bench.journal.iterdir()) == []


def test_run_again_goes_to_where_jobs_go_now(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    bench.run_job("a")
    bench.target = SANDBOX
    bench.do(bench.desk.retry, JobId("a"), JobId("b"))
    end = bench.wait_for_end("b")
    assert isinstance(end, JobSucceeded)
    assert end.results[0].provenance.gateway == "sandbox"


def test_run_again_prepares_anew_what_was_never_queued(bench: DeskBench) -> None:
    bench.gallery.error_at = "DiskJournal.queue"
    bench.gallery.error = StorageError(ProblemCode.DISK_FULL, folder="x")
    bench.run_job("a")
    bench.gallery.error = None
    bench.do(bench.desk.retry, JobId("a"), JobId("b"))
    assert isinstance(bench.wait_for_end("b"), JobSucceeded)


def test_run_again_of_what_nobody_knows_says_so(bench: DeskBench) -> None:
    bench.do(bench.desk.retry, JobId("never"), JobId("b"))
    end = bench.wait_for_end("b")
    assert isinstance(end, JobFailed)
    assert (end.state, end.problem.code) == (JobState.NOT_SENT, ProblemCode.JOURNAL_DAMAGED)


def test_what_is_dismissed_is_gone(bench: DeskBench) -> None:
    bench.gateway.errors = [build_lost_error()]
    bench.run_job("a")
    assert (bench.journal / "a").is_dir()
    bench.do(bench.desk.forget, JobId("a"))
    bench.settle()
    bench.restart()
    bench.wait_for(SpendingChanged)
    assert bench.facts_of(JobsRecovered) == []


@pytest.mark.parametrize("verb", ["cancel", "release", "save_again", "read_again", "forget"])
def test_verbs_for_a_job_that_is_not_there_do_nothing(bench: DeskBench, verb: str) -> None:
    bench.do(getattr(bench.desk, verb), JobId("nobody"))
    bench.do(bench.desk.move_job, JobId("nobody"), 1)
    assert isinstance(bench.run_job("a"), JobSucceeded)


# The end of the program


def test_quitting_ends_soon_and_leaves_unknown_what_was_under_way_and_queued_what_was_not(
    bench: DeskBench,
) -> None:
    bench.gateway.is_hanging = True
    bench.do(bench.desk.set_limits, 1, 0.0)
    queue_all(bench, "a", "b")
    bench.do(bench.desk.resume_queue)
    bench.wait_until(lambda: bool(bench.gateway.calls))
    bench.restart()
    (recovered,) = bench.wait_for(JobsRecovered)
    assert [(job.summary.id, job.state, job.charged) for job in recovered.jobs] == [
        ("a", JobState.UNKNOWN, Charged.MAYBE),
        ("b", JobState.QUEUED, Charged.NO),
    ]
    assert recovered.jobs[0].problem is not None
    assert recovered.jobs[0].problem.code is ProblemCode.INTERRUPTED
    assert len(bench.gateway.calls) == 1


def test_a_press_just_before_the_end_is_queued(bench: DeskBench) -> None:
    bench.do(bench.desk.pause_queue)
    bench.submit("a")
    bench.restart()
    (recovered,) = bench.wait_for(JobsRecovered)
    assert [(job.summary.id, job.state) for job in recovered.jobs] == [("a", JobState.QUEUED)]
    assert bench.gateway.calls == []


def test_a_press_that_hangs_does_not_keep_the_program(bench: DeskBench) -> None:
    async def hang() -> Target:
        await asyncio.Event().wait()
        raise AssertionError

    bench.find_target = hang
    bench.restart()
    bench.submit("a")
    bench.stop()
    assert bench.wait_for_end("a") == JobCancelled(JobId("a"), Charged.NO)
    assert list(bench.journal.iterdir()) == []


def test_an_unsaved_answer_is_tried_once_more_at_the_end(bench: DeskBench) -> None:
    bench.gallery.error_at = "add"
    bench.gallery.error = StorageError(ProblemCode.DISK_FULL, folder="x")
    bench.run_job("a")
    bench.gallery.error = None
    bench.facts.clear()
    bench.stop()
    assert isinstance(bench.wait_for_end("a"), JobSucceeded)


def test_quitting_while_nothing_has_left_keeps_the_job_queued(bench: DeskBench) -> None:
    bench.gateway.progress, bench.gateway.is_hanging = (), True
    bench.submit("a")
    bench.wait_until(lambda: bool(bench.gateway.calls))
    bench.restart()
    (recovered,) = bench.wait_for(JobsRecovered)
    assert [job.state for job in recovered.jobs] == [JobState.QUEUED]


@pytest.mark.parametrize("seed", range(20))
def test_whoever_wins_between_a_cancel_and_an_answer_there_is_one_end_and_no_lost_result(
    quick_folder: Path, seed: int
) -> None:
    """Fifty races a seed. What was answered whole is saved; what was not, is cancelled."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    bench = DeskBench(quick_folder, concurrency=50)
    bench.start()
    bench.gateway.progress = (Waiting(), Receiving(5, 0))
    bench.gateway.is_hanging = True
    names = [f"j{number}" for number in range(50)]
    for name in names:
        bench.submit(name, prompt=name)
    bench.wait_until(lambda: len(bench.gateway.calls) == len(names))

    def race() -> None:
        bench.gateway.is_hanging = False
        for name in names:
            bench.worker._loop.call_later(chance.uniform(0, 0.004), bench.desk.cancel, JobId(name))

    bench.do(race)
    ends = {name: bench.wait_for_end(name) for name in names}
    bench.settle()
    answered = {call.job_id for call in bench.gateway.answered}
    assert {name for name, end in ends.items() if isinstance(end, JobSucceeded)} == answered
    assert all(isinstance(end, JobSucceeded | JobCancelled) for end in ends.values())
    assert len(bench.gateway.calls) == len(names)
    bench.stop()


def test_who_clears_a_stop_away_has_not_asked_for_last_times_jobs(bench: DeskBench) -> None:
    """They cost money, and may be long forgotten."""
    queue_all(bench, "old", "older")
    bench.restart()
    bench.wait_until(lambda: bench.paused == ProblemCode.WAITING_FROM_LAST_TIME)
    bench.connect_error = StudioError(ProblemCode.KEY_MISSING, host="gateway.example")
    bench.submit("new", prompt="pressed now")
    bench.wait_until(lambda: bench.paused == ProblemCode.KEY_MISSING)
    bench.connect_error = None
    bench.do(bench.desk.resume_queue)
    assert isinstance(bench.wait_for_end("new"), JobSucceeded)
    bench.settle()
    assert sent_prompts(bench) == ["pressed now"]
    jobs = [build_job(name, f"cup {name}") for name in ("old", "older")]
    dollars = sum(build_summary(job, datetime.now(UTC)).estimate.dollars or 0 for job in jobs)
    assert dollars > 0.01
    problem = bench.facts_of(QueueChanged)[-1].problem
    assert problem.code is ProblemCode.WAITING_FROM_LAST_TIME
    assert problem.params == {"count": 2, "estimate_dollars": pytest.approx(dollars)}
    bench.do(bench.desk.resume_queue)
    bench.wait_for(JobSucceeded, 3)
    assert bench.paused is None


def test_a_pause_by_hand_is_no_word_for_last_times_jobs(bench: DeskBench) -> None:
    queue_all(bench, "old")
    bench.restart()
    bench.wait_until(lambda: bench.paused == ProblemCode.WAITING_FROM_LAST_TIME)
    queue_all(bench, "new")
    bench.do(bench.desk.resume_queue)
    bench.wait_for_end("new")
    bench.settle()
    assert sent_prompts(bench) == ["cup new"]


def test_the_wait_of_last_times_jobs_ends_with_them(bench: DeskBench) -> None:
    queue_all(bench, "old")
    bench.restart()
    bench.wait_until(lambda: bench.paused == ProblemCode.WAITING_FROM_LAST_TIME)
    bench.gateway.is_hanging = True
    bench.do(bench.desk.set_limits, 1, 0.0)
    bench.submit("new", "waits")
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("waits"))
    bench.do(bench.desk.cancel, JobId("old"))
    bench.wait_for_end("old")
    assert bench.paused is None


def test_a_thousand_queued_jobs_are_listed_and_none_is_sent(bench: DeskBench) -> None:
    queue_all(bench, "j0")
    (queued,) = bench.journal.iterdir()
    request, entry = ((queued / name).read_bytes() for name in ("request.json", "entry-0001.json"))
    names = ["j0", *(f"j{number}" for number in range(1, 1_000))]
    for order, name in enumerate(names[1:], 2):
        (bench.journal / name).mkdir()
        content = json.loads(request) | {"job": name, "order": order}
        (bench.journal / name / "request.json").write_text(json.dumps(content))
        (bench.journal / name / "entry-0001.json").write_bytes(entry)
    bench.stop()
    bench.facts.clear()
    begun_s = time.perf_counter()
    bench.start()
    (recovered,) = bench.wait_for(JobsRecovered)
    print(f"a thousand jobs were listed after {time.perf_counter() - begun_s:.2f} s")
    assert [job.summary.id for job in recovered.jobs] == names
    assert {job.state for job in recovered.jobs} == {JobState.QUEUED}
    bench.settle()
    assert bench.paused == ProblemCode.WAITING_FROM_LAST_TIME
    assert bench.gateway.calls == []
    bench.submit("new", prompt="pressed now")  # what waits keeps nobody back
    assert isinstance(bench.wait_for_end("new"), JobSucceeded)
    assert sent_prompts(bench) == ["pressed now"]
