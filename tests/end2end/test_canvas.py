"""Painting on the real canvas by mouse and keys: what is seen, what is undone, whose key it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.end2end.seen import read_selected
from tests.helpers.driver import Driver
from tests.helpers.stub_gateway import CANARY_KEY, StubGateway, build_png

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = (300, 200)
KEYS, MODIFIERS = Qt.Key, Qt.KeyboardModifier


@pytest.fixture(scope="module")
def open_driver(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    folder = tmp_path_factory.mktemp("canvas")
    picture = folder / "picture.png"
    picture.write_bytes(build_png(SIZE))
    with StubGateway() as gateway:
        driver = Driver.start(folder / "home", picture, gateway=gateway.base_url, key=CANARY_KEY)
        yield driver
        driver.close()


@pytest.fixture
def driver(open_driver: Driver) -> Driver:
    """The window with a clear mask, the brush in hand, the picture at 100 % and the focus on the canvas."""
    open_driver.trigger("clear_mask")
    open_driver.type_number("brush_size_box", 30)
    open_driver.type_number("brush_hardness_box", 100)
    open_driver.trigger("zoom_actual")
    open_driver.focus("canvas")
    open_driver.press(KEYS.Key_B)
    open_driver.type_prompt("")
    open_driver.focus("canvas")
    return open_driver


def see(driver: Driver) -> NDArray[Any]:
    return read_selected(driver, SIZE)


def test_a_stroke_is_one_step_to_undo_and_redo(driver: Driver) -> None:
    driver.paint((50, 50), (120, 50), (120, 120))
    first = see(driver)
    assert first[50, 50]
    assert first[50, 85]
    assert first[100, 120]
    assert not first[150, 50]
    driver.paint((200, 150), (240, 150))
    both = see(driver)
    assert both[first].all()
    assert both[150, 220]
    driver.press(KEYS.Key_Z, MODIFIERS.ControlModifier)
    assert np.array_equal(see(driver), first)
    driver.press(KEYS.Key_Z, MODIFIERS.ControlModifier)
    assert not see(driver).any()
    driver.press(KEYS.Key_Z, MODIFIERS.ControlModifier, MODIFIERS.ShiftModifier)
    assert np.array_equal(see(driver), first)
    driver.press(KEYS.Key_Y, MODIFIERS.ControlModifier)
    assert np.array_equal(see(driver), both)


def test_the_brush_selects_its_disc(driver: Driver) -> None:
    driver.type_number("brush_size_box", 41)
    driver.paint((100, 100))
    seen = see(driver)
    assert abs(int(seen.sum()) - np.pi * 20.5**2) < 60
    rows, columns = np.nonzero(seen)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == pytest.approx((80, 120, 80, 120), abs=1)


def test_fill_clear_and_invert_by_their_keys(driver: Driver) -> None:
    driver.press(KEYS.Key_Backspace, MODIFIERS.AltModifier)
    assert see(driver).all()
    driver.press(KEYS.Key_Delete)
    assert not see(driver).any()
    driver.paint((50, 50), (120, 50))
    painted = see(driver)
    driver.press(KEYS.Key_I, MODIFIERS.ControlModifier)
    assert np.array_equal(see(driver), ~painted)
    driver.press(KEYS.Key_D, MODIFIERS.ControlModifier)
    assert not see(driver).any()
    driver.press(KEYS.Key_A, MODIFIERS.ControlModifier)
    assert see(driver).all()


def test_the_tool_keys(driver: Driver) -> None:
    driver.press(KEYS.Key_E)
    assert driver.action("eraser").isChecked()
    driver.press(KEYS.Key_Backspace, MODIFIERS.ShiftModifier)
    driver.paint((50, 50), (120, 50))
    assert not see(driver)[50, 80]
    driver.press(KEYS.Key_X)
    assert driver.action("brush").isChecked()
    driver.paint((80, 50))
    assert see(driver)[50, 80]
    driver.press(KEYS.Key_X)
    assert driver.action("eraser").isChecked()
    driver.press(KEYS.Key_D)
    assert driver.action("brush").isChecked()


def test_brackets_change_the_brush(driver: Driver) -> None:
    sizes = [driver.find("brush_size_box").value()]
    for _ in range(3):
        driver.press(KEYS.Key_BracketRight)
        sizes.append(driver.find("brush_size_box").value())
    assert sizes == sorted(set(sizes))
    driver.press(KEYS.Key_BracketLeft)
    assert driver.find("brush_size_box").value() < sizes[-1]
    hardness = driver.find("brush_hardness_box").value()
    driver.press(KEYS.Key_BracketLeft, MODIFIERS.ShiftModifier)
    assert driver.find("brush_hardness_box").value() < hardness


def turn_wheel(driver: Driver, place: QPoint, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    canvas, turned = driver.canvas, QPoint(0, 120 * notches)
    where = QPointF(place), QPointF(canvas.mapToGlobal(place))
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(*where, QPoint(), turned, Qt.MouseButton.NoButton, modifiers, phase, False)  # noqa: FBT003 - Qt's own signature
    QApplication.sendEvent(canvas, event)


def drag(driver: Driver, start: QPoint, end: QPoint, button: Qt.MouseButton) -> None:
    QTest.mousePress(driver.canvas, button, MODIFIERS.NoModifier, start)
    QTest.mouseMove(driver.canvas, end)
    QTest.mouseRelease(driver.canvas, button, MODIFIERS.NoModifier, end)


def test_the_view_moves_and_the_mask_does_not(driver: Driver) -> None:
    driver.paint((50, 50), (120, 80))
    before = see(driver)
    place = driver.place(100, 60)
    turn_wheel(driver, place, 2, MODIFIERS.ControlModifier)
    moved = driver.place(100, 60) - place
    assert moved.manhattanLength() <= 2, "zoomed at the pointer, but for rounded pixels"
    place = driver.place(100, 60)
    assert driver.place(120, 60).x() - place.x() > 20
    drag(driver, place, place + QPoint(30, 20), Qt.MouseButton.MiddleButton)
    assert driver.place(100, 60) == place + QPoint(30, 20)
    QTest.keyPress(driver.canvas, KEYS.Key_Space)
    drag(driver, place, place - QPoint(30, 20), Qt.MouseButton.LeftButton)
    QTest.keyRelease(driver.canvas, KEYS.Key_Space)
    assert driver.place(100, 60) == place
    driver.press(KEYS.Key_H)
    drag(driver, place, place + QPoint(11, 7), Qt.MouseButton.LeftButton)
    assert driver.place(100, 60) == place + QPoint(11, 7)
    for key in (KEYS.Key_0, KEYS.Key_Equal, KEYS.Key_Minus, KEYS.Key_1):
        driver.press(key, MODIFIERS.ControlModifier)
    assert np.array_equal(see(driver), before)


def test_painting_zoomed_in_selects_the_same_pixels(driver: Driver) -> None:
    driver.paint((50, 50), (90, 70))
    actual = see(driver)
    driver.trigger("clear_mask")
    for _ in range(2):
        driver.press(KEYS.Key_Equal, MODIFIERS.ControlModifier)
    driver.paint((50, 50), (90, 70))
    zoomed = see(driver)
    assert (zoomed != actual).mean() < 0.01
    assert zoomed[50, 50]


def test_letters_in_the_prompt_are_text(driver: Driver) -> None:
    driver.paint((50, 50), (120, 50))
    before = see(driver)
    driver.type_prompt("bexd hzqf [ ] \\ g v")
    driver.press(KEYS.Key_Delete)
    driver.press(KEYS.Key_Backspace)
    assert driver.prompt == "bexd hzqf [ ] \\ g "
    assert driver.action("brush").isChecked()
    assert driver.find("brush_size_box").value() == 30
    assert np.array_equal(see(driver), before)


def test_undo_in_the_prompt_is_that_of_the_text(driver: Driver) -> None:
    driver.paint((50, 50), (120, 50))
    before = see(driver)
    driver.type_prompt("hello")
    driver.press(KEYS.Key_Z, MODIFIERS.ControlModifier)
    assert driver.prompt != "hello"
    assert np.array_equal(see(driver), before)


def test_tab_moves_the_focus_from_the_prompt_and_over_all_fields(driver: Driver) -> None:
    driver.type_prompt("a job, for empty lists take no focus")
    driver.press_submit()
    driver.wait_for_results(1)
    driver.type_prompt("")
    seen: list[str] = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
        driver.press(KEYS.Key_Tab)
    assert driver.prompt == ""
    wanted = ("prompt_edit", "size_box", "quality_box", "variations_box", "submit_button", "canvas")
    lists = ("sources_list", "jobs_list", "gallery_list", "gallery_search", "brush_size_box")
    assert set(wanted + lists) <= set(seen)


def test_space_presses_the_button_that_has_the_focus(driver: Driver) -> None:
    driver.focus("submit_button")
    driver.press(KEYS.Key_Space)
    assert driver.field_note("prompt_edit"), "an empty prompt is refused: so the button was pressed"


def test_the_share_of_the_mask_is_said(driver: Driver) -> None:
    driver.trigger("fill_mask")
    texts = [label.text() for label in driver.window.findChildren(QLabel)]
    assert "The mask covers all of image 1: it is sent without a mask" in texts
    driver.press(KEYS.Key_Z, MODIFIERS.ControlModifier)
    driver.paint((100, 100))
    shares = [label.text() for label in driver.window.findChildren(QLabel)]
    assert f"{see(driver).mean() * 100:.1f} % of image 1 will change" in shares


def has_sources(driver: Driver, count: int) -> bool:
    return driver.source_count == count


def test_files_dropped_beside_the_results_are_sources(driver: Driver, tmp_path: Path) -> None:
    from PySide6.QtCore import QMimeData, QUrl

    for number, name in enumerate(("canvas", "prompt_edit", "submit_button", "sources_list"), 2):
        path = tmp_path / f"{name}.png"
        path.write_bytes(build_png((32, 32)))
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        driver.drop_mime(mime, name)
        driver.wait_until(partial(has_sources, driver, number), f"a drop on the {name}")
    assert driver.prompt == ""
    for _ in range(4):
        driver.press(KEYS.Key_Z, MODIFIERS.ControlModifier)
