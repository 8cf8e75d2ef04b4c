"""Looks of the mask that need no colour to be told apart: an outline that marches, and stripes.

Both are black beside white, so that they show on any picture, and computed for what is painted alone.
Patterns start at the picture's corner: they move along with it. Of a feather the stripes fade, and a
line of gaps and dashes runs where it ends, within the outline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from turbo_studio.core.geometry import Box
from turbo_studio.ui.canvas.mask_sample import find_edges, merge_parts, sample_selected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from turbo_studio.core.mask import Mask
    from turbo_studio.ui.canvas.viewport import Viewport

_SHADES = 128
_BLACK, _WHITE = np.uint8(_SHADES - 1), np.uint8(2 * _SHADES - 1)
_COLOURS = [
    round(255 * shade / (_SHADES - 1)) << 24 | rgb for rgb in (0x000000, 0xFFFFFF) for shade in range(_SHADES)
]
"""By index: nothing to black, nothing to white."""
_DASH_PX = 4
_CELL_PX = 64
_STRIPE_PX = 2
_STRIPES_APART_PX = 10
_WHOLE = 255
"""The weight of what is blended in wholly."""


class Hatch:
    """Stripes over what will change, within its outline."""

    def __init__(self, mask: Mask, scale: float, *, marks_outside: bool, feather_px: int = 0) -> None:
        self._coverage = mask.coverage
        self._scale = max(1, round(scale))
        self._marks_outside = marks_outside
        self._feather_px = feather_px

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        for part in merge_parts(parts):
            selected, edges = _sample(self._coverage, viewport, part, self._scale)
            shades = self._shade(viewport, part, selected)
            if shades.any():
                draw_indexed(painter, part, self._build_stripes(viewport, part, shades, edges), _COLOURS)

    def _shade(self, viewport: Viewport, box: Box, selected: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """How strongly each device pixel is marked, from 0 to ``_BLACK``."""
        shades: NDArray[np.uint8] = selected * _BLACK
        if self._feather_px:
            from turbo_studio.ui.canvas.feather_sample import sample_weights  # late, for most never need it

            shades = sample_weights(self._coverage, viewport, box, self._feather_px) // np.uint8(2)
        return _BLACK - shades if self._marks_outside else shades

    def _build_stripes(
        self, viewport: Viewport, box: Box, shades: NDArray[np.uint8], edges: NDArray[np.bool_]
    ) -> NDArray[np.uint8]:
        place = _find_diagonals(viewport, box) % (_STRIPES_APART_PX * self._scale)
        stripe = _STRIPE_PX * self._scale
        stripes = np.where(place < stripe, shades + np.uint8(_SHADES), shades * (place < 2 * stripe))
        return np.where(edges, _BLACK, stripes)


class MarchingOutline:
    """Dashes along the inner edge of what will change; each ``advance`` moves them on a little."""

    def __init__(self, mask: Mask, scale: float, feather_px: int = 0) -> None:
        self._coverage = mask.coverage
        self._scale = max(1, round(scale))
        self._feather_px = feather_px
        self._phase = 0
        self._zoom = 0.0
        self._cells: set[tuple[int, int]] = set()
        """Where there are edges on the screen, by row and column of squares from the picture's corner."""

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        if viewport.zoom != self._zoom:
            self._zoom = viewport.zoom
            self._cells.clear()
        for part in merge_parts(parts):
            _, edges = _sample(self._coverage, viewport, part, self._scale)
            ends = self._find_ends(viewport, part) & ~edges if self._feather_px else None
            lines = edges if ends is None else edges | ends
            self._note_cells(viewport, part, lines)
            if lines.any():
                draw_indexed(painter, part, self._build_dashes(viewport, part, edges, ends), _COLOURS)

    def advance(self) -> None:
        self._phase = (self._phase + 1) % (4 * _DASH_PX)

    def find_boxes(self, viewport: Viewport) -> list[Box]:
        """Where dashes are seen, in device pixels of the view or beyond it."""
        left, upper = viewport.origin
        corners = [(left + column * _CELL_PX, upper + row * _CELL_PX) for row, column in self._cells]
        return [Box(x, y, x + _CELL_PX, y + _CELL_PX) for x, y in corners]

    def _find_ends(self, viewport: Viewport, box: Box) -> NDArray[np.bool_]:
        """Where the feather ends: the edge of what is blended in wholly."""
        from turbo_studio.ui.canvas.feather_sample import sample_weights  # late, for most never need it

        wide, inner = _widen(box, self._scale)
        weights = sample_weights(self._coverage, viewport, wide, self._feather_px)
        return find_edges(weights == _WHOLE, self._scale)[inner]

    def _build_dashes(
        self, viewport: Viewport, box: Box, edges: NDArray[np.bool_], ends: NDArray[np.bool_] | None
    ) -> NDArray[np.uint8]:
        step = _find_diagonals(viewport, box) // self._scale + self._phase
        dashes = np.where(step % (2 * _DASH_PX) < _DASH_PX, _BLACK, _WHITE)
        if ends is None:
            return dashes * edges
        return dashes * (edges | ends & (step % (4 * _DASH_PX) < 2 * _DASH_PX))

    def _note_cells(self, viewport: Viewport, box: Box, edges: NDArray[np.bool_]) -> None:
        """A cell that was painted as a whole is forgotten where it has no edge any more."""
        left, upper = box.left - viewport.origin[0], box.upper - viewport.origin[1]
        whole_rows = range(-(-upper // _CELL_PX), (upper + box.height) // _CELL_PX)
        whole_columns = range(-(-left // _CELL_PX), (left + box.width) // _CELL_PX)
        self._cells = {
            cell for cell in self._cells if cell[0] not in whole_rows or cell[1] not in whole_columns
        }
        rows, columns = np.nonzero(edges)
        cells = np.stack(((rows + upper) // _CELL_PX, (columns + left) // _CELL_PX), axis=1)
        self._cells.update((row, column) for row, column in np.unique(cells, axis=0).tolist())


def _sample(
    coverage: NDArray[np.uint8], viewport: Viewport, box: Box, width_px: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """What is selected in a box of device pixels, and which of that is an edge."""
    wide, inner = _widen(box, width_px)
    selected = sample_selected(coverage, viewport, wide)
    return selected[inner], find_edges(selected, width_px)[inner]


def _widen(box: Box, margin_px: int) -> tuple[Box, tuple[slice, slice]]:
    """A box with a margin, and where the box lies in it."""
    left, upper, right, lower = box
    inner = slice(margin_px, -margin_px)
    return Box(left - margin_px, upper - margin_px, right + margin_px, lower + margin_px), (inner, inner)


def _find_diagonals(viewport: Viewport, box: Box) -> NDArray[np.int32]:
    """For each device pixel of a box, how many diagonals from the picture's corner it lies."""
    left, upper = viewport.origin
    rows = np.arange(box.upper - upper, box.lower - upper, dtype=np.int32)
    columns = np.arange(box.left - left, box.right - left, dtype=np.int32)
    return rows[:, np.newaxis] + columns


def draw_indexed(painter: QPainter, box: Box, indices: NDArray[np.uint8], colours: list[int]) -> None:
    """Paint indices of shape (height, width) on a box of device pixels, which are the painter's units too."""
    rows = np.ascontiguousarray(indices)
    image = QImage(rows.data, box.width, box.height, box.width, QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    painter.drawImage(box.left, box.upper, image)
