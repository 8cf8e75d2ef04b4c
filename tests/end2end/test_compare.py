"""Comparing what the sandbox made, from the strip to the measure and back, by mouse and keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver


def edit(driver: Driver, prompt: str) -> None:
    count = len(driver.gallery)
    driver.paste_prompt(prompt)
    driver.press_submit()
    driver.wait_for_results(count + 1)


def select(driver: Driver, *rows: int) -> None:
    """Choose results in the strip as Ctrl and the mouse would."""
    driver.focus("gallery_list")
    selection: Any = driver.find("gallery_list").selectionModel()
    selection.clearSelection()
    for row in rows:
        index = selection.model().index(row, 0)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)


def open_comparison(driver: Driver, *rows: int) -> Any:
    """C in the strip; the page, once it shows pixels."""
    select(driver, *rows)
    driver.press(Qt.Key.Key_C)
    driver.wait_until(lambda: driver.window.page is not None, "a page is shown")
    page: Any = driver.find("compare_page")
    sides = page.arrangement.shown
    driver.wait_until(
        lambda: all(page.scene.is_ready(side.picture) for side in sides), "the pictures are decoded"
    )
    return page


def press_in_page(driver: Driver, page: Any, key: Qt.Key) -> None:
    QTest.keyClick(page.zoom_view, key)


@pytest.fixture
def driver(studio: OpenStudio, make_picture: Callable[..., Path]) -> Driver:
    """A window with a picture, whose middle is to be changed."""
    driver = studio(make_picture(size=(480, 320)))
    driver.wait_for_picture()
    driver.trigger("brush")
    driver.paint((200, 160), (280, 160))
    return driver


def test_an_answer_is_compared_with_its_source_and_measured_outside_of_the_mask(driver: Driver) -> None:
    edit(driver, "a red cup")
    page = open_comparison(driver, 0)
    assert [side.is_answer for side in page.arrangement.shown] == [False, True]
    press_in_page(driver, page, Qt.Key.Key_7)
    note = page.zoom_view.note_badge
    driver.wait_until(lambda: "Whole picture" in note.text(), "the whole is measured")
    whole = driver.window.session.comparison.measure
    driver.choose("compare_region_box", "outside")
    driver.wait_until(lambda: "Outside the mask" in note.text(), "what lies outside is measured")
    outside = driver.window.session.comparison.measure
    assert whole is not None
    assert outside is not None
    assert 0 < outside.pixels < whole.pixels
    assert outside.mean < whole.mean
    assert outside.maximum <= whole.maximum


def test_every_mode_paints_and_escape_leads_back_to_the_strip(driver: Driver) -> None:
    for prompt in ("a red cup", "a blue cup", "a green cup"):
        edit(driver, prompt)
    page = open_comparison(driver, 0, 1, 2)
    looks = set[bytes]()
    for number in range(1, 8):
        press_in_page(driver, page, Qt.Key(Qt.Key.Key_0 + number))
        if number > 5:
            driver.wait_until(lambda: driver.window.session.comparison.measure is not None, "it is measured")
        image = page.zoom_view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        looks.add(bytes(image.constBits()))
    assert len(looks) >= 6  # blinking may stand at A, which the first of two shows as well, at another size
    press_in_page(driver, page, Qt.Key.Key_Escape)
    assert driver.window.page is None
    assert driver.has_focus("gallery_list")
    assert driver.window.session.comparison.asked is None


def test_the_zoom_actions_work_on_the_page_that_is_in_front(driver: Driver) -> None:
    edit(driver, "a red cup")
    canvas_zoom = driver.canvas.zoom
    page = open_comparison(driver, 0)
    driver.trigger("zoom_actual")
    assert page.zoom_view.zoom == 1.0
    driver.trigger("zoom_in")
    assert page.zoom_view.zoom == 1.5
    assert driver.canvas.zoom == canvas_zoom


def test_the_panels_make_room_and_come_back_with_the_bar_of_the_canvas(driver: Driver) -> None:
    edit(driver, "a red cup")
    page = open_comparison(driver, 0)
    bar, panel = driver.find("options_bar"), driver.find("request_dock")
    width = page.zoom_view.width()
    press_in_page(driver, page, Qt.Key.Key_F)
    driver.wait_until(lambda: page.zoom_view.width() > width, "the page has more room")
    assert not panel.isVisible()
    press_in_page(driver, page, Qt.Key.Key_Escape)
    driver.trigger("lights_out")
    assert panel.isVisible()
    assert bar.isVisible()


def test_a_result_of_no_source_says_what_it_takes(studio: OpenStudio) -> None:
    driver = studio()
    edit(driver, "a cup of tea")
    select(driver, 0)
    driver.press(Qt.Key.Key_C)
    driver.wait_until(lambda: "Choose two results" in driver.message, "it is said")
    assert driver.window.page is None


def test_a_picture_that_is_gone_is_said_to_be(driver: Driver) -> None:
    edit(driver, "a red cup")
    driver.gallery[0].unlink()
    select(driver, 0)
    driver.press(Qt.Key.Key_C)
    page: Any = driver.find("compare_page")
    answer = page.arrangement.shown[1].picture
    looking = driver.window.session.looking
    driver.wait_until(lambda: looking.find_problem(answer) is not None, "it is told")
    press_in_page(driver, page, Qt.Key.Key_7)
    assert driver.window.session.comparison.asked is None


def test_the_window_can_be_closed_while_two_pictures_are_measured(driver: Driver) -> None:
    edit(driver, "a red cup")
    page = open_comparison(driver, 0)
    press_in_page(driver, page, Qt.Key.Key_7)
