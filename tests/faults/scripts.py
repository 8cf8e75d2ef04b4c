"""What a forked engine does in a case, up to the moment at which it dies or is through."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.faults import shim
from tests.faults.bench import Bench, build_edit, build_generation
from tests.faults.case_gateway import PICTURE
from tests.faults.prefork import LOG, TOLD
from tests.faults.shelf import Shelf
from tests.faults.shim import Fault, Mode
from tests.faults.table import read_end
from tests.gallery.builders import build_answer, build_old_index, build_provenance, build_upload
from turbo_studio.core.facts import JobProgressed, JobsRecovered, QueueChanged, SpendingChanged
from turbo_studio.core.job import JobId, JobState
from turbo_studio.core.problems import Charged
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.core.trash import Trashed
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.ui.os_trash import DesktopTrash

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.facts import Fact, RecoveredJob
    from turbo_studio.core.request import Request


@dataclass(frozen=True, slots=True)
class Stage:
    """A case's folder: the home of its engine, and beside it what is known of the case."""

    folder: Path
    fault: dict[str, Any] | None

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def gallery(self) -> Path:
        return self.home / "gallery"

    @property
    def away(self) -> Path:
        """Where the gallery lies while it is not in its place."""
        return self.folder / "away"

    def arm(self, part: str = "gallery") -> None:
        """Count what happens in a part of the home; in all of it, where the part is empty."""
        if self.fault is not None:
            shim.arm(self.home / part, Fault.from_json(self.fault), self.folder / LOG)

    def open_bench(self, base_url: str) -> Bench:
        return Bench(self.home, base_url, told=self.folder / TOLD)


def press(stage: Stage, base_url: str, name: str, kind: str, *, leaves: bool = False) -> dict[str, Any]:
    """From the press to the end that is told; then, the disk well again, whatever saves the result.

    Or nothing, where the person ``leaves``: then it is the program's end that may save it.
    """
    with stage.open_bench(base_url) as bench:
        request = build_request(stage, bench, kind)
        stage.arm()
        job_id = JobId(name)
        bench.submit(request, job_id)
        bench.wait_until(lambda: bench.ends_of(job_id) or is_paused(bench), "the job neither ends nor waits")
        first = describe_rest(bench, job_id)
        shim.disarm()
        seen = Shelf(stage.home / "gallery").find_faults()
        return {
            "end": first,
            "seen": seen,
            "retried": None if leaves or first["state"] == JobState.DONE else try_again(bench, job_id),
            "gallery": [result.digest for result in bench.fetch_results()],
        }


def press_recorded(stage: Stage, base_url: str, name: str, kind: str) -> None:
    """All of a first run, from the empty home to the program's end, with what it does to the disk."""
    shim.arm(stage.folder, Fault(Mode.RECORD), stage.folder / LOG)
    with stage.open_bench(base_url) as bench:
        bench.submit(build_request(stage, bench, kind), JobId(name))
        bench.wait_for_end(JobId(name))
    shim.disarm()


class LosingBench(Bench):
    """Takes the gallery away when its job begins to be sent."""

    stage: Stage

    def _hear(self, fact: Fact) -> None:
        super()._hear(fact)
        if isinstance(fact, JobProgressed) and fact.state is JobState.SENDING and self.stage.gallery.exists():
            self.stage.gallery.rename(self.stage.away)


def lose_gallery(stage: Stage, base_url: str, name: str) -> dict[str, Any]:
    """A job whose gallery is away when its answer comes; and the end of the program."""
    with LosingBench(stage.home, base_url, told=stage.folder / TOLD) as bench:
        bench.stage = stage
        bench.fetch_results()
        stage.arm("spool")
        bench.submit(build_generation(), JobId(name))
        bench.wait_for_end(JobId(name))
        return {"end": describe_rest(bench, JobId(name))}


def build_request(stage: Stage, bench: Bench, kind: str) -> Request:
    if kind == "generate":
        return build_generation()
    picture = stage.folder / "source.png"
    picture.write_bytes(PICTURE)
    return build_edit([bench.open_source(picture)])


def is_paused(bench: Bench) -> bool:
    told = bench.facts_of(QueueChanged)
    return bool(told) and told[-1].is_paused


def describe_rest(bench: Bench, job_id: JobId) -> dict[str, Any]:
    """How the job stands: its last end, or that it waits."""
    ends = bench.ends_of(job_id)
    if not ends:
        return {"state": JobState.QUEUED, "charged": Charged.NO}
    state, charged, _ = read_end(ends[-1])
    return {"state": state, "charged": charged}


def try_again(bench: Bench, job_id: JobId) -> dict[str, Any]:
    """As the person would: save what is kept, let go on what waits, send again what was not sent."""
    count, again = len(bench.ends_of(job_id)), JobId(f"{job_id}-again")
    match describe_rest(bench, job_id)["state"]:
        case JobState.UNSAVED:
            bench.engine.save_again(job_id)
        case JobState.QUEUED:
            bench.engine.resume_queue()
        case _:
            bench.engine.retry(job_id, again)
            job_id, count = again, 0
    bench.wait_for_end(job_id, count + 1)
    return describe_rest(bench, job_id)


