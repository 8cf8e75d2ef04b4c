"""Selections: the pixels that a shape holds, or that were computed, in a form that a mask can take.

A shape holds a pixel where it holds the middle of that pixel. That is hard and exact: what is shown is
what is sent, and two shapes that share an edge neither overlap nor leave a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from turbo_studio.core.geometry import EMPTY_BOX, Box
from turbo_studio.core.shapes import Ellipse, Polygon, Rectangle
from turbo_studio.core.tiles import TILE_SIDE_PX, count_pixels, find_tile_box, find_tiles, iterate_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Point, Size
    from turbo_studio.core.shapes import Shape


class Selection(Protocol):
    """Pixels within a box of the picture."""

    @property
    def box(self) -> Box: ...

    def count_by_tile(self, size: Size) -> NDArray[np.int64]:
        """How many pixels there are in each tile of a picture of ``size``, by row and column."""
        ...

    def cut(self, box: Box) -> Selection:
        """Those of the pixels that lie in a box within the box of all."""
        ...

    def select(self, target: NDArray[np.uint8]) -> None:
        """Set the pixels to 255 in ``target``, the coverage of the box."""
        ...

    def deselect(self, target: NDArray[np.uint8]) -> None:
        """Set the pixels to 0 in ``target``, the coverage of the box."""
        ...

    def keep_only(self, target: NDArray[np.uint8]) -> None:
        """Set all other pixels of ``target``, the coverage of the box, to 0."""
        ...


@dataclass(frozen=True, slots=True)
class Runs:
    """Pixels as runs along rows, none empty, sorted and without overlap: few numbers for a large shape.

    ``rows``, ``starts`` and ``stops`` have one entry a run, counted from the corner of ``box``.
    """

    box: Box
    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    stops: NDArray[np.intp]

    def count_by_tile(self, size: Size) -> NDArray[np.int64]:
        """The pixels left of each column of tiles, run by run, then by the rows of tiles."""
        counts = np.zeros_like(count_pixels(size))
        edges = np.arange(counts.shape[1] + 1) * TILE_SIDE_PX - self.box.left
        before = edges.clip(self.starts[:, np.newaxis], self.stops[:, np.newaxis])
        tile_rows, firsts = np.unique((self.rows + self.box.upper) // TILE_SIDE_PX, return_index=True)
        if len(firsts):
            counts[tile_rows] = np.diff(np.add.reduceat(before, firsts, axis=0), axis=1)
        return counts

    def cut(self, box: Box) -> Runs:
        right, down = box.left - self.box.left, box.upper - self.box.upper
        first, last = np.searchsorted(self.rows, (down, down + box.height))
        part = slice(first, last)
        return _build_runs(box, self.rows[part] - down, self.starts[part] - right, self.stops[part] - right)

    def select(self, target: NDArray[np.uint8]) -> None:
        self._write(target, 255)

    def deselect(self, target: NDArray[np.uint8]) -> None:
        self._write(target, 0)

    def keep_only(self, target: NDArray[np.uint8]) -> None:
        self._invert().deselect(target)

    def _write(self, target: NDArray[np.uint8], value: int) -> None:
        for row, start, stop in zip(
            self.rows.tolist(), self.starts.tolist(), self.stops.tolist(), strict=True
        ):
            target[row, start:stop] = value

    def _invert(self) -> Runs:
        """The runs between these: one starts at each row's edge and wherever one of these stops."""
        edges = np.arange(self.box.height)
        rows = np.concatenate([edges, self.rows])
        starts = np.concatenate([np.zeros_like(edges), self.stops])
        order = np.lexsort((starts, rows))
        stop_rows = np.concatenate([self.rows, edges])
        stops = np.concatenate([self.starts, np.full_like(edges, self.box.width)])
        stop_order = np.lexsort((stops, stop_rows))
        return _build_runs(self.box, rows[order], starts[order], stops[stop_order])


@dataclass(frozen=True, slots=True)
class Patch:
    """Pixels as the coverage of a box, of shape (height, width), 0 or 255."""

    box: Box
    coverage: NDArray[np.uint8]

    def count_by_tile(self, size: Size) -> NDArray[np.int64]:
        counts = np.zeros_like(count_pixels(size))
        for key in iterate_keys(find_tiles(self.box)):
            counts[key] = np.count_nonzero(self.cut(find_tile_box(key, size).intersect(self.box)).coverage)
        return counts

    def cut(self, box: Box) -> Patch:
        left, upper = box.left - self.box.left, box.upper - self.box.upper
        return Patch(box, self.coverage[upper : upper + box.height, left : left + box.width])

    def select(self, target: NDArray[np.uint8]) -> None:
        np.bitwise_or(target, self.coverage, out=target)

    def deselect(self, target: NDArray[np.uint8]) -> None:
        np.bitwise_and(target, ~self.coverage, out=target)

    def keep_only(self, target: NDArray[np.uint8]) -> None:
        np.bitwise_and(target, self.coverage, out=target)


