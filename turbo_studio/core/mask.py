"""A mask as one plane of coverage, with edits recorded as tiles.

Coverage is 8 bits a pixel, 255 = change here. A pixel is *selected* where its coverage is at least
``SELECTED_MIN``: that, and nothing softer, becomes alpha 0 on the wire, so the canvas shows just that.
The plane is one contiguous array, so that the canvas can look at it without a copy; tiles exist for
undo alone.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.geometry import EMPTY_BOX, Box
from turbo_studio.core.shapes import Combine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.selection import Selection

    Tile = int | bytes | NDArray[np.uint8]
    """A tile that was put aside: its one value where it is flat, else a copy, which deflates to bytes."""

SELECTED_MIN = 128
TILE_SIDE_PX = 256
_DEFLATE_LEVEL = 1  # strokes are made of flat areas: higher levels cost time and save next to nothing

TileKey = tuple[int, int]
"""Row and column of a tile."""


@dataclass(frozen=True, slots=True, eq=False)
class MaskSnapshot:
    """A mask at one moment, for a frozen request.

    Only tiles that are partly selected are copied, so that taking one costs what was painted and not
    the size of the picture.
    """

    size: Size
    selected_pixels: int
    tiles: dict[TileKey, NDArray[np.uint8] | None]
    """Tiles that select anything: a copy of their coverage, None where they are selected throughout."""

    @property
    def says_something(self) -> bool:
        """False where nothing or everything is selected: to the gateway that is no mask at all."""
        return 0 < self.selected_pixels < self.size.pixels

    @property
    def coverage(self) -> NDArray[np.uint8]:
        """A new array of shape (height, width), uint8: 255 where selected, else 0."""
        plane = np.zeros((self.size.height, self.size.width), np.uint8)
        for key, tile in self.tiles.items():
            box = _tile_box(key, self.size)
            part = plane[box.upper : box.lower, box.left : box.right]
            part[...] = 255 if tile is None else np.where(tile >= SELECTED_MIN, np.uint8(255), np.uint8(0))
        return plane


class MaskEdit:
    """One undoable change: the tiles that differ, as the mask does not hold them now, and their box.

    That is how they were before; once the edit is undone, also how they were after, until it is redone.
    """

    def __init__(self, before: dict[TileKey, Tile], box: Box) -> None:
        self.box = box
        self.before = before
        self.after: dict[TileKey, Tile] = {}
        self.size_bytes = _measure(before)

    def pack(self) -> None:
        """Deflate what is not yet: 0.2 ms a tile, on any thread and beside any other call."""
        for tiles in (self.before, self.after):
            for key, tile in tuple(tiles.items()):
                if isinstance(tile, np.ndarray):
                    flat = _flat_value(tile)
                    tiles[key] = zlib.compress(tile.tobytes(), _DEFLATE_LEVEL) if flat is None else flat
        self.size_bytes = _measure(self.before) + _measure(self.after)


class Mask:
    """The coverage of one source; written between ``begin_edit`` and ``commit_edit`` alone."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.coverage: NDArray[np.uint8] = np.zeros((size.height, size.width), np.uint8)
        rows = -(-size.height // TILE_SIDE_PX)
        columns = -(-size.width // TILE_SIDE_PX)
        self._selected_by_tile = np.zeros((rows, columns), np.int64)
        self._before: dict[TileKey, Tile] | None = None

    @property
    def selected_pixels(self) -> int:
        """As of the last finished edit."""
        return int(self._selected_by_tile.sum())

    @property
    def selected_share(self) -> float:
        return self.selected_pixels / self.size.pixels

    def touch_memory(self) -> None:
        """Make the system hand out the plane's pages now, and not under the first stroke."""
        self.coverage.fill(0)

    def take_snapshot(self) -> MaskSnapshot:
        tiles: dict[TileKey, NDArray[np.uint8] | None] = {}
        for row, column in np.argwhere(self._selected_by_tile).tolist():
            key = (row, column)
            tile = self._tile(key)
            tiles[key] = None if self._selected_by_tile[key] == tile.size else tile.copy()
        return MaskSnapshot(self.size, self.selected_pixels, tiles)

    # Edits

    def begin_edit(self) -> None:
        if self._before is not None:
            raise RuntimeError("an edit of this mask is already open")
        self._before = {}

    def add_stamp(self, stamp: NDArray[np.uint8], left: int, upper: int) -> Box:
        """Raise coverage to a stamp of shape (height, width); return the box that was written."""
        return self._blend(stamp, left, upper, np.maximum)

    def remove_stamp(self, stamp: NDArray[np.uint8], left: int, upper: int) -> Box:
        """Lower coverage to what the stamp leaves; return the box that was written."""
        return self._blend(np.subtract(255, stamp), left, upper, np.minimum)

    def fill(self, coverage: int) -> Box:
        box = Box.of(self.size)
        self._keep_tiles(box)
        self.coverage.fill(coverage)
        return box

    def invert(self) -> Box:
        """Swap selected and unselected: 255 - c moves 127.5, the line between them, onto itself."""
        box = Box.of(self.size)
        self._keep_tiles(box)
        np.subtract(255, self.coverage, out=self.coverage)
        return box

    def join(self, selection: Selection, combine: Combine) -> None:
        """Let a selection within the picture change the mask."""
        box = EMPTY_BOX if selection.box.is_empty else selection.box
        if combine is Combine.REPLACE:
            self._clear_outside(EMPTY_BOX)
        elif combine is Combine.INTERSECT:
            self._clear_outside(box)
        if box.is_empty:
            return
        self._keep_tiles(box)
        target = self.coverage[box.upper : box.lower, box.left : box.right]
        if combine is Combine.SUBTRACT:
            selection.deselect(target)
        elif combine is Combine.INTERSECT:
            selection.keep_only(target)
        else:
            selection.select(target)

    def _clear_outside(self, box: Box) -> None:
        """Set everything outside a box to 0, tile by tile and only where there is anything."""
        for key in _iterate_keys(Box.of(self.size)):
            tile = self._tile(key)
            if not tile.any():
                continue
            part = _tile_box(key, self.size)
            self._keep_tiles(part)
            inner = part.intersect(box)
            if inner.is_empty:
                tile.fill(0)
                continue
            target = self.coverage[inner.upper : inner.lower, inner.left : inner.right]
            kept = target.copy()
            tile.fill(0)
            target[...] = kept

    def commit_edit(self) -> MaskEdit | None:
        """Close the edit; None where no pixel differs."""
        changed: dict[TileKey, Tile] = {}
        box = EMPTY_BOX
        for key, kept in self._end_edit().items():
            former_count = self._selected_by_tile[key]
            self._count(key)
            if self._selected_by_tile[key] != former_count or (self._tile(key) != kept).any():
                changed[key] = kept
                box = box.unite(_tile_box(key, self.size))
        return MaskEdit(changed, box) if changed else None

    def abort_edit(self) -> Box:
        """Put everything back as it was before ``begin_edit``; return the box that changed."""
        kept = self._end_edit()
        box = EMPTY_BOX
        for key in kept:
            box = box.unite(_tile_box(key, self.size))
        return self._put(kept, box)

    def undo(self, edit: MaskEdit) -> Box:
        edit.after = {key: self._tile(key).copy() for key in edit.before}
        return self._put(edit.before, edit.box)

    def redo(self, edit: MaskEdit) -> Box:
        """Make an edit again that was undone."""
        after, edit.after = edit.after, {}
        return self._put(after, edit.box)

    def _blend(self, stamp: NDArray[np.uint8], left: int, upper: int, operator: np.ufunc) -> Box:
        height, width = stamp.shape
        box = Box(left, upper, left + width, upper + height).intersect(Box.of(self.size))
        if box.is_empty:
            return EMPTY_BOX
        self._keep_tiles(box)
        target = self.coverage[box.upper : box.lower, box.left : box.right]
        part = stamp[box.upper - upper : box.lower - upper, box.left - left : box.right - left]
        operator(target, part, out=target)
        return box

    def _keep_tiles(self, box: Box) -> None:
        if self._before is None:
            raise RuntimeError("no edit of this mask is open")
        for key in _iterate_keys(box):
            if key not in self._before:
                tile = self._tile(key)
                flat = _flat_value(tile)
                self._before[key] = tile.copy() if flat is None else flat

    def _end_edit(self) -> dict[TileKey, Tile]:
        if self._before is None:
            raise RuntimeError("no edit of this mask is open")
        kept, self._before = self._before, None
        return kept

    def _put(self, tiles: dict[TileKey, Tile], box: Box) -> Box:
        for key, kept in tiles.items():
            tile = self._tile(key)
            if isinstance(kept, bytes):
                kept = np.frombuffer(zlib.decompress(kept), np.uint8).reshape(tile.shape)
            tile[...] = kept
            if isinstance(kept, int):
                self._selected_by_tile[key] = tile.size if kept >= SELECTED_MIN else 0
            else:
                self._count(key)
        return box

    def _count(self, key: TileKey) -> None:
        self._selected_by_tile[key] = np.count_nonzero(self._tile(key) >= SELECTED_MIN)

    def _tile(self, key: TileKey) -> NDArray[np.uint8]:
        box = _tile_box(key, self.size)
        return self.coverage[box.upper : box.lower, box.left : box.right]


def _tile_box(key: TileKey, size: Size) -> Box:
    upper, left = key[0] * TILE_SIDE_PX, key[1] * TILE_SIDE_PX
    return Box(left, upper, left + TILE_SIDE_PX, upper + TILE_SIDE_PX).intersect(Box.of(size))


def _iterate_keys(box: Box) -> Iterator[TileKey]:
    for row in range(box.upper // TILE_SIDE_PX, -(-box.lower // TILE_SIDE_PX)):
        for column in range(box.left // TILE_SIDE_PX, -(-box.right // TILE_SIDE_PX)):
            yield row, column


def _flat_value(tile: NDArray[np.uint8]) -> int | None:
    value = tile[0, 0]
    return int(value) if (tile == value).all() else None


def _measure(tiles: dict[TileKey, Tile]) -> int:
    return sum(_measure_tile(tile) for tile in tiles.values())


def _measure_tile(tile: Tile) -> int:
    if isinstance(tile, np.ndarray):
        return tile.nbytes
    return len(tile) if isinstance(tile, bytes) else 1
