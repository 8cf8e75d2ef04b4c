"""A stroke: dabs of a brush, evenly spaced along the path of the pointer."""

from __future__ import annotations

from functools import lru_cache
from math import floor, hypot
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.brush import press_brush
from turbo_studio.core.geometry import EMPTY_BOX, Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.core.brush import Brush
    from turbo_studio.core.geometry import Box
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.mask_edit import MaskEdit

_LARGE_PX = 512
"""Stamps from here on are kept but few: one of the largest brush is 25 MB."""
_ROWS_AT_ONCE = 32


def build_stamp(brush: Brush) -> NDArray[np.uint8]:
    """One dab as coverage of shape (size, size), read-only.

    A hard brush has an edge of one pixel around its radius; a softer one falls along a smooth step
    from the radius of its core to its own.
    """
    build = _build_small_stamp if brush.size_px < _LARGE_PX else _build_large_stamp
    return build(brush.size_px, brush.core_radius_px)


def _compute_stamp(size_px: int, core_radius_px: float) -> NDArray[np.uint8]:
    """A quarter is computed, and mirrored; a few rows at a time, which stay in the processor's cache."""
    stamp = np.empty((size_px, size_px), np.uint8)
    middle = size_px // 2
    columns = np.arange(middle, size_px, dtype=np.float32) + np.float32(0.5 - size_px / 2)
    for upper in range(middle, size_px, _ROWS_AT_ONCE):
        lower = min(upper + _ROWS_AT_ONCE, size_px)
        rows = np.arange(upper, lower, dtype=np.float32) + np.float32(0.5 - size_px / 2)
        part = stamp[upper:lower]
        part[:, middle:] = _compute_falloff(rows, columns, size_px / 2, core_radius_px)
        part[:, :middle] = part[:, : size_px - middle - 1 : -1]
        stamp[size_px - lower : size_px - upper] = part[::-1]
    stamp.flags.writeable = False
    return stamp


def _compute_falloff(
    rows: NDArray[np.float32], columns: NDArray[np.float32], radius: float, core_radius_px: float
) -> NDArray[np.float32]:
    """Coverage from 0 to 255 by the distance from the middle, and a half more: to truncate it rounds."""
    step: NDArray[np.float32] = np.add.outer(rows * rows, columns * columns)
    np.sqrt(step, out=step)
    soft_px = max(radius - core_radius_px, 0.5)
    if soft_px > 0.5:
        step -= np.float32(core_radius_px)
        step *= np.float32(1 / soft_px)
        np.clip(step, 0, 1, out=step)
        step *= step * (3 - 2 * step)
    else:
        step -= np.float32((core_radius_px + radius) / 2)
        step *= np.float32(1 / (2 * soft_px))
        step += np.float32(0.5)
        np.clip(step, 0, 1, out=step)
    step *= np.float32(-255)
    step += np.float32(255.5)
    return step


_build_small_stamp = lru_cache(maxsize=64)(_compute_stamp)
_build_large_stamp = lru_cache(maxsize=2)(_compute_stamp)


class Stroke:
    """One stroke on one mask, from ``begin`` to ``commit`` or ``abort``.

    A stroke that starts at ``line_from`` draws the straight line from there first.
    """

    def __init__(self, mask: Mask, brush: Brush, *, erase: bool) -> None:
        self._mask = mask
        self._brush = brush
        self._blend = mask.remove_stamp if erase else mask.add_stamp
        self._last = Point(0, 0)
        self._last_pressure = 1.0
        self._spacing_px = self._until_next_px = 1.0

    def begin(self, point: Point, pressure: float = 1.0, line_from: Point | None = None) -> Box:
        """Open the edit and set the first dab; return the box that was painted."""
        self._mask.begin_edit()
        self._last = point if line_from is None else line_from
        self._last_pressure = pressure
        box = self._dab(self._last, pressure)
        self._until_next_px = self._spacing_px
        return box if line_from is None else box.unite(self.extend(point, pressure))

    def extend(self, point: Point, pressure: float = 1.0) -> Box:
        """Go on to a point, the pressure changing evenly on the way; return the box that was painted."""
        start, pressed = self._last, self._last_pressure
        length = hypot(point.x - start.x, point.y - start.y)
        box = EMPTY_BOX
        along = self._until_next_px
        while along <= length:
            share = along / length
            at = Point(start.x + (point.x - start.x) * share, start.y + (point.y - start.y) * share)
            box = box.unite(self._dab(at, pressed + (pressure - pressed) * share))
            along += self._spacing_px
        self._until_next_px = along - length
        self._last, self._last_pressure = point, pressure
        return box

    def commit(self) -> MaskEdit | None:
        return self._mask.commit_edit()

    def abort(self) -> Box:
        return self._mask.abort_edit()

    def _dab(self, point: Point, pressure: float) -> Box:
        """Set the stamp so that its middle is nearest to the point on the pixel grid."""
        tip = press_brush(self._brush, pressure)
        side = tip.size_px
        self._spacing_px = max(1.0, side * tip.spacing)
        return self._blend(build_stamp(tip), floor(point.x - side / 2 + 0.5), floor(point.y - side / 2 + 0.5))
