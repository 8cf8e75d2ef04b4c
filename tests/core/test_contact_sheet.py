"""Contact sheets: every picture has a place of its own on the paper."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.results import RESULT
from turbo_studio.core.contact_sheet import (
    COLUMNS_MAX,
    Caption,
    Paper,
    SheetOptions,
    lay_out_sheet,
    name_pages,
    say_caption,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Marks

OPTIONS = st.builds(
    SheetOptions,
    paper=st.sampled_from(Paper),
    is_landscape=st.booleans(),
    columns=st.integers(1, COLUMNS_MAX),
    captions=st.frozensets(st.sampled_from(Caption)),
    title=st.sampled_from(["", "Selection"]),
)
SIZES = st.lists(st.none() | st.builds(Size, st.integers(1, 4000), st.integers(1, 4000)), max_size=60)


@given(OPTIONS, SIZES)
def test_cells_lie_on_the_paper_and_apart(options: SheetOptions, sizes: list[Size | None]) -> None:
    layout = lay_out_sheet(options, sizes)
    assert (layout.width > layout.height) == (options.is_landscape and options.paper is not Paper.SQUARE)
    assert layout.picture_height >= 0.4 * layout.cell_width
    places = [layout.place_cell(index) for index in range(layout.cells)]
    for left, top in places:
        assert left >= layout.margin - 1e-6
        assert left + layout.cell_width <= layout.width - layout.margin + 1e-6
        assert top >= layout.top
        assert top + layout.cell_height <= layout.height - layout.margin + 1e-6
    for (left, top), (next_left, next_top) in itertools.pairwise(places):
        assert next_left >= left + layout.cell_width or next_top >= top + layout.cell_height


@given(OPTIONS, st.integers(0, 500))
def test_pages_have_room_for_all(options: SheetOptions, count: int) -> None:
    layout = lay_out_sheet(options, [Size(3, 2)])
    pages = layout.count_pages(count)
    assert (pages - 1) * layout.cells < max(1, count) <= pages * layout.cells


def test_a_row_more_is_worth_a_little_height() -> None:
    options = SheetOptions(captions=frozenset(Caption), title="Selection")
    spare = lay_out_sheet(options, [Size(1, 1)] * 12)
    assert (spare.columns, spare.rows) == (4, 3)
    assert spare.picture_height == spare.cell_width
    layout = lay_out_sheet(options, [Size(1, 1)] * 13)
    assert (layout.columns, layout.rows) == (4, 4)
    assert 0.85 <= layout.picture_height / layout.cell_width < 1


def test_pages_of_a_sheet_have_names() -> None:
    assert name_pages("Tea", 12, is_pdf=True) == ("Tea.pdf",)
    assert name_pages("Tea", 2, is_pdf=False) == ("Tea-01.png", "Tea-02.png")
    assert name_pages("Tea", 100, is_pdf=False)[0] == "Tea-001.png"


def test_caption_has_its_lines_in_one_order() -> None:
    told = replace(
        RESULT,
        marks=Marks(stars=3),
        provenance=replace(RESULT.provenance, prompt="A cup\n of  tea"),
    )
    lines = ("20261120-161233-a-cup-of-tea-7f3a9c.png", "A cup of tea", "1536 × 1024", "★★★")
    assert say_caption(told, SheetOptions(captions=frozenset(Caption))) == lines
    assert say_caption(told, SheetOptions(captions=frozenset({Caption.SIZE}))) == lines[2:3]
