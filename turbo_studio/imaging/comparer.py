"""Measures pictures against each other in child processes: fills the port ``Comparer``."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from turbo_studio.core.comparing import Difference, Measure
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Raster
from turbo_studio.imaging.background import run_in_background
from turbo_studio.imaging.private_folder import open_new
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.raster_layout import build_levels, find_raster_bytes
from turbo_studio.imaging.scratch import Scratch, removed_on_error, telling_storage_errors

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.comparing import Comparing

_TIME_LIMIT_S = 60.0
_ROWS_AT_ONCE = 128
"""At least: so that something is to be seen soon, and a child is not asked all the time."""


class ChildComparer:
    """Children of its own, so that a comparison never keeps a source, or a wand, waiting."""

    def __init__(self, scratch: Path, pool: ChildPool | None = None) -> None:
        self._pool = pool or ChildPool()
        self._scratch = Scratch(scratch)

    async def close(self) -> None:
        await self._pool.close()
        self._scratch.remove()

    async def compare(self, asked: Comparing, tell: Callable[[Raster, int], None]) -> Measure:
        """Paint what is asked into a new raster. PictureError; then, and where it is cancelled, none is left.

        ``tell`` hears of the raster before anything is in it, and whenever it has got further: so many of
        its rows are painted, at all levels. The caller owns, and deletes, the raster's file.
        """
        size = asked.size
        levels = build_levels(size)
        path = self._scratch.build_pixels_path(find_raster_bytes(size))
        raster = Raster(path, has_alpha=False, levels=levels)
        with removed_on_error(raster.path):
            await run_in_background(partial(_make_room, raster))
            tell(raster, 0)
            step = _find_step(len(levels))
            uppers = range(0, size.height, step)
            arguments = _name_arguments(asked, raster)
            rows = [
                asyncio.ensure_future(self._compare_rows(arguments, upper, min(upper + step, size.height)))
                for upper in uppers
            ]
            try:
                return await _join(rows, lambda count: tell(raster, min(count * step, size.height)))
            finally:
                for task in rows:
                    task.cancel()
                await asyncio.gather(*rows, return_exceptions=True)

    async def _compare_rows(self, arguments: dict[str, Any], upper: int, lower: int) -> Measure:
        found = await self._pool.measure("compare_rows", _TIME_LIMIT_S, **arguments, upper=upper, lower=lower)
        if found.pixels > (lower - upper) * arguments["width"]:
            raise PictureError(ProblemCode.DECODER_DIED, "more pixels than there are")
        return found


async def _join(parts: Sequence[asyncio.Future[Measure]], tell_count: Callable[[int], None]) -> Measure:
    whole = Measure()
    for count, part in enumerate(parts, start=1):
        whole = whole.join(await part)
        tell_count(count)
    return whole


def _find_step(level_count: int) -> int:
    """Rows of one task: the coarsest level has whole pixels of it."""
    whole = 1 << (level_count - 1)
    return -(-_ROWS_AT_ONCE // whole) * whole


def _name_arguments(asked: Comparing, raster: Raster) -> dict[str, Any]:
    size = asked.size
    return {
        "target": str(raster.path),
        "first": _name_raster(asked.first),
        "second": _name_raster(asked.second),
        "mask": None if asked.mask is None else _name_raster(asked.mask),
        "frame": list(asked.frame),
        "width": size.width,
        "height": size.height,
        "region": asked.region.value,
        "amplification": asked.look.amplification if isinstance(asked.look, Difference) else 0,
    }


def _name_raster(raster: Raster) -> list[str | int]:
    return [str(raster.path), *raster.size]


def _make_room(raster: Raster, _stopped: threading.Event) -> None:
    """The file at its full length: the window maps it before anything is in it.

    With room set aside where the system can: to look at a hole of a mapped file in full shared memory
    would end the program.
    """
    with telling_storage_errors(raster.path.parent), open_new(raster.path) as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, raster.size_bytes)
        file.truncate(raster.size_bytes)
