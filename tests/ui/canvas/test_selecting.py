"""Lasso, rectangle and ellipse by real events: the mask gets exactly the pixels of the shape, as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.canvas.stage import build_stage, paint_anew
from turbo_studio.core.facts import PixelsFound
from turbo_studio.core.geometry import Box, Point
from turbo_studio.core.mask import Mask
from turbo_studio.core.operators import FoundPixels
from turbo_studio.core.selection import find_runs
from turbo_studio.core.shapes import Combine, Ellipse, Polygon, Rectangle, drag_box

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage
    from turbo_studio.core.shapes import Shape

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
KEYS = Qt.KeyboardModifier
START, END = QPoint(180, 120), QPoint(380, 260)
CORNERS = (QPoint(150, 100), QPoint(400, 130), QPoint(300, 300))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    stage = build_stage(qtbot, tmp_path)
    stage.show_at(2.0, 160, 120)
    return stage


def draw(stage: Stage, shape: Shape) -> NDArray[np.bool_]:
    """What a shape selects of an empty mask of that size."""
    mask = Mask(stage.mask.size)
    mask.begin_edit()
    mask.join(find_runs(shape, mask.size), Combine.ADD)
    drawn: NDArray[np.bool_] = mask.coverage == 255
    return drawn


def span(stage: Stage, start: QPoint = START, end: QPoint = END) -> Box:
    return drag_box(stage.point(start), stage.point(end))


def click_around(stage: Stage, *places: QPoint, modifiers: Qt.KeyboardModifier = KEYS.NoModifier) -> None:
    for place in places:
        QTest.mouseMove(stage.canvas, place)
        QTest.mouseClick(stage.canvas, LEFT, modifiers, place)


@pytest.mark.parametrize(("tool", "kind"), [("rectangle", Rectangle), ("ellipse", Ellipse)])
def test_a_drag_selects_the_shape_in_its_box(
    stage: Stage, tool: str, kind: type[Rectangle] | type[Ellipse]
) -> None:
    stage.canvas.set_tool(tool)
    stage.drag(START, QPoint(200, 300), END)

    np.testing.assert_array_equal(stage.selected, draw(stage, kind(span(stage))))
    stage.session.undo()
    assert not stage.selected.any()
    stage.session.redo()
    np.testing.assert_array_equal(stage.selected, draw(stage, kind(span(stage))))


def test_a_freehand_lasso_closes_at_its_release(stage: Stage) -> None:
    stage.canvas.set_tool("lasso")
    stage.drag(*CORNERS)

    expected = draw(stage, Polygon(tuple(stage.point(place) for place in CORNERS)))
    np.testing.assert_array_equal(stage.selected, expected)


def close_by_enter(stage: Stage) -> None:
    QTest.keyClick(stage.canvas, Qt.Key.Key_Return)


def close_by_double_click(stage: Stage) -> None:
    QTest.mouseDClick(stage.canvas, LEFT, pos=CORNERS[-1])
    QTest.mouseRelease(stage.canvas, LEFT, pos=CORNERS[-1])


def close_at_the_first_corner(stage: Stage) -> None:
    click_around(stage, CORNERS[0] + QPoint(2, 1))


def close_by_another_tool(stage: Stage) -> None:
    stage.canvas.set_tool("brush")


@pytest.mark.parametrize(
    "close", [close_by_enter, close_by_double_click, close_at_the_first_corner, close_by_another_tool]
)
def test_clicks_set_corners_until_the_line_is_closed(stage: Stage, close) -> None:  # type: ignore[no-untyped-def]
    stage.canvas.set_tool("lasso")
    click_around(stage, *CORNERS)
    assert not stage.selected.any()

    close(stage)

    expected = draw(stage, Polygon(tuple(stage.point(place) for place in CORNERS)))
    np.testing.assert_array_equal(stage.selected, expected)
    assert stage.canvas.toolbox.sketch is None


def test_backspace_takes_the_last_corner_back(stage: Stage) -> None:
    stage.canvas.set_tool("lasso")
    click_around(stage, *CORNERS, QPoint(20, 20))

    QTest.keyClick(stage.canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Enter)

    expected = draw(stage, Polygon(tuple(stage.point(place) for place in CORNERS)))
    np.testing.assert_array_equal(stage.selected, expected)


@pytest.mark.parametrize("tool", ["lasso", "rectangle", "ellipse"])
@pytest.mark.parametrize("by_key", [True, False])
def test_escape_and_the_right_button_give_up_and_leave_no_trace(
    stage: Stage, tool: str, by_key: bool
) -> None:
    stage.canvas.set_tool(tool)
    stage.leave()
    plain = paint_anew(stage)
    stage.drag(*CORNERS, release=False)
    assert (paint_anew(stage) != plain).any(), "a preview is shown"

    if by_key:
        QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    else:
        QTest.mousePress(stage.canvas, RIGHT, pos=CORNERS[-1])
    QTest.mouseRelease(stage.canvas, LEFT, pos=CORNERS[-1])

    stage.leave()
    assert not stage.mask.coverage.any()
    assert not stage.session.can_undo or not stage.session.document.is_stroking
    np.testing.assert_array_equal(paint_anew(stage), plain)


def test_escape_gives_up_an_open_line(stage: Stage) -> None:
    stage.canvas.set_tool("lasso")
    click_around(stage, *CORNERS)

    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Return)

    assert not stage.mask.coverage.any()


@pytest.mark.parametrize(
    ("keys", "combine"),
    [
        (KEYS.NoModifier, Combine.REPLACE),
        (KEYS.ShiftModifier, Combine.ADD),
        (KEYS.AltModifier, Combine.SUBTRACT),
        (KEYS.ShiftModifier | KEYS.AltModifier, Combine.INTERSECT),
    ],
)
def test_keys_at_the_press_say_how_a_selection_joins(
    stage: Stage, keys: Qt.KeyboardModifier, combine: Combine
) -> None:
    stage.drag(QPoint(150, 130), QPoint(300, 200))
    mask = Mask(stage.mask.size)
    mask.begin_edit()
    mask.put(Box.of(mask.size), stage.mask.coverage)
    mask.join(find_runs(Rectangle(span(stage)), mask.size), combine)
    stage.canvas.set_tool("rectangle")

    stage.drag(START, END, modifiers=keys)

    np.testing.assert_array_equal(stage.mask.coverage, mask.coverage)


def test_the_chosen_way_holds_where_no_key_says_another(stage: Stage) -> None:
    stage.session.painter.fill_mask()
    stage.canvas.toolbox.combine = Combine.SUBTRACT
    stage.canvas.set_tool("rectangle")

    stage.drag(START, END)

    np.testing.assert_array_equal(~stage.selected, draw(stage, Rectangle(span(stage))))


def drag_with_keys(stage: Stage, keys: Qt.KeyboardModifier) -> None:
    """Keys that go down only after the press."""
    QTest.mousePress(stage.canvas, LEFT, KEYS.NoModifier, START)
    QTest.mouseMove(stage.canvas, END)
    if keys & KEYS.ShiftModifier:
        QTest.keyPress(stage.canvas, Qt.Key.Key_Shift)
    if keys & KEYS.AltModifier:
        QTest.keyPress(stage.canvas, Qt.Key.Key_Alt, keys & KEYS.ShiftModifier)
    QTest.mouseRelease(stage.canvas, LEFT, keys, END)


@pytest.mark.parametrize("is_square", [True, False])
@pytest.mark.parametrize("is_centred", [True, False])
def test_keys_after_the_press_shape_the_box(stage: Stage, is_square: bool, is_centred: bool) -> None:
    keys = KEYS.NoModifier
    keys |= KEYS.ShiftModifier if is_square else keys
    keys |= KEYS.AltModifier if is_centred else keys
    stage.canvas.set_tool("rectangle")

    drag_with_keys(stage, keys)

    box = drag_box(stage.point(START), stage.point(END), is_square=is_square, is_centred=is_centred)
    np.testing.assert_array_equal(stage.selected, draw(stage, Rectangle(box)))


def test_the_preview_is_where_the_selection_will_be(stage: Stage) -> None:
    stage.canvas.set_tool("rectangle")
    stage.canvas.set_overlay_visible(False)
    plain = paint_anew(stage)
    stage.drag(START, END, release=False)

    rows, columns = np.nonzero((paint_anew(stage) != plain).any(axis=2))
    scale = stage.canvas.devicePixelRatioF()
    box = span(stage)
    corner, opposite = stage.place(box.left, box.upper), stage.place(box.right, box.lower)
    assert abs(columns.min() - corner.x() * scale) <= 4 * scale
    assert abs(columns.max() - opposite.x() * scale) <= 4 * scale
    assert abs(rows.min() - corner.y() * scale) <= 4 * scale
    assert abs(rows.max() - opposite.y() * scale) <= 4 * scale


def test_an_open_line_stays_while_the_view_is_moved(stage: Stage) -> None:
    stage.canvas.set_tool("lasso")
    points = [stage.point(place) for place in CORNERS]
    click_around(stage, *CORNERS)

    stage.drag(QPoint(300, 200), QPoint(250, 150), button=Qt.MouseButton.MiddleButton)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Return)

    np.testing.assert_array_equal(stage.selected, draw(stage, Polygon(tuple(points))))


# By keys


def press(
    stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier = KEYS.NoModifier, times: int = 1
) -> None:
    for _ in range(times):
        QTest.keyClick(stage.canvas, key, modifiers)


def test_a_rectangle_can_be_made_moved_and_resized_by_keys(stage: Stage) -> None:
    told: list[str] = []
    stage.canvas.sketch_changed.connect(told.append)
    stage.canvas.set_tool("rectangle")
    press(stage, Qt.Key.Key_Right)
    box = stage.canvas.propose_box()
    assert told == [f"x {box.left}, y {box.upper}, {box.width} × {box.height} px"]

    press(stage, Qt.Key.Key_Left, times=3)
    press(stage, Qt.Key.Key_Down, KEYS.ShiftModifier)
    press(stage, Qt.Key.Key_Right, KEYS.ControlModifier, times=2)
    press(stage, Qt.Key.Key_Up, KEYS.ControlModifier | KEYS.ShiftModifier)
    assert not stage.selected.any()
    press(stage, Qt.Key.Key_Return)

    expected = Box(box.left - 3, box.upper + 10, box.right - 1, box.lower)
    np.testing.assert_array_equal(stage.selected, draw(stage, Rectangle(expected)))
    stage.session.undo()
    assert not stage.selected.any()


def test_escape_gives_up_a_box_made_by_keys(stage: Stage) -> None:
    stage.canvas.set_tool("ellipse")
    press(stage, Qt.Key.Key_Down, times=2)
    press(stage, Qt.Key.Key_Escape)
    press(stage, Qt.Key.Key_Return)

    assert not stage.mask.coverage.any()
    assert not stage.session.painter.document.history.can_redo


def test_the_brush_paints_where_keys_have_put_it(stage: Stage) -> None:
    stage.leave()
    middle = stage.canvas.find_middle()
    press(stage, Qt.Key.Key_Right, KEYS.ShiftModifier, times=2)
    press(stage, Qt.Key.Key_Down)
    press(stage, Qt.Key.Key_Space)

    assert stage.selected[int(middle.y) + 1, int(middle.x) + 20]
    first = stage.selected
    press(stage, Qt.Key.Key_Right, KEYS.ShiftModifier, times=5)
    press(stage, Qt.Key.Key_Return, KEYS.ShiftModifier)
    assert stage.selected[int(middle.y) + 1, int(middle.x) + 20 : int(middle.x) + 71].all()
    stage.session.undo()
    np.testing.assert_array_equal(stage.selected, first)


def test_keys_bring_what_they_move_into_view(stage: Stage) -> None:
    stage.show_at(8.0, 160, 120)
    press(stage, Qt.Key.Key_Left, KEYS.ShiftModifier, times=30)

    cursor = stage.canvas.toolbox.cursor
    assert cursor is not None
    assert cursor.x == 0.5
    assert stage.canvas.rect().contains(stage.place(cursor.x, cursor.y))


def test_the_pointer_takes_the_tool_back_from_the_keys(stage: Stage) -> None:
    press(stage, Qt.Key.Key_Right)
    QTest.mouseMove(stage.canvas, QPoint(100, 100))

    press(stage, Qt.Key.Key_Space)
    assert not stage.mask.coverage.any()


def test_a_lasso_can_be_drawn_by_keys(stage: Stage) -> None:
    stage.leave()
    stage.canvas.set_tool("lasso")
    press(stage, Qt.Key.Key_Right)
    start = stage.canvas.toolbox.cursor
    assert start is not None
    press(stage, Qt.Key.Key_Space)
    press(stage, Qt.Key.Key_Right, KEYS.ShiftModifier, times=4)
    press(stage, Qt.Key.Key_Space)
    press(stage, Qt.Key.Key_Down, KEYS.ShiftModifier, times=4)
    press(stage, Qt.Key.Key_Space)
    press(stage, Qt.Key.Key_Return)

    corners = (start, Point(start.x + 40, start.y), Point(start.x + 40, start.y + 40))
    np.testing.assert_array_equal(stage.selected, draw(stage, Polygon(corners)))


# What is computed


def test_the_wand_asks_for_the_colour_at_the_click(stage: Stage) -> None:
    toolbox = stage.canvas.toolbox
    toolbox.tolerance, toolbox.is_contiguous = 3.5, False
    stage.canvas.set_tool("wand")

    QTest.mouseClick(stage.canvas, LEFT, KEYS.ShiftModifier, stage.place(120.5, 90.5))

    ((token, asked),) = stage.engine.calls_of("find_pixels")
    assert (asked.x, asked.y, asked.tolerance, asked.is_contiguous) == (120, 90, 3.5, False)
    box = Box(100, 80, 140, 100)
    stage.session.receive(PixelsFound(token, FoundPixels(box, np.full((20, 40), 255, np.uint8))))
    np.testing.assert_array_equal(stage.selected, draw(stage, Rectangle(box)))


def test_the_wand_works_where_keys_have_put_it(stage: Stage) -> None:
    stage.leave()
    stage.canvas.set_tool("wand")
    press(stage, Qt.Key.Key_Right)
    cursor = stage.canvas.toolbox.cursor
    assert cursor is not None
    press(stage, Qt.Key.Key_Space)

    ((_, asked),) = stage.engine.calls_of("find_pixels")
    assert (asked.x, asked.y) == (int(cursor.x), int(cursor.y))


def test_a_rough_line_asks_for_the_object_in_it(stage: Stage) -> None:
    stage.canvas.set_tool("outline")
    stage.drag(*CORNERS)

    ((_, asked),) = stage.engine.calls_of("find_pixels")
    assert asked.points == tuple(stage.point(place) for place in CORNERS)
    assert not stage.mask.coverage.any()


def test_escape_gives_up_what_is_being_computed(stage: Stage) -> None:
    stage.canvas.set_tool("wand")
    QTest.mouseClick(stage.canvas, LEFT, pos=stage.place(120.5, 90.5))

    press(stage, Qt.Key.Key_Escape)

    assert not stage.session.finder.is_busy
    assert stage.engine.calls_of("cancel_finding")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_an_offered_mask_is_shown_and_then_taken_or_not(stage: Stage, key: Qt.Key) -> None:
    stage.leave()
    plain = paint_anew(stage)
    stage.session.finder.offer_file(stage.folder / "mask.png")
    ((token, _),) = stage.engine.calls_of("find_pixels")
    box = Box(100, 80, 140, 100)
    stage.session.receive(PixelsFound(token, FoundPixels(box, np.full((20, 40), 255, np.uint8))))
    assert (paint_anew(stage) != plain).any()
    assert not stage.mask.coverage.any()

    press(stage, key)

    taken = draw(stage, Rectangle(box)) if key == Qt.Key.Key_Return else np.zeros_like(stage.selected)
    np.testing.assert_array_equal(stage.selected, taken)
    stage.session.painter.clear_mask()
    np.testing.assert_array_equal(paint_anew(stage), plain)
