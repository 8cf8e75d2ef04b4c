"""Cancelling in every state, several jobs at once, and a window that never waits."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from tests.helpers import hostile_server as hostile
from tests.helpers.hostile_server import build_head
from tests.helpers.patience import PATIENCE_S
from tests.helpers.stub_gateway import build_answer, build_png

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.hostile_server import Behaviour, Exchange
    from tests.helpers.stub_gateway import StubGateway

NO, MAYBE = "Nothing was charged.", "It may have been charged."
GOOD = build_answer(build_png((64, 64)))
LONG_GAP_S = 2.0
"""Far above what anybody would bear: the machine that tests may be busy with other things."""


class GapWatch(QObject):
    """Ticks every 10 ms on the GUI thread and keeps the longest time between two ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_s = 0.0
        self._last_s = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        now_s = time.monotonic()
        self.longest_s = max(self.longest_s, now_s - self._last_s)
        self._last_s = now_s


class Gate:
    """A behaviour that reads the request and answers well only once it is opened."""

    def __init__(self) -> None:
        self._is_open = threading.Event()

    def open(self) -> None:
        self._is_open.set()

    def __call__(self, exchange: Exchange) -> None:
        exchange.read_request()
        while not self._is_open.is_set() and exchange.pause(0.01):
            pass
        exchange.send(build_head(200, length=len(GOOD)) + GOOD)


def write_noise(path: Path, side: int) -> Path:
    """A picture that does not get smaller: a long upload."""
    pixels = np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)
    Image.fromarray(pixels).save(path, compress_level=1)
    return path


def send(driver: Driver, prompt: str) -> None:
    driver.type_prompt(prompt)
    driver.press_submit()


def cancel(driver: Driver, row: int) -> str:
    """Choose a job and cancel it by its action, also where the row then asks; return its last words."""
    driver.select_row("jobs_list", row)
    driver.trigger("cancel_job")
    if "may be charged" in driver.rows("jobs_list", Qt.ItemDataRole.AccessibleTextRole)[row]:
        driver.focus("jobs_list")
        driver.press(Qt.Key.Key_Right)
        driver.press(Qt.Key.Key_Return)
    driver.wait_until(lambda: find_cancelled(driver), "the job is cancelled")
    return find_cancelled(driver)


def find_cancelled(driver: Driver) -> str:
    return next((job for job in driver.jobs if job.startswith("Cancelled")), "")


@pytest.mark.parametrize(
    ("state", "behaviour"),
    [
        ("Waiting", hostile.stay_silent),
        ("Receiving", hostile.dribble(build_head(200, length=len(GOOD)) + GOOD, whole=120)),
    ],
)
def test_cancelling_ends_the_connection_and_nothing_else(
    state: str, behaviour: Behaviour, studio: OpenStudio, gateway: StubGateway
) -> None:
    gate = Gate()
    gateway.plan(gate, behaviour)
    driver = studio(gateway=gateway)
    send(driver, "goes on")
    driver.wait_until(lambda: len(gateway.requests) == 1, "the first has arrived")
    send(driver, "is cancelled")
    driver.wait_until(lambda: driver.jobs[1].startswith(state), f"the second is {state}")
    assert MAYBE in cancel(driver, 1)
    assert gateway.exchanges[1].ended.wait(PATIENCE_S if state == "Waiting" else 0) or state == "Receiving"
    gate.open()
    driver.wait_for_results(1)
    driver.wait_until(lambda: driver.jobs[0].startswith("Done"), "the first is done")
    assert driver.jobs[1].startswith("Cancelled")
    assert gateway.complete_posts == 2


def test_cancelling_an_upload_that_nobody_reads(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path
) -> None:
    gateway.plan(hostile.never_read)
    driver = studio(write_noise(tmp_path / "noise.png", 1400), gateway=gateway)
    send(driver, "nobody reads")
    driver.wait_until(lambda: "Sending" in driver.jobs[0] and " of " in driver.jobs[0], "it is being sent")
    driver.wait_until(lambda: gateway.exchanges, "the connection stands")
    assert MAYBE in cancel(driver, 0)
    assert gateway.wait_until(lambda: gateway.exchanges[0].ended.is_set())
    send(driver, "the next one")
    driver.wait_for_results(1)
    assert gateway.complete_posts == 1


def test_cancelling_before_anything_is_sent_costs_nothing(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path
) -> None:
    driver = studio(write_noise(tmp_path / "noise.png", 1400), gateway=gateway)
    driver.paint((700, 700), (900, 900))
    send(driver, "too early")
    assert driver.jobs[0].startswith(("Queued", "Preparing"))
    assert NO in cancel(driver, 0)
    assert gateway.exchanges == []
    send(driver, "the next one")
    driver.wait_for_results(1)
    assert gateway.complete_posts == 1


def test_cancelling_a_job_that_waits_its_turn(studio: OpenStudio, gateway: StubGateway) -> None:
    gates = [Gate() for _ in range(3)]
    gateway.plan(*gates)
    driver = studio(gateway=gateway)
    for number in range(4):
        send(driver, f"job {number}")
    driver.wait_until(lambda: gateway.complete_posts == 3, "three are sent")
    driver.wait_until(lambda: driver.jobs[3].startswith("Queued"), "the fourth waits")
    assert NO in cancel(driver, 3)
    for gate in gates:
        gate.open()
    driver.wait_for_results(3)
    assert gateway.complete_posts == 3


def test_several_jobs_run_at_once_and_the_window_never_waits(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    gates = [Gate() for _ in range(3)]
    gateway.plan(*gates)
    driver = studio(write_noise(tmp_path / "noise.png", 1000), gateway=gateway)
    watch = GapWatch()
    for number in range(5):
        send(driver, f"job {number}")
        driver.paint((100 + 100 * number, 200), (150 + 100 * number, 600))
    driver.wait_until(lambda: gateway.complete_posts == 3, "three are sent at once")
    driver.wait_until(lambda: sum(job.startswith("Waiting") for job in driver.jobs) == 3, "and say so")
    driver.wait_until(
        lambda: sum(job.startswith("Queued") for job in driver.jobs) == 2, "the others are queued"
    )
    for gate in gates:
        gate.open()
    driver.wait_for_results(5)
    record_property("longest_gap_ms", round(watch.longest_s * 1000))
    print(f"longest gap of the GUI thread: {watch.longest_s * 1000:.0f} ms")
    assert watch.longest_s < LONG_GAP_S
    assert len({path.read_bytes() for path in driver.gallery}) == 3  # three came through the gates alike
    assert gateway.complete_posts == 5


def test_a_bounced_click_is_one_request(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio(gateway=gateway)
    driver.type_prompt("once")
    for _ in range(5):
        driver.press_submit()
    driver.press_submit_key()
    driver.wait_for_results(1)
    assert len(driver.jobs) == 1
    assert gateway.complete_posts == 1
