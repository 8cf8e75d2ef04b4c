"""Each way a job can go, with ports that do as the test says; real ones meet in the end-to-end tests."""

from __future__ import annotations

import asyncio
import errno
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.jobs.fakes import CONNECTION, SIZE, SOURCE, FakeGallery, FakeGateway, FakePictures
from turbo_studio.core.facts import JobCancelled, JobFailed, JobProgressed, JobSucceeded
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.ports import (
    Receiving,
    Sending,
    Waiting,
)
from turbo_studio.core.problems import (
    Charged,
    GatewayError,
    PictureError,
    ProblemCode,
    StorageError,
)
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.core.sources import Note
from turbo_studio.jobs.steps import JobRun, Ports, judge_end
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from turbo_studio.core.facts import JobFact
    from turbo_studio.core.ports import (
        Connection,
        Progress,
    )


@dataclass
class Bench:
    """A job with ports that can be told how to fail, and everything that was published."""

    gallery: FakeGallery
    worker: Worker
    pictures: FakePictures = field(default_factory=FakePictures)
    gateway: FakeGateway = field(default_factory=FakeGateway)
    slots: int = 3
    facts: list[JobFact] = field(default_factory=list)
    job: Job = field(
        default_factory=lambda: Job(
            JobId("j1"), EditRequest("gpt-image-2", "a cup", SIZE, Quality.LOW, (SOURCE,), None)
        )
    )

    def build_run(self) -> JobRun:
        async def use_gallery() -> FakeGallery:
            return self.gallery

        ports = Ports(
            self.worker,
            asyncio.Semaphore(self.slots),
            self.pictures,
            self.gateway,
            use_gallery,
            GPT_IMAGE_2,
            self.facts.append,
        )
        return JobRun(self.job, ports)

    def run(self, steps: Callable[[JobRun], Awaitable[None]] | None = None) -> JobFact:
        """Run the job, or ``steps`` with it, to its end; exactly one end is published, and it is returned."""

        async def follow() -> None:
            run = self.build_run()
            run.start(connect)
            if steps is not None:
                await steps(run)
            await run.wait_for_end()
            await asyncio.sleep(0)  # a cancelled task tells its end after it

        self.worker.run(follow()).result(10)
        ends = [fact for fact in self.facts if not isinstance(fact, JobProgressed)]
        assert len(ends) == 1
        assert self.facts[-1] is ends[0]
        return ends[0]

    @property
    def states(self) -> list[JobState]:
        return [fact.state for fact in self.facts if isinstance(fact, JobProgressed)]


async def connect() -> Connection:
    return CONNECTION


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    worker = Worker()
    worker.start()
    yield Bench(FakeGallery(tmp_path), worker)

    async def nothing() -> None:
        pass

    worker.stop(nothing())


def test_a_job_goes_through_its_states_to_a_result(bench: Bench) -> None:
    end = bench.run()
    assert isinstance(end, JobSucceeded)
    assert bench.states == [
        JobState.PREPARING,
        JobState.SENDING,
        JobState.SENDING,
        JobState.SENDING,
        JobState.WAITING,
        JobState.RECEIVING,
        JobState.SAVING,
    ]
    assert end.results[0].size == SIZE
    assert end.notes == (Note.TURNED_UPRIGHT,)
    assert bench.gallery.removed == ["j1"]


def test_what_is_sent_and_recorded_are_the_inputs_as_kept(bench: Bench) -> None:
    bench.run()
    kept = bench.gallery.folder / SOURCE.digest
    assert [upload.path for upload in bench.gateway.calls[0].images] == [kept]
    assert [path.name for path in (bench.gallery.folder / "j1").iterdir()] == ["request.json"]
    provenance = bench.gallery.added[0]
    assert [upload.path for upload in provenance.uploads] == [kept]
    assert provenance.source_names == ("cup.png",)
    assert provenance.gateway == "https://gateway.example/v1"
    assert provenance.started_at <= provenance.finished_at


def test_the_request_in_the_job_folder_names_its_inputs_by_digest_alone(bench: Bench) -> None:
    bench.run()
    saved = json.loads((bench.gallery.folder / "j1" / "request.json").read_text("utf-8"))
    assert saved["prompt"] == "a cup"
    assert saved["uploads"] == [{"sha256": SOURCE.digest, "media_type": "image/png", "size": "64x48"}]
    assert "key-1234567890" not in json.dumps(saved)


