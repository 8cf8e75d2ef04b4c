"""The page under hand and key: each mode shows its pixels, sets what it is set by, and lets go in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLabel, QSlider

from tests.helpers.driver import wait_until
from tests.ui.compare.stage import BLUE, GREEN, GREY, RED, SIZE, paint, paint_mask
from turbo_studio.core.comparing import Difference, HeatMap, Measure, Region
from turbo_studio.core.facts import ComparisonFailed, PictureNotDecoded
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.ui.compare.arrangement import BLINK_S_MIN, Mode

if TYPE_CHECKING:
    from tests.ui.compare.stage import Stage
    from turbo_studio.core.result import Result

KEYS = {mode: Qt.Key(Qt.Key.Key_1 + number) for number, mode in enumerate(Mode)}
MIDDLE = (SIZE.width / 2, SIZE.height / 2)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def edit(stage: Stage) -> Result:
    """A green result of a red source, to be changed in its left half."""
    return stage.make_result(1, paint(GREEN), source=paint(RED), mask=paint_mask())


def find_label(stage: Stage, name: str) -> str:
    label = stage.page.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


# Sides


def test_the_source_stands_to_the_left_of_the_answer(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    assert len(stage.panes) == 2
    assert stage.colour_at(*MIDDLE, pane=0) == RED
    assert stage.colour_at(*MIDDLE, pane=1) == GREEN
    assert [pane.first_badge.text() for pane in stage.panes] == ["A", "B"]


@pytest.mark.parametrize("count", [3, 4])
def test_three_and_four_are_shown_at_once_and_two_of_them_by_key(stage: Stage, count: int) -> None:
    colours = [RED, GREEN, BLUE, GREY][:count]
    stage.compare(*(stage.make_result(number, paint(colour)) for number, colour in enumerate(colours)))
    assert len(stage.panes) == count
    assert [stage.colour_at(*MIDDLE, pane=place) for place in range(count)] == colours
    stage.press(KEYS[Mode.TWO_UP])
    assert len(stage.panes) == 2
    stage.press(KEYS[Mode.ALL_UP])
    assert len(stage.panes) == count


def test_all_is_no_mode_of_two(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.ALL_UP])
    assert stage.page.arrangement.mode is Mode.TWO_UP
    assert not stage.page.mode_bar.mode_buttons[Mode.ALL_UP].isVisible()


def test_sides_are_swapped_by_key_and_button(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(Qt.Key.Key_X)
    assert stage.colour_at(*MIDDLE, pane=0) == GREEN
    QTest.mouseClick(stage.page.swap_button, Qt.MouseButton.LeftButton)
    assert stage.colour_at(*MIDDLE, pane=0) == RED


def test_another_picture_can_be_chosen_for_a_side(stage: Stage, edit: Result) -> None:
    other = stage.make_result(2, paint(BLUE))
    stage.compare(edit, other)
    box = stage.page.findChild(QComboBox, "compare_side_box_a")
    assert isinstance(box, QComboBox)
    assert [box.itemText(row).partition(":")[0] for row in range(3)] == ["Result", "Result", "Source 1"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    stage.decode()
    assert stage.colour_at(*MIDDLE, pane=0) == RED
    assert stage.colour_at(*MIDDLE, pane=1) == BLUE


def test_the_side_that_is_chosen_twice_changes_places(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.page.arrangement.choose(0, stage.page.arrangement.shown_indexes[1])
    assert stage.colour_at(*MIDDLE, pane=0) == GREEN
    assert stage.colour_at(*MIDDLE, pane=1) == RED


def test_other_sizes_are_enlarged_to_the_widest_and_said_so(stage: Stage) -> None:
    small = np.concatenate([paint(RED, Size(32, 12)), paint(BLUE, Size(32, 12))])
    stage.compare(stage.make_result(1, small), stage.make_result(2, paint(GREEN, Size(64, 96))))
    assert stage.colour_at(10, 20, pane=0) == RED
    assert stage.colour_at(10, 28, pane=0) == BLUE
    assert stage.colour_at(60, 90, pane=1) == GREEN
    assert stage.colour_at(10, 60, pane=0) not in (RED, BLUE)  # nothing of it lies there
    assert "A enlarged to 64 px" in find_label(stage, "compare_size_label")


def test_one_picture_cannot_be_compared(stage: Stage) -> None:
    assert not stage.page.compare([stage.make_result(1, paint(RED))])


# Modes


def test_a_swipe_shows_each_on_its_side_of_the_divider(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.SWIPE])
    assert len(stage.panes) == 1
    assert stage.colour_at(10, 10) == RED
    assert stage.colour_at(54, 10) == GREEN


def test_the_divider_is_dragged_and_moved_by_key(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.SWIPE])
    pane, arrangement = stage.page.panes[0], stage.page.arrangement
    middle, y = pane.width() // 2, pane.height() // 3
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(middle + 4, y))
    QTest.mouseMove(pane, QPoint(pane.width() // 4, y))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(pane.width() // 4, y))
    assert arrangement.divider == pytest.approx(0.25, abs=0.01)
    assert stage.colour_at(30, 10) == GREEN
    before = arrangement.divider
    stage.press(Qt.Key.Key_Right)
    assert arrangement.divider == pytest.approx(before + 0.01)
    stage.press(Qt.Key.Key_Left, SHIFT)
    assert arrangement.divider == pytest.approx(before - 0.09)
    for _ in range(20):
        stage.press(Qt.Key.Key_Left, SHIFT)
    assert arrangement.divider == 0
    assert stage.page.mode_settings.divider_slider.value() == 0


def test_a_drag_beside_the_divider_moves_the_picture(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.SWIPE])
    pane = stage.page.panes[0]
    before = pane.map_from_image(QPointF(0, 0))
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QTest.mouseMove(pane, QPoint(90, 70))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(90, 70))
    assert pane.map_from_image(QPointF(0, 0)) - before == QPointF(40, 20)
    assert stage.page.arrangement.divider == 0.5


def test_onion_lays_b_over_a(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.ONION])
    mean = tuple((a + b) / 2 for a, b in zip(RED, GREEN, strict=True))
    assert stage.colour_at(*MIDDLE) == pytest.approx(mean, abs=2)
    stage.page.mode_settings.opacity_slider.setValue(100)
    assert stage.colour_at(*MIDDLE) == GREEN
    stage.page.mode_settings.opacity_slider.setValue(0)
    assert stage.colour_at(*MIDDLE) == RED
    stage.press(Qt.Key.Key_Right, SHIFT)
    assert stage.page.arrangement.opacity == pytest.approx(0.1)


def test_blinking_shows_the_one_and_the_other(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.page.arrangement.set_blinking(blinking=True)
    stage.page.arrangement.set_blink_s(BLINK_S_MIN)
    stage.press(KEYS[Mode.BLINK])
    assert stage.colour_at(*MIDDLE) == RED
    wait_until(lambda: stage.page.arrangement.is_second_up, "B is up")
    assert stage.colour_at(*MIDDLE) == GREEN
    assert stage.page.panes[0].first_badge.text() == "B"
    wait_until(lambda: not stage.page.arrangement.is_second_up, "A is up again")


def test_space_shows_the_other_by_hand_and_nothing_blinks_faster_than_it_may(
    stage: Stage, edit: Result
) -> None:
    stage.compare(edit)
    stage.page.arrangement.set_blinking(blinking=False)
    stage.press(KEYS[Mode.BLINK])
    for colour in (GREEN, RED):
        stage.press(Qt.Key.Key_Space)
        assert stage.colour_at(*MIDDLE) == colour
    QTest.mouseClick(stage.page.mode_settings.other_button, Qt.MouseButton.LeftButton)
    assert stage.colour_at(*MIDDLE) == GREEN
    stage.page.arrangement.set_blink_s(0.01)
    assert stage.page.arrangement.blink_s == BLINK_S_MIN
    assert stage.page.mode_settings.blink_box.minimum() == BLINK_S_MIN
    assert BLINK_S_MIN >= 1 / 3


@pytest.mark.parametrize("flash_ms", [0, 1_000])
def test_nothing_blinks_by_itself_where_the_desktop_keeps_still(
    stage: Stage, edit: Result, flash_ms: int
) -> None:
    hints = QGuiApplication.styleHints()
    former_ms = hints.cursorFlashTime()
    hints.setCursorFlashTime(flash_ms)
    try:
        stage.compare(edit)
    finally:
        hints.setCursorFlashTime(former_ms)
    assert stage.page.arrangement.is_blinking is (flash_ms > 0)


def test_a_difference_comes_down_over_b_as_it_is_measured(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    assert stage.engine.calls_of("compare") == []
    stage.press(KEYS[Mode.DIFFERENCE])
    asked = stage.asked
    assert asked is not None
    assert (asked.look, asked.region, asked.mask) == (Difference(4), Region.WHOLE, None)
    assert stage.colour_at(*MIDDLE) == GREEN
    assert stage.page.panes[0].note_badge.text() == "Measuring… 0 %"
    stage.measure(paint(BLUE), SIZE.height // 2)
    assert stage.colour_at(10, 10) == BLUE
    assert stage.colour_at(10, 40) == GREEN
    assert stage.page.panes[0].note_badge.text() == "Measuring… 50 %"
    stage.measure(paint(BLUE), SIZE.height, Measure(3_072, 1_536, 30_720.0, 200.0))
    assert stage.colour_at(10, 40) == BLUE
    assert (
        stage.page.panes[0].note_badge.text()
        == "Whole picture: 50.00 % differ · mean 10.0 of 255 · max 200.0"
    )


def test_amplification_is_set_by_key_and_by_box_and_measured_anew(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.DIFFERENCE])
    for key, amplification in ((Qt.Key.Key_Right, 8), (Qt.Key.Key_Left, 4), (Qt.Key.Key_Left, 2)):
        stage.press(key)
        assert stage.asked is not None
        assert stage.asked.look == Difference(amplification)
    box = stage.page.mode_settings.amplification_box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert stage.asked is not None
    assert stage.asked.look == Difference(32)
    stage.page.setFocus()
    stage.press(Qt.Key.Key_Right)
    assert stage.page.arrangement.amplification == 32


def test_a_heat_map_can_be_of_what_lies_outside_the_mask(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.HEAT_MAP])
    assert stage.page.mode_settings.legend.isVisible()
    box = stage.page.mode_settings.region_box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    asked = stage.asked
    assert asked is not None
    assert (asked.look, asked.region) == (HeatMap(), Region.OUTSIDE)
    assert asked.mask is not None
    stage.measure(paint(GREY), SIZE.height, Measure(1_000_000, 3, 400_000.0, 12.125))
    expected = "Outside the mask: < 0.01 % visibly changed (ΔE > 1) · mean ΔE 0.4 · max 12.1"
    assert stage.page.panes[0].note_badge.text() == expected


def test_leaving_the_mode_lets_go_of_what_was_measured(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.HEAT_MAP])
    stage.measure(paint(BLUE), SIZE.height)
    stage.press(KEYS[Mode.TWO_UP])
    assert stage.asked is None
    assert stage.page.panes[0].note_badge.isHidden()
    assert stage.colour_at(*MIDDLE) == RED


def test_what_cannot_be_measured_is_said(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.HEAT_MAP])
    token, _ = stage.engine.calls_of("compare")[-1]
    stage.session.receive(ComparisonFailed(token, Problem(ProblemCode.DECODER_DIED)))
    assert "the reader broke off" in stage.page.panes[0].note_badge.text()


def test_without_a_mask_there_is_nothing_to_choose_about_it(stage: Stage) -> None:
    stage.compare(stage.make_result(1, paint(RED)), stage.make_result(2, paint(GREEN)))
    stage.press(KEYS[Mode.HEAT_MAP])
    assert not stage.page.mode_settings.region_box.isVisible()
    assert not stage.page.mode_bar.mask_check.isVisible()
    stage.press(Qt.Key.Key_M)
    stage.page.arrangement.set_region(Region.OUTSIDE)
    assert not stage.page.arrangement.is_mask_shown
    assert stage.page.arrangement.region is Region.WHOLE


def test_the_mask_tints_what_was_to_change(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(Qt.Key.Key_M)
    assert stage.page.mode_bar.mask_check.isChecked()
    tint = (255, 45, 85)
    mean = tuple((a + b) / 2 for a, b in zip(GREEN, tint, strict=True))
    assert stage.colour_at(10, 10, pane=1) == pytest.approx(mean, abs=2)
    assert stage.colour_at(54, 10, pane=1) == GREEN
    QTest.mouseClick(stage.page.mode_bar.mask_check, Qt.MouseButton.LeftButton)
    assert stage.colour_at(10, 10, pane=1) == GREEN


# Zoom, place, pointer


def test_all_panes_show_the_same_place_at_the_same_zoom(stage: Stage) -> None:
    stage.compare(*(stage.make_result(number, paint(RED)) for number in range(4)))
    first, *others = stage.panes
    others[1].zoom_to(8.0, QPointF(40, 40))
    others[0].pan(QPointF(-30, 12))
    corner = first.map_from_image(QPointF(0, 0))
    for pane in others:
        moved = pane.map_from_image(QPointF(0, 0)) - corner
        assert pane.zoom == first.zoom == 8.0
        assert abs(moved.x() - (pane.width() - first.width()) / 2) <= 1
        assert abs(moved.y() - (pane.height() - first.height()) / 2) <= 1
    stage.press(KEYS[Mode.SWIPE])
    assert first.zoom == 8.0


def test_ctrl_and_wheel_zoom_where_the_pointer_is(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    pane = stage.page.panes[1]
    position = QPointF(stage.place(16, 12, pane=1))
    under, zoom = pane.map_to_image(position), pane.zoom
    event = QWheelEvent(
        position,
        pane.mapToGlobal(position),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt knows no name for it here
    )
    QApplication.sendEvent(pane, event)
    assert pane.zoom > zoom
    assert stage.page.panes[0].zoom == pane.zoom
    moved = pane.map_to_image(position) - under
    assert abs(moved.x()) < 0.2
    assert abs(moved.y()) < 0.2


def test_fit_and_one_to_one_are_buttons_and_the_zoom_is_said(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    QTest.mouseClick(stage.page.readout.actual_button, Qt.MouseButton.LeftButton)
    assert {pane.zoom for pane in stage.panes} == {1.0}
    assert find_label(stage, "compare_zoom_label") == "100 %"
    QTest.mouseClick(stage.page.readout.fit_button, Qt.MouseButton.LeftButton)
    assert all(pane.is_fitting for pane in stage.panes)


def test_arrows_pan_where_the_mode_has_no_use_for_them(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    before = stage.page.panes[1].map_from_image(QPointF(0, 0))
    stage.press(Qt.Key.Key_Left)
    stage.press(Qt.Key.Key_Up)
    assert stage.page.panes[1].map_from_image(QPointF(0, 0)) - before == QPointF(64, 64)


def test_the_colours_under_the_pointer_are_read_out_with_their_distance(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    QTest.mouseMove(stage.page.panes[1], stage.place(20.5, 10.5, pane=1))
    assert find_label(stage, "compare_pointer_label").split() == [
        *("20,", "10"),
        *("A", "#dc1e28"),
        *("B", "#14c83c"),
        *("ΔE", "80.3"),
    ]
    QApplication.sendEvent(stage.page.panes[1], QEvent(QEvent.Type.Leave))
    assert find_label(stage, "compare_pointer_label") == ""


# Coming and going


def test_until_the_pixels_have_come_it_says_so_and_why_they_will_not(stage: Stage, edit: Result) -> None:
    stage.page.compare([edit])
    stage.page.resize(900, 700)
    stage.page.show()
    assert stage.page.panes[0].placeholder == "Opening…"
    (wishes,) = stage.engine.calls_of("look_at")[-1]
    lost = next(wish for wish in wishes if wish.path == edit.path)
    stage.session.receive(PictureNotDecoded(lost.token, Problem(ProblemCode.FILE_NOT_REGULAR)))
    assert "file" in stage.page.panes[1].placeholder


def test_a_mask_that_cannot_be_read_is_said_to_be_where_it_is_wanted(stage: Stage, edit: Result) -> None:
    stage.page.compare([edit])
    (wishes,) = stage.engine.calls_of("look_at")[-1]
    mask = edit.provenance.mask
    assert mask is not None
    lost = next(wish for wish in wishes if wish.path == mask.path)
    stage.answered.add(lost.token)
    stage.session.receive(PictureNotDecoded(lost.token, Problem(ProblemCode.FILE_NOT_REGULAR)))
    stage.compare(edit)
    stage.press(KEYS[Mode.HEAT_MAP])
    assert stage.asked is not None
    assert stage.page.panes[0].placeholder == ""
    stage.page.arrangement.set_region(Region.OUTSIDE)
    assert "file" in stage.page.panes[0].placeholder
    assert stage.asked is None


def test_hiding_the_page_lets_go_of_everything_and_showing_it_asks_again(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.press(KEYS[Mode.HEAT_MAP])
    stage.measure(paint(BLUE), SIZE.height)
    stage.page.hide()
    assert stage.asked is None
    assert stage.engine.calls_of("look_at")[-1] == ((),)
    stage.page.show()
    stage.decode()
    stage.press(KEYS[Mode.TWO_UP])
    assert stage.colour_at(*MIDDLE, pane=0) == RED


def test_files_of_rasters_can_go_once_a_side_is_not_wanted_any_more(stage: Stage, edit: Result) -> None:
    """What is mapped is let go before the worker is told."""
    stage.compare(edit)
    other, another = stage.make_result(2, paint(BLUE)), stage.make_result(3, paint(GREY))
    stage.compare(other, another)
    assert stage.colour_at(*MIDDLE, pane=0) == BLUE
    wanted = {wish.path for wish in stage.engine.calls_of("look_at")[-1][0]}
    assert wanted == {other.path, another.path}


@pytest.mark.parametrize("mode", list(Mode))
def test_escape_and_the_button_ask_to_leave_from_every_mode(stage: Stage, edit: Result, mode: Mode) -> None:
    stage.compare(edit)
    spy = QSignalSpy(stage.page.left)
    stage.press(KEYS[mode])
    stage.press(Qt.Key.Key_Escape)
    QTest.mouseClick(stage.page.back_button, Qt.MouseButton.LeftButton)
    assert spy.count() == 2


def test_keys_work_from_the_buttons_too(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    stage.page.readout.fit_button.setFocus()
    stage.press(KEYS[Mode.ONION])
    assert stage.page.arrangement.mode is Mode.ONION


def test_every_control_has_a_name_that_can_be_spoken(stage: Stage, edit: Result) -> None:
    stage.compare(edit)
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider):
        for control in stage.page.findChildren(kind):
            name = control.accessibleName() or (
                control.text() if isinstance(control, QAbstractButton) else ""
            )
            assert name, control.objectName()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.objectName()
