"""Previews above the picture: drawn where they lie in it, moved with it, and gone without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import decode_shown, open_source
from tests.ui.canvas.stage import PICTURE_SIZE, build_stage, paint_anew, read_screen
from turbo_studio.core.geometry import Box

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPainter
    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage
    from turbo_studio.ui.canvas.viewport import Viewport

BLUE = (0, 0, 255)


class Frame:
    """A filled box of the picture."""

    def __init__(self, box: Box) -> None:
        self.box = box

    def find_box(self, viewport: Viewport) -> Box:
        return viewport.map_box_from_image(self.box)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        box = self.find_box(viewport)
        painter.fillRect(box.left, box.upper, box.width, box.height, QColor(*BLUE))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    stage = build_stage(qtbot, tmp_path)
    stage.show_at(2.0, 160, 120)
    QApplication.processEvents()
    stage.leave()
    return stage


def is_blue_at(stage: Stage, x: float, y: float) -> bool:
    """On the screen, made of all that was painted so far."""
    QApplication.processEvents()
    place = stage.place(x, y) * stage.canvas.devicePixelRatioF()
    return bool((read_screen(stage)[place.y(), place.x()] == BLUE).all())


def test_a_preview_stands_on_its_place_of_the_picture(stage: Stage) -> None:
    stage.canvas.show_preview(Frame(Box(150, 110, 170, 130)))

    assert is_blue_at(stage, 151, 111)
    assert not is_blue_at(stage, 148, 111)
    stage.canvas.pan(QPointF(30, -17))
    assert is_blue_at(stage, 151, 111)
    assert not is_blue_at(stage, 148, 111)
    stage.canvas.zoom_to(4.0, QPointF(300, 200))
    assert is_blue_at(stage, 169, 129)
    assert not is_blue_at(stage, 171, 129)


def test_another_preview_and_none_leave_no_trace(stage: Stage) -> None:
    plain = paint_anew(stage)
    stage.canvas.show_preview(Frame(Box(150, 110, 170, 130)))
    assert is_blue_at(stage, 160, 120)

    stage.canvas.show_preview(Frame(Box(100, 110, 120, 130)))
    assert not is_blue_at(stage, 160, 120)
    assert is_blue_at(stage, 110, 120)

    stage.canvas.show_preview(None)
    QApplication.processEvents()
    np.testing.assert_array_equal(read_screen(stage), plain)


def test_a_preview_that_changes_by_itself_is_painted_where_it_says(stage: Stage) -> None:
    frame = Frame(Box(150, 110, 170, 130))
    stage.canvas.show_preview(frame)
    assert is_blue_at(stage, 160, 120)

    frame.box = Box(150, 110, 180, 130)
    stage.canvas.update_preview(Box(0, 0, 600, 400))

    assert is_blue_at(stage, 178, 120)


def test_what_moves_above_a_preview_does_not_rub_it_out(stage: Stage) -> None:
    stage.canvas.show_preview(Frame(Box(150, 110, 170, 130)))
    for x in range(250, 330, 10):
        QTest.mouseMove(stage.canvas, QPoint(x, 200))
        QApplication.processEvents()
    stage.leave()
    QApplication.processEvents()

    np.testing.assert_array_equal(read_screen(stage), paint_anew(stage))
    assert is_blue_at(stage, 160, 120)


def test_another_source_has_no_preview(stage: Stage) -> None:
    stage.canvas.show_preview(Frame(Box(150, 110, 170, 130)))
    assert is_blue_at(stage, 160, 120)
    other = open_source(stage.session, stage.folder, "other.png", size=PICTURE_SIZE)

    stage.session.painter.show_source(other.id)
    decode_shown(stage.session, stage.folder)

    assert not (paint_anew(stage) == BLUE).all(axis=2).any()
