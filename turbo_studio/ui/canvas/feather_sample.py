"""How much of each device pixel a feathered mask would blend in: what the looks of a feather are made of.

Above 100 % the pixels of the picture are weighed, below it the device pixels; never more than is painted. Of
a device pixel all that it stands for must be selected, or it is an edge: no gap is too narrow to have a
feather. A wide feather is measured at every few pixels, and exactly there; between them it is nearly flat.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise, product
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from turbo_studio.core.feather import measure_distances, weigh
from turbo_studio.core.geometry import Box
from turbo_studio.core.mask import SELECTED_MIN
from turbo_studio.ui.canvas.mask_sample import find_places, sample_selected
from turbo_studio.ui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)

_PLACES_BITS = 4
"""A feather is measured at 16 places along its fall at most, and at no fewer than 8 of a wider one."""
_BLOCK_SIDE_PX = 256
"""As much as stays in a processor's cache; most blocks are flat and need no measuring."""


class Feather(NamedTuple):
    """A feather at a zoom. Lengths are pixels of the grid that is weighed: the picture's, or coarser."""

    reach: int
    """How far from an edge a pixel may lie and still be blended in part."""
    step: int
    """From one place that is measured to the next: a power of two, 16 at most."""
    weights: NDArray[np.uint8]
    """By squared distance."""


@lru_cache(maxsize=4)
def build_feather(radius_px: int, zoom: float) -> Feather:
    """``radius_px`` counts the picture's pixels. The edge is taken to lie in the middle of a device pixel
    that is partly selected, and what is selected in that, half way from there to its border.
    """
    scale = min(1.0, zoom)
    reach = ceil((radius_px + 1) * scale) - 1
    step = 1 << max(0, (reach - 1).bit_length() - _PLACES_BITS)
    distances_px = np.sqrt(np.arange((reach + 1) ** 2 + 1)) / scale
    distances_px[0] = (1 / scale - 1) / 2
    return Feather(reach, step, weigh(distances_px, radius_px))


def find_margin(radius_px: int, zoom: float) -> int:
    """How many device pixels around a change of the mask look different."""
    feather = build_feather(radius_px, zoom)
    return ceil((feather.reach + feather.step) * max(1.0, zoom))


def sample_weights(
    coverage: NDArray[np.uint8], viewport: Viewport, box: Box, radius_px: int
) -> NDArray[np.uint8]:
    """For a box of device pixels an array of shape (height, width); 0 beside the picture.

    A device pixel shows the pixel under its middle, as the picture's own pixels are drawn.
    """
    weights = np.zeros((box.height, box.width), np.uint8)
    part = box.intersect(viewport.picture_box)
    if part.is_empty:
        return weights
    grid = Viewport(viewport.image, viewport.view, min(1.0, viewport.zoom))
    scale, (left, upper), whole = max(1.0, viewport.zoom), viewport.origin, grid.picture_box
    rows = find_places(part.upper - upper, part.lower - upper, scale, whole.height)
    columns = find_places(part.left - left, part.right - left, scale, whole.width)
    seen = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    weighed = _weigh_box(coverage, grid, seen, build_feather(radius_px, viewport.zoom))
    if scale > 1:
        weighed = weighed[np.ix_(rows - rows[0], columns - columns[0])]
    _cut(weights, part, box)[...] = weighed
    return weights


def _weigh_box(coverage: NDArray[np.uint8], grid: Viewport, box: Box, feather: Feather) -> NDArray[np.uint8]:
    """The weights of a box of the grid's pixels."""
    weights = np.zeros((box.height, box.width), np.uint8)
    around = _widen(box, feather)
    whole = _sample_whole(coverage, grid, around)
    for block in _iterate_blocks(box, feather):
        near, target = _cut(whole, _widen(block, feather), around), _cut(weights, block, box)
        if near.all():
            target[...] = 255
            continue
        selected = sample_selected(coverage, grid, block)
        if selected.any():
            samples = feather.weights[measure_distances(near, feather.reach, feather.step)]
            even = _interpolate(samples, feather.step)
            np.multiply(_cut(even, block, _align(block, feather)), selected, out=target)
    return weights


def _sample_whole(coverage: NDArray[np.uint8], grid: Viewport, box: Box) -> NDArray[np.bool_]:
    """Which of the grid's pixels are selected wholly; those beside the picture are, for no edge is there."""
    whole = np.ones((box.height, box.width), np.bool_)
    part = box.intersect(grid.picture_box)
    rows = _find_starts(part.upper, part.lower, grid.zoom, grid.image.height)
    columns = _find_starts(part.left, part.right, grid.zoom, grid.image.width)
    least = coverage[rows[0] : rows[-1], columns[0] : columns[-1]]
    if grid.zoom < 1:
        least = _find_least(np.ascontiguousarray(_find_least(least, rows).T), columns).T
    np.greater_equal(least, SELECTED_MIN, out=_cut(whole, part, box))
    return whole


def _find_starts(start: int, stop: int, zoom: float, count: int) -> NDArray[np.intp]:
    """The first row or column of the picture in each of the grid's, and behind the last."""
    starts = np.floor(np.arange(start, stop + 1) / zoom).astype(np.intp)
    return starts.clip(0, count)


def _find_least(coverage: NDArray[np.uint8], starts: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The least of the rows from each start to the next: ``reduceat`` takes ten times as long."""
    least = np.empty((len(starts) - 1, coverage.shape[1]), np.uint8)
    for row, (start, stop) in enumerate(pairwise((starts - starts[0]).tolist())):
        np.minimum.reduce(coverage[start:stop], axis=0, out=least[row])
    return least


def _iterate_blocks(box: Box, feather: Feather) -> Iterator[Box]:
    """Parts of a box, large enough for what lies around each not to be most of the work."""
    side = max(_BLOCK_SIDE_PX, 4 * feather.reach)
    rows, columns = range(box.upper, box.lower, side), range(box.left, box.right, side)
    for upper, left in product(rows, columns):
        yield Box(left, upper, left + side, upper + side).intersect(box)


def _align(box: Box, feather: Feather) -> Box:
    """The box between places that are measured, counted from the picture's corner."""
    step = feather.step
    left, upper = box.left // step * step, box.upper // step * step
    return Box(left, upper, -(-box.right // step) * step, -(-box.lower // step) * step)


def _widen(box: Box, feather: Feather) -> Box:
    """All that bears on the weights of a box: the reach around it, and on its far sides one place more."""
    left, upper, right, lower = _align(box, feather)
    reach = feather.reach
    return Box(left - reach, upper - reach, right + 1 + reach, lower + 1 + reach)


def _interpolate(samples: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Values at every pixel between samples that lie a step apart, down and across; the last ones end it."""
    if step == 1:
        return samples[:-1, :-1]
    values = samples.astype(np.uint16)  # 255 · 16² is just within
    along = np.arange(step, dtype=np.uint16)[:, np.newaxis]
    for _ in range(2):
        former, latter = values[:-1, np.newaxis], values[1:, np.newaxis]
        values = (former * (step - along) + latter * along).reshape(-1, values.shape[1]).T
    return (values // step**2).astype(np.uint8)


def _cut(pixels: NDArray[_Scalar], box: Box, around: Box) -> NDArray[_Scalar]:
    """A view of what lies in a box, of pixels of a box around it."""
    left, upper = box.left - around.left, box.upper - around.upper
    return pixels[upper : upper + box.height, left : left + box.width]
