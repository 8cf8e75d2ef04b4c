"""What people and accidents do to jobs: press twice, quit, cancel, reconnect, break the worker (JB)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.bench import Bench, build_edit, build_generation
from tests.faults.case_gateway import PICTURE, CaseGateway, answer_well
from tests.faults.table import DONE, ends_as, read_end
from tests.helpers import hostile_server as hostile
from tests.helpers.stub_gateway import CANARY_KEY
from turbo_studio.core.facts import (
    JobCancelled,
    JobHeld,
    JobProgressed,
    JobsRecovered,
    JobSucceeded,
    QueueChanged,
    SpendingChanged,
)
from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.price import Prices
from turbo_studio.core.problems import Charged, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.hostile_server import Exchange

ROOT = Path(__file__).parents[2]
UNKNOWN = ends_as(JobState.UNKNOWN, charged=Charged.MAYBE)
FREE = ends_as(JobState.CANCELLED, charged=Charged.NO)


def wait_for_posts(gateway: CaseGateway, count: int) -> None:
    assert gateway.wait_until(lambda: gateway.complete_posts >= count)


def list_recovered(bench: Bench) -> dict[JobId, tuple[JobState, Charged]]:
    bench.wait_for(SpendingChanged)  # told when the journal has been read
    return {
        job.summary.id: (job.state, job.charged)
        for told in bench.facts_of(JobsRecovered)
        for job in told.jobs
    }


@pytest.fixture
def own_gateway() -> Iterator[CaseGateway]:
    """Without the requests of other tests."""
    with CaseGateway() as gateway:
        yield gateway


@pytest.fixture
def home(memory_folder: Path, request: pytest.FixtureRequest) -> Path:
    return memory_folder / str(request.node.name)


# Twice the same


def test_what_may_have_been_charged_is_held_when_it_comes_again(home: Path, own_gateway: CaseGateway) -> None:
    """JB02, across a restart too: it waits until somebody lets it go, or cancels it."""
    lost = own_gateway.open_case(hostile.close_silently)
    held, cancelled, other = (own_gateway.open_case(answer_well) for _ in range(3))
    with Bench(home, own_gateway.base_url) as bench:
        bench.submit(build_generation("twice"), lost.name)
        assert not UNKNOWN.find_faults(bench.wait_for_end(lost.name))
    with Bench(home, own_gateway.base_url) as bench:
        bench.submit(build_generation("twice"), held.name)
        bench.submit(build_generation("twice"), cancelled.name)
        bench.submit(build_generation("another"), other.name)
        bench.wait_for(JobHeld, 2)
        assert not DONE.find_faults(bench.wait_for_end(other.name))
        assert own_gateway.complete_posts == 2
        bench.engine.cancel(cancelled.name)
        assert not FREE.find_faults(bench.wait_for_end(cancelled.name))
        bench.engine.release(held.name)
        assert not DONE.find_faults(bench.wait_for_end(held.name))
        assert own_gateway.complete_posts == 3


# The end of the program


def test_quitting_leaves_what_was_under_way_as_unknown(home: Path, own_gateway: CaseGateway) -> None:
    """JB03: what waited still waits, nothing is sent at the next start; an end that is late is in the log."""
    silent = [own_gateway.open_case(hostile.stay_silent) for _ in range(3)]
    waiting = own_gateway.open_case(answer_well)
    with Bench(home, own_gateway.base_url) as bench:
        for number, case in enumerate([*silent, waiting]):
            bench.submit(build_generation(f"tea {number}"), case.name)
        wait_for_posts(own_gateway, 3)
    with Bench(home, own_gateway.base_url) as bench:
        expected = {case.name: (JobState.UNKNOWN, Charged.MAYBE) for case in silent}
        assert list_recovered(bench) == expected | {waiting.name: (JobState.QUEUED, Charged.NO)}
        assert bench.facts_of(QueueChanged)[-1].is_paused
        assert own_gateway.complete_posts == 3
        bench.engine.resume_queue()
        assert not DONE.find_faults(bench.wait_for_end(waiting.name))
    assert own_gateway.complete_posts == 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_the_end_of_the_desktop_session(
    number: signal.Signals, tmp_path: Path, own_gateway: CaseGateway
) -> None:
    """JB09: the real program, told to end while it waits, is soon gone, and knows later what it had sent."""
    own_gateway.default = hostile.stay_silent
    command = [sys.executable, "-m", "tests.faults.window_press", str(tmp_path), own_gateway.base_url]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_for_posts(own_gateway, 1)
        program.send_signal(number)
        said, _ = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 0, said.decode()
    with Bench(tmp_path, own_gateway.base_url) as bench:
        assert list(list_recovered(bench).values()) == [(JobState.UNKNOWN, Charged.MAYBE)]
    assert own_gateway.complete_posts == 1


# Cancelling


def test_a_cancel_that_meets_the_answer(home: Path, own_gateway: CaseGateway) -> None:
    """JB07: at 150 moments around the arrival: one end each, and a result that is told is there."""
    seeds = random.Random(7)  # noqa: S311 - moments, not secrets
    cases = [own_gateway.open_case(answer_well) for _ in range(150)]
    with Bench(home, own_gateway.base_url, concurrency=4) as bench:
        for number, case in enumerate(cases):
            bench.submit(build_generation(f"tea {number}"), case.name)
            time.sleep(seeds.uniform(0, 0.02))  # the moment is what is varied
            bench.engine.cancel(case.name)
        ends = {case.name: bench.wait_for_end(case.name) for case in cases}
        saved = {result.provenance.job_id for result in bench.fetch_results()}
        assert all(len(bench.ends_of(name)) == 1 for name in ends)
    assert {type(end) for end in ends.values()} <= {JobSucceeded, JobCancelled}
    assert saved == {name for name, end in ends.items() if isinstance(end, JobSucceeded)}
    for case in cases:
        state, charged, _ = read_end(ends[case.name])
        assert case.complete_posts <= 1
        assert not (state is JobState.CANCELLED and charged is Charged.NO and case.complete_posts)


# A worker that breaks

ERRORS = (MemoryError, SystemExit, KeyboardInterrupt, RuntimeError, OSError)
BREAKING = {
    "turbo_studio.gallery.journal.DiskJournal.begin": False,
    "turbo_studio.gallery.journal.DiskJournal.queue": False,
    "turbo_studio.gallery.journal.DiskJournal.append": False,
    "turbo_studio.gateway.client.build_body": False,
    "turbo_studio.gateway.client.build_head": True,
    "turbo_studio.gateway.client.parse_answer": True,
    "turbo_studio.gallery.gallery.DiskGallery.add": True,
}
"""Where, and whether a complete POST has been sent by then."""


@pytest.mark.expects_log("")
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
@pytest.mark.parametrize("place", BREAKING, ids=lambda place: place.rpartition("turbo_studio.")[2])
def test_a_worker_that_breaks_ends_its_job_and_nothing_else(
    place: str,
    error: type[BaseException],
    home: Path,
    own_gateway: CaseGateway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """JB08."""
    broken, whole = own_gateway.open_case(answer_well), own_gateway.open_case(answer_well)
    with Bench(home, own_gateway.base_url) as bench:
        bench.fetch_results()

        def break_down(*arguments: object, **named: object) -> None:
            raise error("broken on purpose")

        with monkeypatch.context() as patched:
            patched.setattr(place, break_down)
            bench.submit(build_generation("broken"), broken.name)
            bench.wait_until(
                lambda: (
                    bench.ends_of(broken.name) or any(told.is_paused for told in bench.facts_of(QueueChanged))
                ),
                "the job neither ends nor waits",
            )
        bench.engine.cancel(broken.name)
        bench.engine.resume_queue()
        bench.submit(build_generation("whole"), whole.name)
        assert not DONE.find_faults(bench.wait_for_end(whole.name))
        state, charged, _ = read_end(bench.wait_for_end(broken.name))
        assert len(bench.ends_of(broken.name)) == 1
        assert (charged is not Charged.NO) == (broken.complete_posts > 0) == BREAKING[place], (state, charged)
    assert broken.complete_posts <= 1


# Money, keys and addresses


def test_the_limit_of_a_day_stops_before_anything_is_sent(home: Path, own_gateway: CaseGateway) -> None:
    """JB10."""
    cases = [own_gateway.open_case(answer_well) for _ in range(4)]
    with Bench(home, own_gateway.base_url, concurrency=1) as bench:
        bench.engine.set_limits(1, 0.000_001)
        for number, case in enumerate(cases):
            bench.submit(build_generation(f"tea {number}"), case.name)
        bench.wait_until(lambda: is_stopped_by(bench, ProblemCode.DAILY_CAP_REACHED), "the limit is not met")
        assert own_gateway.exchanges == []
        bench.engine.set_limits(1, 0.0)
        bench.engine.resume_queue()
        for case in cases:
            assert not DONE.find_faults(bench.wait_for_end(case.name))


def is_stopped_by(bench: Bench, code: ProblemCode) -> bool:
    told = bench.facts_of(QueueChanged)
    return (
        bool(told) and told[-1].is_paused and told[-1].problem is not None and told[-1].problem.code is code
    )


@pytest.mark.parametrize(
    ("status", "code"), [(401, ProblemCode.WRONG_KEY), (402, ProblemCode.NO_CREDIT)], ids=["AP06", "AP05"]
)
def test_what_would_meet_all_others_stops_the_queue(
    status: int, code: ProblemCode, home: Path, own_gateway: CaseGateway
) -> None:
    refused = own_gateway.open_case(hostile.answer(status, b'{"error": {"message": "no", "code": "x"}}'))
    waiting = [own_gateway.open_case(answer_well) for _ in range(3)]
    with Bench(home, own_gateway.base_url, concurrency=1) as bench:
        bench.engine.pause_queue()
        for number, case in enumerate([refused, *waiting]):
            bench.submit(build_generation(f"tea {number}"), case.name)
        bench.wait_until(lambda: len(list_queued(bench)) == 4, "all wait")
        bench.engine.resume_queue()
        bench.wait_until(lambda: is_stopped_by(bench, code), "the queue is not stopped")
        assert own_gateway.complete_posts == 1
        bench.engine.resume_queue()
        for case in waiting:
            assert not DONE.find_faults(bench.wait_for_end(case.name))


def list_queued(bench: Bench) -> set[JobId]:
    return {told.job_id for told in bench.facts_of(JobProgressed) if told.state is JobState.QUEUED}


def test_a_job_keeps_the_address_that_it_was_made_for(home: Path, own_gateway: CaseGateway) -> None:
    """JB13: of a queued one, too, with the key for that address; the next job goes to the new one."""
    old = [own_gateway.open_case(answer_well) for _ in range(2)]
    with CaseGateway() as other, Bench(home, own_gateway.base_url) as bench:
        new = other.open_case(answer_well)
        bench.engine.pause_queue()
        for number, case in enumerate(old):
            bench.submit(build_generation(f"tea {number}"), case.name)
        bench.wait_until(lambda: len(list_queued(bench)) == 2, "both wait")
        bench.engine.connect(other.base_url, "sk-another-key-1234", remember=True)
        bench.submit(build_generation("tea 3"), new.name)
        bench.engine.resume_queue()
        assert not DONE.find_faults(bench.wait_for_end(new.name))
        for case in old:
            assert not DONE.find_faults(bench.wait_for_end(case.name))
        assert {request.headers["authorization"] for request in other.requests} == {
            "Bearer sk-another-key-1234"
        }
        assert {request.headers["authorization"] for request in own_gateway.requests} == {
            f"Bearer {CANARY_KEY}"
        }
        assert (own_gateway.complete_posts, other.complete_posts) == (2, 1)


def test_no_more_are_sent_at_once_than_is_set_and_in_their_order(
    home: Path, own_gateway: CaseGateway
) -> None:
    """NT27."""
    under_way, most = threading.Semaphore(3), []

    def count(exchange: Exchange) -> None:
        exchange.read_request()
        most.append(under_way.acquire(blocking=False))
        exchange.pause(0.02)
        under_way.release()
        answer_well(exchange)

    cases = [own_gateway.open_case(count) for _ in range(16)]
    with Bench(home, own_gateway.base_url, concurrency=3) as bench:
        for number, case in enumerate(cases):
            bench.submit(build_generation(f"tea {number}"), case.name)
        for case in cases:
            assert not DONE.find_faults(bench.wait_for_end(case.name))
        started = [told.job_id for told in bench.facts_of(JobProgressed) if told.state is JobState.SENDING]
    assert list(dict.fromkeys(started)) == [case.name for case in cases]
    assert most == [True] * 16


def test_a_source_that_is_gone_after_the_press_is_sent_all_the_same(
    home: Path, own_gateway: CaseGateway
) -> None:
    """JB14: what was queued is what is sent, whatever becomes of the file and of the program's own copy."""
    case, home_picture = own_gateway.open_case(answer_well), home.with_suffix(".png")
    home_picture.write_bytes(PICTURE)
    with Bench(home, own_gateway.base_url) as bench:
        bench.engine.pause_queue()
        source = bench.open_source(home_picture)
        bench.submit(build_edit([source]), case.name)
        bench.wait_until(lambda: list_queued(bench), "it waits")
        home_picture.unlink()
        source.path.unlink()
    with Bench(home, own_gateway.base_url) as bench:
        assert list_recovered(bench) == {case.name: (JobState.QUEUED, Charged.NO)}
        bench.engine.resume_queue()
        assert not DONE.find_faults(bench.wait_for_end(case.name))
    assert case.complete_posts == 1
    assert PICTURE in case.requests[0].body


