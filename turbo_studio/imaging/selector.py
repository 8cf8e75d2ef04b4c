"""Computes masks out of masks and pictures in a child process of its own: fills the port ``Selector``."""

from __future__ import annotations

import mmap
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from turbo_studio.core.operators import (
    FillHoles,
    FoundPixels,
    Grow,
    MaskFile,
    MaskPixels,
    Outline,
    RemoveSpecks,
    Rework,
    Shrink,
    Smooth,
    Transparency,
    Wand,
)
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.background import run_in_background
from turbo_studio.imaging.intake import copy_in
from turbo_studio.imaging.mask_writing import write_mask
from turbo_studio.imaging.private_folder import open_new
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.scratch import Scratch, removed_on_error, telling_storage_errors, temporary

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from turbo_studio.core.geometry import Box, Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.operators import MaskOperator, Selecting
    from turbo_studio.core.sources import Raster
    from turbo_studio.imaging.answers import FoundBox

_TIME_LIMIT_S = 60.0
_MASK_FILE_BYTES_MAX = 1_000_000_000
"""A saved mask is bound by no gateway."""


class ChildSelector:
    """One child, so that a wand never waits for sixteen sources that are being opened."""

    def __init__(self, scratch: Path, pool: ChildPool | None = None) -> None:
        self._pool = pool or ChildPool(count=1)
        self._scratch = Scratch(scratch)

    async def close(self) -> None:
        await self._pool.close()
        self._scratch.remove()

    async def select(self, asked: Selecting) -> FoundPixels:
        """PictureError where a file is no good or there is too much to compute. Cancelling ends the child."""
        match asked:
            case Rework(mask, operator):
                return await rework(mask, *_name_operator(operator), self._scratch, self._pool)
            case Wand(raster, x, y, tolerance, is_contiguous):
                arguments = _name_size(raster.levels[0].size)
                arguments |= {"x": x, "y": y, "tolerance": tolerance, "is_contiguous": is_contiguous}
                return await self._find(
                    "find_similar_pixels", raster.path, raster.levels[0].size, **arguments
                )
            case Outline(raster, points):
                return await self._find_object(raster, points)
            case Transparency(raster, is_inverted):
                size = raster.levels[0].size
                arguments = _name_size(size) | {"is_inverted": is_inverted}
                return await self._find("find_transparent", raster.path, size, **arguments)
            case MaskFile(path, size, is_inverted):
                with temporary(self._scratch.build_path()) as kept:
                    await run_in_background(partial(copy_in, path, kept))
                    arguments = _name_size(size) | {"is_inverted": is_inverted}
                    return await self._find("read_mask", kept, size, **arguments)
            case MaskPixels():
                return await self._read_pixels(asked)

    async def save_mask(self, mask: MaskSnapshot, path: Path) -> None:
        """Write the mask as it would be sent, at its own size, and replace ``path`` by it. StorageError."""
        part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        with telling_storage_errors(path.parent), removed_on_error(part):
            await write_mask(mask, mask.size, part, _MASK_FILE_BYTES_MAX, self._scratch, self._pool)
            part.replace(path)

    async def _find_object(self, raster: Raster, points: tuple[tuple[float, float], ...]) -> FoundPixels:
        levels = [[level.offset, *level.size] for level in raster.levels]
        corners = [[x, y] for x, y in points]
        size = raster.levels[0].size
        return await self._find("find_object", raster.path, size, levels=levels, points=corners)

    async def _read_pixels(self, asked: MaskPixels) -> FoundPixels:
        if len(asked.rgba) != 4 * asked.rgba_size.pixels or not asked.rgba:
            raise PictureError(ProblemCode.PICTURE_DAMAGED, f"{len(asked.rgba)} bytes for {asked.rgba_size}")
        with temporary(self._scratch.build_path()) as pixels:
            await run_in_background(partial(_write_bytes, asked.rgba, pixels))
            width, height = asked.rgba_size
            arguments = _name_size(asked.size) | {"rgba_width": width, "rgba_height": height}
            arguments["is_inverted"] = asked.is_inverted
            return await self._find("read_mask_pixels", pixels, asked.size, **arguments)

    async def _find(self, task: str, path: Path, size: Size, **arguments: Any) -> FoundPixels:
        return await _find(self._scratch, self._pool, task, path, size, **arguments)


async def rework(
    mask: MaskSnapshot, operator: str, amounts: list[int], scratch: Scratch, pool: ChildPool
) -> FoundPixels:
    """What an operator of ``mask_operators`` changes in a mask."""
    with temporary(scratch.build_pixels_path(mask.size.pixels)) as plane:
        await run_in_background(partial(_write_plane, mask, plane))
        arguments = _name_size(mask.size) | {"operator": operator, "amounts": amounts}
        return await _find(scratch, pool, "rework_mask", plane, mask.size, **arguments)


async def _find(
    scratch: Scratch, pool: ChildPool, task: str, path: Path, size: Size, **arguments: Any
) -> FoundPixels:
    """What a task finds in a picture of ``size``."""
    with temporary(scratch.build_pixels_path(size.pixels)) as target:
        found = await pool.find(task, _TIME_LIMIT_S, path=str(path), target=str(target), **arguments)
        return await run_in_background(partial(_load_found, found, target, size))


def _name_size(size: Size) -> dict[str, Any]:
    return {"width": size.width, "height": size.height}


def _name_operator(operator: MaskOperator) -> tuple[str, list[int]]:
    match operator:
        case Grow(radius_px):
            return "grow", [radius_px]
        case Shrink(radius_px):
            return "shrink", [radius_px]
        case Smooth(radius_px):
            return "smooth", [radius_px]
        case RemoveSpecks(pixels_min):
            return "remove_specks", [pixels_min]
        case FillHoles():
            return "fill_holes", []


def _write_plane(mask: MaskSnapshot, path: Path, _stopped: threading.Event) -> None:
    """Into a file with holes: only what is selected takes room."""
    with telling_storage_errors(path.parent), open_new(path) as file:
        file.truncate(mask.size.pixels)
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        mask.write_to(np.frombuffer(mapped, np.uint8).reshape(mask.size.height, mask.size.width))


def _write_bytes(content: bytes, path: Path, _stopped: threading.Event) -> None:
    with telling_storage_errors(path.parent), open_new(path) as file:
        file.write(content)


def _load_found(found: FoundBox, path: Path, size: Size, _stopped: threading.Event) -> FoundPixels:
    """Read what the child wrote: a file that is mapped could be cut under our hands."""
    box: Box = found.box
    coverage = np.empty((box.height, box.width), np.uint8)
    with path.open("rb") as file:
        is_whole = file.readinto(coverage.reshape(-1).data) == coverage.size
    if not is_whole or box.right > size.width or box.lower > size.height:
        raise PictureError(ProblemCode.DECODER_DIED, "what was found is not as long as it should be")
    return FoundPixels(box, coverage, found.is_from_alpha)
