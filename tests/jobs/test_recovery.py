"""What a start makes of what an earlier run left, at every place where that may have been killed."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.jobs.bench import DeskBench
from tests.jobs.fakes import LEFT, UNSENT, WHOLE_ANSWER, FakeGateway
from turbo_studio.core.facts import JobFailed, JobsRecovered, JobSucceeded
from turbo_studio.core.job import JobId, JobState
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode, StorageError
from turbo_studio.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbo_studio.core.facts import RecoveredJob

SAVED = "saved"
LISTED = {JobState.QUEUED, JobState.UNKNOWN, JobState.REJECTED, JobState.NOT_SENT, JobState.CANCELLED}


@contextmanager
def start_on(folder: Path, gateway: FakeGateway | None = None) -> Iterator[DeskBench]:
    """The next run, at rest: what it had to do by itself is done."""
    bench = DeskBench(folder, gateway or FakeGateway())
    bench.start()
    bench.settle()
    yield bench
    bench.stop()


def count_results(bench: DeskBench) -> int:
    """In the index and as files, which must agree."""
    results = bench.gallery.fetch_page(Query(), None, 1_000)
    pictures = list((bench.folder / "gallery").glob("[0-9]*/*/*.png"))
    assert sorted(result.path for result in results) == sorted(pictures)
    return len(results)


def listed(bench: DeskBench) -> list[RecoveredJob]:
    return [job for fact in bench.facts_of(JobsRecovered) for job in fact.jobs]


# Killed at every step


@dataclass
class Photographer:
    """Copies the gallery's folder at each step, as a crash there would leave it."""

    folder: Path
    target: Path
    taken: list[Path] = field(default_factory=list)

    def take(self) -> None:
        copy = self.target / f"{len(self.taken):03}"
        shutil.copytree(self.folder, copy, symlinks=True)
        self.taken.append(copy)


def test_killed_at_any_step_a_job_is_never_lost_never_paid_twice_and_never_saved_twice(
    quick_folder: Path,
) -> None:
    camera = Photographer(quick_folder / "run", quick_folder / "copies")
    bench = DeskBench(quick_folder / "run")
    bench.start(camera.take)
    bench.run_job("j1")
    bench.stop()
    assert len(camera.taken) > 15
    ends = [judge_copy(copy) for copy in camera.taken]
    print(f"{len(ends)} kill points: {ends}")
    order = ["never queued", JobState.QUEUED, JobState.UNKNOWN, SAVED]
    assert ends == sorted(ends, key=order.index)
    assert set(ends) == set(order)


def judge_copy(folder: Path) -> str:
    job = folder / "gallery" / ".studio" / "journal" / "j1"
    is_answer_there = (job / "answer.json").is_file()
    with start_on(folder) as bench:
        assert bench.gateway.calls == []
        jobs, results = listed(bench), count_results(bench)
        assert results <= 1
        assert not is_answer_there or results == 1
        states = [state.state for state in jobs]
    with start_on(folder) as again:
        assert count_results(again) == results
        assert [state.state for state in listed(again)] == [
            state for state in states if state is not JobState.SAVING
        ]
    if results:
        assert not job.exists()
        return SAVED
    return states[0] if states else "never queued"


# Whatever happens, run after run


OUTCOMES: dict[str, BaseException | None] = {
    "whole": None,
    "lost": GatewayError(ProblemCode.CONNECTION_LOST, charged=Charged.MAYBE, attempt=LEFT),
    "refused": GatewayError(ProblemCode.SIZE_REFUSED, charged=Charged.NO, status=400, attempt=LEFT),
    "no credit": GatewayError(ProblemCode.NO_CREDIT, charged=Charged.NO, status=402, attempt=LEFT),
    "unsent": GatewayError(ProblemCode.NOT_CONNECTED, charged=Charged.NO, attempt=UNSENT),
    "broken": ZeroDivisionError(),
}


class Life(NamedTuple):
    """One run of the program: what it is asked, what its requests meet, and at which step it is killed."""

    job_count: int
    outcomes: list[str]
    cancelled: list[int]
    is_resumed: bool
    is_disk_full: bool
    killed_at: int | None


LIVES = st.builds(
    Life,
    job_count=st.integers(0, 3),
    outcomes=st.lists(st.sampled_from(sorted(OUTCOMES)), max_size=4),
    cancelled=st.lists(st.integers(0, 5), max_size=2),
    is_resumed=st.booleans(),
    is_disk_full=st.booleans(),
    killed_at=st.none() | st.integers(0, 60),
)


