"""Where tiles lie: places and rows say the same, whatever the numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.ui.gallery.tile_layout import TileLayout

_LAYOUTS = st.builds(
    TileLayout,
    total=st.integers(0, 400),
    cell_width=st.integers(40, 330),
    cell_height=st.integers(40, 360),
    width=st.integers(1, 2500),
    is_strip=st.booleans(),
)
_MILLION = 1_000_000


def _touches(layout: TileLayout, row: int, box: tuple[int, int, int, int]) -> bool:
    left, upper, width, height = layout.place(row)
    return left < box[2] and left + width > box[0] and upper < box[3] and upper + height > box[1]


@given(_LAYOUTS)
def test_each_pixel_of_a_cell_is_of_its_row(layout: TileLayout) -> None:
    for row in range(layout.total):
        left, upper, width, height = layout.place(row)
        for x in (left, left + width // 2, left + width - 1):
            for y in (upper, upper + height - 1):
                assert layout.row_at(x, y) == layout.row_near(x, y) == row


@given(_LAYOUTS)
def test_cells_lie_side_by_side_and_never_over_each_other(layout: TileLayout) -> None:
    for row in range(layout.total - 1):
        left, upper, width, height = layout.place(row)
        next_left, next_upper, _, _ = layout.place(row + 1)
        assert (next_left, next_upper) == (left + width, upper) or (next_left, next_upper) == (
            0,
            upper + height,
        )


@given(_LAYOUTS, *(st.integers(-500, 6000),) * 4)
def test_a_box_touches_just_the_rows_whose_cells_it_meets(
    layout: TileLayout, x: int, y: int, other_x: int, other_y: int
) -> None:
    box = (min(x, other_x), min(y, other_y), max(x, other_x) + 1, max(y, other_y) + 1)
    found = [row for rows in layout.rows_in(*box) for row in rows]
    assert found == [row for row in range(layout.total) if _touches(layout, row, box)]


@given(_LAYOUTS, st.integers(-100, 100_000), st.integers(1, 3000))
def test_what_is_seen_is_what_lies_along_there(layout: TileLayout, start: int, length: int) -> None:
    along = 0 if layout.is_strip else 1
    seen = [
        row
        for row in range(layout.total)
        if layout.place(row)[along] < start + length and layout.place(row)[along] + layout.step > start
    ]
    assert list(layout.rows_along(start, start + length)) == seen


def test_outside_of_all_tiles_there_is_no_row() -> None:
    grid = TileLayout(10, 100, 100, 450, is_strip=False)
    assert grid.row_at(-1, 0) == grid.row_at(0, -1) == grid.row_at(449, 250) == grid.row_at(0, 300) == -1
    assert grid.row_near(449, 250) == 9
    assert TileLayout(0, 100, 100, 450, is_strip=False).row_near(5, 5) == -1
    strip = TileLayout(10, 100, 100, 450, is_strip=True)
    assert strip.row_at(50, 100) == strip.row_at(1000, 50) == strip.row_at(-1, 50) == -1
    assert strip.row_near(5000, 500) == 9


def test_lines_away_is_the_same_column_or_the_last_row() -> None:
    grid = TileLayout(10, 100, 100, 450, is_strip=False)
    assert [grid.row_beyond(row, 1) for row in (0, 5, 6, 9)] == [4, 9, 9, 9]
    assert [grid.row_beyond(row, -1) for row in (0, 5, 9)] == [0, 1, 5]
    assert grid.row_beyond(1, 1000) == 9
    assert grid.row_beyond(9, -1000) == 1
    assert TileLayout(10, 100, 100, 450, is_strip=True).row_beyond(3, 1) == 3


def test_a_million_tiles_fit_the_ranges_of_a_scroll_bar() -> None:
    narrow = TileLayout(_MILLION, 330, 360, 300, is_strip=False)
    strip = TileLayout(_MILLION, 138, 102, 1200, is_strip=True)
    assert max(narrow.length, strip.length) < 2**31
    assert list(strip.rows_along(strip.length - 1200, strip.length))[-1] == _MILLION - 1
    assert narrow.row_at(10, narrow.length - 1) == _MILLION - 1
