"""How sources come in: files and pasted pixels are opened, and the one to be shown is decoded."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.facts import SourceDecoded, SourceNotDecoded, SourceOpened, SourceRefused
from turbo_studio.core.mask import Mask
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from typing import Any

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.ports import OpenedSource, PictureReader
    from turbo_studio.core.sources import Source
    from turbo_studio.jobs.worker import Worker

    Opening = Callable[[], Coroutine[Any, Any, OpenedSource]]

SOURCES_AT_ONCE = 2


class Opener:
    """Each verb returns at once, on any thread, and ends in one fact a picture."""

    def __init__(self, worker: Worker, pictures: PictureReader, publish: Callable[[Fact], None]) -> None:
        self._worker = worker
        self._pictures = pictures
        self._publish = publish
        self._slots = asyncio.Semaphore(SOURCES_AT_ONCE)
        self._decoding: Future[None] | None = None
        worker.run(pictures.warm_up())

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files as sources, several at once, told in the order given."""
        open_source = self._pictures.open_source
        openings = [(path.name, partial(open_source, path, path.name)) for path in paths]
        self._worker.run(self._open_in_order(openings))

    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None:
        opening = partial(self._pictures.open_pixels, size, rgba, name)
        self._worker.run(self._open_in_order([(name, opening)]))

    async def open_kept(self, path: Path, name: str) -> SourceOpened | SourceRefused:
        """Open a file that the program itself kept, judged as any other; told to nobody but the caller."""
        return await self._open(name, partial(self._pictures.open_source, path, name))

    async def _open_in_order(self, openings: Sequence[tuple[str, Opening]]) -> None:
        tasks = [asyncio.ensure_future(self._open(name, opening)) for name, opening in openings]
        try:
            for task in tasks:
                self._publish(await task)
        finally:
            for task in tasks:
                task.cancel()

    async def _open(self, name: str, opening: Opening) -> SourceOpened | SourceRefused:
        """One fact for one opening, whatever breaks: the window counts those it waits for."""
        async with self._slots:
            try:
                opened = await opening()
            except Exception as error:  # noqa: BLE001 - see above
                return SourceRefused(name, describe_error(error))
            return SourceOpened(opened.source, opened.thumbnail)

    def decode_source(self, source: Source, *, with_mask: bool) -> None:
        """Decode the source to be shown; an earlier decoding that still runs is given up."""
        if self._decoding is not None:
            self._decoding.cancel()
        self._decoding = self._worker.run(self._decode(source, with_mask=with_mask))

    async def _decode(self, source: Source, *, with_mask: bool) -> None:
        try:
            raster = await self._pictures.build_raster(source)
            try:
                mask = await asyncio.to_thread(_build_mask, source.size) if with_mask else None
            except BaseException:  # given up: nobody else knows of the raster, which may lie in memory
                raster.path.unlink(missing_ok=True)
                raise
        except Exception as error:  # noqa: BLE001 - the canvas waits for one fact or the other
            self._publish(SourceNotDecoded(source.id, describe_error(error)))
        else:
            self._publish(SourceDecoded(source.id, raster, mask))


def _build_mask(size: Size) -> Mask:
    mask = Mask(size)
    mask.touch_memory()
    return mask