@settings(max_examples=40, deadline=None)
@given(lives=st.lists(LIVES, min_size=1, max_size=3))
@pytest.mark.expects_log("something broke|not in the journal|folder of a job stays|after an answer")
def test_after_any_runs_and_crashes_each_job_is_in_exactly_one_state(lives: list[Life]) -> None:
    memory = Path("/dev/shm")
    with (
        TemporaryDirectory(dir=memory if memory.is_dir() else None) as root,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("turbo_studio.core.resend._UNSENT_DELAYS_S", (0.0, 0.0))
        folder, names = Path(root) / "0", list[str]()
        for number, life in enumerate(lives, 1):
            folder, made = live(life, folder, Path(root) / str(number), len(names))
            names += made
        check_world(folder, names)


def live(life: Life, folder: Path, copies: Path, count: int) -> tuple[Path, list[str]]:
    """Run once; the folder that is left, by a good end or as it was when the program was killed."""
    copies.mkdir()
    folder.mkdir(exist_ok=True)
    camera = Photographer(folder, copies)
    gateway = FakeGateway(errors=[OUTCOMES[name] for name in life.outcomes])
    bench = DeskBench(folder, gateway)

    def photograph() -> None:
        if life.killed_at is not None and len(camera.taken) <= life.killed_at:
            camera.take()

    bench.start(photograph)
    names = [f"j{count + number}" for number in range(life.job_count)]
    if life.is_disk_full:
        bench.gallery.error_at = "add"
        bench.gallery.error = StorageError(ProblemCode.DISK_FULL, folder="x")
    for name in names:
        bench.submit(name, prompt=name)
    for number in life.cancelled:
        bench.do(bench.desk.cancel, JobId(f"j{number}"))
    if life.is_resumed:
        bench.do(bench.desk.resume_queue)
    bench.settle()
    for name in names:
        assert len(bench.ends_of(name)) <= 1, bench.ends_of(name)
    bench.stop()
    check_posts(gateway)
    was_killed = life.killed_at is not None and len(camera.taken) > life.killed_at
    return (camera.taken[-1] if was_killed else folder), names


def check_posts(gateway: FakeGateway) -> None:
    """Of what may have left the machine, no job has sent more than one in a run."""
    answered = [call.job_id for call in gateway.answered]
    assert len(answered) == len(set(answered))


def check_world(folder: Path, names: list[str]) -> None:
    """Each job is saved once, or listed once, or was never queued; and that stays so."""
    with start_on(folder) as bench:
        assert bench.gateway.calls == []
        saved = [result.provenance.job_id for result in bench.gallery.fetch_page(Query(), None, 1_000)]
        recovered = [job.summary.id for job in listed(bench) if job.state is not JobState.SAVING]
        count_results(bench)
    assert len(saved) == len(set(saved))
    assert len(recovered) == len(set(recovered))
    assert not set(saved) & set(recovered)
    assert set(saved) | set(recovered) <= set(names)
    with start_on(folder) as bench:
        assert [job.summary.id for job in listed(bench)] == recovered
        assert {job.state for job in listed(bench)} <= LISTED


# One at a time


def leave(bench: DeskBench, *, entries: int, answer: bytes | None = None) -> Path:
    """A folder as a run leaves it that is killed after so many entries."""
    bench.gateway.errors = [GatewayError(ProblemCode.CONNECTION_LOST, charged=Charged.MAYBE, attempt=LEFT)]
    bench.run_job("j1")
    folder = bench.journal / "j1"
    for path in bench.journal_of("j1")[entries:]:
        path.unlink()
    if answer is not None:
        (folder / "answer.json").write_bytes(answer)
    return folder


def test_an_answer_that_was_whole_is_saved_without_the_network(bench: DeskBench) -> None:
    leave(bench, entries=2, answer=WHOLE_ANSWER)
    bench.gateway.calls.clear()
    bench.restart()
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    assert bench.gateway.calls == []
    assert bench.wait_for(JobsRecovered)[0].jobs[0].state is JobState.SAVING


def test_an_answer_that_only_links_is_no_request_that_was_lost(bench: DeskBench) -> None:
    leave(bench, entries=2, answer=b'{"link": "whole"}')
    error = GatewayError(ProblemCode.ANSWER_LINK_FAILED, charged=Charged.YES, status=200, host="h")
    bench.gateway.parse_error = error
    bench.restart()
    end = bench.wait_for_end("j1")
    assert isinstance(end, JobFailed)
    assert (end.state, end.problem.code) == (JobState.UNUSABLE, ProblemCode.ANSWER_LINK_FAILED)
    bench.gateway.parse_error = None
    (bench.journal / "j1" / "answer.json").write_bytes(WHOLE_ANSWER)  # as a link that can be fetched now
    bench.do(bench.desk.read_again, JobId("j1"))
    bench.wait_for(JobSucceeded)


@pytest.mark.parametrize("answer", [None, b"", WHOLE_ANSWER[:-1]])
def test_a_request_that_was_under_way_may_have_been_charged(bench: DeskBench, answer: bytes | None) -> None:
    leave(bench, entries=2, answer=answer)
    bench.restart()
    (job,) = bench.wait_for(JobsRecovered)[0].jobs
    assert (job.state, job.charged) == (JobState.UNKNOWN, Charged.MAYBE)
    assert job.problem is not None
    assert job.problem.code is ProblemCode.INTERRUPTED
    assert (job.kept_answer is not None) is (answer is not None)
    bench.settle()
    assert json.loads(bench.journal_of("j1")[-1].read_bytes())["state"] == "unknown"


def test_an_end_is_listed_as_it_was(bench: DeskBench) -> None:
    error = GatewayError(
        ProblemCode.SIZE_REFUSED, "too wide", charged=Charged.NO, status=400, request_ids=("r",), attempt=LEFT
    )
    bench.gateway.errors = [error]
    end = bench.run_job("j1")
    assert isinstance(end, JobFailed)
    bench.restart()
    (job,) = bench.wait_for(JobsRecovered)[0].jobs
    assert (job.state, job.problem, job.charged, job.request_ids) == (
        end.state,
        end.problem,
        end.charged,
        end.request_ids,
    )
    assert (job.summary.prompt, job.summary.source_names) == ("a cup", ("cup.png",))


@pytest.mark.parametrize("answer", [None, WHOLE_ANSWER[:-1]])
def test_what_was_cancelled_for_nothing_goes_unless_an_answer_lies_there(
    bench: DeskBench, answer: bytes | None
) -> None:
    """As a crash leaves it between the last entry and the removal of the folder."""
    folder = leave(bench, entries=1, answer=answer)
    change(folder / "entry-0001.json", state="cancelled")
    bench.restart()
    bench.settle()
    assert folder.exists() is (answer is not None)
    assert [job.state for job in listed(bench)] == [JobState.CANCELLED] * folder.exists()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no request": lambda folder: (folder / "request.json").unlink(),
    "an empty request": lambda folder: (folder / "request.json").write_bytes(b""),
    "another request": lambda folder: change(folder / "request.json", prompt="another"),
    "another job's request": lambda folder: change(folder / "request.json", job="j2"),
    "nonsense": lambda folder: (folder / "request.json").write_bytes(b"[[[[" * 1_000),
    "a wrong size": lambda folder: change(folder / "request.json", size="12"),
    "no entries": lambda folder: list(map(Path.unlink, folder.glob("entry-*"))),
    "a torn entry": lambda folder: max(folder.glob("entry-*")).write_bytes(b'{"state": "se'),
    "an unknown state": lambda folder: change(max(folder.glob("entry-*")), state="flying"),
    "an entry that is a folder": lambda folder: (folder / "entry-0009.json").mkdir(),
}


