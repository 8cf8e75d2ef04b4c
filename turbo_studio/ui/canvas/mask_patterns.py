"""Looks of the mask that need no colour to be told apart: an outline that marches, and stripes.

Both are black beside white, so that they show on any picture, and computed for what is painted alone.
Patterns start at the picture's corner: they move along with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from turbo_studio.core.geometry import Box
from turbo_studio.ui.canvas.mask_sample import find_edges, sample_selected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from turbo_studio.core.mask import Mask
    from turbo_studio.ui.canvas.viewport import Viewport

_BLACK_AND_WHITE = [0x00000000, 0xFF000000, 0xFFFFFFFF]
"""Colours by index: nothing, black, white."""
_DASH_PX = 4
_CELL_PX = 64
_STRIPE_PX = 2
_STRIPES_APART_PX = 10


class Hatch:
    """Stripes over what will change, within its outline."""

    def __init__(self, mask: Mask, scale: float, *, marks_outside: bool) -> None:
        self._coverage = mask.coverage
        self._scale = max(1, round(scale))
        self._marks_outside = marks_outside

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        for part in parts:
            marked, edges = _sample(self._coverage, viewport, part, self._scale)
            if self._marks_outside:
                marked = ~marked
            if marked.any():
                _draw_indexed(painter, part, self._build_stripes(viewport, part, marked, edges))

    def _build_stripes(
        self, viewport: Viewport, box: Box, marked: NDArray[np.bool_], edges: NDArray[np.bool_]
    ) -> NDArray[np.uint8]:
        place = _find_diagonals(viewport, box) % (_STRIPES_APART_PX * self._scale)
        stripe = _STRIPE_PX * self._scale
        stripes = np.where(place < stripe, np.uint8(2), (place < 2 * stripe).astype(np.uint8))
        return np.where(edges, np.uint8(1), stripes * marked)


class MarchingOutline:
    """Dashes along the inner edge of what will change; each ``advance`` moves them on a little."""

    def __init__(self, mask: Mask, scale: float) -> None:
        self._coverage = mask.coverage
        self._scale = max(1, round(scale))
        self._phase = 0
        self._zoom = 0.0
        self._cells: set[tuple[int, int]] = set()
        """Where there are edges on the screen, by row and column of squares from the picture's corner."""

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        if viewport.zoom != self._zoom:
            self._zoom = viewport.zoom
            self._cells.clear()
        for part in parts:
            _, edges = _sample(self._coverage, viewport, part, self._scale)
            self._note_cells(viewport, part, edges)
            if edges.any():
                _draw_indexed(painter, part, self._build_dashes(viewport, part, edges))

    def advance(self) -> None:
        self._phase = (self._phase + 1) % (2 * _DASH_PX)

    def find_boxes(self, viewport: Viewport) -> list[Box]:
        """Where dashes are seen, in device pixels of the view or beyond it."""
        left, upper = viewport.origin
        corners = [(left + column * _CELL_PX, upper + row * _CELL_PX) for row, column in self._cells]
        return [Box(x, y, x + _CELL_PX, y + _CELL_PX) for x, y in corners]

    def _build_dashes(self, viewport: Viewport, box: Box, edges: NDArray[np.bool_]) -> NDArray[np.uint8]:
        step = _find_diagonals(viewport, box) // self._scale + self._phase
        return np.where(step % (2 * _DASH_PX) < _DASH_PX, np.uint8(1), np.uint8(2)) * edges

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
    wide = Box(box.left - width_px, box.upper - width_px, box.right + width_px, box.lower + width_px)
    selected = sample_selected(coverage, viewport, wide)
    inner = (slice(width_px, -width_px), slice(width_px, -width_px))
    return selected[inner], find_edges(selected, width_px)[inner]


def _find_diagonals(viewport: Viewport, box: Box) -> NDArray[np.int32]:
    """For each device pixel of a box, how many diagonals from the picture's corner it lies."""
    left, upper = viewport.origin
    rows = np.arange(box.upper - upper, box.lower - upper, dtype=np.int32)
    columns = np.arange(box.left - left, box.right - left, dtype=np.int32)
    return rows[:, np.newaxis] + columns


def _draw_indexed(painter: QPainter, box: Box, indices: NDArray[np.uint8]) -> None:
    rows = np.ascontiguousarray(indices)
    image = QImage(rows.data, box.width, box.height, box.width, QImage.Format.Format_Indexed8)
    image.setColorTable(_BLACK_AND_WHITE)
    painter.drawImage(box.left, box.upper, image)
