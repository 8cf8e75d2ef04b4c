"""What a mask selects at one moment: nothing softer, and nothing that changes any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.tiles import find_tile_box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.tiles import TileKey


@dataclass(frozen=True, slots=True, eq=False)
class MaskSnapshot:
    """A mask at one moment, for a frozen request.

    Only tiles that are partly selected are kept, a bit a pixel, so that taking one costs what was
    painted and not the size of the picture.
    """

    size: Size
    selected_pixels: int
    tiles: dict[TileKey, NDArray[np.uint8] | None]
    """Tiles that select anything: a row of bits for each row of theirs, as ``numpy.packbits`` has it; None
    where they are selected throughout."""

    @property
    def says_something(self) -> bool:
        """False where nothing or everything is selected: to the gateway that is no mask at all."""
        return 0 < self.selected_pixels < self.size.pixels

    @property
    def coverage(self) -> NDArray[np.uint8]:
        """A new array of shape (height, width), uint8: 255 where selected, else 0."""
        plane = np.zeros((self.size.height, self.size.width), np.uint8)
        self.write_to(plane)
        return plane

    def write_to(self, plane: NDArray[np.uint8]) -> None:
        """Set what is selected to 255 in an array of shape (height, width) that is 0 everywhere."""
        for key, tile in self.tiles.items():
            box = find_tile_box(key, self.size)
            part = plane[box.upper : box.lower, box.left : box.right]
            part[...] = 255 if tile is None else unpack_rows(tile, box.width) * np.uint8(255)


def unpack_rows(bits: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Rows of bits as rows of 0 and 1, of shape (rows, width). ValueError where they are not that wide."""
    if bits.shape[1] != -(-width // 8):
        raise ValueError(f"{bits.shape[1]} bytes are no {width} bits")
    return np.unpackbits(bits, axis=1, count=width)
