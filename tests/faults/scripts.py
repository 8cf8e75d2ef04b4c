"""What a forked engine does in a case, up to the moment at which it dies or is through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.faults import shim
from tests.faults.bench import Bench, build_edit, build_generation, describe_fact
from tests.faults.case_gateway import PICTURE
from tests.faults.prefork import LOG, TOLD
from tests.faults.shelf import Shelf
from tests.faults.shim import Fault
from turbo_studio.core.facts import JobFailed
from turbo_studio.core.job import JobId, JobState

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.request import Request


@dataclass(frozen=True, slots=True)
class Stage:
    """A case's folder: the home of its engine, and beside it what is known of the case."""

    folder: Path
    fault: dict[str, Any] | None

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def arm(self) -> None:
        if self.fault is not None:
            shim.arm(self.home / "gallery", Fault.from_json(self.fault), self.folder / LOG)

    def open_bench(self, base_url: str) -> Bench:
        return Bench(self.home, base_url, told=self.folder / TOLD)


def press(stage: Stage, base_url: str, name: str, kind: str) -> dict[str, Any]:
    """From the press to the end that is told; then, the disk well again, whatever saves the result."""
    with stage.open_bench(base_url) as bench:
        request = build_request(stage, bench, kind)
        stage.arm()
        job_id = JobId(name)
        bench.submit(request, job_id)
        first = bench.wait_for_end(job_id)
        shim.disarm()
        seen = Shelf(stage.home / "gallery").find_faults()
        retried = try_again(bench, job_id, request) if isinstance(first, JobFailed) else None
        return {
            "job": job_id,
            "end": describe_fact(first),
            "seen": seen,
            "retried": retried,
            "gallery": [result.digest for result in bench.fetch_results()],
        }


def build_request(stage: Stage, bench: Bench, kind: str) -> Request:
    if kind == "generate":
        return build_generation()
    picture = stage.folder / "source.png"
    picture.write_bytes(PICTURE)
    return build_edit([bench.open_source(picture)])


def try_again(bench: Bench, job_id: JobId, request: Request) -> dict[str, Any]:
    """As the person would: save again what is kept, send again what certainly left nothing."""
    first = bench.ends_of(job_id)[0]
    assert isinstance(first, JobFailed)
    if first.state is JobState.UNSAVED:
        bench.engine.save_again(job_id)
        return describe_fact(bench.wait_for_end(job_id, 2))
    again = JobId(f"{job_id}-again")
    bench.submit(request, again)
    return describe_fact(bench.wait_for_end(again))


def reopen(stage: Stage, base_url: str, name: str) -> dict[str, Any]:
    """The next start on the same home: what it finds, and what it makes of that by itself."""
    with stage.open_bench(base_url) as bench:
        results = bench.fetch_results()
        return {"gallery": [result.digest for result in results]}
