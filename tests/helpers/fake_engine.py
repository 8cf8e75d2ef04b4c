"""A session whose engine only notes what it was asked, and makers of the facts that a real one would tell.

``build_session`` gives a real session and a real bridge. Facts go in by ``session.receive``, at once and
on the calling thread, or by ``bridge.post``, through the event loop as in the program.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from turbo_studio.core.facts import (
    JobProgressed,
    JobsRecovered,
    JobSucceeded,
    PageFetched,
    RecoveredJob,
    SourceDecoded,
    SourceOpened,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import JobId, JobSummary
from turbo_studio.core.mask import Mask
from turbo_studio.core.price import Estimate
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.result import Provenance, Result, ResultId, Usage
from turbo_studio.core.sources import Level, Raster, Source, SourceId
from turbo_studio.session.results import PAGE_RESULTS
from turbo_studio.session.session import Session
from turbo_studio.settings.preferences import Preferences
from turbo_studio.ui.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.helpers.shelf import Shelf
    from turbo_studio.core.collection import SearchId
    from turbo_studio.core.comparing import Comparing
    from turbo_studio.core.contact_sheet import SheetOrder
    from turbo_studio.core.exporting import ExportOrder
    from turbo_studio.core.job import Job, JobState
    from turbo_studio.core.looking import Wish
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.network import Network
    from turbo_studio.core.operators import Selecting
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.query import CollectionId, Query
    from turbo_studio.core.result import Upload
    from turbo_studio.core.sources import Note
    from turbo_studio.core.workspace import Workspace

PICTURE_SIZE = Size(320, 240)
THUMBNAIL_SIDE_PX = 128
_SMALLEST_LEVEL_PX = 64
_FIRST_RESULT = datetime(2026, 11, 20, 16, 12, 33, tzinfo=UTC)


@dataclass
class FakeLibrary:
    """Fills ``session.engine.Library``. ``calls`` are the engine's; a shelf answers what is asked."""

    calls: list[tuple[str, tuple[Any, ...]]]
    shelf: Shelf | None = None

    def fetch_page(self, query: Query, before: int | None, limit: int) -> None:
        self.calls.append(("fetch_page", (query, before, limit)))
        if self.shelf is not None:
            self.shelf.tell_page(query, before, limit)

    def count(self, query: Query) -> None:
        self.calls.append(("count", (query,)))
        if self.shelf is not None:
            self.shelf.tell_count(query)

    def fetch_anchors(self, query: Query, step: int) -> None:
        self.calls.append(("fetch_anchors", (query, step)))
        if self.shelf is not None:
            self.shelf.tell_anchors(query, step)

    def change_marks(
        self, ids: Sequence[ResultId], stars: int | None, label: Label | None, flag: Flag | None
    ) -> None:
        self.calls.append(("change_marks", (tuple(ids), stars, label, flag)))
        if self.shelf is not None:
            self.shelf.change_marks(ids, stars, label, flag)

    def fetch_collections(self) -> None:
        self.calls.append(("fetch_collections", ()))

    def create_collection(self, name: str, ids: Sequence[ResultId]) -> None:
        self.calls.append(("create_collection", (name, tuple(ids))))

    def rename_collection(self, collection_id: CollectionId, name: str) -> None:
        self.calls.append(("rename_collection", (collection_id, name)))

    def delete_collection(self, collection_id: CollectionId) -> None:
        self.calls.append(("delete_collection", (collection_id,)))

    def add_to_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None:
        self.calls.append(("add_to_collection", (collection_id, tuple(ids))))

    def remove_from_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None:
        self.calls.append(("remove_from_collection", (collection_id, tuple(ids))))

    def save_search(self, name: str, query: Query) -> None:
        self.calls.append(("save_search", (name, query)))

    def delete_search(self, search_id: SearchId) -> None:
        self.calls.append(("delete_search", (search_id,)))


