"""Brings a mask to the size that its picture is sent with; all that was selected stays selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.geometry import Box
from turbo_studio.core.mask import Mask
from turbo_studio.core.mask_snapshot import unpack_rows
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.tiles import TILE_SIDE_PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot

_STRIP_ROWS = 32


def scale_mask(mask: MaskSnapshot, size: Size) -> MaskSnapshot:
    """The mask at a size: a pixel is selected as soon as one under it is.

    PictureError MASK_LOST where it then selects nothing or everything, which it did not before.
    """
    if size == mask.size:
        return mask
    scaled = Mask(size)
    scaled.begin_edit()
    scaled.put(Box.of(size), _find_plane(mask, size))
    scaled.commit_edit()
    snapshot = scaled.take_snapshot()
    if not snapshot.says_something:
        raise PictureError(ProblemCode.MASK_LOST, width=size.width, height=size.height)
    return snapshot


def find_selected_rows(mask: MaskSnapshot, upper: int, lower: int) -> NDArray[np.bool_]:
    """Rows of the mask at its own size, put together from the tiles that cross them."""
    selected = np.zeros((lower - upper, mask.size.width), np.bool_)
    for row in range(upper // TILE_SIDE_PX, -(-lower // TILE_SIDE_PX)):
        top = row * TILE_SIDE_PX
        first, last = max(upper, top), min(lower, top + TILE_SIDE_PX)
        for column in range(-(-mask.size.width // TILE_SIDE_PX)):
            if (row, column) in mask.tiles:
                tile = mask.tiles[row, column]
                part = selected[first - upper : last - upper, column * TILE_SIDE_PX :][:, :TILE_SIDE_PX]
                part[...] = (
                    True if tile is None else unpack_rows(tile[first - top : last - top], part.shape[1])
                )
    return selected


def _find_plane(mask: MaskSnapshot, size: Size) -> NDArray[np.uint8]:
    """Shape (height, width), 255 where selected, else 0; a few rows at a time, for a mask may be large."""
    plane = np.empty((size.height, size.width), np.uint8)
    for upper in range(0, size.height, _STRIP_ROWS):
        lower = min(upper + _STRIP_ROWS, size.height)
        np.multiply(_find_scaled_rows(mask, size, upper, lower), np.uint8(255), out=plane[upper:lower])
    return plane


def _find_scaled_rows(mask: MaskSnapshot, size: Size, upper: int, lower: int) -> NDArray[np.bool_]:
    """Rows of the mask at ``size``: shape (lower - upper, width)."""
    starts, stops = _cover(np.arange(upper, lower), size.height, mask.size.height)
    rows = find_selected_rows(mask, int(starts[0]), int(stops[-1]))
    rows = _reduce_any(rows, starts - starts[0], stops - starts[0], axis=0)
    starts, stops = _cover(np.arange(size.width), size.width, mask.size.width)
    return _reduce_any(rows, starts, stops, axis=1)


def _cover(
    positions: NDArray[np.int64], length: int, full_length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The half-open span of full positions under each position."""
    starts = positions * full_length // length
    return starts, np.maximum(starts + 1, -(-(positions + 1) * full_length // length))


def _reduce_any(
    plane: NDArray[np.bool_], starts: NDArray[np.int64], stops: NDArray[np.int64], axis: int
) -> NDArray[np.bool_]:
    """Whether any value of each span along an axis is true, by a running count."""
    counts = np.cumsum(plane, axis=axis, dtype=np.int32)
    counts = np.insert(counts, 0, 0, axis=axis)
    return np.take(counts, stops, axis=axis) > np.take(counts, starts, axis=axis)