def change(path: Path, **members: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_bytes()) | members))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("entries", [1, 2])
def test_a_damaged_folder_is_listed_as_far_as_it_can_be_read_and_stays(
    bench: DeskBench, damage: str, entries: int, caplog: pytest.LogCaptureFixture
) -> None:
    folder = leave(bench, entries=entries)
    DAMAGES[damage](folder)
    bench.gateway.calls.clear()
    bench.restart()
    (job,) = bench.wait_for(JobsRecovered)[0].jobs
    is_sending_known = (entries == 2 and damage != "no entries") or damage == "an entry that is a folder"
    assert job.summary.id == "j1"
    assert job.state is (JobState.UNKNOWN if is_sending_known else JobState.NOT_SENT)
    assert job.charged is (Charged.MAYBE if is_sending_known else Charged.NO)
    assert job.problem is not None
    assert job.problem.code is ProblemCode.JOURNAL_DAMAGED
    bench.settle()
    assert folder.is_dir()
    assert bench.gateway.calls == []
    bench.do(bench.desk.forget, JobId("j1"))
    bench.settle()
    assert not folder.exists()


def test_strangers_in_the_journal_harm_nobody(bench: DeskBench, caplog: pytest.LogCaptureFixture) -> None:
    (bench.journal / "a file").write_text("x")
    (bench.journal / "no job's name").mkdir()
    (bench.journal / "a-link").symlink_to("/etc")
    bench.restart()
    bench.settle()
    assert isinstance(bench.run_job("j1"), JobSucceeded)


def test_a_gallery_that_opens_late_is_recovered_then(bench: DeskBench) -> None:
    leave(bench, entries=2)
    bench.stop()
    bench.facts.clear()
    bench.gallery_error = StorageError(ProblemCode.GALLERY_IN_USE)
    bench.start()
    bench.settle()
    assert bench.facts == []
    bench.gallery_error = None
    bench.submit("j2", prompt="new")
    assert isinstance(bench.wait_for_end("j2"), JobSucceeded)
    assert [job.state for job in listed(bench)] == [JobState.UNKNOWN]
