"""Zoom, pan, tools and what the canvas tells of itself, by real events of wheel, keys and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import open_source
from tests.ui.canvas.stage import build_empty_stage, build_stage
from turbo_studio.core.geometry import Size

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage
    from turbo_studio.core.geometry import Point

KEYS = Qt.KeyboardModifier
NO_KEY = KEYS.NoModifier
LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton
PLACE = QPoint(210, 130)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    return build_stage(qtbot, tmp_path, Size(3_000, 2_000))


def turn_wheel(
    stage: Stage, degrees8: QPoint, keys: Qt.KeyboardModifier = NO_KEY, pixels: QPoint | None = None
) -> None:
    QTest.wheelEvent(stage.canvas.windowHandle(), QPointF(PLACE), degrees8, pixels or QPoint(), keys)


def corner(stage: Stage) -> QPointF:
    return stage.canvas.map_from_image(QPointF(0, 0))


def test_a_new_source_is_fitted_and_stays_so_while_the_window_changes(stage: Stage) -> None:
    assert stage.canvas.zoom == pytest.approx((400 - 48) / 2_000)

    stage.canvas.resize(900, 700)

    assert stage.canvas.zoom == pytest.approx((900 - 48) / 3_000)
    middle = stage.canvas.map_from_image(QPointF(1_500, 1_000))
    assert middle.x() == pytest.approx(450, abs=1)
    assert middle.y() == pytest.approx(350, abs=1)


def test_after_a_zoom_the_window_no_longer_changes_it(stage: Stage) -> None:
    stage.canvas.zoom_actual()
    before = stage.canvas.map_to_image(QRectF(stage.canvas.rect()).center())

    stage.canvas.resize(900, 700)

    assert stage.canvas.zoom == 1
    after = stage.canvas.map_to_image(QRectF(stage.canvas.rect()).center())
    assert (after - before).manhattanLength() <= 2
    stage.canvas.zoom_fit()
    assert stage.canvas.zoom == pytest.approx((900 - 48) / 3_000)


def test_ctrl_and_wheel_zoom_at_the_pointer(stage: Stage) -> None:
    told: list[float] = []
    stage.canvas.zoom_changed.connect(told.append)
    before = stage.canvas.map_to_image(QPointF(PLACE))

    for _ in range(4):
        turn_wheel(stage, QPoint(0, 120), KEYS.ControlModifier)

    assert told == [0.25, 0.3333, 0.5, 0.6667]
    moved = stage.canvas.map_from_image(before) - QPointF(PLACE)
    assert abs(moved.x()) <= 1
    assert abs(moved.y()) <= 1
    turn_wheel(stage, QPoint(0, -120), KEYS.ControlModifier)
    assert stage.canvas.zoom == 0.5


def test_a_wheel_without_notches_zooms_smoothly(stage: Stage) -> None:
    stage.canvas.zoom_to(0.5, QPointF(PLACE))

    turn_wheel(stage, QPoint(0, 60), KEYS.ControlModifier)

    assert stage.canvas.zoom == pytest.approx(0.5 * 2**0.25)


@pytest.mark.parametrize(
    ("keys", "turned", "pixels", "expected"),
    [
        (NO_KEY, QPoint(0, 120), QPoint(), QPointF(0, 64)),
        (NO_KEY, QPoint(-120, 0), QPoint(), QPointF(-64, 0)),
        (KEYS.ShiftModifier, QPoint(0, -120), QPoint(), QPointF(-64, 0)),
        (NO_KEY, QPoint(0, 30), QPoint(3, 11), QPointF(3, 11)),
    ],
)
def test_the_wheel_scrolls(
    stage: Stage, keys: Qt.KeyboardModifier, turned: QPoint, pixels: QPoint, expected: QPointF
) -> None:
    stage.canvas.zoom_actual()
    before = corner(stage)

    turn_wheel(stage, turned, keys, pixels)

    assert corner(stage) - before == expected


def test_ctrl_alt_and_wheel_change_the_size_of_the_brush(stage: Stage) -> None:
    both = KEYS.ControlModifier | KEYS.AltModifier
    zoom = stage.canvas.zoom

    turn_wheel(stage, QPoint(0, 120), both)
    assert stage.session.painter.brush.size_px == 23
    turn_wheel(stage, QPoint(0, -240), both)
    assert stage.session.painter.brush.size_px == 19
    turn_wheel(stage, QPoint(60, 0), both)  # some systems turn a wheel with Alt on its side
    turn_wheel(stage, QPoint(60, 0), both)
    assert stage.session.painter.brush.size_px == 21
    assert stage.canvas.zoom == zoom


@pytest.mark.parametrize("way", ["middle", "space", "hand"])
def test_the_picture_can_be_dragged_along(stage: Stage, way: str) -> None:
    stage.canvas.zoom_actual()
    before = corner(stage)
    if way == "space":
        QTest.keyPress(stage.canvas, Qt.Key.Key_Space)
    if way == "hand":
        stage.canvas.set_tool("hand")

    stage.drag(
        PLACE, PLACE + QPoint(9, 4), PLACE + QPoint(30, -12), button=MIDDLE if way == "middle" else LEFT
    )
    QTest.keyRelease(stage.canvas, Qt.Key.Key_Space)

    assert corner(stage) - before == QPointF(30, -12)
    assert not stage.mask.coverage.any()


def test_space_is_let_go_where_the_focus_goes(qtbot: QtBot, stage: Stage) -> None:
    stage.canvas.activateWindow()
    stage.canvas.setFocus()
    qtbot.waitUntil(stage.canvas.hasFocus)
    QTest.keyPress(stage.canvas, Qt.Key.Key_Space)
    assert stage.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor

    stage.canvas.clearFocus()

    assert stage.canvas.cursor().shape() == Qt.CursorShape.BlankCursor


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Left, QPointF(64, 0)),
        (Qt.Key.Key_Right, QPointF(-64, 0)),
        (Qt.Key.Key_Up, QPointF(0, 64)),
        (Qt.Key.Key_Down, QPointF(0, -64)),
    ],
)
def test_with_the_hand_arrows_move_the_view(stage: Stage, key: Qt.Key, expected: QPointF) -> None:
    stage.canvas.set_tool("hand")
    stage.canvas.zoom_actual()
    before = corner(stage)

    QTest.keyClick(stage.canvas, key)

    assert corner(stage) - before == expected


def test_the_zoom_tool_zooms_at_the_click(stage: Stage) -> None:
    stage.canvas.set_tool("zoom")
    before = stage.canvas.map_to_image(QPointF(PLACE))

    QTest.mouseClick(stage.canvas, LEFT, pos=PLACE)
    assert stage.canvas.zoom == 0.25
    moved = stage.canvas.map_from_image(before) - QPointF(PLACE)
    assert max(abs(moved.x()), abs(moved.y())) <= 1

    QTest.mouseClick(stage.canvas, LEFT, KEYS.AltModifier, PLACE)
    assert stage.canvas.zoom == 0.1667
    assert not stage.mask.coverage.any()


def test_keys_zoom_at_the_pointer_and_without_one_in_the_middle(stage: Stage) -> None:
    QTest.mouseMove(stage.canvas, PLACE + QPoint(1, 1))
    QTest.mouseMove(stage.canvas, PLACE)
    below = stage.canvas.map_to_image(QPointF(PLACE))
    stage.canvas.zoom_in()
    assert (stage.canvas.map_from_image(below) - QPointF(PLACE)).manhattanLength() <= 2

    stage.leave()
    middle = QRectF(stage.canvas.rect()).center()
    below = stage.canvas.map_to_image(middle)
    stage.canvas.zoom_out()
    assert (stage.canvas.map_from_image(below) - middle).manhattanLength() <= 2


def test_the_pointer_is_told_in_pixels_of_the_picture(stage: Stage) -> None:
    stage.canvas.zoom_actual()
    QTest.mouseMove(stage.canvas, PLACE + QPoint(9, 9))
    stage.leave()
    told: list[Point | None] = []
    stage.canvas.pointer_moved.connect(told.append)

    QTest.mouseMove(stage.canvas, PLACE)
    assert told == [stage.point(PLACE)]

    stage.leave()
    assert told[-1] is None


def test_the_tool_is_told_and_swapped(stage: Stage) -> None:
    told: list[str] = []
    stage.canvas.tool_changed.connect(told.append)

    stage.canvas.swap_paint_and_erase()
    stage.canvas.swap_paint_and_erase()
    stage.canvas.set_tool("hand")
    stage.canvas.set_tool("hand")
    stage.canvas.back_to_paint()

    assert told == ["eraser", "brush", "hand", "brush"]


def test_keys_change_the_brush(stage: Stage) -> None:
    stage.canvas.grow_brush()
    stage.canvas.harden_brush()
    assert (stage.session.painter.brush.size_px, stage.session.painter.brush.hardness) == (23, 0.6)

    stage.canvas.shrink_brush()
    stage.canvas.soften_brush()
    assert (stage.session.painter.brush.size_px, stage.session.painter.brush.hardness) == (21, 0.5)


@pytest.mark.parametrize(
    ("key", "is_dragging", "is_kept"),
    [
        (Qt.Key.Key_Space, False, True),
        (Qt.Key.Key_Backslash, False, True),
        (Qt.Key.Key_Escape, False, False),
        (Qt.Key.Key_Escape, True, True),
        (Qt.Key.Key_B, True, False),
    ],
)
def test_held_keys_go_before_shortcuts(stage: Stage, key: Qt.Key, is_dragging: bool, is_kept: bool) -> None:
    if is_dragging:
        stage.drag(PLACE, PLACE + QPoint(20, 0), release=False)
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, NO_KEY)
    event.ignore()

    QApplication.sendEvent(stage.canvas, event)

    assert event.isAccepted() == is_kept


def test_each_source_is_fitted_when_it_is_shown(stage: Stage) -> None:
    stage.canvas.zoom_actual()
    other = open_source(stage.session, stage.folder, "tall.png", Size(100, 400))

    stage.session.painter.show_source(other.id)

    assert stage.canvas.zoom == pytest.approx((400 - 48) / 400)


def test_an_empty_canvas_takes_every_event_without_harm(qtbot: QtBot, tmp_path: Path) -> None:
    stage = build_empty_stage(qtbot, tmp_path)
    for tool in ("brush", "eraser", "hand", "zoom"):
        stage.canvas.set_tool(tool)
        stage.drag(PLACE, PLACE + QPoint(20, 20))
        turn_wheel(stage, QPoint(0, 120), KEYS.ControlModifier)
        turn_wheel(stage, QPoint(0, 120))
        QTest.keyClick(stage.canvas, Qt.Key.Key_Left)
    stage.canvas.zoom_in()
    stage.canvas.zoom_fit()
    stage.canvas.zoom_actual()

    assert stage.canvas.zoom == 1
    assert stage.canvas.map_from_image(QPointF(3, 4)) == QPointF(3, 4)
