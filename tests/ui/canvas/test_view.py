"""Zoom, pan, tools and what the canvas tells of itself, by real events of wheel, keys and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.helpers.fake_engine import decode_shown, open_source, paint_pattern, write_raster
from tests.ui.canvas.stage import build_empty_stage, build_stage, paint_anew, read_screen
from turbo_studio.core.facts import SourceDecoded
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import Mask
from turbo_studio.ui.canvas.tools import ToolName

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage

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


@pytest.mark.parametrize("tool", list(ToolName))
def test_with_ctrl_arrows_move_the_view_whatever_the_tool(stage: Stage, tool: ToolName) -> None:
    stage.canvas.set_tool(tool)
    stage.canvas.zoom_actual()
    before = corner(stage)

    QTest.keyClick(stage.canvas, Qt.Key.Key_Left, KEYS.ControlModifier)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Down, KEYS.ControlModifier)

    assert corner(stage) - before == QPointF(64, -64)
    assert stage.canvas.toolbox.cursor is None
    assert stage.canvas.toolbox.sketch is None


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


def test_the_zoom_tool_zooms_to_the_frame_that_is_drawn(stage: Stage) -> None:
    stage.canvas.set_tool("zoom")
    first, last = stage.point(QPoint(200, 150)), stage.point(QPoint(260, 170))
    plain = paint_anew(stage)

    stage.drag(QPoint(200, 150), QPoint(230, 190), QPoint(260, 170), release=False)
    assert (paint_anew(stage) != plain).any(), "the frame is seen"
    QTest.mouseRelease(stage.canvas, LEFT, pos=QPoint(260, 170))

    assert stage.canvas.zoom == pytest.approx(600 / (last.x - first.x))
    for point, x in ((first, 0), (last, 600)):
        assert stage.canvas.map_from_image(QPointF(*point)).x() == pytest.approx(x, abs=1)
    assert not stage.mask.coverage.any()


def test_escape_gives_a_frame_up(stage: Stage) -> None:
    stage.canvas.set_tool("zoom")
    zoom, plain = stage.canvas.zoom, paint_anew(stage)

    stage.drag(QPoint(200, 150), QPoint(260, 170), release=False)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(stage.canvas, LEFT, pos=QPoint(260, 170))

    assert stage.canvas.zoom == zoom
    np.testing.assert_array_equal(paint_anew(stage), plain)


@pytest.mark.parametrize(
    ("key", "keys", "expected"),
    [
        (Qt.Key.Key_PageUp, NO_KEY, QPointF(0, 320)),
        (Qt.Key.Key_PageDown, NO_KEY, QPointF(0, -320)),
        (Qt.Key.Key_PageDown, KEYS.ShiftModifier, QPointF(-480, 0)),
    ],
)
def test_page_keys_move_by_most_of_the_view(
    stage: Stage, key: Qt.Key, keys: Qt.KeyboardModifier, expected: QPointF
) -> None:
    stage.show_at(1.0, 1_500, 1_000)
    before = corner(stage)

    QTest.keyClick(stage.canvas, key, keys)

    assert corner(stage) - before == expected


def test_home_and_end_go_to_the_corners(stage: Stage) -> None:
    stage.canvas.zoom_actual()

    QTest.keyClick(stage.canvas, Qt.Key.Key_Home)
    assert QRectF(stage.canvas.rect()).contains(stage.canvas.map_from_image(QPointF(0, 0)))

    QTest.keyClick(stage.canvas, Qt.Key.Key_End)
    assert QRectF(stage.canvas.rect()).contains(stage.canvas.map_from_image(QPointF(2_999, 1_999)))


def test_what_lies_on_the_canvas_stands_still_while_the_picture_moves(stage: Stage) -> None:
    label = QLabel("told", stage.canvas)
    label.setAutoFillBackground(True)
    label.setGeometry(150, 20, 200, 60)
    label.show()
    stage.canvas.zoom_actual()
    QApplication.processEvents()
    stage.leave()

    for by in (QPointF(0, 10), QPointF(-7, 3)):
        stage.canvas.pan(by)
        QApplication.processEvents()

    assert label.geometry().topLeft() == QPoint(150, 20)
    np.testing.assert_array_equal(read_screen(stage), paint_anew(stage))


def test_a_coarse_picture_gives_way_to_a_sharp_one_in_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    """It has no pixels to tell the colour of."""
    size = Size(400, 300)
    stage = build_empty_stage(qtbot, tmp_path)
    source = open_source(stage.session, tmp_path, size=size)
    sharp = paint_pattern(size)
    coarse = write_raster(tmp_path / "coarse.raster", np.ascontiguousarray(sharp[4::8, 4::8]))
    stage.session.receive(SourceDecoded(source.id, coarse, Mask(size)))
    stage.show_at(1.0, 200, 150)
    QApplication.processEvents()
    stage.leave()
    blurred = paint_anew(stage)
    assert stage.canvas.find_colour(Point(200, 150)) is None

    decode_shown(stage.session, tmp_path)

    seen = paint_anew(stage)
    assert (seen != blurred).any()
    assert np.abs(seen.astype(int) - blurred).max() < 16, "the same picture in the same place"
    colour = stage.canvas.find_colour(Point(200, 150))
    assert colour is not None
    assert [colour.red(), colour.green(), colour.blue()] == sharp[150, 200, :3].tolist()


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
