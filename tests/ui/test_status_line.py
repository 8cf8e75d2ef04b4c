"""The status line tells what the canvas shows, down to the pixel under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.helpers.fake_engine import (
    build_session,
    decode_shown,
    open_source,
    paint_pattern,
)
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.sources import Note
from turbo_studio.ui.canvas.canvas import Canvas
from turbo_studio.ui.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

SIZE = Size(320, 240)


@dataclass
class Shown:
    """The parts; ``bridge`` is held because nobody else holds it."""

    session: Session
    bridge: Bridge
    canvas: Canvas
    line: StatusLine
    folder: Path

    def read(self, name: str) -> str:
        field = self.line.findChild(QLabel, f"status_{name}")
        assert isinstance(field, QLabel)
        return field.text()


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    session, bridge, _ = build_session()
    canvas = Canvas(session, bridge)
    canvas.resize(600, 400)
    line = StatusLine(session, bridge, canvas)
    for widget in (canvas, line):
        qtbot.addWidget(widget)
        widget.show()
    yield Shown(session, bridge, canvas, line, tmp_path)
    canvas.release()


def test_an_empty_canvas_has_nothing_to_tell(shown: Shown) -> None:
    names = ("pointer", "colour", "size", "conversion", "share", "zoom")
    assert [shown.read(name) for name in names] == [""] * 6


def test_size_zoom_place_and_colour(shown: Shown) -> None:
    open_source(shown.session, shown.folder, size=SIZE)
    decode_shown(shown.session, shown.folder)
    shown.canvas.zoom_to(4.0, QPointF(300, 200))
    place = QPoint(310, 190)

    QTest.mouseMove(shown.canvas, place)

    point = shown.canvas.map_to_image(QPointF(place))
    x, y = int(point.x()), int(point.y())
    red, green, blue, _ = paint_pattern(SIZE)[y, x].tolist()
    assert shown.read("size") == "320 × 240"
    assert shown.read("zoom") == "400 %"
    assert shown.read("pointer") == f"{x}, {y}"
    assert shown.read("colour") == f"#{red:02x}{green:02x}{blue:02x}"

    QTest.mouseMove(shown.canvas, QPoint(2, 2))
    shown.canvas.zoom_to(0.1, QPointF(300, 200))
    assert (shown.read("pointer"), shown.read("colour")) == ("", "")


@pytest.mark.parametrize("note", [Note.CONVERTED_TO_SRGB, Note.CONVERTED_FROM_CMYK])
def test_a_picture_of_other_colours_is_told_to_be_a_preview(shown: Shown, note: Note) -> None:
    open_source(shown.session, shown.folder, size=SIZE)
    decode_shown(shown.session, shown.folder)
    assert shown.read("conversion") == ""

    converted = open_source(shown.session, shown.folder, "wide.png", SIZE, (note,))
    shown.session.painter.show_source(converted.id)

    assert shown.read("conversion") == "sRGB preview"


def test_the_share_of_the_mask_is_never_rounded_to_none_or_all(shown: Shown) -> None:
    open_source(shown.session, shown.folder, size=SIZE)
    decode_shown(shown.session, shown.folder)
    painter = shown.session.painter
    assert shown.read("share") == ""

    painter.set_brush(painter.brush._replace(size_px=1))
    painter.begin_stroke(Point(10, 10), erase=False)
    painter.commit_stroke()
    assert shown.read("share") == "mask 0.1 %"

    painter.invert_mask()
    assert shown.read("share") == "mask 99.9 %"
    painter.fill_mask()
    assert shown.read("share") == "mask 100.0 %"


def test_a_feather_that_is_only_shown_is_told_while_it_is(shown: Shown) -> None:
    field = shown.line.findChild(QLabel, "status_feather")
    assert isinstance(field, QLabel)
    assert field.isHidden()

    shown.session.set_preferences(shown.session.preferences._replace(feather_preview=True, feather_px=17))
    assert not field.isHidden()
    assert field.text() == "feather 17 px, only shown"
    assert "stays hard" in field.toolTip()

    shown.session.set_preferences(shown.session.preferences._replace(feather_preview=False))
    assert field.isHidden()
