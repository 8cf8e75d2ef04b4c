"""The pictures of the gallery that are looked at: decoded nearest first, and kept while there is room."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.facts import PictureDecoded, PictureNotDecoded
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.looking import Wish
    from turbo_studio.core.ports import PictureReader
    from turbo_studio.core.sources import Raster
    from turbo_studio.jobs.worker import Worker

    Stamp = tuple[int, int, int] | None

SPARE_BYTES_MAX = 250_000_000
"""Thirty results of 1536 × 1024 with their zoom levels, besides all that is wanted now: it may be memory."""
_PICTURES_AT_ONCE = 2


class _Kept(NamedTuple):
    raster: Raster
    stamp: Stamp


class Showcase:
    """Its one verb is called on the worker's loop. The rasters' files go with the reader's own folder."""

    def __init__(
        self,
        worker: Worker,
        pictures: PictureReader,
        publish: Callable[[Fact], None],
        spare_bytes_max: int = SPARE_BYTES_MAX,
    ) -> None:
        self._worker = worker
        self._pictures = pictures
        self._publish = publish
        self._spare_bytes_max = spare_bytes_max
        self._wishes: tuple[Wish, ...] = ()
        self._told: set[int] = set()
        self._decoding: dict[int, Future[None]] = {}
        self._kept: dict[Path, _Kept] = {}
        """The one that was wanted last stands last."""

    def look_at(self, wishes: Sequence[Wish]) -> None:
        """All that is wanted now, nearest first. What was wanted before, and is no more, is given up.

        Each wish is answered once. The file of a raster stays while its wish is among those of the last call.
        """
        self._wishes = tuple(wishes)
        tokens = {wish.token for wish in wishes}
        self._told &= tokens
        for token in self._decoding.keys() - tokens:
            self._decoding.pop(token).cancel()
        self._drop_spare()
        self._decode_next()

    def _decode_next(self) -> None:
        for wish in self._wishes:
            if len(self._decoding) >= _PICTURES_AT_ONCE:
                return
            if wish.token not in self._told and wish.token not in self._decoding:
                self._decoding[wish.token] = self._worker.run(self._show(wish))

    async def _show(self, wish: Wish) -> None:
        try:
            fact: Fact = PictureDecoded(wish.token, await self._find_raster(wish))
        except Exception as error:  # noqa: BLE001 - whoever looks waits for one fact or the other
            fact = PictureNotDecoded(wish.token, describe_error(error))
        if self._decoding.pop(wish.token, None) is not None:  # else it was given up at the last moment
            self._told.add(wish.token)
            self._publish(fact)
            self._decode_next()

    async def _find_raster(self, wish: Wish) -> Raster:
        """The raster that is kept, unless the file has changed since; else a new one."""
        stamp = await asyncio.to_thread(_read_stamp, wish.path)
        kept = self._kept.pop(wish.path, None)
        if kept is None or kept.stamp != stamp:
            _remove(kept)
            kept = _Kept(await self._pictures.decode_picture(wish.path, wish.size), stamp)
        self._kept[wish.path] = kept
        self._drop_spare()
        return kept.raster

    def _drop_spare(self) -> None:
        """Let go of what nobody wants, the longest unwanted first, until the rest of that is small enough."""
        wanted = {wish.path for wish in self._wishes}
        spare = [path for path in self._kept if path not in wanted]
        spare_bytes = sum(self._kept[path].raster.size_bytes for path in spare)
        for path in spare:
            if spare_bytes <= self._spare_bytes_max:
                return
            kept = self._kept.pop(path)
            spare_bytes -= kept.raster.size_bytes
            _remove(kept)


def _remove(kept: _Kept | None) -> None:
    if kept is not None:
        kept.raster.path.unlink(missing_ok=True)


def _read_stamp(path: Path) -> Stamp:
    """What changes when a file does; None where there is none, of which the decoder says more."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
