"""Where tiles lie: arithmetic over cells of one size, in one row or in as many columns as fit.

All lengths are logical pixels, and no row has anything kept for it: a million cost what a hundred do. In
a row the tiles go on to the right, in a grid downwards; the *course* is the way they are scrolled.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property


class TileLayout:
    """Never changed. No dataclass: the start-up has no time to build one."""

    def __init__(self, total: int, cell_width: int, cell_height: int, width: int, *, is_strip: bool) -> None:
        """``width`` is the view's; its height does not matter to where tiles lie."""
        self.total = total
        self.cell_width = cell_width
        self.cell_height = cell_height
        self.width = width
        self.is_strip = is_strip
        self.columns = max(1, total) if is_strip else max(1, width // cell_width)
        self.step = cell_width if is_strip else cell_height
        """From one line of tiles to the next along the course."""
        self.tiles_a_line = 1 if is_strip else self.columns
        """How many tiles stand side by side across the course."""

    @property
    def length(self) -> int:
        """Of all tiles along the course."""
        return -(-self.total // self.tiles_a_line) * self.step

    def place(self, row: int) -> tuple[int, int, int, int]:
        """Left, upper, width and height of a cell; in a grid the room that is left is shared out evenly."""
        if self.is_strip:
            return row * self.cell_width, 0, self.cell_width, self.cell_height
        line, column = divmod(row, self.columns)
        left = self._edges[column]
        return left, line * self.cell_height, self._edges[column + 1] - left, self.cell_height

    def row_at(self, x: int, y: int) -> int:
        """The row whose cell is at a place, -1 where there is none."""
        column, line = (x // self.cell_width, 0) if self.is_strip else (self._column_at(x), y // self.step)
        row = line * self.columns + column
        is_inside = (
            0 <= y < (self.cell_height if self.is_strip else self.length) and 0 <= column < self.columns
        )
        return row if is_inside and 0 <= row < self.total else -1

    def row_near(self, x: int, y: int) -> int:
        """The row whose cell is nearest to a place; -1 where there are no rows."""
        if self.is_strip:
            return min(max(0, x // self.cell_width), self.total - 1)
        column = min(max(0, self._column_at(x)), self.columns - 1)
        return min(max(0, y // self.step) * self.columns + column, self.total - 1)

    def row_beyond(self, row: int, lines: int) -> int:
        """The row so many lines farther in the same column, as far as there are any."""
        line, column = divmod(row, self.columns)
        line = min(max(0, line + lines), (self.total - 1) // self.columns)
        return min(line * self.columns + column, self.total - 1)

    def rows_along(self, start: int, stop: int) -> range:
        """The rows with any part between two places along the course."""
        first = max(0, start // self.step) * self.tiles_a_line
        last = max(0, -(-stop // self.step)) * self.tiles_a_line
        return range(min(first, self.total), min(last, self.total))

    def rows_in(self, left: int, upper: int, right: int, lower: int) -> list[range]:
        """The rows whose cells a half-open box touches, a range a line, or one where lines are whole."""
        if self.is_strip:
            is_hit = upper < self.cell_height and lower > 0
            return [self.rows_along(left, right)] if is_hit else []
        first = max(0, self._column_at(left))
        last = min(self.columns - 1, self._column_at(right - 1))
        rows = self.rows_along(upper, lower)
        if first > last or not rows:
            return []
        if last - first + 1 == self.columns:
            return [rows]
        lines = range(rows.start, rows.stop, self.columns)
        ranges = (range(line + first, min(line + last + 1, self.total)) for line in lines)
        return [each for each in ranges if each]

    @cached_property
    def _edges(self) -> list[int]:
        """Where the columns of a grid begin, and the last one ends."""
        width = max(self.width, self.cell_width)
        return [column * width // self.columns for column in range(self.columns + 1)]

    def _column_at(self, x: int) -> int:
        """May lie outside of the columns that there are."""
        return bisect_right(self._edges, x) - 1