def test_a_generation_sends_no_files(bench: Bench) -> None:
    bench.job = Job(JobId("j1"), GenerationRequest("gpt-image-2", "a cup", Size(1024, 1024), Quality.LOW))
    assert isinstance(bench.run(), JobSucceeded)
    assert bench.gateway.calls[0].images == ()


@pytest.mark.parametrize("step", ["check_free_space", "build_job_folder", "keep_input", "save_job_file"])
def test_nothing_is_sent_where_the_disk_fails_before(bench: Bench, step: str) -> None:
    bench.gallery.error_at, bench.gallery.error = step, StorageError(ProblemCode.DISK_FULL, folder="x")
    end = bench.run()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged) == (JobState.NOT_SENT, Charged.NO)
    assert end.problem.code is ProblemCode.DISK_FULL
    assert bench.gateway.calls == []


def test_nothing_is_sent_where_a_source_cannot_be_prepared(bench: Bench) -> None:
    bench.pictures.error = PictureError(ProblemCode.DECODER_DIED)
    end = bench.run()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, bench.gateway.calls) == (JobState.NOT_SENT, Charged.NO, [])


@pytest.mark.parametrize(
    ("charged", "status", "state"),
    [
        (Charged.NO, None, JobState.NOT_SENT),
        (Charged.MAYBE, None, JobState.UNKNOWN),
        (Charged.NO, 400, JobState.REJECTED),
        (Charged.NO, 429, JobState.REJECTED),
        (Charged.MAYBE, 502, JobState.UNKNOWN),
        (Charged.YES, 200, JobState.UNUSABLE),
        (Charged.YES, 201, JobState.UNUSABLE),
        (Charged.MAYBE, 200, JobState.UNUSABLE),
    ],
)
def test_how_a_gateway_error_ends_a_job(
    bench: Bench, charged: Charged, status: int | None, state: JobState
) -> None:
    error = GatewayError(ProblemCode.GATEWAY_FAILED, charged=charged, status=status, request_ids=("req_9",))
    assert judge_end(error) is state
    bench.gateway.error = error
    end = bench.run()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, end.request_ids) == (state, charged, ("req_9",))
    assert len(bench.gateway.calls) == 1
    assert bench.gallery.removed == []


def test_an_answer_without_a_picture_keeps_the_raw_answer(bench: Bench) -> None:
    bench.gateway.parse_error = GatewayError(ProblemCode.ANSWER_NO_PICTURE, charged=Charged.YES, status=200)
    end = bench.run()
    assert isinstance(end, JobFailed)
    assert end.state is JobState.UNUSABLE
    assert bench.gallery.removed == []


def test_a_full_disk_while_saving_loses_nothing_and_can_be_repeated(bench: Bench) -> None:
    bench.gallery.error_at, bench.gallery.error = "add", StorageError(ProblemCode.DISK_FULL, folder="x")

    async def fail_then_save(run: JobRun) -> None:
        await run.wait_for_end()
        failed = bench.facts.pop()
        assert isinstance(failed, JobFailed)
        assert (failed.state, failed.charged) == (JobState.UNSAVED, Charged.YES)
        assert bench.gallery.removed == []
        bench.gallery.error = None
        run.save_again()
        run.save_again()  # the second press of a double click

    assert isinstance(bench.run(fail_then_save), JobSucceeded)
    assert len(bench.gateway.calls) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [(ZeroDivisionError(), ProblemCode.UNEXPECTED), (OSError(errno.ENOSPC, "full"), ProblemCode.DISK_FULL)],
)
def test_whatever_breaks_while_saving_the_paid_answer_stays_to_be_saved_again(
    bench: Bench, error: Exception, code: ProblemCode, caplog: pytest.LogCaptureFixture
) -> None:
    bench.gateway.parse_error = error
    end = bench.run()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, end.problem.code) == (JobState.UNSAVED, Charged.YES, code)
    assert bench.gallery.removed == []
    assert ("something broke" in caplog.text) is (code is ProblemCode.UNEXPECTED)


