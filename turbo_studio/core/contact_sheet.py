"""Contact sheets: many results on few pages, and where each of them lies; all lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.core.exporting import Collision
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.result import Result

RESULTS_MAX = 500
COLUMNS_MAX = 10
_MARGIN = 12.0
_GAP = 4.0
_TITLE = 12.0
_FOOTER = 6.0
_LINE = 4.2
_ABOVE_CAPTION = 1.2
_RATIO_MIN, _RATIO_MAX = 0.5, 1.5
"""Height to width of a picture's place: a single tall picture is not to make every row a tall one."""
_SQUEEZE_MAX = 0.85
"""So much of their height the pictures keep where that makes room for a row more."""


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"
    SQUARE = "square"


_SIDES = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4), Paper.SQUARE: (210.0, 210.0)}


class Caption(StrEnum):
    """What can stand below a picture, a line each, in this order."""

    NAME = "name"
    PROMPT = "prompt"
    SIZE = "size"
    STARS = "stars"


class SheetOptions(NamedTuple):
    paper: Paper = Paper.A4
    is_landscape: bool = False
    columns: int = 4
    captions: frozenset[Caption] = frozenset({Caption.PROMPT, Caption.SIZE})
    title: str = ""
    is_dark: bool = False
    is_pdf: bool = True
    """Otherwise each page is a PNG of its own."""


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """Complete and frozen, as an export is."""

    results: tuple[Result, ...]
    options: SheetOptions
    folder: Path
    name: str
    """Of the files, without suffix and number; made by ``core.export_names``."""
    collision: Collision | None = None


class SheetLayout(NamedTuple):
    """A page and its cells: a place for a picture with the lines of its caption below."""

    width: float
    height: float
    columns: int
    rows: int
    cell_width: float
    picture_height: float
    cell_height: float
    top: float
    """Where the first row begins."""
    line_height: float = _LINE
    margin: float = _MARGIN

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    def count_pages(self, count: int) -> int:
        return max(1, -(-count // self.cells))

    def place_cell(self, index: int) -> tuple[float, float]:
        """The left upper corner of a cell of a page, which are counted from 0, row by row."""
        row, column = divmod(index, self.columns)
        return (
            self.margin + column * (self.cell_width + _GAP),
            self.top + row * (self.cell_height + _GAP),
        )


def lay_out_sheet(options: SheetOptions, sizes: Sequence[Size | None]) -> SheetLayout:
    """A sheet for pictures of these sizes, None for one that is not known.

    As many rows as fit, each as high as the tallest picture wants it, or a little less where not all go on
    one page.
    """
    width, height = sorted(_SIDES[options.paper], reverse=options.is_landscape)
    top = _MARGIN + (_TITLE if options.title else 0.0)
    room = height - top - _MARGIN - _FOOTER
    caption = _ABOVE_CAPTION + len(options.captions) * _LINE if options.captions else 0.0
    cell_width = (width - 2 * _MARGIN - (options.columns - 1) * _GAP) / options.columns
    ratio = max((size.height / size.width for size in sizes if size is not None), default=1.0)
    wanted = cell_width * min(_RATIO_MAX, max(_RATIO_MIN, ratio))
    picture_height = min(wanted, room - caption)
    rows = max(1, int((room + _GAP) // (picture_height + caption + _GAP)))
    squeezed = (room + _GAP) / (rows + 1) - _GAP - caption
    if len(sizes) > rows * options.columns and squeezed >= _SQUEEZE_MAX * picture_height:
        rows, picture_height = rows + 1, squeezed
    cell_height = picture_height + caption
    return SheetLayout(width, height, options.columns, rows, cell_width, picture_height, cell_height, top)


def find_tile_side_px(layout: SheetLayout, dots_per_inch: int) -> int:
    """How long a picture's longer side may be on paper."""
    return round(max(layout.cell_width, layout.picture_height) / 25.4 * dots_per_inch)


def name_pages(name: str, page_count: int, *, is_pdf: bool) -> tuple[str, ...]:
    """The files of a sheet: one PDF, or a PNG a page."""
    if is_pdf:
        return (f"{name}.pdf",)
    digits = max(2, len(str(page_count)))
    return tuple(f"{name}-{page:0{digits}}.png" for page in range(1, page_count + 1))


def say_caption(result: Result, options: SheetOptions) -> tuple[str, ...]:
    """The lines below a picture; nothing in them needs a language."""
    size = result.size or result.provenance.size
    lines = {
        Caption.NAME: result.path.name,
        Caption.PROMPT: " ".join(result.provenance.prompt.split()),
        Caption.SIZE: f"{size.width} × {size.height}",
        Caption.STARS: "★" * result.marks.stars,
    }
    return tuple(lines[caption] for caption in Caption if caption in options.captions)
