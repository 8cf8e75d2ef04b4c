"""Masks by keys alone and by the real worker, up to the bytes that a gateway receives."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt

from tests.end2end.seen import read_selected
from tests.helpers.stub_gateway import read_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

SIZE = (320, 240)
KEYS, MODIFIERS = Qt.Key, Qt.KeyboardModifier


def wait_for_the_worker(driver: Driver) -> None:
    driver.wait_until(lambda: not driver.window.session.finder.is_busy, "what was asked is computed")


def read_sent_mask(gateway: StubGateway) -> NDArray[Any]:
    """Where the mask of the last request lets the picture change."""
    (mask,) = [part for part in read_files(gateway.requests[-1]) if part.name == "mask"]
    selected: NDArray[Any] = np.asarray(Image.open(io.BytesIO(mask.content)).getchannel("A")) == 0
    return selected


def test_a_mask_is_made_and_sent_without_a_pointer(
    studio: OpenStudio, gateway: StubGateway, make_picture: Callable[..., Path]
) -> None:
    driver = studio(make_picture(size=SIZE), gateway=gateway)
    driver.wait_for_picture()
    driver.focus("canvas")
    driver.press(KEYS.Key_M)
    driver.press(KEYS.Key_Right)
    box = driver.canvas.toolbox.sketch.box
    for _ in range(3):
        driver.press(KEYS.Key_Down, MODIFIERS.ShiftModifier)
    driver.press(KEYS.Key_Left, MODIFIERS.ControlModifier)
    driver.press(KEYS.Key_Return)

    expected = np.zeros((SIZE[1], SIZE[0]), bool)
    expected[box.upper + 30 : box.lower + 30, box.left : box.right - 1] = True
    np.testing.assert_array_equal(read_selected(driver, SIZE), expected)

    driver.type_prompt("a hat")
    driver.press_submit()
    driver.wait_for_results(1)
    sent = Image.fromarray(expected).resize(read_sent_mask(gateway).shape[::-1], Image.Resampling.NEAREST)
    assert (np.asarray(sent) != read_sent_mask(gateway)).mean() < 0.02, "the edges may fall to either side"


def test_what_the_worker_computes_is_one_step_each(
    studio: OpenStudio, gateway: StubGateway, make_picture: Callable[..., Path]
) -> None:
    picture = make_picture(size=SIZE)
    pixels = np.full((SIZE[1], SIZE[0], 3), 240, np.uint8)
    pixels[60:120, 80:200] = (20, 60, 200)
    Image.fromarray(pixels).save(picture)
    driver = studio(picture, gateway=gateway)
    driver.wait_for_picture()
    driver.wait_until(lambda: not driver.canvas.painter.raster.is_preview, "the wand has its pixels")
    driver.focus("canvas")
    driver.press(KEYS.Key_W)
    driver.press(KEYS.Key_Right)
    for _ in range(3):
        driver.press(KEYS.Key_Up, MODIFIERS.ShiftModifier)
    driver.press(KEYS.Key_Space)
    wait_for_the_worker(driver)
    assert not read_selected(driver, SIZE).any(), "shown, and not yet selected"
    driver.press(KEYS.Key_Space)

    expected = np.zeros((SIZE[1], SIZE[0]), bool)
    expected[60:120, 80:200] = True
    driver.press(KEYS.Key_Escape)
    np.testing.assert_array_equal(read_selected(driver, SIZE), expected)

    driver.trigger("grow_mask")
    dialog = driver.find("grow_mask_dialog")
    dialog.setIntValue(5)
    dialog.accept()
    wait_for_the_worker(driver)
    grown = read_selected(driver, SIZE)
    assert grown[55:125, 80:200].all()
    assert grown[60:120, 75:205].all()
    assert not grown[54].any()
    assert not grown[55, 75], "grown in the round"

    driver.trigger("undo")
    np.testing.assert_array_equal(read_selected(driver, SIZE), expected)
    driver.trigger("undo")
    assert not read_selected(driver, SIZE).any()
