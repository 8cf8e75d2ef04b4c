"""Writes a decoded picture as raw pixels with its zoom levels, in the one layout that the canvas maps."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from turbo_studio.imaging.raster_layout import COARSEST_SIDE_PX

if TYPE_CHECKING:
    from pathlib import Path

_STRIP_ROWS = 512


def write_raster(image: Image.Image, path: Path) -> None:
    """Write an RGB or RGBA picture as blue, green, red, alpha with the colours premultiplied.

    Premultiplied is round(c * a / 255), as Qt does it; a pixel of the next level is the rounded mean
    of the two by two that it covers, or of those that exist at an odd edge.
    """
    with path.open("x+b") as file:
        _write_first_level(image, file)
        file.flush()
        level = _map_rows(image.size, file)
        while max(level.size) > COARSEST_SIDE_PX:
            level = level.reduce(2)
            file.write(level.tobytes())


def _write_first_level(image: Image.Image, file: BinaryIO) -> None:
    """In strips, so that a large picture does not stand in memory twice more."""
    for upper in range(0, image.height, _STRIP_ROWS):
        strip = image.crop((0, upper, image.width, min(upper + _STRIP_ROWS, image.height)))
        file.write(strip.convert("RGBA").convert("RGBa").tobytes("raw", "BGRa"))


def _map_rows(size: tuple[int, int], file: BinaryIO) -> Image.Image:
    """The written rows as four plain channels, so that nobody multiplies by alpha again."""
    rows = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return Image.frombuffer("RGBX", size, np.frombuffer(rows, np.uint8), "raw", "RGBX", 0, 1)
