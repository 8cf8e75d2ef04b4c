"""Each way a job can go, and what stands in its journal by then."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.jobs.bench import build_job
from tests.jobs.fakes import LEFT, PREPARED, SIZE, SOURCE, UNSENT
from turbo_studio.core.facts import JobCancelled, JobCountingDown, JobFailed, JobsRecovered, JobSucceeded
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.ports import Receiving, Sending, Waiting
from turbo_studio.core.problems import (
    Charged,
    GatewayError,
    PictureError,
    ProblemCode,
    StorageError,
    StudioError,
)
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import GenerationRequest
from turbo_studio.core.resend import SendAgain, decide_resend
from turbo_studio.core.sources import Note
from turbo_studio.jobs import transmission
from turbo_studio.jobs.outcomes import judge_end

if TYPE_CHECKING:
    from tests.jobs.bench import DeskBench
    from turbo_studio.core.ports import Progress
    from turbo_studio.core.resend import Stop

FULL = StorageError(ProblemCode.DISK_FULL, folder="x")


def build_unsent_error() -> GatewayError:
    return GatewayError(ProblemCode.NOT_CONNECTED, charged=Charged.NO, attempt=UNSENT, host="h", reason="")


def read_states(bench: DeskBench, job_id: str = "j1") -> list[str]:
    return [json.loads(path.read_bytes())["state"] for path in bench.journal_of(job_id)]


def test_a_job_goes_through_its_states_to_a_result(bench: DeskBench) -> None:
    end = bench.run_job()
    assert isinstance(end, JobSucceeded)
    assert bench.states_of("j1") == [
        JobState.PREPARING,
        JobState.QUEUED,
        JobState.SENDING,
        JobState.RECEIVING,
        JobState.SAVING,
    ]
    assert end.results[0].size == SIZE
    assert end.notes == (Note.TURNED_UPRIGHT,)
    assert not (bench.journal / "j1").exists()


def test_what_is_sent_and_recorded_are_the_inputs_as_kept(bench: DeskBench) -> None:
    end = bench.run_job()
    assert isinstance(end, JobSucceeded)
    (upload,) = bench.gateway.calls[0].images
    assert upload.path.read_bytes() == PREPARED
    assert upload.path.parent.name == "inputs"
    provenance = end.results[0].provenance
    assert provenance.uploads == (upload,)
    assert provenance.source_names == ("cup.png",)
    assert provenance.source_digests == (SOURCE.digest,)
    assert provenance.dollars == pytest.approx(0.0685)
    assert provenance.gateway == "https://gateway.example/v1"
    assert provenance.started_at <= provenance.finished_at
    (attempt,) = provenance.attempts
    assert (attempt["number"], attempt["status"], attempt["request_ids"]) == (1, 200, ["req_1"])


def test_everything_that_is_needed_is_on_the_disk_before_the_job_waits(bench: DeskBench) -> None:
    bench.do(bench.desk.pause_queue)
    bench.submit("j1")
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("j1"))
    saved = json.loads((bench.journal / "j1" / "request.json").read_text("utf-8"))
    assert (saved["prompt"], saved["base_url"], saved["size"]) == (
        "a cup",
        "https://gateway.example/v1",
        "64x48",
    )
    assert [upload["size"] for upload in saved["uploads"]] == ["64x48"]
    assert "key-1234567890" not in json.dumps(saved)
    assert read_states(bench) == ["queued"]
    assert {path.name for path in (bench.journal / "j1").iterdir()} == {"request.json", "entry-0001.json"}


def test_a_generation_sends_no_files(bench: DeskBench) -> None:
    request = GenerationRequest("gpt-image-2", "a cup", Size(1024, 1024), Quality.LOW)
    bench.do(bench.desk.submit, Job(JobId("j1"), request))
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    assert bench.gateway.calls[0].images == ()


@pytest.mark.parametrize("step", ["check_free_space", "DiskJournal.begin", "keep_input", "DiskJournal.queue"])
def test_a_job_that_cannot_be_queued_is_not_sent_and_leaves_nothing(bench: DeskBench, step: str) -> None:
    bench.gallery.error_at, bench.gallery.error = step, FULL
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged) == (JobState.NOT_SENT, Charged.NO)
    assert end.problem.code is ProblemCode.DISK_FULL
    assert bench.gateway.calls == []
    assert list(bench.journal.iterdir()) == []


def test_nothing_is_sent_where_a_source_cannot_be_prepared(bench: DeskBench) -> None:
    bench.pictures.error = PictureError(ProblemCode.DECODER_DIED)
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, bench.gateway.calls) == (JobState.NOT_SENT, Charged.NO, [])
    assert list(bench.journal.iterdir()) == []


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
    bench: DeskBench, charged: Charged, status: int | None, state: JobState
) -> None:
    error = GatewayError(
        ProblemCode.GATEWAY_FAILED, charged=charged, status=status, request_ids=("req_9",), attempt=LEFT
    )
    assert judge_end(error) is state
    bench.gateway.errors = [error]
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, end.request_ids) == (state, charged, ("req_9",))
    assert len(bench.gateway.calls) == 1
    last = json.loads(bench.journal_of("j1")[-1].read_bytes())
    assert (last["state"], last["charged"], last["request_ids"]) == (state.value, charged.value, ["req_9"])
    assert last["evidence"]["sent_bytes"] == 9


# What is sent again by itself


def make_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def decide_quickly(*given: Any) -> SendAgain | Stop:
        decided = decide_resend(*given)
        return SendAgain(0.01) if isinstance(decided, SendAgain) else decided

    monkeypatch.setattr(transmission, "decide_resend", decide_quickly)


def test_what_never_left_is_sent_again_and_each_attempt_is_recorded(
    bench: DeskBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_quick(monkeypatch)
    bench.gateway.errors = [build_unsent_error(), build_unsent_error()]
    end = bench.run_job()
    assert isinstance(end, JobSucceeded)
    assert len(bench.gateway.calls) == 3
    assert [(fact.attempt, fact.delay_s) for fact in bench.facts_of(JobCountingDown)] == [
        (2, 0.01),
        (3, 0.01),
    ]
    attempts = end.results[0].provenance.attempts
    assert [(attempt["number"], attempt["stage"]) for attempt in attempts] == [
        (1, "connecting"),
        (2, "connecting"),
        (3, "received"),
    ]


def test_the_third_failure_is_the_last(bench: DeskBench, monkeypatch: pytest.MonkeyPatch) -> None:
    make_quick(monkeypatch)
    bench.gateway.errors = [build_unsent_error() for _ in range(4)]
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, len(bench.gateway.calls)) == (JobState.NOT_SENT, 3)
    assert read_states(bench) == ["queued", *["sending", "queued"] * 2, "sending", "not_sent"]


def test_a_countdown_can_be_cancelled(bench: DeskBench) -> None:
    bench.gateway.errors = [build_unsent_error()]
    bench.submit("j1")
    bench.wait_for(JobCountingDown)
    bench.do(bench.desk.cancel, JobId("j1"))
    assert bench.wait_for_end("j1") == JobCancelled(JobId("j1"), Charged.NO)
    assert len(bench.gateway.calls) == 1


# The disk


def test_a_countdown_that_the_disk_refuses_waits_and_can_be_sent_after_that(
    bench: DeskBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_quick(monkeypatch)

    async def fail_unsent(*_: object) -> None:
        bench.gallery.error_at, bench.gallery.error = "DiskJournal.append", FULL
        raise build_unsent_error()

    send = bench.gateway.send
    monkeypatch.setattr(bench.gateway, "send", fail_unsent)
    bench.submit("j1")
    bench.wait_until(lambda: bench.paused == ProblemCode.DISK_FULL)
    bench.gallery.error = None
    monkeypatch.setattr(bench.gateway, "send", send)
    bench.do(bench.desk.resume_queue)
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)


def test_without_the_mark_that_it_is_sent_nothing_is_sent(bench: DeskBench) -> None:
    bench.do(bench.desk.pause_queue)
    bench.submit("j1")
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("j1"))
    bench.gallery.error_at, bench.gallery.error = "DiskJournal.append", FULL
    bench.do(bench.desk.resume_queue)
    bench.settle()
    assert bench.gateway.calls == []
    assert bench.states_of("j1")[-1] is JobState.QUEUED
    assert bench.paused == ProblemCode.DISK_FULL
    bench.gallery.error = None
    bench.do(bench.desk.resume_queue)
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    assert len(bench.gateway.calls) == 1


def test_a_full_disk_while_saving_loses_nothing_and_can_be_repeated(bench: DeskBench) -> None:
    bench.gallery.error_at, bench.gallery.error = "add", FULL
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged) == (JobState.UNSAVED, Charged.YES)
    assert end.kept_answer == bench.journal / "j1" / "answer.json"
    assert read_states(bench)[-1] == "answered"
    bench.facts.clear()
    bench.gallery.error = None
    bench.do(bench.desk.save_again, JobId("j1"))
    bench.do(bench.desk.save_again, JobId("j1"))  # the second press of a double click
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    assert len(bench.gateway.calls) == 1


def test_an_unsaved_answer_outlives_its_dismissal(bench: DeskBench) -> None:
    bench.gallery.error_at, bench.gallery.error = "add", FULL
    bench.run_job()
    bench.do(bench.desk.forget, JobId("j1"))
    bench.restart()
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ZeroDivisionError(), ProblemCode.UNEXPECTED), (OSError(errno.ENOSPC, "full"), ProblemCode.DISK_FULL)],
)
def test_whatever_breaks_while_saving_the_paid_answer_stays_to_be_saved_again(
    bench: DeskBench, error: Exception, code: ProblemCode, caplog: pytest.LogCaptureFixture
) -> None:
    bench.gateway.parse_error = error
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, end.problem.code) == (JobState.UNSAVED, Charged.YES, code)
    assert ("something broke" in caplog.text) is (code is ProblemCode.UNEXPECTED)


def test_an_answer_without_a_picture_keeps_the_raw_answer_to_be_read_again(bench: DeskBench) -> None:
    bench.gateway.parse_error = GatewayError(ProblemCode.ANSWER_NO_PICTURE, charged=Charged.YES, status=200)
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert end.state is JobState.UNUSABLE
    bench.facts.clear()
    bench.do(bench.desk.read_again, JobId("j1"))
    assert bench.wait_for_end("j1") == end
    bench.facts.clear()
    bench.gateway.parse_error = None
    bench.do(bench.desk.read_again, JobId("j1"))
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    assert len(bench.gateway.calls) == 1


def test_a_folder_that_cannot_be_removed_does_not_spoil_a_result(
    bench: DeskBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.gallery.error_at = "DiskJournal.remove"
    bench.gallery.error = StorageError(ProblemCode.STORAGE_FAILED, reason="x")
    assert isinstance(bench.run_job(), JobSucceeded)
    assert "the folder of a job stays" in caplog.text
    assert read_states(bench)[-1] == "done"
    bench.restart()
    bench.settle()
    assert not (bench.journal / "j1").exists()
    assert bench.ends_of("j1") == []


def test_a_result_without_a_thumbnail_is_a_result(bench: DeskBench, caplog: pytest.LogCaptureFixture) -> None:
    bench.pictures.thumbnail_error = PictureError(ProblemCode.PICTURE_DAMAGED)
    end = bench.run_job()
    assert isinstance(end, JobSucceeded)
    assert end.results[0].size is None
    assert "no thumbnail" in caplog.text


# What breaks, and who cancels


@pytest.mark.parametrize(
    "error", [ZeroDivisionError(), MemoryError(), SystemExit(), KeyboardInterrupt()], ids=repr
)
@pytest.mark.parametrize(
    ("progress", "charged", "state"),
    [
        ((), Charged.NO, JobState.NOT_SENT),
        ((Sending(0, 9),), Charged.MAYBE, JobState.UNKNOWN),
        ((Sending(1, 9),), Charged.MAYBE, JobState.UNKNOWN),
        ((Waiting(),), Charged.MAYBE, JobState.UNKNOWN),
    ],
)
def test_a_broken_step_ends_its_job_and_no_other(
    bench: DeskBench,
    error: BaseException,
    progress: tuple[Progress, ...],
    charged: Charged,
    state: JobState,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench.gateway.progress, bench.gateway.errors = progress, [error]
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.charged, end.problem.code) == (state, charged, ProblemCode.UNEXPECTED)
    assert "something broke" in caplog.text
    bench.do(bench.desk.submit, build_job("j2", "another cup"))
    assert isinstance(bench.wait_for_end("j2"), JobSucceeded)


@pytest.mark.parametrize(
    ("progress", "charged"),
    [((), Charged.NO), ((Sending(0, 9),), Charged.MAYBE), ((Waiting(),), Charged.MAYBE)],
)
def test_cancelling_says_what_it_may_have_cost(
    bench: DeskBench, progress: tuple[Progress, ...], charged: Charged
) -> None:
    bench.gateway.progress, bench.gateway.is_hanging = progress, True
    bench.submit("j1")
    bench.wait_until(lambda: bool(bench.gateway.calls))
    bench.do(bench.desk.cancel, JobId("j1"))
    assert bench.wait_for_end("j1") == JobCancelled(JobId("j1"), charged)
    kept = [json.loads(path.read_bytes()) for path in bench.journal_of("j1")[-1:]]
    expected = [] if charged is Charged.NO else [("cancelled", charged.value)]
    assert [(entry["state"], entry["charged"]) for entry in kept] == expected
    bench.restart()
    bench.settle()
    recovered = [job.state for told in bench.facts_of(JobsRecovered) for job in told.jobs]
    assert recovered == [JobState(state) for state, _ in expected]


def test_what_was_cancelled_for_nothing_can_be_run_again_in_the_same_run(bench: DeskBench) -> None:
    bench.do(bench.desk.pause_queue)
    bench.submit("j1")
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("j1"))
    bench.do(bench.desk.cancel, JobId("j1"))
    assert bench.wait_for_end("j1") == JobCancelled(JobId("j1"), Charged.NO)
    assert list(bench.journal.iterdir()) == []
    bench.do(bench.desk.retry, JobId("j1"), JobId("j2"))
    bench.do(bench.desk.forget, JobId("j1"))
    bench.do(bench.desk.resume_queue)
    assert isinstance(bench.wait_for_end("j2"), JobSucceeded)
    (call,) = bench.gateway.calls
    assert all(upload.path.is_file() for upload in call.images)


def test_a_cancel_right_after_the_press_ends_the_job_once_and_leaves_nothing(bench: DeskBench) -> None:
    def press_and_cancel_twice() -> None:
        bench.desk.submit(build_job("j1"))
        bench.desk.cancel(JobId("j1"))
        bench.desk.cancel(JobId("j1"))

    bench.do(press_and_cancel_twice)
    assert bench.wait_for_end("j1") == JobCancelled(JobId("j1"), Charged.NO)
    bench.settle()
    assert list(bench.journal.iterdir()) == []
    assert bench.gateway.calls == []


@pytest.mark.parametrize("error", [None, GatewayError(ProblemCode.STORAGE_FAILED, charged=Charged.YES)])
def test_a_cancel_after_the_last_byte_of_the_answer_comes_too_late(
    bench: DeskBench, error: GatewayError | None, caplog: pytest.LogCaptureFixture
) -> None:
    """While the gateway still flushes the answer, or closes the connection; and where that fails, too."""
    bench.gateway.progress = (Waiting(), Receiving(5, 9), Receiving(9, 9))
    bench.gateway.is_hanging = True
    bench.gateway.errors = [] if error is None else [error]
    bench.submit("j1")
    bench.wait_until(lambda: JobState.RECEIVING in bench.states_of("j1"))
    bench.do(bench.desk.cancel, JobId("j1"))
    (bench.journal / "j1" / "answer.json").write_bytes(bench.gateway.answer or b"")
    bench.gateway.is_hanging = False
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    assert ("after an answer came whole" in caplog.text) is (error is not None)


def test_an_answer_that_lies_there_whole_wins_over_a_cancel(bench: DeskBench) -> None:
    """One without a length, of which nobody has seen the end yet."""
    bench.gateway.progress, bench.gateway.is_hanging = (Waiting(), Receiving(5, 0)), True
    bench.submit("j1")
    bench.wait_until(lambda: bool(bench.gateway.calls))
    (bench.journal / "j1" / "answer.json").write_bytes(bench.gateway.answer or b"")
    bench.do(bench.desk.cancel, JobId("j1"))
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)


def test_cancels_while_saving_come_too_late(bench: DeskBench) -> None:
    bench.submit("j1")
    bench.wait_until(lambda: JobState.RECEIVING in bench.states_of("j1"))
    bench.wait_until(lambda: JobState.SAVING in bench.states_of("j1"))
    bench.do(bench.desk.cancel, JobId("j1"))
    assert isinstance(bench.wait_for_end("j1"), JobSucceeded)


def test_a_job_waits_for_its_slot_and_can_be_cancelled_there(bench: DeskBench) -> None:
    bench.gateway.is_hanging = True
    bench.do(bench.desk.set_limits, 1, 0.0)
    bench.submit("j1", "j2")
    bench.wait_until(lambda: JobState.QUEUED in bench.states_of("j2"))
    bench.do(bench.desk.cancel, JobId("j2"))
    assert bench.wait_for_end("j2") == JobCancelled(JobId("j2"), Charged.NO)
    assert len(bench.gateway.calls) == 1


def test_no_sandbox_no_request(bench: DeskBench) -> None:
    bench.connect_error = StudioError(ProblemCode.SANDBOX_FAILED)
    end = bench.run_job()
    assert isinstance(end, JobFailed)
    assert (end.state, end.problem.code) == (JobState.NOT_SENT, ProblemCode.SANDBOX_FAILED)
