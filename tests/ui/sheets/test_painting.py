"""Contact sheets as they are painted: what lies where, and that hostile captions stay within their lines."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage

from turbo_studio.core.contact_sheet import Caption, SheetOptions, lay_out_sheet
from turbo_studio.core.geometry import Size
from turbo_studio.ui.sheets.painting import DARK, PNG_DOTS_PER_INCH, WHITE, SheetPainter, Tile

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.contact_sheet import SheetLayout
    from turbo_studio.ui.sheets.painting import Ground

pytestmark = pytest.mark.usefixtures("qapp")
SCALE = PNG_DOTS_PER_INCH / 25.4
OPTIONS = SheetOptions(columns=2, captions=frozenset({Caption.PROMPT}))


def make_picture(path: Path, colour: str, width: int = 300, height: int = 200) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def paint(path: Path, layout: SheetLayout, tiles: list[Tile], ground: Ground, title: str = "") -> QImage:
    SheetPainter(layout, tiles, title, ground).write_png(path, 0)
    return QImage(str(path))


def colour_at(image: QImage, x_mm: float, y_mm: float) -> str:
    return image.pixelColor(round(x_mm * SCALE), round(y_mm * SCALE)).name()


def is_painted(image: QImage, ground: Ground, left: float, top: float, right: float, lower: float) -> bool:
    return any(
        image.pixelColor(x, y) != ground.paper
        for x in range(round(left * SCALE), round(right * SCALE), 2)
        for y in range(round(top * SCALE), round(lower * SCALE), 2)
    )


@pytest.mark.parametrize("ground", [WHITE, DARK])
def test_pictures_and_captions_lie_in_their_cells(tmp_path: Path, ground: Ground) -> None:
    layout = lay_out_sheet(OPTIONS, [Size(3, 2)])
    tiles = [
        Tile(make_picture(tmp_path / "red.png", "#ff0000"), ("红色 red",)),
        Tile(make_picture(tmp_path / "tall.png", "#0000ff", 100, 400), ("x" * 5_000,)),
    ]
    image = paint(tmp_path / "page.png", layout, tiles, ground)
    assert (image.width(), image.height()) == (round(210 * SCALE), round(297 * SCALE))
    for index, colour in enumerate(("#ff0000", "#0000ff")):
        left, top = layout.place_cell(index)
        right, below = left + layout.cell_width, top + layout.picture_height
        assert colour_at(image, (left + right) / 2, (top + below) / 2) == colour
        assert is_painted(image, ground, left, below + 1, right, below + layout.line_height)
        assert not is_painted(image, ground, right + 0.3, top, right + 3.7, below + layout.line_height)
    left, top = layout.place_cell(1)
    assert colour_at(image, left + 1, top + 1) == ground.paper.name()  # a tall one stands in the middle


def test_picture_that_is_missing_leaves_a_frame(tmp_path: Path) -> None:
    layout = lay_out_sheet(OPTIONS, [])
    image = paint(tmp_path / "page.png", layout, [Tile(None, ("gone",))], WHITE, "A title")
    left, top = layout.place_cell(0)
    assert is_painted(image, WHITE, left + 5, top + 5, left + 30, top + 30)
    assert is_painted(image, WHITE, layout.margin, layout.margin, layout.margin + 20, layout.margin + 8)


@pytest.mark.parametrize("is_pdf", [True, False])
def test_child_writes_what_it_was_asked_for(tmp_path: Path, is_pdf: bool) -> None:
    layout = lay_out_sheet(OPTIONS, [Size(3, 2)])
    picture = str(make_picture(tmp_path / "red.png", "#ff0000"))
    count = layout.cells + 1
    targets = [tmp_path / f"page-{page}" for page in range(1 if is_pdf else 2)]
    request = {
        "task": "paint_sheet",
        "targets": [str(target) for target in targets],
        "layout": list(layout),
        "tiles": [[picture, ["红 <b>"]]] * count,
        "title": "Tea",
        "is_dark": False,
        "is_pdf": is_pdf,
    }
    broken = request | {"targets": [str(tmp_path / "nowhere" / "page")]}
    asked = "".join(json.dumps(each) + "\n" for each in (broken, request))
    done = subprocess.run(
        [sys.executable, "-I", "-m", "turbo_studio.ui.sheets.child"],
        input=asked,
        text=True,
        capture_output=True,
        check=True,
        timeout=60,
    )
    refused, answered = map(json.loads, done.stdout.splitlines())
    assert refused["problem"]["code"] == "unexpected"
    assert answered["facts"]["media_type"] == ("application/pdf" if is_pdf else "image/png")
    if is_pdf:
        content = targets[0].read_bytes()
        assert content.startswith(b"%PDF-1.4")
        assert content.count(b"/Type /Page\n") == 2
    else:
        assert all(not QImage(str(target)).isNull() for target in targets)
