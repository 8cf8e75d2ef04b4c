"""Writes a decoded picture as raw pixels with its zoom levels, in the one layout that the canvas maps."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from turbo_studio.core.geometry import Size
from turbo_studio.core.sources import PIXEL_BYTES
from turbo_studio.imaging.raster_layout import build_levels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbo_studio.core.sources import Level

_STRIP_ROWS = 64  # even, so that the next level can be made strip by strip
_OPAQUE = np.uint32(0xFF000000)


def write_raster(image: Image.Image, path: Path) -> None:
    """Write an RGB or RGBA picture as blue, green, red, alpha with the colours premultiplied.

    Premultiplied is round(c * a / 255), as Qt does it; a pixel of the next level is the rounded mean
    of the two by two that it covers, or of those that exist at an odd edge. All of it in strips, so that
    a large picture does not stand in memory twice.
    """
    levels = build_levels(Size(*image.size))
    with path.open("x+b") as file:
        for upper, lower in _iterate_strips(image.height):
            file.write(_pack(image.crop((0, upper, image.width, lower))))
        for level in levels[:-1]:
            file.flush()
            _write_half(level, file)


def _iterate_strips(height: int) -> Iterator[tuple[int, int]]:
    for upper in range(0, height, _STRIP_ROWS):
        yield upper, min(upper + _STRIP_ROWS, height)


def _pack(strip: Image.Image) -> memoryview:
    """The bytes of a strip as they lie in the file."""
    if strip.mode == "RGB":
        colours = np.frombuffer(strip.tobytes("raw", "BGRX"), np.uint32)
        return (colours | _OPAQUE).data.cast("B")
    return memoryview(strip.convert("RGBa").tobytes("raw", "BGRa"))


def _write_half(level: Level, file: BinaryIO) -> None:
    """Append the level that follows one: four plain channels, so that nobody multiplies by alpha again."""
    width, height = level.size
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        for upper, lower in _iterate_strips(height):
            start = level.offset + upper * width * PIXEL_BYTES
            rows = np.frombuffer(mapped, np.uint8, (lower - upper) * width * PIXEL_BYTES, start)
            strip = Image.frombuffer("RGBX", (width, lower - upper), rows, "raw", "RGBX", 0, 1)
            file.write(strip.reduce(2).tobytes())
            del rows, strip  # they hold the mapping open
