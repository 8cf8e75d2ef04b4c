"""Exports and contact sheets: worked off file by file, each whole or not there, told as it goes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from turbo_studio.core.contact_sheet import SheetOrder, lay_out_sheet, name_pages
from turbo_studio.core.export_names import plan_files
from turbo_studio.core.exporting import ExportOptions, ExportReport, FileFormat, Preset
from turbo_studio.core.facts import ExportCollided, ExportEnded, ExportProgressed, PngMade
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.sources import Note
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.exporting import ExportFile, ExportOrder
    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Exports, Gallery, PictureExporter
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result

    AnyOrder = ExportOrder | SheetOrder


_AS_PNG = ExportOptions(Preset.CLEAN, FileFormat.PNG)


class Exporting:
    """One order at a time; ``export`` and ``cancel`` are called on the worker's loop."""

    def __init__(
        self,
        exporter: PictureExporter,
        use_gallery: Callable[[], Awaitable[Gallery]],
        publish: Callable[[Fact], None],
    ) -> None:
        self._exporter = exporter
        self._use_gallery = use_gallery
        self._publish = publish
        self._running: asyncio.Task[None] | None = None

    def cancel(self) -> None:
        """Begin no further file; one that is being written is finished, and told."""
        if self._running is not None:
            self._running.cancel()

    async def remove_left_parts(self) -> None:
        """At a start: nothing is left in users' folders where the program was killed while it wrote there."""
        with suppress(StorageError):  # a gallery that cannot be opened is told to those who need it
            exports = (await self._use_gallery()).exports
            await asyncio.to_thread(exports.remove_left_parts)

    async def export(self, order: AnyOrder) -> None:
        """Never raises: the order's end is told as one fact."""
        self._running = asyncio.current_task()
        tally = _Tally(order)
        try:
            await self._work_off(order, tally)
        except asyncio.CancelledError:
            tally.is_cancelled = True
        except Exception as error:  # noqa: BLE001 - the dialog waits for an end
            tally.problem = describe_error(error)
        finally:
            self._running = None
        taken = tally.taken
        self._publish(ExportCollided(taken) if taken else ExportEnded(tally.build_report()))

    async def make_png(self, result: Result) -> None:
        """For the clipboard, which holds the file by then: what cannot be made is not missed."""
        with suppress(PictureError):
            async with self._exporter.write_copy(result, _AS_PNG) as (copy, _):
                self._publish(PngMade(result.id, await asyncio.to_thread(copy.read_bytes)))

    async def _work_off(self, order: AnyOrder, tally: _Tally) -> None:
        exports = (await self._use_gallery()).exports
        if isinstance(order, SheetOrder):
            names = _name_sheet(order)
            if await _are_free(names, order, exports, tally):
                await self._export_sheet(names, order, exports, tally)
            return
        files = await asyncio.to_thread(plan_files, order.template, order.results, order.options)
        if await _are_free([file.name for file in files], order, exports, tally):
            for done, file in enumerate(files):
                self._publish(ExportProgressed(done, len(files)))
                await self._export_one(file, order, exports, tally)

    async def _export_one(
        self, file: ExportFile, order: ExportOrder, exports: Exports, tally: _Tally
    ) -> None:
        """What is wrong with a result is told of that one, and the others go on."""
        result = file.result
        try:
            if order.options.preset is Preset.ORIGINAL:
                await _place(result.path, result.digest, file.name, order, exports, tally)
                return
            async with self._exporter.write_copy(result, order.options) as (copy, notes):
                await _place(copy, None, file.name, order, exports, tally)
                tally.notes.update(notes)
        except PictureError as error:
            tally.failures.append((result.path.name, error.problem))

    async def _export_sheet(
        self, names: Sequence[str], order: SheetOrder, exports: Exports, tally: _Tally
    ) -> None:
        def tell(done: int) -> None:
            self._publish(ExportProgressed(done, len(order.results)))

        async with self._exporter.write_sheet(order.results, order.options, tell) as sheet:
            tally.failures += sheet.failures
            for page, name in zip(sheet.pages, names, strict=True):
                await _place(page, None, name, order, exports, tally)


class _Tally:
    """What has become of an order so far."""

    def __init__(self, order: AnyOrder) -> None:
        self._folder = order.folder
        self.taken: tuple[str, ...] = ()
        self.paths: list[Path] = []
        self.skipped: list[str] = []
        self.failures: list[tuple[str, Problem]] = []
        self.notes: set[Note] = set()
        self.problem: Problem | None = None
        self.is_cancelled = False

    def build_report(self) -> ExportReport:
        return ExportReport(
            self._folder,
            tuple(self.paths),
            tuple(self.skipped),
            tuple(self.failures),
            tuple(note for note in Note if note in self.notes),
            self.problem,
            self.is_cancelled,
        )


def _name_sheet(order: SheetOrder) -> tuple[str, ...]:
    sizes = [result.size for result in order.results]
    page_count = lay_out_sheet(order.options, sizes).count_pages(len(order.results))
    return name_pages(order.name, page_count, is_pdf=order.options.is_pdf)


async def _are_free(names: Sequence[str], order: AnyOrder, exports: Exports, tally: _Tally) -> bool:
    """Whether the order can begin: no name is taken, or it is known what to do about that."""
    taken = await asyncio.to_thread(exports.find_taken, order.folder, names)
    if taken and order.collision is None:
        tally.taken = taken
        return False
    return True


async def _place(
    source: Path, digest: str | None, name: str, order: AnyOrder, exports: Exports, tally: _Tally
) -> None:
    """Once begun it is finished, also where the order is cancelled meanwhile: what lies there is told."""
    placing = asyncio.ensure_future(
        asyncio.to_thread(exports.place, source, digest, order.folder, name, order.collision)
    )
    try:
        await asyncio.wait({placing})
    except asyncio.CancelledError:
        await asyncio.wait({placing})
        _note(placing, name, tally)
        raise
    _note(placing, name, tally)


def _note(placing: asyncio.Future[Path | None], name: str, tally: _Tally) -> None:
    """What the folder has wrong is raised, for the others would meet it too."""
    try:
        path = placing.result()
    except StorageError as error:
        if error.problem.code is not ProblemCode.EXPORT_NAME_TAKEN:
            raise
        tally.failures.append((name, error.problem))
        return
    if path is None:
        tally.skipped.append(name)
    else:
        tally.paths.append(path)