@dataclass
class FakeLineage:
    """Fills ``session.engine.Lineage``. ``calls`` are the engine's."""

    calls: list[tuple[str, tuple[Any, ...]]]

    def fetch_kin(self, result: Result) -> None:
        self.calls.append(("fetch_kin", (result,)))

    def fetch_thumbnails(self, inputs: Sequence[Upload]) -> None:
        self.calls.append(("fetch_thumbnails", (tuple(inputs),)))

    def find_original(self, digest: str) -> None:
        self.calls.append(("find_original", (digest,)))

    def open_original(self, digest: str) -> None:
        self.calls.append(("open_original", (digest,)))

    def reopen(self, result: Result, put_aside: Workspace | None) -> None:
        self.calls.append(("reopen", (result, put_aside)))

    def put_aside(self, workspace: Workspace) -> None:
        self.calls.append(("put_aside", (workspace,)))


@dataclass
class FakeEngine:
    """Fills ``session.engine.Engine``. ``calls`` holds (method, arguments) in order."""

    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    shelf: Shelf | None = None

    @property
    def library(self) -> FakeLibrary:
        return FakeLibrary(self.calls, self.shelf)

    @property
    def lineage(self) -> FakeLineage:
        return FakeLineage(self.calls)

    def calls_of(self, method: str) -> list[tuple[Any, ...]]:
        """The arguments of each call of one method."""
        return [arguments for name, arguments in self.calls if name == method]

    @property
    def submitted(self) -> list[Job]:
        return [job for (job,) in self.calls_of("submit")]

    def open_files(self, paths: Sequence[Path]) -> None:
        self.calls.append(("open_files", (list(paths),)))

    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None:
        self.calls.append(("open_pixels", (size, rgba, name)))

    def decode_source(self, source: Source, *, with_mask: bool) -> None:
        self.calls.append(("decode_source", (source, with_mask)))

    def find_pixels(self, token: int, asked: Selecting) -> None:
        self.calls.append(("find_pixels", (token, asked)))

    def cancel_finding(self, token: int) -> None:
        self.calls.append(("cancel_finding", (token,)))

    def save_mask(self, mask: MaskSnapshot, path: Path) -> None:
        self.calls.append(("save_mask", (mask, path)))

    def submit(self, job: Job) -> None:
        self.calls.append(("submit", (job,)))

    def cancel(self, job_id: JobId) -> None:
        self.calls.append(("cancel", (job_id,)))

    def cancel_all(self) -> None:
        self.calls.append(("cancel_all", ()))

    def pause_queue(self) -> None:
        self.calls.append(("pause_queue", ()))

    def resume_queue(self) -> None:
        self.calls.append(("resume_queue", ()))

    def move_job(self, job_id: JobId, index: int) -> None:
        self.calls.append(("move_job", (job_id, index)))

    def release(self, job_id: JobId) -> None:
        self.calls.append(("release", (job_id,)))

    def retry(self, job_id: JobId, new_id: JobId) -> None:
        self.calls.append(("retry", (job_id, new_id)))

    def read_again(self, job_id: JobId) -> None:
        self.calls.append(("read_again", (job_id,)))

    def set_limits(self, concurrency: int, daily_cap_dollars: float) -> None:
        self.calls.append(("set_limits", (concurrency, daily_cap_dollars)))

    def save_again(self, job_id: JobId) -> None:
        self.calls.append(("save_again", (job_id,)))

    def forget(self, job_id: JobId) -> None:
        self.calls.append(("forget", (job_id,)))

    def connect(self, base_url: str, key: str, *, remember: bool) -> None:
        self.calls.append(("connect", (base_url, key, remember)))

    def disconnect(self, base_url: str) -> None:
        self.calls.append(("disconnect", (base_url,)))

    def test_connection(self, base_url: str, key: str) -> None:
        self.calls.append(("test_connection", (base_url, key)))

    def cancel_connection_test(self) -> None:
        self.calls.append(("cancel_connection_test", ()))

    def set_network(self, network: Network) -> None:
        self.calls.append(("set_network", (network,)))

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        self.calls.append(("store_proxy_password", (proxy_url, user, password)))

    def remake_thumbnail(self, result: Result) -> None:
        self.calls.append(("remake_thumbnail", (result,)))

    def reopen_gallery(self, *, anew: bool) -> None:
        self.calls.append(("reopen_gallery", (anew,)))

    def look_at(self, wishes: Sequence[Wish]) -> None:
        self.calls.append(("look_at", (tuple(wishes),)))

    def recognise(self, source: Source) -> None:
        self.calls.append(("recognise", (source,)))

    def look_through(self, paths: Sequence[Path]) -> None:
        self.calls.append(("look_through", (list(paths),)))

    def cancel_look(self) -> None:
        self.calls.append(("cancel_look", ()))

    def move_to_trash(self, ids: Sequence[ResultId]) -> None:
        self.calls.append(("move_to_trash", (tuple(ids),)))

    def restore_results(self, ids: Sequence[ResultId]) -> None:
        self.calls.append(("restore_results", (tuple(ids),)))

    def relink_result(self, result_id: ResultId, file: Path) -> None:
        self.calls.append(("relink_result", (result_id, file)))

    def compare(self, token: int, asked: Comparing) -> None:
        self.calls.append(("compare", (token, asked)))

    def drop_comparison(self, token: int) -> None:
        self.calls.append(("drop_comparison", (token,)))

    def export(self, order: ExportOrder | SheetOrder) -> None:
        self.calls.append(("export", (order,)))

    def make_png(self, result: Result) -> None:
        self.calls.append(("make_png", (result,)))

    def cancel_export(self) -> None:
        self.calls.append(("cancel_export", ()))

    def verify_gallery(self) -> None:
        self.calls.append(("verify_gallery", ()))

    def cancel_verifying(self) -> None:
        self.calls.append(("cancel_verifying", ()))

    def rebuild_index(self) -> None:
        self.calls.append(("rebuild_index", ()))

    def run_on_disk(self, call: Callable[[], None]) -> None:
        self.calls.append(("run_on_disk", (call,)))

    def save_workspace(self, workspace: Workspace) -> None:
        self.calls.append(("save_workspace", (workspace,)))

    def restore_workspace(self, *, aside: bool) -> None:
        self.calls.append(("restore_workspace", (aside,)))

    def stop(self, workspace: Workspace | None = None) -> None:
        self.calls.append(("stop", (workspace,)))


