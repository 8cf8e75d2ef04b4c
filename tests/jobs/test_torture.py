"""Whatever the worker's own steps raise, each job ends once and the next one goes its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.jobs.bench import build_job
from turbo_studio.core.facts import JobFailed, JobSucceeded
from turbo_studio.core.job import JobId, JobState
from turbo_studio.core.query import Query

if TYPE_CHECKING:
    from tests.jobs.bench import DeskBench

STEPS = (
    "check_free_space",
    "DiskJournal.begin",
    "keep_input",
    "DiskJournal.queue",
    "DiskJournal.append",
    "add",
    "set_thumbnail",
    "DiskLedger.append",
    "DiskJournal.remove",
)


@pytest.mark.expects_log("broke|raised|not in the|stays|no thumbnail|after an answer")
@pytest.mark.parametrize("error", [ZeroDivisionError, MemoryError, SystemExit, KeyboardInterrupt])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_breaks_ends_its_job_alone(
    bench: DeskBench, step: str, error: type[BaseException]
) -> None:
    bench.gallery.error_at, bench.gallery.error = step, error()
    bench.submit("j1")
    bench.wait_until(lambda: bool(bench.ends_of("j1")))
    bench.settle()
    (end,) = bench.ends_of("j1")
    assert isinstance(end, JobFailed | JobSucceeded)
    bench.gallery.error = None
    bench.do(bench.desk.submit, build_job("j2", "another"))
    assert isinstance(bench.wait_for_end("j2"), JobSucceeded)
    posts = len(bench.gateway.calls)
    if isinstance(end, JobFailed) and end.state is JobState.UNSAVED:
        bench.facts.clear()
        bench.do(bench.desk.save_again, JobId("j1"))
        assert isinstance(bench.wait_for_end("j1"), JobSucceeded)
    bench.restart()
    bench.settle()
    saved = [result.provenance.job_id for result in bench.gallery.fetch_page(Query(), None, 9)]
    assert sorted(saved) == sorted(set(saved))
    assert "j2" in saved
    assert len(bench.gateway.calls) == posts <= 2