@pytest.mark.expects_log("the folder of a job stays")
def test_without_a_journal_nothing_is_sent(home: Path, own_gateway: CaseGateway) -> None:
    """JB15: the folder of the journal has become a file."""
    case = own_gateway.open_case(answer_well)
    with Bench(home, own_gateway.base_url) as bench:
        bench.fetch_results()
        journal = bench.places.gallery / ".studio" / "journal"
        journal.rmdir()
        journal.touch()
        bench.submit(build_generation(), case.name)
        free = ends_as(JobState.NOT_SENT, charged=Charged.NO)
        assert not free.find_faults(bench.wait_for_end(case.name))
    assert own_gateway.exchanges == []


def test_a_thousand_jobs_that_wait_are_listed_and_none_is_sent(home: Path, own_gateway: CaseGateway) -> None:
    """JB16."""
    count = 1000
    with Bench(home, own_gateway.base_url) as bench:
        bench.engine.pause_queue()
        for number in range(count):
            bench.engine.submit(
                Job(JobId(f"job-{number}"), build_generation(f"tea {number}"), prices=Prices())
            )
        bench.wait_until(lambda: len(list_queued(bench)) == count, "all wait", 60)
    with Bench(home, own_gateway.base_url) as bench:
        recovered = list_recovered(bench)
        assert list(recovered) == [f"job-{number}" for number in range(count)]
        assert set(recovered.values()) == {(JobState.QUEUED, Charged.NO)}
        assert len(bench.facts_of(JobsRecovered)) == 1
    assert own_gateway.exchanges == []