def reopen(
    stage: Stage, base_url: str, name: str, *, resumes: bool = False, part: str = "gallery"
) -> dict[str, Any]:
    """The next start on the same home: what it finds, and what it makes of that by itself."""
    stage.arm(part)
    with stage.open_bench(base_url) as bench:
        bench.wait_for(SpendingChanged)  # told when the journal has been read
        jobs = {job.summary.id: job for told in bench.facts_of(JobsRecovered) for job in told.jobs}
        for job_id, job in jobs.items():
            if job.state is JobState.SAVING:
                bench.wait_for_end(job_id)
        if resumes:
            bench.engine.resume_queue()
            for job_id, job in jobs.items():
                if job.state is JobState.QUEUED:
                    bench.wait_for_end(job_id)
        return {
            "jobs": [describe_recovered(bench, job) for job in jobs.values()],
            "gallery": [result.digest for result in bench.fetch_results()],
            "spent": count_spent(bench),  # after the look at the gallery: it is told after the result
        }


def count_spent(bench: Bench) -> tuple[float, float]:
    """Dollars, certain and maybe, as told last."""
    spending = bench.facts_of(SpendingChanged)[-1].spending
    return spending.total, spending.total_maybe


def describe_recovered(bench: Bench, job: RecoveredJob) -> dict[str, Any]:
    if bench.ends_of(job.summary.id):
        return describe_rest(bench, job.summary.id)
    return {"state": job.state, "charged": job.charged}


def fill_gallery(stage: Stage) -> None:
    """A gallery as the version before left it."""
    with closing(DiskGallery(stage.home / "gallery")) as gallery:
        for number in range(3):
            gallery.add(build_answer(stage.folder, PICTURE), build_provenance(f"job-{number}"))
    build_old_index(stage.home / "gallery" / ".studio")


def migrate(stage: Stage) -> list[int]:
    """Open it with this version; what is found then by its words."""
    stage.arm()
    with closing(DiskGallery(stage.home / "gallery")) as gallery:
        return [result.sequence for result in gallery.fetch_page(Query("otter"), None, 10)]


NAMES = ("kept", "first", "second")
"""The jobs of the results in ``keep_results``; the trash is for all but the first."""


def keep_results(stage: Stage, base_url: str, name: str) -> list[str]:
    """A gallery with three results, each with a thumbnail and an input of its own; their ids."""
    with open_gallery(stage) as gallery:
        ids: list[str] = []
        for job in NAMES:
            upload = gallery.keep_input(build_upload(stage.folder, job.encode()))
            provenance = build_provenance(job, uploads=(upload,))
            (result,) = gallery.add(build_answer(stage.folder, PICTURE), provenance)
            gallery.thumbnail_path(result.id).write_bytes(PICTURE)
            ids.append(result.id)
        return ids


def throw_away(
    stage: Stage,
    base_url: str,
    name: str,
    *,
    ids: list[str],
    undoes: bool = False,
    is_later: bool = False,
    has_trash: bool = True,
) -> dict[str, Any]:
    """Move results to the system's trash, and perhaps back; the fault meets the last of these.

    ``is_later``: they are brought back by another run.
    """
    wanted = [ResultId(each) for each in ids]
    if is_later:
        with open_gallery(stage, has_trash=has_trash) as gallery:
            gallery.move_to_trash(wanted)
    with open_gallery(stage, has_trash=has_trash) as gallery:
        if not undoes:
            stage.arm("")
        trashed = Trashed() if is_later else gallery.move_to_trash(wanted)
        if undoes:
            gallery.list_trashed()
            stage.arm("")
            gallery.restore(wanted)
        shim.disarm()
        seen = [result.id for result in gallery.fetch_page(Query(), None, 10)]
        told = trashed.problem is not None
        again = (
            gallery.restore(wanted)
            if undoes
            else gallery.move_to_trash([each for each in wanted if each in seen])
        )
        after = [result.id for result in gallery.fetch_page(Query(), None, 10)]
        return {"seen": seen, "told": told, "again": again.problem is not None, "after": after}


def throw_away_recorded(stage: Stage, base_url: str, name: str) -> list[str]:
    """Three results, two of them thrown away and one of these brought back; a line each time it was told."""
    shim.arm(stage.folder, Fault(Mode.RECORD), stage.folder / LOG)
    told = os.open(stage.folder / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ids = keep_results(stage, base_url, name)
    wanted = [ResultId(each) for each in ids]
    with open_gallery(stage) as gallery:
        os.write(told, b'"kept"\n')
        gallery.move_to_trash(wanted[1:])
        os.write(told, b'"thrown away"\n')
        gallery.restore(wanted[2:])
        os.write(told, b'"brought back"\n')
    shim.disarm()
    return ids


def look_again(stage: Stage, base_url: str, name: str) -> list[str]:
    """The next start; the ids of what is in the gallery."""
    stage.arm("")
    with open_gallery(stage) as gallery:
        return [result.id for result in gallery.fetch_page(Query(), None, 10)]


def open_gallery(stage: Stage, *, has_trash: bool = True) -> closing[DiskGallery]:
    """With the trash of a desktop, which lies in the home."""
    data = stage.home / ("data" if has_trash else "missing")
    if has_trash:
        data.mkdir(parents=True, exist_ok=True)
    os.environ["XDG_DATA_HOME"] = str(data)
    return closing(DiskGallery(stage.gallery, system_trash=DesktopTrash()))
