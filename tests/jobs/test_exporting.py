"""Orders of exports: what is told of them, whatever becomes of single files and of the folder."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from dataclasses import dataclass, field, replace
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, cast

import pytest

from tests.helpers.patience import PATIENCE_S
from tests.helpers.results import RESULT
from tests.jobs.fakes import COPIED, FakeExporter
from turbo_studio.core.contact_sheet import SheetOptions, SheetOrder
from turbo_studio.core.exporting import (
    Collision,
    ExportOptions,
    ExportOrder,
    ExportReport,
    Preset,
)
from turbo_studio.core.facts import ExportCollided, ExportEnded, ExportProgressed, PngMade
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.result import ResultId
from turbo_studio.core.sources import Note
from turbo_studio.gallery.exports import DiskExports
from turbo_studio.gallery.layout import Layout
from turbo_studio.jobs.exporting import Exporting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.result import Result

CLEAN = ExportOptions(Preset.CLEAN)


@dataclass
class Shelf:
    """All of a gallery that an export needs."""

    exports: DiskExports


@dataclass
class Bench:
    root: Path
    exporter: FakeExporter = field(default_factory=FakeExporter)
    facts: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gallery, self.folder = self.root / "gallery", self.root / "out"
        self.gallery.mkdir()
        self.folder.mkdir()
        self.exporter.folder = self.root
        self.exports = DiskExports(Layout(self.gallery))

    def add_result(self, name: str) -> Result:
        path = self.gallery / f"{name}.png"
        path.write_bytes(name.encode())
        digest = hashlib.sha256(name.encode()).hexdigest()
        return replace(RESULT, id=ResultId(name), path=path, digest=digest)

    def order(self, *names: str, **asked: object) -> ExportOrder:
        results = tuple(self.add_result(name) for name in names)
        return replace(ExportOrder(results, "{name}", ExportOptions(), self.folder), **asked)  # type: ignore[arg-type]

    def run(self, order: ExportOrder | SheetOrder, after: Callable[[Exporting], None] | None = None) -> None:
        """Work an order off; ``after`` is called with the first progress that is told."""

        async def use_gallery() -> Gallery:
            return cast("Gallery", Shelf(self.exports))

        async def run() -> None:
            def publish(fact: Fact) -> None:
                self.facts.append(fact)
                if after is not None and fact == ExportProgressed(0, len(order.results)):
                    asyncio.get_running_loop().call_soon(after, exporting)

            exporting = Exporting(self.exporter, use_gallery, publish)
            await exporting.export(order)

        asyncio.run(asyncio.wait_for(run(), PATIENCE_S))

    @property
    def report(self) -> ExportReport:
        ended = self.facts[-1]
        assert isinstance(ended, ExportEnded)
        return ended.report

    @property
    def written(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir())}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_originals_are_copied_byte_by_byte(bench: Bench) -> None:
    bench.run(bench.order("a", "b"))
    assert bench.facts[:-1] == [ExportProgressed(0, 2), ExportProgressed(1, 2)]
    assert bench.report == ExportReport(bench.folder, (bench.folder / "a.png", bench.folder / "b.png"))
    assert bench.written == {"a.png": b"a", "b.png": b"b"}
    assert bench.exporter.copied == []


def test_copies_come_from_the_exporter_with_its_notes(bench: Bench) -> None:
    bench.run(bench.order("a", "b", options=CLEAN))
    assert bench.written == {"a.png": COPIED + b"a", "b.png": COPIED + b"b"}
    assert bench.report.notes == (Note.REDUCED_TO_8_BITS,)


def test_nothing_is_written_before_it_is_known_what_to_do_with_taken_names(bench: Bench) -> None:
    (bench.folder / "b.png").write_bytes(b"former")
    order = bench.order("a", "b", "c")
    bench.run(order)
    assert bench.facts == [ExportCollided(("b.png",))]
    assert bench.written == {"b.png": b"former"}
    bench.run(replace(order, collision=Collision.SKIP))
    assert bench.report.skipped == ("b.png",)
    assert bench.written == {"a.png": b"a", "b.png": b"former", "c.png": b"c"}
    bench.run(replace(order, collision=Collision.REPLACE))
    assert bench.written == {"a.png": b"a", "b.png": b"b", "c.png": b"c"}


def test_one_bad_file_keeps_no_other_back(bench: Bench) -> None:
    order = bench.order("gone", "changed", "good")
    order.results[0].path.unlink()
    order.results[1].path.write_bytes(b"other")
    bench.run(order)
    assert [(name, problem.code) for name, problem in bench.report.failures] == [
        ("gone.png", ProblemCode.FILE_UNREADABLE),
        ("changed.png", ProblemCode.RESULT_CHANGED),
    ]
    assert bench.written == {"good.png": b"good"}


def test_folder_that_goes_away_ends_it(bench: Bench) -> None:
    order = bench.order("a", "b", "c", options=CLEAN)
    place, moved = bench.exports.place, bench.root / "moved"

    def place_and_lose(*given: object) -> object:
        placed = place(*given)  # type: ignore[arg-type]
        bench.folder.rename(moved)
        return placed

    bench.exports.place = place_and_lose  # type: ignore[method-assign,assignment]
    bench.run(order)
    assert bench.report.problem is not None
    assert bench.report.problem.code is ProblemCode.FOLDER_UNWRITABLE
    assert len(bench.report.paths) == 1
    assert [path.name for path in moved.iterdir()] == ["a.png"]


def test_folder_of_the_gallery_is_refused(bench: Bench) -> None:
    bench.run(bench.order("a", folder=bench.gallery))
    assert bench.report.problem is not None
    assert bench.report.problem.code is ProblemCode.EXPORT_IN_GALLERY


def test_full_scratch_disk_ends_it(bench: Bench) -> None:
    bench.exporter.error = StorageError(ProblemCode.DISK_FULL, folder="scratch")
    bench.run(bench.order("a", "b", options=CLEAN))
    assert bench.report.problem == bench.exporter.error.problem
    assert bench.written == {}


def test_sheet_is_placed_with_what_it_could_not_show(bench: Bench) -> None:
    results = tuple(bench.add_result(name) for name in ("a", "b"))
    order = SheetOrder(results, SheetOptions(), bench.folder, "Selection")
    bench.run(order)
    assert bench.facts[0] == ExportProgressed(0, 2)
    assert bench.written == {"Selection.pdf": COPIED + b"all"}
    assert [name for name, _ in bench.report.failures] == ["gone.png"]
    bench.run(order)
    assert bench.facts[-1] == ExportCollided(("Selection.pdf",))
    bench.run(replace(order, collision=Collision.KEEP_BOTH))
    assert set(bench.written) == {"Selection.pdf", "Selection-2.pdf"}


def test_png_is_made_in_memory_or_not_at_all(bench: Bench) -> None:
    async def use_no_gallery() -> Gallery:
        raise AssertionError

    exporting = Exporting(bench.exporter, use_no_gallery, bench.facts.append)
    asyncio.run(exporting.make_png(bench.add_result("a")))
    bench.exporter.error = PictureError(ProblemCode.RESULT_CHANGED)
    asyncio.run(exporting.make_png(bench.add_result("b")))
    assert bench.facts == [PngMade(ResultId("a"), COPIED + b"a")]


def test_cancel_while_a_copy_is_made(bench: Bench) -> None:
    bench.exporter.stuck_on = "a"
    bench.run(bench.order("a", "b", options=CLEAN), after=Exporting.cancel)
    assert bench.report == ExportReport(bench.folder, is_cancelled=True)
    assert bench.written == {}


def test_file_that_is_being_written_at_the_cancel_is_finished_and_told(bench: Bench) -> None:
    place, cancelled = bench.exports.place, threading.Event()
    cancels: SimpleQueue[Callable[[], object]] = SimpleQueue()

    def place_slowly(*given: object) -> object:
        cancels.get(timeout=PATIENCE_S)()
        assert cancelled.wait(PATIENCE_S)
        return place(*given)  # type: ignore[arg-type]

    bench.exports.place = place_slowly  # type: ignore[method-assign,assignment]

    def offer_cancel(exporting: Exporting) -> None:
        def cancel() -> None:
            exporting.cancel()
            cancelled.set()

        cancels.put(partial(asyncio.get_running_loop().call_soon_threadsafe, cancel))

    bench.run(bench.order("a", "b"), after=offer_cancel)
    assert bench.report == ExportReport(bench.folder, (bench.folder / "a.png",), is_cancelled=True)
    assert bench.written == {"a.png": b"a"}
