"""A chain of edits, walked and reopened in the real window, after the user's own files are gone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from tests.end2end.seen import read_selected
from tests.helpers.stub_gateway import read_files

if TYPE_CHECKING:
    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

MakePicture = Callable[..., Path]
SIZE = (320, 240)
ENTER, UP, LEFT, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def send(driver: Driver, prompt: str) -> None:
    count = len(driver.gallery)
    driver.type_prompt(prompt)
    driver.press_submit()
    driver.wait_for_results(count + 1)


def remove_sources(driver: Driver) -> None:
    while driver.source_count:
        driver.trigger("remove_source")


def take_newest_as_only_source(driver: Driver) -> None:
    remove_sources(driver)
    driver.select_row("gallery_list", 0)
    driver.trigger("use_as_source")
    driver.wait_until(lambda: driver.source_count == 1, "the result is a source")
    driver.wait_for_picture()


def make_chain(driver: Driver, *prompts: str) -> None:
    """Edits, each of what the one before has brought."""
    for number, prompt in enumerate(prompts):
        if number:
            take_newest_as_only_source(driver)
        send(driver, prompt)


def reopen(driver: Driver, row: int) -> None:
    driver.close_message()
    driver.select_row("gallery_list", row)
    driver.focus("gallery_list")
    driver.press(ENTER, SHIFT)
    driver.wait_until(lambda: "Reopened" in driver.message, "it is reopened")


def focused_prompt(driver: Driver) -> str:
    focused = driver.find("lineage_columns").focused
    return "" if focused is None else str(getattr(focused, "name", None) or focused.provenance.prompt)


def test_a_result_is_reopened_with_sources_and_mask_after_the_files_are_gone(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    paths = [make_picture("cup.png", SIZE), make_picture("hat.png", (200, 160))]
    driver = studio(*paths, gateway=gateway)
    driver.trigger("zoom_actual")
    driver.paint((40, 50), (150, 90), (220, 180))
    driver.choose_quality("medium")
    selected = read_selected(driver, SIZE)
    send(driver, "put the hat on the cup")
    sent = read_files(gateway.requests[-1])
    for path in paths:
        path.unlink()
    remove_sources(driver)
    driver.choose_quality("low")
    driver.type_prompt("something else")
    reopen(driver, 0)
    driver.wait_for_picture()
    assert driver.source_count == 2
    assert driver.prompt == "put the hat on the cup"
    assert driver.find("quality_box").currentData() == "medium"
    assert np.array_equal(read_selected(driver, SIZE), selected)
    send(driver, "put the hat on the cup, again")
    assert [(part.name, part.content) for part in read_files(gateway.requests[-1])] == [
        (part.name, part.content) for part in sent
    ]


def test_what_was_open_is_put_aside_and_comes_back_by_the_button(
    studio: OpenStudio, make_picture: MakePicture
) -> None:
    driver = studio(make_picture("cup.png", SIZE))
    send(driver, "a hat")
    driver.trigger("zoom_actual")
    driver.paint((40, 50), (150, 90))
    selected = read_selected(driver, SIZE)
    driver.type_prompt("mine")
    reopen(driver, 0)
    assert driver.prompt == "a hat"
    assert "put aside" in driver.message
    driver.click("message_remedy_button")
    driver.wait_until(lambda: driver.prompt == "mine", "the work is back")
    driver.wait_for_picture()
    assert np.array_equal(read_selected(driver, SIZE), selected)


def test_what_is_missing_is_said_and_the_rest_is_restored(
    studio: OpenStudio, home: Path, make_picture: MakePicture
) -> None:
    driver = studio(make_picture("cup.png", SIZE), make_picture("hat.png", (200, 160)))
    driver.trigger("zoom_actual")
    driver.paint((40, 50), (150, 90))
    send(driver, "both")
    (record,) = (json.loads(path.read_text()) for path in home.rglob("records/*.json"))
    (first,) = home.rglob(f"inputs/{record['uploads'][0]['sha256']}")
    first.unlink()
    reopen(driver, 0)
    assert driver.source_count == 1
    assert "cup.png" in driver.message
    assert "mask" in driver.message
    assert driver.prompt == "both"


def test_a_lineage_is_walked_by_keys_from_the_last_edit_to_the_origin_and_down_again(
    studio: OpenStudio, make_picture: MakePicture
) -> None:
    driver = studio(make_picture("cup.png", SIZE))
    make_chain(driver, "first", "second", "third")
    driver.select_row("gallery_list", 0)
    driver.focus("gallery_list")
    driver.press(Qt.Key.Key_L)
    driver.wait_until(lambda: focused_prompt(driver) == "third", "the kin has come")
    assert driver.find("lineage_summary").text() == "3 edits after cup.png"
    seen = []
    for key in (LEFT, LEFT, LEFT, RIGHT, RIGHT):
        driver.press(key)
        seen.append(focused_prompt(driver))
        driver.wait_until(lambda: not driver.find("lineage_page").is_waiting, "the kin has come")
    assert seen == ["second", "first", "cup.png", "first", "second"]
    assert driver.find("lineage_summary").text() == "2 edits after cup.png"
    driver.press(ENTER)
    driver.wait_until(
        lambda: driver.find("gallery_list").currentIndex().row() == 1, "it is chosen in the gallery"
    )
    driver.focus("lineage_back_button")
    driver.press(Qt.Key.Key_Escape)
    assert driver.find("canvas").isVisible()


def test_the_steps_of_a_lineage_are_compared_and_escape_leads_back_to_it(
    studio: OpenStudio, make_picture: MakePicture
) -> None:
    driver = studio(make_picture("cup.png", SIZE))
    make_chain(driver, "first", "second", "third")
    driver.select_row("gallery_list", 0)
    driver.trigger("show_lineage")
    driver.wait_until(lambda: focused_prompt(driver) == "third", "its lineage is shown")
    driver.press(Qt.Key.Key_C)
    page = driver.find("compare_page")
    assert page.isVisible()
    sides = page.arrangement.shown
    assert [side.result.provenance.prompt for side in sides] == ["first", "second", "third"]
    driver.wait_until(
        lambda: all(page.scene.is_ready(side.picture) for side in sides), "the pictures are decoded"
    )
    driver.press(Qt.Key.Key_Escape)
    lineage = driver.find("lineage_page")
    assert lineage.isVisible()
    driver.press(LEFT)
    driver.press(LEFT)
    driver.wait_until(lambda: focused_prompt(driver) == "first", "the first edit has the focus")
    driver.wait_until(lambda: not lineage.is_waiting, "its kin is shown")
    driver.click("lineage_compare_button")
    assert [side.is_answer for side in page.arrangement.shown] == [False, True]


def test_the_original_is_offered_in_place_of_a_worn_copy(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    path = make_picture("cup.png", SIZE)
    driver = studio(path, gateway=gateway)
    make_chain(driver, "first", "second")
    assert "in a row" not in driver.message
    take_newest_as_only_source(driver)
    driver.wait_until(lambda: "2 edits in a row" in driver.message, "the original is offered")
    driver.type_prompt("third")
    driver.click("message_remedy_button")
    driver.wait_until(
        lambda: "cup.png" in driver.rows("sources_list", Qt.ItemDataRole.ToolTipRole)[0], "it is there"
    )
    assert (driver.source_count, driver.prompt) == (1, "third")
    send(driver, "third")
    (part,) = read_files(gateway.requests[-1])
    with Image.open(io.BytesIO(part.content)) as sent, Image.open(path) as original:
        assert np.array_equal(np.asarray(sent.convert("RGB")), np.asarray(original))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_picture_made_by_words_brings_its_words_back(language: str, studio: OpenStudio) -> None:
    driver = studio(language=language)
    send(driver, "a cat 猫")
    driver.type_prompt("")
    driver.select_row("gallery_list", 0)
    driver.trigger("reopen_result")
    driver.wait_until(lambda: driver.prompt == "a cat 猫", "it is reopened")
    assert driver.source_count == 0


def test_the_details_lead_from_an_edit_to_its_source_and_back(
    studio: OpenStudio, make_picture: MakePicture
) -> None:
    driver = studio(make_picture("cup.png", SIZE))
    make_chain(driver, "first", "second")
    driver.trigger("show_gallery")
    driver.select_row("gallery_grid", 0)
    prompt = driver.find("detail_prompt")
    driver.wait_until(lambda: prompt.toPlainText() == "second", "the details are shown")
    driver.wait_until(lambda: driver.find("detail_source_1").isEnabled(), "its source is known")
    driver.click("detail_source_1")
    driver.wait_until(lambda: prompt.toPlainText() == "first", "its source is chosen")
    driver.wait_until(lambda: driver.find("detail_child_1").isVisible(), "what came of it is known")
    driver.click("detail_child_1")
    driver.wait_until(lambda: prompt.toPlainText() == "second", "the edit is chosen again")
    driver.click("detail_star_4")
    driver.wait_until(lambda: driver.find("detail_star_4").text() == "★", "it has its stars")
    driver.click("detail_reopen_button")
    driver.wait_until(lambda: "Reopened" in driver.message, "it is reopened")
    assert driver.find("canvas").isVisible()
    assert driver.prompt == "second"
