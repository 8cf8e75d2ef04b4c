"""A stroke: dabs of a brush, evenly spaced along the path of the pointer."""

from __future__ import annotations

from functools import lru_cache
from math import floor, hypot
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.geometry import EMPTY_BOX, Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.core.brush import Brush
    from turbo_studio.core.geometry import Box
    from turbo_studio.core.mask import Mask, MaskEdit

SPACING = 0.1
"""Share of the diameter between dabs: scallops stay under r/200, half a pixel at a diameter of 200."""


@lru_cache(maxsize=4)
def build_stamp(brush: Brush) -> NDArray[np.uint8]:
    """One dab as coverage of shape (size, size), read-only.

    A hard brush has an edge of one pixel around its radius; a softer one falls along a smooth step
    from the radius of its core to its own.
    """
    radius = brush.size_px / 2
    axis = np.arange(brush.size_px, dtype=np.float32) + np.float32(0.5 - radius)
    distance = np.hypot(axis[:, np.newaxis], axis[np.newaxis, :])
    core = brush.core_radius_px
    soft_px = max(radius - core, 0.5)
    middle = (core + radius) / 2
    step = np.clip((distance - middle) / (2 * soft_px) + 0.5, 0, 1)
    if soft_px > 0.5:
        step = np.clip((distance - core) / soft_px, 0, 1)
        step = step * step * (3 - 2 * step)
    stamp: NDArray[np.uint8] = np.rint(255 * (1 - step)).astype(np.uint8)
    stamp.flags.writeable = False
    return stamp


class Stroke:
    """One stroke on one mask, from ``begin`` to ``commit`` or ``abort``.

    A stroke that starts at ``line_from`` draws the straight line from there first.
    """

    def __init__(self, mask: Mask, brush: Brush, *, erase: bool) -> None:
        self._mask = mask
        self._stamp = build_stamp(brush)
        self._blend = mask.remove_stamp if erase else mask.add_stamp
        self._spacing_px = max(1.0, brush.size_px * SPACING)
        self._last = Point(0, 0)
        self._until_next_px = 0.0

    def begin(self, point: Point, line_from: Point | None = None) -> Box:
        """Open the edit and set the first dab; return the box that was painted."""
        self._mask.begin_edit()
        self._last = point if line_from is None else line_from
        box = self._dab(self._last)
        self._until_next_px = self._spacing_px
        return box if line_from is None else box.unite(self.extend(point))

    def extend(self, point: Point) -> Box:
        """Go on to a point; return the box that was painted."""
        start = self._last
        length = hypot(point.x - start.x, point.y - start.y)
        box = EMPTY_BOX
        along = self._until_next_px
        while along <= length:
            share = along / length
            at = Point(start.x + (point.x - start.x) * share, start.y + (point.y - start.y) * share)
            box = box.unite(self._dab(at))
            along += self._spacing_px
        self._until_next_px = along - length
        self._last = point
        return box

    def commit(self) -> MaskEdit | None:
        return self._mask.commit_edit()

    def abort(self) -> Box:
        return self._mask.abort_edit()

    def _dab(self, point: Point) -> Box:
        """Set the stamp so that its middle is nearest to the point on the pixel grid."""
        side = self._stamp.shape[0]
        return self._blend(self._stamp, floor(point.x - side / 2 + 0.5), floor(point.y - side / 2 + 0.5))
