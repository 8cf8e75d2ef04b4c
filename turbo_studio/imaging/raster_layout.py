"""The layout of a raster's file, which the child writes by and the canvas reads by."""

from __future__ import annotations

from turbo_studio.core.geometry import Size
from turbo_studio.core.sources import PIXEL_BYTES, Level

COARSEST_SIDE_PX = 256


def build_levels(size: Size) -> tuple[Level, ...]:
    """The layout: each level half of the last, rounded up, until the longer side is at most 256 px."""
    levels = [Level(size, 0)]
    while max(levels[-1].size) > COARSEST_SIDE_PX:
        above = levels[-1]
        half = Size(-(-above.size.width // 2), -(-above.size.height // 2))
        levels.append(Level(half, above.offset + above.size.pixels * PIXEL_BYTES))
    return tuple(levels)


def find_raster_bytes(size: Size) -> int:
    last = build_levels(size)[-1]
    return last.offset + last.size.pixels * PIXEL_BYTES
