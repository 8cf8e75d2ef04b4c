"""Long walks through the window at random, from fixed seeds: nothing breaks, whatever follows what."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.helpers import hostile_server as hostile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

KEYS, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
STEPS = 60
MASK_VERBS = ("fill_mask", "clear_mask", "invert_mask", "select_all", "select_none")
SOURCE_VERBS = ("remove_source", "move_source_earlier", "move_source_later")
VIEW_VERBS = ("zoom_in", "zoom_out", "zoom_fit", "zoom_actual", "toggle_overlay", "lights_out")
RESULT_VERBS = ("use_as_source", "reuse_settings", "copy_image")
CANVAS_KEYS = (
    KEYS.Key_B,
    KEYS.Key_E,
    KEYS.Key_H,
    KEYS.Key_X,
    KEYS.Key_Q,
    KEYS.Key_BracketLeft,
    KEYS.Key_Escape,
)


class Walk:
    """One walk; the same seed takes the same steps."""

    def __init__(self, driver: Driver, gateway: StubGateway, pictures: list[Path], seed: int) -> None:
        self.driver = driver
        self.gateway = gateway
        self.pictures = pictures
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        self.steps = (
            *(self.drop, self.change_sources, self.show_another, self.paint, self.paint, self.paint),
            *(self.undo, self.undo, self.redo, self.change_mask, self.press_a_key, self.change_view),
            *(self.submit, self.submit, self.change_a_job, self.dismiss_a_job, self.use_a_result),
            *(self.search, self.plan_a_fault),
        )

    def take_a_step(self) -> None:
        self.chance.choice(self.steps)()
        if self.chance.random() < 0.3:
            QTest.qWait(self.chance.choice((0, 5, 40)))

    def select_any(self, name: str) -> bool:
        count = self.driver.row_count(name)
        if count and self.driver.find(name).isVisible():
            self.driver.select_row(name, self.chance.randrange(count))
        return bool(count)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.driver.focus("canvas")
        self.driver.press(key, *modifiers)

    def drop(self) -> None:
        self.driver.drop(*self.chance.sample(self.pictures, self.chance.randint(1, 4)))

    def change_sources(self) -> None:
        self.driver.trigger(self.chance.choice(SOURCE_VERBS))

    def show_another(self) -> None:
        self.select_any("sources_list")

    def paint(self) -> None:
        count = self.chance.randint(1, 4)
        points = [(self.chance.uniform(-50, 450), self.chance.uniform(-50, 450)) for _ in range(count)]
        self.driver.paint(*points)

    def undo(self) -> None:
        self.press(KEYS.Key_Z, CONTROL)

    def redo(self) -> None:
        self.press(KEYS.Key_Y, CONTROL)

    def change_mask(self) -> None:
        self.driver.trigger(self.chance.choice(MASK_VERBS))

    def press_a_key(self) -> None:
        self.press(self.chance.choice(CANVAS_KEYS))

    def change_view(self) -> None:
        self.driver.trigger(self.chance.choice(VIEW_VERBS))

    def submit(self) -> None:
        self.driver.type_prompt(f"tea {self.chance.random()}")
        self.driver.press_submit_key()

    def change_a_job(self) -> None:
        if self.select_any("jobs_list"):
            self.driver.trigger(self.chance.choice(("cancel_job", "retry_job")))

    def dismiss_a_job(self) -> None:
        if self.select_any("jobs_list"):
            self.driver.focus("jobs_list")
            self.driver.press(self.chance.choice((KEYS.Key_Delete, KEYS.Key_Return)))

    def use_a_result(self) -> None:
        if self.select_any("gallery_list"):
            self.driver.trigger(self.chance.choice(RESULT_VERBS))

    def search(self) -> None:
        self.driver.search(self.chance.choice(("tea", "0.1", "", "no such")))

    def plan_a_fault(self) -> None:
        self.gateway.plan(self.chance.choice((hostile.answer_html(502), hostile.close_silently)))


@pytest.mark.parametrize("seed", range(6))
def test_nothing_breaks_whatever_follows_what(
    seed: int, studio: OpenStudio, gateway: StubGateway, make_picture: Callable[..., Path]
) -> None:
    pictures = [make_picture(f"{side}.png", (side, 3 * side % 401 + 1)) for side in (1, 17, 200, 256, 400)]
    driver = studio(gateway=gateway)
    walk = Walk(driver, gateway, pictures, seed)
    for _ in range(STEPS):
        walk.take_a_step()
    ended = ("Done", "Outcome", "Cancelled", "Not sent", "Refused")
    driver.wait_until(lambda: all(job.startswith(ended) for job in driver.jobs), "every job has ended")
    assert all(path.is_file() for path in driver.gallery)
