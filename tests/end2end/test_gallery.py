"""The gallery over what the sandbox made: marked by keys, found again, looked at closely, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from turbo_studio.core.marks import Flag, Label
from turbo_studio.ui.gallery.loupe import Loupe

if TYPE_CHECKING:
    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from turbo_studio.core.result import Result

_Key = Qt.Key


def generate(driver: Driver, *prompts: str) -> None:
    for count, prompt in enumerate(prompts, 1):
        driver.paste_prompt(prompt)
        driver.press_submit()
        driver.wait_for_results(count)


def result_at(driver: Driver, row: int) -> Result:
    result = driver.window.results.result_at(row)
    assert result is not None
    return result


def test_results_are_marked_by_keys_and_stay_marked(studio: OpenStudio) -> None:
    driver = studio()
    generate(driver, "a red fox", "一杯热茶", "a blue door")
    driver.focus("canvas")
    driver.press(_Key.Key_G)
    driver.press(_Key.Key_4)
    driver.press(_Key.Key_6)
    driver.press(_Key.Key_P)
    driver.wait_until(lambda: result_at(driver, 0).marks == (4, Label.RED, Flag.PICK), "the newest is marked")
    driver.press(_Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    driver.press(_Key.Key_X)
    driver.wait_until(
        lambda: (
            [result_at(driver, row).marks.flag for row in range(3)] == [Flag.REJECT, Flag.REJECT, Flag.NONE]
        ),
        "both that are chosen are rejected",
    )
    driver.close()
    driver = studio()
    driver.wait_for_results(3)
    assert result_at(driver, 0).marks == (4, Label.RED, Flag.REJECT)


def test_what_is_typed_over_the_tiles_is_found(studio: OpenStudio) -> None:
    driver = studio()
    generate(driver, "a tall tower", "一杯热茶")
    driver.focus("canvas")
    driver.press(_Key.Key_G)
    QTest.keyClick(driver.find("gallery_grid"), _Key.Key_T)
    driver.type_into(driver.find("gallery_page_search"), "ower")
    driver.press(_Key.Key_Return)
    driver.wait_until(lambda: driver.row_count("gallery_grid") == 1, "one is found")
    assert result_at(driver, 0).provenance.prompt == "a tall tower"
    driver.find("gallery_page_search").setText("热茶")
    driver.wait_until(
        lambda: (
            driver.row_count("gallery_grid") == 1 and result_at(driver, 0).provenance.prompt == "一杯热茶"
        ),
        "the other is found",
    )


def test_the_loupe_shows_the_pixels_that_came_back(studio: OpenStudio) -> None:
    driver = studio()
    generate(driver, "a red fox", "a blue door")
    driver.window.chosen.choose_row(1)
    driver.focus("gallery_list")
    driver.press(_Key.Key_Space)
    loupe = driver.window.page
    assert isinstance(loupe, Loupe)
    looking = driver.window.session.looking
    driver.wait_until(lambda: looking.find_raster(result_at(driver, 1)) is not None, "it is decoded")
    driver.press(_Key.Key_Left)
    assert driver.window.chosen.row == 0
    driver.wait_until(lambda: looking.find_raster(result_at(driver, 0)) is not None, "so is the next")
    driver.press(_Key.Key_Escape)
    assert driver.has_focus("gallery_list")
