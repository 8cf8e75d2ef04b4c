"""The tiles that a mask is kept in for its history: squares from the corner of the picture."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size

TILE_SIDE_PX = 256

TileKey = tuple[int, int]
"""Row and column of a tile."""


def find_tiles(box: Box) -> Box:
    """The box of tiles, by row and column, around a box of pixels."""
    return Box(
        box.left // TILE_SIDE_PX,
        box.upper // TILE_SIDE_PX,
        -(-box.right // TILE_SIDE_PX),
        -(-box.lower // TILE_SIDE_PX),
    )


def iterate_keys(tiles: Box) -> Iterator[TileKey]:
    return product(range(tiles.upper, tiles.lower), range(tiles.left, tiles.right))


def find_tile_box(key: TileKey, size: Size) -> Box:
    upper, left = key[0] * TILE_SIDE_PX, key[1] * TILE_SIDE_PX
    return Box(left, upper, left + TILE_SIDE_PX, upper + TILE_SIDE_PX).intersect(Box.of(size))


def count_pixels(size: Size) -> NDArray[np.int64]:
    """How many pixels each tile of a picture has, by row and column: fewer at its right and lower edge."""
    heights, widths = (
        np.minimum(TILE_SIDE_PX, length - np.arange(0, length, TILE_SIDE_PX))
        for length in (size.height, size.width)
    )
    pixels: NDArray[np.int64] = np.outer(heights, widths)
    return pixels
