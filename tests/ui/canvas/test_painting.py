"""Strokes by real events of mouse, pen and keys: the mask gets exactly the pixels of the stroke.

``test_scale_factors`` runs this file once more at other scale factors of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import decode_shown, open_source
from tests.ui.canvas.stage import build_empty_stage, build_stage
from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.stroke import Stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
PATH = (QPoint(200, 150), QPoint(260, 170), QPoint(261, 230), QPoint(330, 190))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    return build_stage(qtbot, tmp_path)


def stroke_by_hand(
    stage: Stage, places: Sequence[QPoint], base: NDArray[np.uint8] | None = None, *, erase: bool = False
) -> NDArray[np.uint8]:
    """What a stroke of the session's brush makes of a plain mask."""
    mask = Mask(stage.mask.size)
    if base is not None:
        mask.coverage[...] = base
    stroke = Stroke(mask, stage.session.painter.brush, erase=erase)
    stroke.begin(stage.point(places[0]))
    for place in places[1:]:
        stroke.extend(stage.point(place))
    stroke.commit()
    return mask.coverage


@pytest.mark.parametrize("zoom", [0.25, 0.5, 1.0, 1.37, 2.0, 4.0, 16.0])
def test_a_drag_paints_the_pixels_of_the_stroke(stage: Stage, zoom: float) -> None:
    stage.show_at(zoom, 160, 120)

    stage.drag(*PATH)

    assert stage.mask.coverage.any()
    np.testing.assert_array_equal(stage.mask.coverage, stroke_by_hand(stage, (*PATH, PATH[-1])))


@pytest.mark.parametrize("zoom", [1.0, 2.0, 8.0])
def test_a_click_over_a_pixel_selects_around_that_pixel(stage: Stage, zoom: float) -> None:
    stage.session.painter.set_brush(Brush(size_px=1, hardness=1))
    stage.show_at(zoom, 160, 120)

    QTest.mouseClick(stage.canvas, LEFT, pos=stage.place(150.5, 110.5))

    assert np.argwhere(stage.selected).tolist() == [[110, 150]]


def test_a_press_alone_paints_at_once(stage: Stage) -> None:
    QTest.mousePress(stage.canvas, LEFT, pos=stage.place(100, 100))

    assert stage.selected[100, 100]


def test_the_eraser_takes_away_what_the_stroke_covers(stage: Stage) -> None:
    stage.session.painter.fill_mask()
    filled = stage.mask.coverage.copy()
    stage.canvas.set_tool("eraser")

    stage.drag(*PATH)

    assert not stage.selected.all()
    expected = stroke_by_hand(stage, (*PATH, PATH[-1]), filled, erase=True)
    np.testing.assert_array_equal(stage.mask.coverage, expected)


def test_a_stroke_is_one_step_of_undo(stage: Stage) -> None:
    stage.drag(*PATH)
    painted = stage.mask.coverage.copy()
    stage.drag(QPoint(100, 100), QPoint(150, 300))

    stage.session.undo()
    np.testing.assert_array_equal(stage.mask.coverage, painted)
    stage.session.undo()
    assert not stage.mask.coverage.any()
    stage.session.redo()
    np.testing.assert_array_equal(stage.mask.coverage, painted)


def press_escape(stage: Stage) -> None:
    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)


def press_right_button(stage: Stage) -> None:
    QTest.mousePress(stage.canvas, RIGHT, pos=PATH[1])
    QTest.mouseRelease(stage.canvas, RIGHT, pos=PATH[1])


def undo_midway(stage: Stage) -> None:
    stage.session.undo()


@pytest.mark.parametrize("take_back", [press_escape, press_right_button, undo_midway])
def test_a_stroke_can_be_taken_back_before_the_button_is_up(
    stage: Stage, take_back: Callable[[Stage], None]
) -> None:
    stage.drag(QPoint(100, 100), QPoint(150, 300))
    painted = stage.mask.coverage.copy()
    stage.drag(*PATH[:2], release=False)
    assert (stage.mask.coverage != painted).any()

    take_back(stage)
    np.testing.assert_array_equal(stage.mask.coverage, painted)

    QTest.mouseMove(stage.canvas, PATH[2])
    QTest.mouseRelease(stage.canvas, LEFT, pos=PATH[3])
    np.testing.assert_array_equal(stage.mask.coverage, painted)
    stage.session.undo()
    assert not stage.mask.coverage.any()


def lose_focus(stage: Stage) -> None:
    stage.canvas.clearFocus()


def hide(stage: Stage) -> None:
    stage.canvas.hide()