def build_session(profile: ModelProfile = GPT_IMAGE_2) -> tuple[Session, Bridge, FakeEngine]:
    """Keep the bridge: the session publishes through it, and Qt drops what nobody holds."""
    engine = FakeEngine()
    session = Session(profile, Preferences(), lambda: engine, lambda preferences: None)
    return session, Bridge(session), engine


# Pictures


def paint_pattern(size: Size) -> NDArray[np.uint8]:
    """Rows of RGBA, opaque: red rises to the right, green downwards, so that every place differs."""
    rgba = np.full((size.height, size.width, 4), 255, np.uint8)
    rgba[..., 0] = np.linspace(0, 255, size.width, dtype=np.uint8)
    rgba[..., 1] = np.linspace(0, 255, size.height, dtype=np.uint8)[:, np.newaxis]
    rgba[..., 2] = 96
    return rgba


def write_png(path: Path, size: Size, side_px: int | None = None) -> Path:
    """A real PNG of the pattern; with ``side_px``, small enough to fit a square of that side."""
    if side_px is not None:
        scale = min(1.0, side_px / max(size))
        size = Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(paint_pattern(size)).save(path)
    return path


def write_raster(path: Path, rgba: NDArray[np.uint8]) -> Raster:
    """The pixels as the canvas reads them, every level half of the one before."""
    planes = [rgba]
    while max(planes[-1].shape[:2]) > _SMALLEST_LEVEL_PX:
        planes.append(planes[-1][::2, ::2])
    levels, offset = [], 0
    with path.open("wb") as file:
        for plane in planes:
            height, width = plane.shape[:2]
            levels.append(Level(Size(width, height), offset))
            offset += file.write(np.ascontiguousarray(plane[..., [2, 1, 0, 3]]).tobytes())
    return Raster(path, has_alpha=False, levels=tuple(levels))


# Sources


def build_source(
    folder: Path, name: str = "cup.png", size: Size = PICTURE_SIZE, notes: tuple[Note, ...] = ()
) -> Source:
    """A source whose file is a real picture. One name, one source."""
    path = write_png(folder / "kept" / f"{_digest(name)}.png", size)
    return Source(
        SourceId(_digest(name)[:12]),
        name,
        path,
        _digest(name),
        "image/png",
        size,
        path.stat().st_size,
        notes,
    )