def test_a_folder_that_cannot_be_removed_does_not_spoil_a_result(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.gallery.error_at = "remove_job_folder"
    bench.gallery.error = StorageError(ProblemCode.STORAGE_FAILED, reason="x")
    assert isinstance(bench.run(), JobSucceeded)
    assert "the folder of a job stays" in caplog.text


def test_a_result_without_a_thumbnail_is_a_result(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.pictures.thumbnail_error = PictureError(ProblemCode.PICTURE_DAMAGED)
    end = bench.run()
    assert isinstance(end, JobSucceeded)
    assert end.results[0].thumbnail is None
    assert "no thumbnail" in caplog.text


@pytest.mark.parametrize(
    ("progress", "charged", "state"),
    [
        ((), Charged.NO, JobState.NOT_SENT),
        ((Sending(0, 9),), Charged.NO, JobState.NOT_SENT),
        ((Sending(1, 9),), Charged.MAYBE, JobState.UNKNOWN),
        ((Waiting(),), Charged.MAYBE, JobState.UNKNOWN),
    ],
)
def test_a_broken_step_ends_the_job_all_the_same(
    bench: Bench,
    progress: tuple[Progress, ...],
    charged: Charged,
    state: JobState,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench.gateway.progress, bench.gateway.error = progress, ZeroDivisionError()
    end = bench.run()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, end.problem.code) == (state, charged, ProblemCode.UNEXPECTED)
    assert "something broke" in caplog.text


@pytest.mark.parametrize(
    ("progress", "charged"),
    [((Sending(0, 9),), Charged.NO), ((Sending(1, 9),), Charged.MAYBE), ((Waiting(),), Charged.MAYBE)],
)
def test_cancelling_says_what_it_may_have_cost(
    bench: Bench, progress: tuple[Progress, ...], charged: Charged
) -> None:
    bench.gateway.progress, bench.gateway.hang_s = progress, 1000

    async def cancel_while_sending(run: JobRun) -> None:
        await bench.gateway.waiting.wait()
        run.cancel()

    end = bench.run(cancel_while_sending)
    assert end == JobCancelled(JobId("j1"), charged)


def test_a_cancel_before_the_first_step_ends_the_job_once(bench: Bench) -> None:
    async def cancel_twice(run: JobRun) -> None:
        run.cancel()
        run.cancel()

    assert bench.run(cancel_twice) == JobCancelled(JobId("j1"), Charged.NO)
    assert bench.states == []


@pytest.mark.parametrize("error", [None, GatewayError(ProblemCode.STORAGE_FAILED, charged=Charged.YES)])
def test_a_cancel_after_the_last_byte_of_the_answer_comes_too_late(
    bench: Bench, error: Exception | None, caplog: pytest.LogCaptureFixture
) -> None:
    """While the gateway still flushes the answer, or closes the connection; and where that fails, too."""
    bench.gateway.progress = (Waiting(), Receiving(5, 9), Receiving(9, 9))
    bench.gateway.error, bench.gateway.hang_s = error, 0.05

    async def cancel_at_the_end(run: JobRun) -> None:
        await bench.gateway.waiting.wait()
        run.cancel()

    assert isinstance(bench.run(cancel_at_the_end), JobSucceeded)
    assert ("after an answer came whole" in caplog.text) is (error is not None)


def test_cancels_while_saving_come_too_late(bench: Bench) -> None:
    async def cancel_twice_when_saving(run: JobRun) -> None:
        while JobState.SAVING not in bench.states:
            await asyncio.sleep(0)
        run.cancel()
        await asyncio.sleep(0)
        run.cancel()

    assert isinstance(bench.run(cancel_twice_when_saving), JobSucceeded)
    assert bench.gallery.removed == ["j1"]


def test_a_job_waits_for_its_slot_and_can_be_cancelled_there(bench: Bench) -> None:
    async def cancel_in_the_queue(run: JobRun) -> None:
        await asyncio.sleep(0.01)
        assert bench.states == []
        run.cancel()

    bench.slots = 0
    assert bench.run(cancel_in_the_queue) == JobCancelled(JobId("j1"), Charged.NO)