def take_another_tool(stage: Stage) -> None:
    stage.canvas.set_tool("hand")


@pytest.mark.parametrize("interrupt", [lose_focus, hide, take_another_tool])
def test_an_interrupted_stroke_is_kept_as_far_as_it_came(
    qtbot: QtBot, stage: Stage, interrupt: Callable[[Stage], None]
) -> None:
    stage.canvas.activateWindow()
    stage.canvas.setFocus()
    qtbot.waitUntil(stage.canvas.hasFocus)
    stage.drag(*PATH[:2], release=False)
    painted = stage.mask.coverage.copy()

    interrupt(stage)
    QTest.mouseRelease(stage.canvas, LEFT, pos=PATH[3])

    assert not stage.session.document.is_stroking
    np.testing.assert_array_equal(stage.mask.coverage, painted)
    stage.session.undo()
    assert not stage.mask.coverage.any()


def test_a_release_that_went_elsewhere_ends_the_stroke_at_the_next_move(stage: Stage) -> None:
    stage.drag(*PATH[:2], release=False)
    painted = stage.mask.coverage.copy()

    send_move_without_buttons(stage, PATH[3])

    assert not stage.session.document.is_stroking
    np.testing.assert_array_equal(stage.mask.coverage, painted)


def send_move_without_buttons(stage: Stage, place: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    at = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        stage.canvas.mapToGlobal(at),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(stage.canvas, event)


def test_shift_and_click_draw_a_straight_line_from_the_last_point(stage: Stage) -> None:
    QTest.mouseClick(stage.canvas, LEFT, pos=PATH[0])
    QTest.mouseClick(stage.canvas, LEFT, Qt.KeyboardModifier.ShiftModifier, PATH[3])

    expected = stroke_by_hand(stage, (PATH[0], PATH[3], PATH[3]))
    np.testing.assert_array_equal(stage.mask.coverage, expected)


def test_a_stroke_may_begin_beside_the_picture(stage: Stage) -> None:
    stage.show_at(1.0, 0, 120)

    stage.drag(stage.place(-30, 120), stage.place(40, 120))

    assert stage.selected[120, 0]
    assert stage.selected[120, 35]


def test_two_quick_clicks_are_two_dabs(stage: Stage) -> None:
    QTest.mouseClick(stage.canvas, LEFT, pos=PATH[0])
    QTest.mouseDClick(stage.canvas, LEFT, pos=PATH[3])
    QTest.mouseRelease(stage.canvas, LEFT, pos=PATH[3])  # QTest leaves the second press down

    assert stage.selected[int(stage.point(PATH[3]).y), int(stage.point(PATH[3]).x)]
    assert not stage.session.document.is_stroking


def test_nothing_is_painted_before_the_pixels_are_there(qtbot: QtBot, tmp_path: Path) -> None:
    stage = build_empty_stage(qtbot, tmp_path)
    stage.drag(*PATH)
    open_source(stage.session, tmp_path, size=Size(64, 64))
    stage.drag(*PATH)
    assert stage.session.painter.shown_mask is None

    decode_shown(stage.session, tmp_path)

    assert not stage.mask.coverage.any()


def test_a_drag_does_not_go_on_in_another_source(stage: Stage) -> None:
    other = open_source(stage.session, stage.folder, "other.png")
    stage.drag(*PATH[:2], release=False)
    first = stage.mask

    stage.session.painter.show_source(other.id)
    decode_shown(stage.session, stage.folder)
    QTest.mouseMove(stage.canvas, PATH[2])
    QTest.mouseRelease(stage.canvas, LEFT, pos=PATH[3])

    assert first.selected_pixels
    assert stage.mask is not first
    assert not stage.mask.coverage.any()


def test_finer_pixels_of_the_same_picture_do_not_end_a_stroke(stage: Stage) -> None:
    stage.drag(*PATH[:2], release=False)
    decode_shown(stage.session, stage.folder)
    for place in PATH[2:]:
        QTest.mouseMove(stage.canvas, place)
    QTest.mouseRelease(stage.canvas, LEFT, pos=PATH[3])

    assert not stage.session.document.is_stroking
    np.testing.assert_array_equal(stage.mask.coverage, stroke_by_hand(stage, (*PATH, PATH[-1])))


def test_a_stroke_shows_the_mask_where_it_was_hidden(stage: Stage) -> None:
    stage.canvas.set_overlay_visible(False)
    told: list[bool] = []
    stage.canvas.overlay_changed.connect(told.append)

    stage.drag(*PATH)

    assert stage.canvas.is_overlay_visible
    assert told == [True]


def send_pen(
    stage: Stage, kind: QEvent.Type, at: QPointF, pointer: QPointingDevice.PointerType, *, down: bool
) -> None:
    pen = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        pointer,
        QInputDevice.Capability.Position,
        1,
        1,
    )
    changed = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else LEFT
    held = LEFT if down else Qt.MouseButton.NoButton
    glob = stage.canvas.mapToGlobal(at)
    keys = Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(kind, pen, at, glob, 0.5, 0, 0, 0, 0, 0, keys, changed, held)
    QApplication.sendEvent(stage.canvas, event)
    assert event.isAccepted()