def find_runs(shape: Shape, size: Size) -> Runs:
    """The pixels of a picture of ``size`` that a shape holds."""
    match shape:
        case Rectangle(box):
            return _find_rectangle_runs(box.intersect(Box.of(size)))
        case Ellipse(box):
            return _find_ellipse_runs(box, size)
        case Polygon(points):
            return _find_polygon_runs(points, size)


def _find_rectangle_runs(box: Box) -> Runs:
    rows = np.arange(box.height)
    return _build_runs(box, rows, np.zeros_like(rows), np.full_like(rows, box.width))


def _find_ellipse_runs(around: Box, size: Size) -> Runs:
    """Each row's half width by the equation of the ellipse, at the middle of the row."""
    box = around.intersect(Box.of(size))
    if box.is_empty:
        return _build_runs(EMPTY_BOX, *(np.zeros(0, np.intp) for _ in range(3)))
    rows = np.arange(box.height)
    radius_x, radius_y = around.width / 2, around.height / 2
    rise = (rows + (box.upper + 0.5) - (around.upper + radius_y)) / radius_y
    half = radius_x * np.sqrt(np.maximum(0, 1 - rise * rise))
    middle = around.left + radius_x - box.left
    return _build_runs(box, rows, _find_columns(middle - half), _find_columns(middle + half))


def _find_polygon_runs(points: Sequence[Point], size: Size) -> Runs:
    """Where the middle line of each row crosses the polygon, and between which crossings it is inside.

    That is so where the edges before wind around it a number of times other than none.
    """
    box = _bound(points).intersect(Box.of(size))
    rows, columns, turns = _find_crossings(points, box)
    order = np.lexsort((columns, rows))
    rows, columns, turns = rows[order], columns[order], turns[order]
    winding = np.cumsum(turns)  # each row's turns add up to none, so that the next begins outside
    is_start = (winding != 0) & (winding == turns)
    is_stop = (winding == 0) & (turns != 0)
    return _build_runs(box, rows[is_start], columns[is_start], columns[is_stop])


def _find_crossings(
    points: Sequence[Point], box: Box
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Row, first column to the right and turn (1 downwards, -1 upwards) of each crossing of an edge."""
    starts = np.array(points, np.float64).reshape(-1, 2)
    ends = np.roll(starts, -1, axis=0)
    first_row = _find_columns(np.minimum(starts[:, 1], ends[:, 1]) - box.upper).clip(0, box.height)
    last_row = _find_columns(np.maximum(starts[:, 1], ends[:, 1]) - box.upper).clip(0, box.height)
    counts = last_row - first_row
    edges = np.repeat(np.arange(len(counts)), counts)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.arange(len(edges)) - before + first_row[edges]
    (x, y), (end_x, end_y) = starts[edges].T, ends[edges].T
    along = (rows + (box.upper + 0.5) - y) / (end_y - y)
    columns = _find_columns(x + (end_x - x) * along - box.left)
    return rows, columns, np.where(end_y > y, 1, -1)


def _find_columns(edges: NDArray[np.float64]) -> NDArray[np.intp]:
    """The first pixels whose middles lie at or beyond the edges; for rows just the same."""
    return np.ceil(edges - 0.5).astype(np.intp)


def _build_runs(box: Box, rows: NDArray[np.intp], starts: NDArray[np.intp], stops: NDArray[np.intp]) -> Runs:
    """Runs within the box, without empty ones."""
    starts, stops = starts.clip(0, box.width), stops.clip(0, box.width)
    kept = starts < stops
    return Runs(box, rows[kept], starts[kept], stops[kept])


def _bound(points: Sequence[Point]) -> Box:
    """A box of whole pixels around points."""
    if not points:
        return EMPTY_BOX
    corners = np.array(points, np.float64)
    left, upper = np.floor(corners.min(axis=0)).astype(int).tolist()
    right, lower = np.ceil(corners.max(axis=0)).astype(int).tolist()
    return Box(left, upper, right, lower)
