"""A mask as one plane of coverage, with edits recorded as tiles.

Coverage is 8 bits a pixel, 255 = change here. A pixel is *selected* where its coverage is at least
``SELECTED_MIN``: that, and nothing softer, becomes alpha 0 on the wire, so the canvas shows just that.
The plane is one contiguous array, so that the canvas can look at it without a copy; tiles exist for
undo alone.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.geometry import EMPTY_BOX, Box
from turbo_studio.core.mask_edit import KeptTile, MaskEdit, keep_tile
from turbo_studio.core.mask_snapshot import MaskSnapshot
from turbo_studio.core.shapes import Combine
from turbo_studio.core.tiles import TILE_SIDE_PX, count_pixels, find_tile_box, find_tiles, iterate_keys

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.selection import Selection
    from turbo_studio.core.tiles import TileKey


SELECTED_MIN = 128
_NOT_FLAT = -1


class Mask:
    """The coverage of one source; written between ``begin_edit`` and ``commit_edit`` alone."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.coverage: NDArray[np.uint8] = np.zeros((size.height, size.width), np.uint8)
        rows = -(-size.height // TILE_SIDE_PX)
        columns = -(-size.width // TILE_SIDE_PX)
        self._selected_by_tile = np.zeros((rows, columns), np.int64)
        self._before: dict[TileKey, KeptTile] | None = None
        self._changed: set[TileKey] = set()
        self._levels = np.zeros((rows, columns), np.int16)
        """The coverage of each tile that is known to be flat, else ``_NOT_FLAT``."""
        self._written = EMPTY_BOX  # of tiles: what the last write may have changed and nobody looked at since

    @classmethod
    def build(cls, snapshot: MaskSnapshot) -> Mask:
        """A mask that selects what a snapshot holds. ValueError where its tiles are not of its size."""
        mask = cls(snapshot.size)
        mask.touch_memory()
        snapshot.write_to(mask.coverage)
        for key in snapshot.tiles:
            mask._levels[key] = _NOT_FLAT
            mask._selected_by_tile[key] = np.count_nonzero(mask._tile(key))
        return mask

    @property
    def selected_pixels(self) -> int:
        """As of the last finished edit; during one it may be behind."""
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
            is_full = self._selected_by_tile[key] == tile.size
            tiles[key] = None if is_full else np.packbits(tile >= SELECTED_MIN, axis=1)
        return MaskSnapshot(self.size, self.selected_pixels, tiles)

    # Edits

    def begin_edit(self) -> None:
        if self._before is not None:
            raise RuntimeError("an edit of this mask is already open")
        self._before = {}
        self._changed = set()

    def add_stamp(self, stamp: NDArray[np.uint8], left: int, upper: int) -> Box:
        """Raise coverage to a stamp of shape (height, width); return the box that was written."""
        return self._blend(stamp, left, upper, np.maximum)

    def remove_stamp(self, stamp: NDArray[np.uint8], left: int, upper: int) -> Box:
        """Lower coverage to what the stamp leaves; return the box that was written."""
        return self._blend(np.subtract(255, stamp), left, upper, np.minimum)

    def fill(self, coverage: int) -> None:
        """Give all pixels one coverage. What is selected then needs no counting, nor what differs."""
        before = self._keep_all_tiles()
        self.coverage.fill(coverage)
        self._levels.fill(coverage)
        self._selected_by_tile[...] = count_pixels(self.size) if coverage >= SELECTED_MIN else 0
        self._changed = {key for key, kept in before.items() if not kept.is_flat_at(coverage)}

    def invert(self) -> None:
        """Swap selected and unselected: 255 - c moves 127.5, the line between them, onto itself."""
        self._keep_all_tiles()
        self._invert_plane()
        self._levels[...] = np.where(self._levels == _NOT_FLAT, _NOT_FLAT, 255 - self._levels)
        self._selected_by_tile[...] = count_pixels(self.size) - self._selected_by_tile
        self._changed = self._find_differing_tiles()

    def _invert_plane(self) -> None:
        """To fill memory is several times as fast as to compute it: of most masks most tiles are flat."""
        common = 255 if (self._levels == 255).sum() > (self._levels == 0).sum() else 0
        others = [(row, column) for row, column in np.argwhere(self._levels != common).tolist()]
        if len(others) > self._levels.size // 2:
            np.subtract(255, self.coverage, out=self.coverage)
            return
        inverted = [np.subtract(255, self._tile(key)) for key in others]
        self.coverage.fill(255 - common)
        for key, tile in zip(others, inverted, strict=True):
            self._tile(key)[...] = tile

    def put(self, box: Box, coverage: NDArray[np.uint8]) -> None:
        """Replace the coverage of a box within the picture by another of shape (height, width)."""
        if not box.is_empty:
            self._keep_tiles(box)
            self.coverage[box.upper : box.lower, box.left : box.right] = coverage

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
        for row, column in np.argwhere(self._levels).tolist():
            key = (row, column)
            tile = self._tile(key)
            if not tile.max():  # several times as fast as any()
                continue
            part = find_tile_box(key, self.size)
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
        """Close the edit; None where no pixel differs. The cost is that of the last write alone."""
        before = self._end_edit()
        changed = {key: before[key] for key in self._changed}
        return MaskEdit(changed, self._find_box(changed)) if changed else None

    def abort_edit(self) -> Box:
        """Put everything back as it was before ``begin_edit``; return the box that changed."""
        return self._restore(self._end_edit())

    def undo(self, edit: MaskEdit) -> Box:
        edit.after = {key: keep_tile(self._tile(key), self._count(key)) for key in edit.before}
        return self._restore(edit.before)

    def redo(self, edit: MaskEdit) -> Box:
        """Make an edit again that was undone."""
        after, edit.after = edit.after, {}
        return self._restore(after)

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
        """To be called before a box is written: put aside what is not yet, look at what was written last.

        A brush leaves a few tiles behind with each dab. Looking at those at once spreads over the
        stroke what would take tens of milliseconds at its end.
        """
        before, written = self._open_edit(), find_tiles(box)
        if written == self._written:
            return
        self._settle(before, self._written, but=written)
        for key in iterate_keys(written):
            if key not in before:
                before[key] = self._keep_tile(key)
        self._levels[written.upper : written.lower, written.left : written.right] = _NOT_FLAT
        self._written = written

    def _keep_tile(self, key: TileKey) -> KeptTile:
        level = int(self._levels[key])
        if level != _NOT_FLAT:
            return KeptTile(level, self._count(key))
        return keep_tile(self._tile(key), self._count(key))

    def _keep_all_tiles(self) -> dict[TileKey, KeptTile]:
        """To be called before the whole plane is written, by one that settles what it writes."""
        before = self._open_edit()
        self._settle(before, self._written, but=EMPTY_BOX)
        self._written = EMPTY_BOX
        rows, columns = self._levels.shape
        for key in product(range(rows), range(columns)):
            if key not in before:
                before[key] = self._keep_tile(key)
        return before

    def _find_differing_tiles(self) -> set[TileKey]:
        """Of an inverted mask all that were as before: no coverage is its own opposite."""
        before = self._open_edit()
        were_same = before.keys() - self._changed
        return were_same | {key for key in self._changed if before[key].differs_from(self._tile(key))}

    def _settle(self, before: dict[TileKey, KeptTile], tiles: Box, but: Box) -> None:
        """Count what is selected in tiles that were written, and tell whether they differ from before."""
        for key in iterate_keys(tiles):
            if but.upper <= key[0] < but.lower and but.left <= key[1] < but.right:
                continue
            kept, tile = before[key], self._tile(key)
            selected_pixels = np.count_nonzero(tile >= SELECTED_MIN)
            self._selected_by_tile[key] = selected_pixels
            if selected_pixels != kept.selected_pixels or kept.differs_from(tile):
                self._changed.add(key)
            else:
                self._changed.discard(key)

    def _end_edit(self) -> dict[TileKey, KeptTile]:
        before = self._open_edit()
        self._settle(before, self._written, but=EMPTY_BOX)
        self._before, self._written = None, EMPTY_BOX
        return before

    def _open_edit(self) -> dict[TileKey, KeptTile]:
        if self._before is None:
            raise RuntimeError("no edit of this mask is open")
        return self._before

    def _restore(self, tiles: dict[TileKey, KeptTile]) -> Box:
        for key, kept in tiles.items():
            kept.restore(self._tile(key))
            self._levels[key] = kept.content if isinstance(kept.content, int) else _NOT_FLAT
            self._selected_by_tile[key] = kept.selected_pixels
        return self._find_box(tiles)

    def _count(self, key: TileKey) -> int:
        return int(self._selected_by_tile[key])

    def _tile(self, key: TileKey) -> NDArray[np.uint8]:
        upper, left = key[0] * TILE_SIDE_PX, key[1] * TILE_SIDE_PX
        return self.coverage[upper : upper + TILE_SIDE_PX, left : left + TILE_SIDE_PX]

    def _find_box(self, keys: Collection[TileKey]) -> Box:
        """The smallest box of pixels around whole tiles."""
        if not keys:
            return EMPTY_BOX
        rows, columns = [key[0] for key in keys], [key[1] for key in keys]
        tiles = Box(min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        return Box(*(edge * TILE_SIDE_PX for edge in tiles)).intersect(Box.of(self.size))