def draw_with_pen(stage: Stage, pointer: QPointingDevice.PointerType, *places: QPoint) -> None:
    send_pen(stage, QEvent.Type.TabletPress, QPointF(places[0]), pointer, down=True)
    for place in places[1:]:
        send_pen(stage, QEvent.Type.TabletMove, QPointF(place), pointer, down=True)
    send_pen(stage, QEvent.Type.TabletRelease, QPointF(places[-1]), pointer, down=False)


def test_a_pen_paints_and_its_other_end_erases(stage: Stage) -> None:
    draw_with_pen(stage, QPointingDevice.PointerType.Pen, *PATH)
    np.testing.assert_array_equal(stage.mask.coverage, stroke_by_hand(stage, (*PATH, PATH[-1])))

    draw_with_pen(stage, QPointingDevice.PointerType.Eraser, *PATH)
    assert not stage.selected.any()


# What a hand does to the brush


def test_pressure_changes_the_brush_where_that_is_switched_on(stage: Stage) -> None:
    brush = Brush(40, 1.0)
    press_at = (QPoint(200, 150), QPoint(330, 190))
    stage.session.painter.set_brush(brush)
    draw_with_pen(stage, QPointingDevice.PointerType.Pen, *press_at)
    full = np.count_nonzero(stage.selected)
    stage.session.undo()

    stage.session.painter.set_brush(brush._replace(is_sized_by_pressure=True))
    draw_with_pen(stage, QPointingDevice.PointerType.Pen, *press_at)  # half pressed

    stage_by_hand = brush._replace(size_px=20)
    stage.session.painter.set_brush(stage_by_hand)
    expected = stroke_by_hand(stage, (*press_at, press_at[-1]))
    np.testing.assert_array_equal(stage.mask.coverage, expected)
    assert np.count_nonzero(stage.selected) < full


def test_a_mouse_presses_fully(stage: Stage) -> None:
    stage.session.painter.set_brush(Brush(40, 1.0, is_sized_by_pressure=True, is_hardened_by_pressure=True))
    stage.drag(*PATH)

    stage.session.painter.set_brush(Brush(40, 1.0))
    np.testing.assert_array_equal(stage.mask.coverage, stroke_by_hand(stage, (*PATH, PATH[-1])))


def test_shift_on_the_way_keeps_a_stroke_level(stage: Stage) -> None:
    stage.session.painter.set_brush(Brush(9, 1.0))
    start = QPoint(200, 150)
    QTest.mousePress(stage.canvas, LEFT, pos=start)
    QTest.keyPress(stage.canvas, Qt.Key.Key_Shift)
    for place in (QPoint(240, 160), QPoint(300, 130)):
        at = QPointF(place)
        QApplication.sendEvent(
            stage.canvas,
            QMouseEvent(
                QEvent.Type.MouseMove,
                at,
                stage.canvas.mapToGlobal(at),
                Qt.MouseButton.NoButton,
                LEFT,
                Qt.KeyboardModifier.ShiftModifier,
            ),
        )
    QTest.mouseRelease(stage.canvas, LEFT, Qt.KeyboardModifier.ShiftModifier, QPoint(300, 130))

    rows = np.nonzero(stage.selected.any(axis=1))[0]
    assert rows.max() - rows.min() + 1 == 9
    assert stage.selected[int(stage.point(start).y), int(stage.point(QPoint(300, 150)).x)]


def test_the_stabiliser_holds_the_brush_on_its_string(stage: Stage) -> None:
    stage.session.painter.set_brush(Brush(5, 1.0, string_units=60))
    stage.show_at(2.0, 160, 120)

    stage.drag(QPoint(200, 200), QPoint(300, 200))

    columns = np.nonzero(stage.selected.any(axis=0))[0]
    reached = stage.point(QPoint(240, 200)).x
    assert abs(columns.max() - reached) <= 4, "60 units of the screen behind the hand, at any zoom"
