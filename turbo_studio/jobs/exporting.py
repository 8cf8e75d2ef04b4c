"""Exports: an order worked off file by file, each whole or not there, told as it goes and at its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from turbo_studio.core.export_names import plan_files
from turbo_studio.core.exporting import ExportReport, Preset
from turbo_studio.core.facts import ExportCollided, ExportEnded, ExportProgressed
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.sources import Note
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from turbo_studio.core.exporting import ExportFile, ExportOrder
    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Exports, Gallery, PictureExporter
    from turbo_studio.core.problems import Problem


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

    async def export(self, order: ExportOrder) -> None:
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

    async def _work_off(self, order: ExportOrder, tally: _Tally) -> None:
        exports = (await self._use_gallery()).exports
        files = await asyncio.to_thread(plan_files, order.template, order.results, order.options)
        names = [file.name for file in files]
        taken = await asyncio.to_thread(exports.find_taken, order.folder, names)
        if taken and order.collision is None:
            tally.taken = taken
            return
        for done, file in enumerate(files):
            self._publish(ExportProgressed(done, len(files)))
            try:
                await self._export_one(file, order, exports, tally)
            except PictureError as error:
                tally.failures.append((file.result.path.name, error.problem))
            except StorageError as error:
                if error.problem.code is not ProblemCode.EXPORT_NAME_TAKEN:
                    raise  # what one file met, the others would meet as well
                tally.failures.append((file.name, error.problem))

    async def _export_one(
        self, file: ExportFile, order: ExportOrder, exports: Exports, tally: _Tally
    ) -> None:
        result = file.result
        if order.options.preset is Preset.ORIGINAL:
            await _place(result.path, result.digest, file, order, exports, tally)
            return
        async with self._exporter.write_copy(result, order.options) as (copy, notes):
            await _place(copy, None, file, order, exports, tally)
            tally.notes.update(notes)


class _Tally:
    """What has become of an order so far."""

    def __init__(self, order: ExportOrder) -> None:
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


async def _place(
    source: Path, digest: str | None, file: ExportFile, order: ExportOrder, exports: Exports, tally: _Tally
) -> None:
    """Once begun it is finished, also where the order is cancelled meanwhile: what lies there is told."""
    placing = asyncio.ensure_future(
        asyncio.to_thread(exports.place, source, digest, order.folder, file.name, order.collision)
    )
    try:
        await asyncio.wait({placing})
    except asyncio.CancelledError:
        await asyncio.wait({placing})
        _note(placing, file, tally)
        raise
    _note(placing, file, tally)


def _note(placing: asyncio.Future[Path | None], file: ExportFile, tally: _Tally) -> None:
    path = placing.result()
    if path is None:
        tally.skipped.append(file.name)
    else:
        tally.paths.append(path)
