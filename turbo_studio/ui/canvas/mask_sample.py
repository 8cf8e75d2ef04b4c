"""Which device pixels show a selected pixel of a mask: what patterns over the picture are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.mask import SELECTED_MIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Box
    from turbo_studio.ui.canvas.viewport import Viewport

_AROUND_PX = 64


def sample_selected(coverage: NDArray[np.uint8], viewport: Viewport, box: Box) -> NDArray[np.bool_]:
    """For a box of device pixels an array of shape (height, width); False beside the picture.

    A device pixel shows the pixel under its middle, as the picture's own pixels are drawn.
    """
    selected = np.zeros((box.height, box.width), np.bool_)
    part = box.intersect(viewport.picture_box)
    if part.is_empty:
        return selected
    left, upper = viewport.origin
    rows = find_places(part.upper - upper, part.lower - upper, viewport.zoom, viewport.image.height)
    columns = find_places(part.left - left, part.right - left, viewport.zoom, viewport.image.width)
    inside = selected[
        part.upper - box.upper : part.lower - box.upper, part.left - box.left : part.right - box.left
    ]
    seen = coverage[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if viewport.zoom == 1:
        np.greater_equal(seen, SELECTED_MIN, out=inside)
    else:
        picked = seen[np.ix_(rows - rows[0], columns - columns[0])]
        np.greater_equal(picked, SELECTED_MIN, out=inside)
    return selected


def merge_parts(parts: Iterable[Box]) -> list[Box]:
    """Fewer boxes around the same, without overlap: the ring of a brush alone is dozens of parts.

    Each has a cost of its own, and is looked at with what lies around it.
    """
    merged: list[Box] = []
    for part in parts:
        box = part
        while (other := next((each for each in merged if _is_cheaper_merged(box, each)), None)) is not None:
            merged.remove(other)
            box = box.unite(other)
        merged.append(box)
    return merged


def _is_cheaper_merged(box: Box, other: Box) -> bool:
    is_apart = box.intersect(other).is_empty
    return not is_apart or _estimate_cost(box.unite(other)) <= _estimate_cost(box) + _estimate_cost(other)


def _estimate_cost(box: Box) -> int:
    return (box.width + _AROUND_PX) * (box.height + _AROUND_PX)


def find_edges(selected: NDArray[np.bool_], width_px: int) -> NDArray[np.bool_]:
    """The selected pixels within ``width_px`` of one that is not, across or down.

    The array must reach that far beyond what is asked for; its own borders count as not selected.
    """
    core = selected
    for _ in range(width_px):
        inner = np.zeros_like(core)
        inner[1:-1, 1:-1] = (
            core[1:-1, 1:-1] & core[:-2, 1:-1] & core[2:, 1:-1] & core[1:-1, :-2] & core[1:-1, 2:]
        )
        core = inner
    return selected & ~core


def find_places(start: int, stop: int, zoom: float, count: int) -> NDArray[np.intp]:
    """Which of ``count`` rows or columns of the picture lie under device pixels counted from its corner."""
    places = np.floor((np.arange(start, stop) + 0.5) / zoom)
    clipped: NDArray[np.intp] = places.clip(0, count - 1).astype(np.intp)
    return clipped
