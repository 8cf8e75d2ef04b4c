"""Wand and smart outline by real events: what they are about to select is shown, and joins at the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.helpers.fake_engine import decode_shown, open_source
from tests.ui.canvas.stage import build_stage, paint_anew
from turbo_studio.core.facts import PixelsFound, PixelsNotFound
from turbo_studio.core.geometry import Box
from turbo_studio.core.operators import FoundPixels, Outline
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.shapes import Combine

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage
    from turbo_studio.core.operators import Wand

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.KeyboardModifier
SMALL, LARGE = Box(150, 110, 160, 120), Box(140, 100, 180, 130)
CORNERS = (QPoint(150, 100), QPoint(400, 130), QPoint(300, 300))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    stage = build_stage(qtbot, tmp_path)
    stage.show_at(2.0, 160, 120)
    stage.canvas.set_tool("wand")
    stage.leave()
    return stage


def find_asked(stage: Stage) -> list[Wand]:
    return [asked for _, asked in stage.engine.calls_of("find_pixels")]


def answer(stage: Stage, box: Box) -> None:
    """Tell what was found for that which was asked last."""
    token, _ = stage.engine.calls_of("find_pixels")[-1]
    found = FoundPixels(box, np.full((box.height, box.width), 255, np.uint8))
    stage.session.receive(PixelsFound(token, found))


def count_selected(stage: Stage) -> int:
    return stage.mask.selected_pixels


def press_wand(stage: Stage) -> QPoint:
    place = stage.place(155.5, 115.5)
    QTest.mousePress(stage.canvas, LEFT, pos=place)
    return place


def test_a_press_shows_and_the_release_selects_as_one_step(stage: Stage) -> None:
    plain = paint_anew(stage)
    place = press_wand(stage)
    answer(stage, SMALL)
    assert (paint_anew(stage) != plain).any()
    assert count_selected(stage) == 0

    QTest.mouseRelease(stage.canvas, LEFT, pos=place)

    assert count_selected(stage) == SMALL.width * SMALL.height
    assert len(find_asked(stage)) == 1, "what was shown is what joins"
    stage.session.undo()
    assert count_selected(stage) == 0
    stage.leave()
    np.testing.assert_array_equal(paint_anew(stage), plain)


def test_a_drag_sets_the_tolerance_and_only_its_last_value_is_computed_next(stage: Stage) -> None:
    toolbox = stage.canvas.toolbox
    toolbox.tolerance = 10.0
    place = press_wand(stage)
    for way in (10, 30, 50):
        QTest.mouseMove(stage.canvas, place + QPoint(way, 0))
    assert [asked.tolerance for asked in find_asked(stage)] == [10.0]

    answer(stage, SMALL)
    assert [asked.tolerance for asked in find_asked(stage)] == [10.0, 15.0]
    QTest.mouseRelease(stage.canvas, LEFT, pos=place + QPoint(50, 0))
    assert count_selected(stage) == 0, "the newest is still being computed"
    answer(stage, LARGE)

    assert count_selected(stage) == LARGE.width * LARGE.height
    assert toolbox.tolerance == 15.0
    assert not stage.session.finder.is_busy


def test_a_release_before_anything_is_found_selects_the_newest(stage: Stage) -> None:
    place = press_wand(stage)
    QTest.mouseMove(stage.canvas, place + QPoint(40, 0))
    QTest.mouseRelease(stage.canvas, LEFT, pos=place + QPoint(40, 0))

    answer(stage, SMALL)
    assert count_selected(stage) == 0, "that was another tolerance"
    answer(stage, LARGE)

    assert count_selected(stage) == LARGE.width * LARGE.height


def test_quick_clicks_all_select(stage: Stage) -> None:
    stage.canvas.toolbox.combine = Combine.ADD
    for x in (100.5, 155.5):
        QTest.mouseClick(stage.canvas, LEFT, pos=stage.place(x, 115.5))
    first, second = Box(95, 110, 105, 120), SMALL

    answer(stage, first)
    answer(stage, second)

    assert count_selected(stage) == 200


@pytest.mark.parametrize("is_found", [False, True])
def test_escape_gives_up_and_puts_the_tolerance_back(stage: Stage, is_found: bool) -> None:
    plain = paint_anew(stage)
    place = press_wand(stage)
    if is_found:
        answer(stage, SMALL)
    QTest.mouseMove(stage.canvas, place + QPoint(40, 0))

    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(stage.canvas, LEFT, pos=place + QPoint(40, 0))

    assert not stage.session.finder.is_busy
    assert stage.canvas.toolbox.tolerance == 10.0
    assert count_selected(stage) == 0
    stage.leave()
    np.testing.assert_array_equal(paint_anew(stage), plain)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_by_keys_the_first_press_shows_and_the_second_selects(stage: Stage, key: Qt.Key) -> None:
    QTest.keyClick(stage.canvas, Qt.Key.Key_Right)
    QTest.keyClick(stage.canvas, key)
    answer(stage, SMALL)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Up, KEYS.ShiftModifier)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Left)
    assert find_asked(stage)[-1].tolerance == 20.0, "one at a time"
    answer(stage, SMALL)
    assert find_asked(stage)[-1].tolerance == 19.0
    answer(stage, LARGE)
    assert count_selected(stage) == 0

    QTest.keyClick(stage.canvas, key)

    assert count_selected(stage) == LARGE.width * LARGE.height
    assert stage.canvas.toolbox.sketch is None


def test_what_cannot_be_computed_leaves_the_wand_ready(stage: Stage) -> None:
    place = press_wand(stage)
    token, _ = stage.engine.calls_of("find_pixels")[-1]
    stage.session.receive(PixelsNotFound(token, Problem(ProblemCode.DECODER_DIED)))
    QTest.mouseRelease(stage.canvas, LEFT, pos=place)
    assert count_selected(stage) == 0

    press_wand(stage)
    answer(stage, SMALL)
    QTest.mouseRelease(stage.canvas, LEFT, pos=place)

    assert count_selected(stage) == SMALL.width * SMALL.height


def test_another_picture_has_nothing_of_it(stage: Stage) -> None:
    press_wand(stage)
    open_source(stage.session, stage.folder, name="other.png")
    stage.session.painter.show_source(stage.session.document.sources[-1].id)
    decode_shown(stage.session, stage.folder)

    answer(stage, SMALL)

    assert stage.session.proposer.found is None
    assert stage.canvas.toolbox.sketch is None


def test_a_rough_line_that_rests_shows_the_object_in_it(stage: Stage, qtbot: QtBot) -> None:
    stage.canvas.set_tool("outline")
    stage.drag(*CORNERS, release=False)
    qtbot.waitUntil(lambda: bool(stage.engine.calls_of("find_pixels")))
    plain = paint_anew(stage)
    answer(stage, SMALL)
    assert (paint_anew(stage) != plain).any()
    assert count_selected(stage) == 0

    QTest.mouseRelease(stage.canvas, LEFT, pos=CORNERS[-1])

    assert count_selected(stage) == SMALL.width * SMALL.height
    ((_, asked),) = stage.engine.calls_of("find_pixels")
    assert isinstance(asked, Outline)
    assert asked.points == tuple(stage.point(place) for place in CORNERS)