def open_source(
    session: Session,
    folder: Path,
    name: str = "cup.png",
    size: Size = PICTURE_SIZE,
    notes: tuple[Note, ...] = (),
) -> Source:
    """Ask for a file and have the engine tell that it was opened; its pixels are not there yet."""
    source = build_source(folder, name, size, notes)
    session.open_files([folder / name])
    thumbnail = write_png(folder / "small" / f"{source.id}.png", size, THUMBNAIL_SIDE_PX)
    session.receive(SourceOpened(source, thumbnail))
    return source


def decode_shown(session: Session, folder: Path) -> Raster:
    """Have the engine tell the pixels, and an empty mask, of the source that is to be shown."""
    source = session.painter.shown_source
    assert source is not None, "no source is to be shown"
    raster = write_raster(folder / f"{source.id}.raster", paint_pattern(source.size))
    session.receive(SourceDecoded(source.id, raster, Mask(source.size)))
    return raster


# Jobs and results


def progress(
    session: Session, job_id: JobId, state: JobState, done_bytes: int = 0, total_bytes: int = 0
) -> None:
    session.receive(JobProgressed(job_id, state, done_bytes, total_bytes))


def recover(session: Session, *states: JobState, **values: Any) -> list[JobId]:
    """Have the engine tell jobs of an earlier run, oldest press first; ``values`` hold for each."""
    jobs = tuple(
        RecoveredJob(build_summary(f"old-{number}", f"prompt {number}"), state, **values)
        for number, state in enumerate(states)
    )
    session.receive(JobsRecovered(jobs))
    return [job.summary.id for job in jobs]


def build_summary(job_id: str, prompt: str = "a cup of tea") -> JobSummary:
    return JobSummary(
        id=JobId(job_id),
        prompt=prompt,
        size=Size(1536, 1024),
        quality=Quality.HIGH,
        source_names=(),
        has_mask=False,
        created_at=_FIRST_RESULT,
        estimate=Estimate(5_488, 0.165),
    )


def succeed(session: Session, job_id: JobId, *results: Result) -> None:
    session.receive(JobSucceeded(job_id, results))


def describe_result(
    folder: Path, number: int = 1, prompt: str = "a cup of tea", *, gateway: str = "sandbox"
) -> Result:
    """A result whose files are nowhere; a higher number is newer by a minute."""
    created = _FIRST_RESULT + timedelta(minutes=number)
    size = Size(1536, 1024)
    path = folder / "2026" / "11" / f"{number:07}.png"
    return Result(
        id=ResultId(f"{number:07}"),
        path=path,
        thumbnail=folder / ".studio" / "thumbnails" / f"{number:07}.png",
        media_type="image/png",
        size=size,
        digest=_digest(str(path)),
        created_at=created,
        provenance=Provenance(
            job_id=f"job-{number}",
            model="gpt-image-2",
            prompt=prompt,
            size=size,
            quality=Quality.HIGH,
            uploads=(),
            source_names=(),
            mask=None,
            gateway=gateway,
            started_at=created - timedelta(seconds=58),
            finished_at=created,
        ),
        usage=Usage(input_tokens=12, output_tokens=3_280, total_tokens=3_292),
        request_ids=(f"req-{number}",),
        sequence=number,
    )


def build_result(
    folder: Path, number: int = 1, prompt: str = "a cup of tea", *, gateway: str = "sandbox"
) -> Result:
    """A result with real files; a higher number is newer by a minute."""
    result = describe_result(folder, number, prompt, gateway=gateway)
    write_png(result.path, Size(1536, 1024), 384)
    assert result.thumbnail is not None
    write_png(result.thumbnail, Size(1536, 1024), THUMBNAIL_SIDE_PX)
    return result


def fetch_page(session: Session, results: Sequence[Result]) -> None:
    """Have the session ask for its query once more, and the engine tell one page: all that there is."""
    session.results.refresh()
    session.receive(PageFetched(session.results.query, None, PAGE_RESULTS, tuple(results)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
