"""Inputs stay as long as anything names them, and no longer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.jobs.bench import DeskBench
from tests.jobs.fakes import LEFT, SIZE, SOURCE, FakeGateway, FakePictures, build_upload
from turbo_studio.core.facts import JobFailed, JobSucceeded
from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.ports import PreparedSource
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode, StorageError
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import EditRequest

if TYPE_CHECKING:
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.sources import Source

REFUSED = GatewayError(ProblemCode.SIZE_REFUSED, charged=Charged.NO, status=400, attempt=LEFT)


class NamedPictures(FakePictures):
    """What is prepared of a source tells its name."""

    async def prepare_upload(self, source: Source, profile: ModelProfile, folder: Path) -> PreparedSource:
        return PreparedSource(build_upload(folder, source.name.encode()), ())


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def build_edit(job_id: str, name: str) -> Job:
    source = SOURCE._replace(name=name)
    return Job(JobId(job_id), EditRequest("gpt-image-2", job_id, SIZE, Quality.LOW, (source,), None))


def open_bench(folder: Path) -> DeskBench:
    bench = DeskBench(folder, FakeGateway(), NamedPictures())
    bench.start()
    return bench


def kept(bench: DeskBench) -> set[str]:
    return {path.name for path in (bench.folder / "gallery" / ".studio" / "inputs").iterdir()}


def named(bench: DeskBench) -> set[str]:
    """By the files alone."""
    private = bench.folder / "gallery" / ".studio"
    requests = [json.loads(path.read_bytes()) for path in private.glob("journal/*/request.json")]
    records = [json.loads(path.read_bytes()) for path in private.glob("records/*.json")]
    return {upload["sha256"] for each in (*requests, *records) for upload in each["uploads"]}


def fail(bench: DeskBench, job_id: str, name: str) -> None:
    bench.gateway.errors = [REFUSED]
    bench.do(bench.desk.submit, build_edit(job_id, name))
    assert isinstance(bench.wait_for_end(job_id), JobFailed)


def dismiss(bench: DeskBench, job_id: str) -> None:
    bench.do(bench.desk.forget, JobId(job_id))
    bench.settle()


def test_an_input_goes_with_the_last_job_that_has_it(quick_folder: Path) -> None:
    bench = open_bench(quick_folder)
    fail(bench, "j1", "cup")
    fail(bench, "j2", "cup")
    dismiss(bench, "j1")
    assert kept(bench) == {digest("cup")}
    dismiss(bench, "j2")
    assert kept(bench) == set()
    bench.stop()


def test_an_input_that_a_result_names_stays(quick_folder: Path) -> None:
    bench = open_bench(quick_folder)
    bench.do(bench.desk.submit, build_edit("j1", "cup"))
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    fail(bench, "j2", "cup")
    dismiss(bench, "j1")
    dismiss(bench, "j2")
    bench.restart()
    bench.settle()
    assert kept(bench) == {digest("cup")}
    bench.stop()


def test_a_start_frees_what_a_crash_left_and_strangers_stay(quick_folder: Path) -> None:
    bench = open_bench(quick_folder)
    inputs = bench.folder / "gallery" / ".studio" / "inputs"
    (inputs / digest("orphan")).write_bytes(b"orphan")
    (inputs / "a stranger").write_bytes(b"x")
    bench.restart()
    bench.settle()
    assert kept(bench) == {"a stranger"}
    bench.stop()


@pytest.mark.parametrize("name", ["journal/j9/request.json", "records/0.json"])
def test_nothing_goes_where_something_that_might_name_it_cannot_be_read(
    name: str, quick_folder: Path
) -> None:
    bench = open_bench(quick_folder)
    fail(bench, "j1", "cup")
    unreadable = bench.folder / "gallery" / ".studio" / name
    unreadable.mkdir(parents=True)
    dismiss(bench, "j1")
    assert kept(bench) == {digest("cup")}
    bench.stop()


def test_what_can_be_run_again_in_this_run_keeps_its_inputs_though_its_folder_is_gone(
    quick_folder: Path,
) -> None:
    bench = open_bench(quick_folder)
    bench.do(bench.desk.pause_queue)
    bench.do(bench.desk.submit, build_edit("j1", "cup"))
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("j1"))
    bench.do(bench.desk.cancel, JobId("j1"))
    bench.wait_for_end("j1")
    bench.do(bench.desk.resume_queue)
    fail(bench, "j2", "cup")
    dismiss(bench, "j2")
    assert (kept(bench), named(bench)) == ({digest("cup")}, set())
    dismiss(bench, "j1")
    assert kept(bench) == set()
    bench.stop()


def test_what_never_came_into_the_journal_is_prepared_anew_for_another_try(quick_folder: Path) -> None:
    """Its inputs were prepared and kept before the disk refused the job, and are freed meanwhile."""
    bench = open_bench(quick_folder)
    fail(bench, "j1", "cup")
    bench.gallery.error_at, bench.gallery.error = (
        "DiskJournal.queue",
        StorageError(ProblemCode.STORAGE_FAILED),
    )
    bench.do(bench.desk.submit, build_edit("j2", "cup"))
    assert isinstance(bench.wait_for_end("j2"), JobFailed)
    bench.gallery.error = None
    dismiss(bench, "j1")
    assert kept(bench) == set()
    bench.do(bench.desk.retry, JobId("j2"), JobId("j3"))
    assert isinstance(bench.wait_for_end("j3"), JobSucceeded)
    assert kept(bench) == {digest("cup")}
    bench.stop()


# Whatever people do


@dataclass
class World:
    """A person at a desk, who can only ask what the window offers."""

    bench: DeskBench
    listed: list[str] = field(default_factory=list)
    count: int = 0

    def press(self, number: int) -> None:
        job_id = self._list_next()
        self.bench.do(self.bench.desk.submit, build_edit(job_id, f"source {number % 3}"))

    def press_in_vain(self, number: int) -> None:
        self.bench.gateway.errors = [REFUSED]
        self.press(number)
        self.bench.settle()

    def cancel(self, number: int) -> None:
        if self.listed:
            self.bench.do(self.bench.desk.cancel, JobId(self.listed[number % len(self.listed)]))

    def dismiss(self, number: int) -> None:
        ended = [each for each in self.listed if self._has_ended(each)]
        if ended:
            self.listed.remove(ended[number % len(ended)])
            self.bench.do(self.bench.desk.forget, JobId(ended[number % len(ended)]))

    def run_again(self, number: int) -> None:
        """With the dismissal of the old one right after it, as the window asks."""
        ended = [each for each in self.listed if self._has_ended(each)]
        if ended:
            old, new = JobId(ended[number % len(ended)]), JobId(self._list_next())
            self.listed.remove(old)
            self.bench.do(self.bench.desk.retry, old, new)
            self.bench.do(self.bench.desk.forget, old)

    def pause(self, number: int) -> None:
        self.bench.do(self.bench.desk.pause_queue if number % 2 else self.bench.desk.resume_queue)

    def rest(self, number: int) -> None:
        self.bench.settle()

    def restart(self, number: int) -> None:
        self.bench.restart()
        self.bench.settle()
        self.listed = [run.id for run in self.bench.desk._runs.values()]

    def check(self) -> None:
        """Each job that is listed, and everything on the disk, has what it needs."""
        self.bench.settle()
        needed = named(self.bench)
        for run in self.bench.desk._runs.values():
            needed |= run.frozen.input_digests
        assert needed <= kept(self.bench)

    def _list_next(self) -> str:
        self.count += 1
        self.listed.append(f"j{self.count}")
        return self.listed[-1]

    def _has_ended(self, job_id: str) -> bool:
        run = self.bench.desk._runs.get(JobId(job_id))
        return run is not None and run.state.is_final and run.state is not JobState.DONE


VERBS = ("press", "press_in_vain", "cancel", "dismiss", "run_again", "pause", "rest", "restart")


@settings(max_examples=60, deadline=None)
@given(acts=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 5)), max_size=25))
def test_nothing_that_is_named_goes_and_nothing_else_stays(acts: list[tuple[str, int]]) -> None:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        world = World(open_bench(Path(folder)))
        try:
            for verb, number in acts:
                getattr(world, verb)(number)
                if verb in ("dismiss", "run_again", "rest", "restart"):
                    world.check()
            world.restart(0)
            world.check()
            assert kept(world.bench) == named(world.bench)
        finally:
            world.bench.stop()
