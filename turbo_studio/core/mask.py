"""A mask as one plane of coverage, with edits recorded as tiles.

Coverage is 8 bits a pixel, 255 = change here. A pixel is *selected* where its coverage is at least
``SELECTED_MIN``: that, and nothing softer, becomes alpha 0 on the wire, so the canvas shows just that.
The plane is one contiguous array, so that the canvas can look at it without a copy; tiles exist for
undo alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.geometry import EMPTY_BOX, Box
from turbo_studio.core.mask_edit import KeptTile, MaskEdit, keep_tile
from turbo_studio.core.mask_snapshot import MaskSnapshot
from turbo_studio.core.shapes import Combine
from turbo_studio.core.tiles import TILE_SIDE_PX, count_pixels, find_tile_box, find_tiles, iterate_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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
        self._is_inverted = False  # whether the open edit has inverted what it has not put aside
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
        """Give all pixels one coverage."""
        self._flatten(np.ones_like(self._levels, np.bool_), coverage)

    def invert(self) -> None:
        """Swap selected and unselected: 255 - c moves 127.5, the line between them, onto itself.

        Nothing is put aside, since to invert once more takes it back.
        """
        before = self._leave_written()
        self._is_inverted = not self._is_inverted
        self._invert_all()
        self._settle(before, before)

    def _invert_all(self) -> None:
        self._invert_plane()
        self._levels[...] = np.where(self._levels == _NOT_FLAT, _NOT_FLAT, 255 - self._levels)
        self._selected_by_tile[...] = count_pixels(self.size) - self._selected_by_tile

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
        """Let a selection within the picture change the mask.

        Of a large one most tiles are selected throughout, or not at all: no pixel of those is looked at.
        """
        counts = selection.count_by_tile(self.size)
        is_full, is_blank = counts == count_pixels(self.size), counts == 0
        if combine in (Combine.REPLACE, Combine.ADD):
            self._flatten(is_full, 255)
        if combine in (Combine.REPLACE, Combine.INTERSECT):
            self._flatten(is_blank, 0)
        if combine is Combine.SUBTRACT:
            self._flatten(is_full, 0)
        before = self._leave_written()
        for row, column in np.argwhere(~is_full & ~is_blank).tolist():
            self._keep(before, [(row, column)])
            self._join_tile((row, column), selection, combine)
            self._settle(before, [(row, column)])

    def _join_tile(self, key: TileKey, selection: Selection, combine: Combine) -> None:
        """The same for a tile that the edge of a selection crosses."""
        self._levels[key] = _NOT_FLAT
        inner = find_tile_box(key, self.size).intersect(selection.box)
        cut = selection.cut(inner)
        target = self.coverage[inner.upper : inner.lower, inner.left : inner.right]
        match combine:
            case Combine.ADD:
                cut.select(target)
            case Combine.SUBTRACT:
                cut.deselect(target)
            case Combine.REPLACE:
                self._tile(key).fill(0)
                cut.select(target)
            case Combine.INTERSECT:
                kept = target.copy()
                self._tile(key).fill(0)
                cut.keep_only(kept)
                target[...] = kept

    def _flatten(self, where: NDArray[np.bool_], coverage: int) -> None:
        """Give tiles one coverage. What is selected then needs no counting, nor what differs."""
        before = self._leave_written()
        where = where & (self._levels != coverage)
        keys = [(row, column) for row, column in np.argwhere(where).tolist()]
        self._keep(before, keys)
        self._changed.difference_update(keys)
        self._changed.update(key for key in keys if not before[key].is_flat_at(coverage))
        self._fill_tiles(where, coverage)
        self._levels[where] = coverage
        self._selected_by_tile[where] = count_pixels(self.size)[where] if coverage >= SELECTED_MIN else 0

    def _fill_tiles(self, where: NDArray[np.bool_], coverage: int) -> None:
        """Tiles beside each other at once: the longer a row of memory, the faster it is filled."""
        for row in np.flatnonzero(where.any(axis=1)).tolist():
            upper = row * TILE_SIDE_PX
            edges = np.flatnonzero(np.diff(where[row], prepend=False, append=False)) * TILE_SIDE_PX
            for left, right in edges.reshape(-1, 2).tolist():
                self.coverage[upper : upper + TILE_SIDE_PX, left:right] = coverage

    def commit_edit(self) -> MaskEdit | None:
        """Close the edit; None where no pixel differs. The cost is that of the last write alone."""
        before, is_inverted = self._end_edit()
        if is_inverted and len(before) < self._levels.size:
            return MaskEdit(before, Box.of(self.size), is_inverted=True)
        changed = {key: before[key] for key in self._changed}
        return MaskEdit(changed, self._find_box(changed)) if changed else None

    def abort_edit(self) -> Box:
        """Put everything back as it was before ``begin_edit``; return the box that changed."""
        before, is_inverted = self._end_edit()
        return self._restore(before, is_inverted=is_inverted)

    def undo(self, edit: MaskEdit) -> Box:
        edit.after = {key: self._keep_tile(key) for key in edit.before}
        return self._restore(edit.before, is_inverted=edit.is_inverted)

    def redo(self, edit: MaskEdit) -> Box:
        """Make an edit again that was undone."""
        after, edit.after = edit.after, {}
        return self._restore(after, is_inverted=edit.is_inverted)

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
        self._settle(before, (key for key in iterate_keys(self._written) if not _holds(written, key)))
        self._keep(before, iterate_keys(written))
        self._levels[written.upper : written.lower, written.left : written.right] = _NOT_FLAT
        self._written = written

    def _keep_tile(self, key: TileKey) -> KeptTile:
        """A tile as it was before the open edit, or as it is where there is none."""
        level, tile, count = int(self._levels[key]), self._tile(key), int(self._selected_by_tile[key])
        if self._is_inverted:
            level, tile, count = 255 - level, np.subtract(255, tile), tile.size - count
        return keep_tile(tile, count) if self._levels[key] == _NOT_FLAT else KeptTile(level, count)

    def _keep(self, before: dict[TileKey, KeptTile], keys: Iterable[TileKey]) -> None:
        """Put tiles aside that are not yet."""
        for key in keys:
            if key not in before:
                before[key] = self._keep_tile(key)

    def _leave_written(self) -> dict[TileKey, KeptTile]:
        """To be called before tiles are written by one that settles them itself."""
        before = self._open_edit()
        self._settle(before, iterate_keys(self._written))
        self._written = EMPTY_BOX
        return before

    def _settle(self, before: dict[TileKey, KeptTile], keys: Iterable[TileKey]) -> None:
        """Count what is selected in tiles that were written, and tell whether they differ from before."""
        for key in keys:
            kept, tile = before[key], self._tile(key)
            selected_pixels = np.count_nonzero(tile >= SELECTED_MIN)
            self._selected_by_tile[key] = selected_pixels
            if selected_pixels != kept.selected_pixels or kept.differs_from(tile):
                self._changed.add(key)
            else:
                self._changed.discard(key)

    def _end_edit(self) -> tuple[dict[TileKey, KeptTile], bool]:
        """What was put aside, and whether all else was inverted."""
        before, is_inverted = self._leave_written(), self._is_inverted
        self._before, self._is_inverted = None, False
        return before, is_inverted

    def _open_edit(self) -> dict[TileKey, KeptTile]:
        if self._before is None:
            raise RuntimeError("no edit of this mask is open")
        return self._before

    def _restore(self, tiles: dict[TileKey, KeptTile], *, is_inverted: bool) -> Box:
        if is_inverted:
            self._invert_all()
        levels = np.full_like(self._levels, _NOT_FLAT)
        for key, kept in tiles.items():
            self._selected_by_tile[key] = kept.selected_pixels
            self._levels[key] = _NOT_FLAT
            if isinstance(kept.content, int):
                levels[key] = kept.content
            else:
                kept.restore(self._tile(key))
        for level in np.unique(levels[levels != _NOT_FLAT]).tolist():
            self._fill_tiles(levels == level, level)
            self._levels[levels == level] = level
        return Box.of(self.size) if is_inverted else self._find_box(tiles)

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


def _holds(tiles: Box, key: TileKey) -> bool:
    return tiles.upper <= key[0] < tiles.lower and tiles.left <= key[1] < tiles.right
