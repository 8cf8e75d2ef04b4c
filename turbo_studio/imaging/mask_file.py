"""A mask as a file of the program's own, on its way to a child: small where little was painted.

A byte for each tile, row by row, says whether it selects nothing, some or all of its pixels. The bits of
those that select some follow, in the same order, as ``MaskSnapshot`` has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.mask_snapshot import MaskSnapshot
from turbo_studio.core.tiles import count_pixels, find_tile_box
from turbo_studio.imaging.private_folder import open_new
from turbo_studio.imaging.scratch import telling_storage_errors

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.tiles import TileKey

_NOTHING, _SOME, _ALL = range(3)


def save_mask(mask: MaskSnapshot, path: Path) -> None:
    """Write a new file. StorageError."""
    kinds = np.full(count_pixels(mask.size).shape, _NOTHING, np.uint8)
    for key, tile in mask.tiles.items():
        kinds[key] = _ALL if tile is None else _SOME
    with telling_storage_errors(path.parent), open_new(path) as file:
        file.write(kinds.data)
        for _, tile in sorted(mask.tiles.items()):
            if tile is not None:
                file.write(tile.data)


def load_mask(path: Path, size: Size) -> MaskSnapshot:
    """The mask of that size; its tiles look into the mapped file. ValueError for a file of another one."""
    content = np.memmap(path, np.uint8, "r")
    pixels = count_pixels(size)
    kinds = content[: pixels.size].reshape(pixels.shape)
    tiles: dict[TileKey, NDArray[np.uint8] | None] = {}
    selected_pixels, offset = int(pixels[kinds == _ALL].sum()), pixels.size
    for row, column in np.argwhere(kinds).tolist():
        key = (row, column)
        tiles[key] = None
        if kinds[key] == _SOME:
            box = find_tile_box(key, size)
            length = box.height * -(-box.width // 8)
            tile = tiles[key] = content[offset : offset + length].reshape(box.height, -1)
            selected_pixels += int(np.bitwise_count(tile).sum())
            offset += length
    return MaskSnapshot(size, selected_pixels, tiles)
