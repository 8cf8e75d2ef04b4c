"""Jobs and money through the real window: one press is one request, and what may cost is asked."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers import hostile_server as hostile
from tests.helpers.driver import process_events
from tests.helpers.stub_gateway import CANARY_KEY
from turbo_studio.session.job_list import SAME_PRESS_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.hostile_server import Exchange
    from tests.helpers.stub_gateway import StubGateway

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
MAYBE = "It may have been charged."


class Gate:
    """A behaviour that answers well once it is opened."""

    def __init__(self, gateway: StubGateway) -> None:
        self._gateway = gateway
        self._is_open = threading.Event()

    def open(self) -> None:
        self._is_open.set()

    def __call__(self, exchange: Exchange) -> None:
        exchange.read_request()
        while not self._is_open.is_set() and exchange.pause(0.01):
            pass
        self._gateway.answer_well(exchange)


def send(driver: Driver, prompt: str) -> None:
    driver.type_prompt(prompt)
    driver.press_submit()


def press_button(driver: Driver, label: str, row: int = 0) -> None:
    """Press a painted button of a job by the keys."""
    view = driver.find("jobs_list")
    driver.select_row("jobs_list", row)
    driver.focus("jobs_list")
    labels = [button.label for button in view.model().buttons_at(row)]
    (place,) = [number for number, each in enumerate(labels) if each.startswith(label)]
    for _ in labels:
        driver.press(Qt.Key.Key_Left)
    for _ in range(place):
        driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_Return)


# One press, one request


def click_often(driver: Driver) -> Iterator[None]:
    button = driver.find("submit_button")
    place = QPointF(button.rect().center())
    for number in range(50):
        kind = QEvent.Type.MouseButtonDblClick if number % 2 else QEvent.Type.MouseButtonPress
        for event, held in ((kind, _LEFT), (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)):
            mouse = QMouseEvent(event, place, button.mapToGlobal(place), _LEFT, held, _NONE)
            QApplication.sendEvent(button, mouse)
        yield


def hold_ctrl_enter(driver: Driver) -> Iterator[None]:
    field = driver.focus("prompt_edit")
    for number in range(50):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, _CTRL, "\r", number > 0)
        QApplication.sendEvent(field, key)
        yield


def hold_enter_on_the_button(driver: Driver) -> Iterator[None]:
    button = driver.focus("submit_button")
    for number in range(50):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(button, QKeyEvent(kind, Qt.Key.Key_Space, _NONE, " ", number > 0))
        yield


@pytest.mark.parametrize("variations", [1, 3])
@pytest.mark.parametrize("press", [click_often, hold_ctrl_enter, hold_enter_on_the_button])
def test_fifty_presses_in_a_row_are_one(
    studio: OpenStudio, gateway: StubGateway, press: object, variations: int
) -> None:
    driver = studio(gateway=gateway)
    driver.choose_variations(variations)
    driver.type_prompt("once")
    assert callable(press)
    for number, _ in enumerate(press(driver)):
        if number % 10 == 0:
            process_events()
    driver.wait_for_results(variations)
    assert gateway.complete_posts == len(driver.jobs) == variations


def test_what_is_pressed_below_a_dialog_sends_nothing(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio(gateway=gateway)
    driver.type_prompt("not now")
    driver.trigger("settings")
    driver.press_submit_key()
    driver.press(Qt.Key.Key_Escape)
    assert driver.jobs == []
    assert gateway.exchanges == []


# What may have been charged


def test_the_same_request_after_an_unknown_end_waits_for_a_word(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    gateway.plan(hostile.close_silently)
    driver = studio(gateway=gateway)
    send(driver, "a cup")
    driver.wait_until(lambda: driver.jobs[0].startswith("Outcome unknown"), "the outcome is unknown")
    assert MAYBE in driver.jobs[0]
    seen_s = time.monotonic()
    driver.wait_until(lambda: time.monotonic() > seen_s + SAME_PRESS_S, "a press is no bounce any more")
    driver.trigger("submit")
    driver.wait_until(lambda: driver.jobs[0].startswith("Held"), "the second is held")
    assert gateway.complete_posts == 1
    assert len(gateway.requests) == 1
    press_button(driver, "Send anyway")
    driver.wait_for_results(1)
    assert len(gateway.requests) == 2


def test_a_job_that_may_have_been_charged_is_run_again_only_by_its_priced_button(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    gateway.plan(hostile.close_silently)
    driver = studio(gateway=gateway)
    send(driver, "a cup")
    driver.wait_until(lambda: driver.jobs[0].startswith("Outcome unknown"), "the outcome is unknown")
    press_button(driver, "Run again (≈ $0.21)")
    driver.wait_for_results(1)
    assert len(gateway.requests) == 2
    assert [job.partition(" ")[0] for job in driver.jobs] == ["Done"]


def test_an_answer_that_cannot_be_read_is_read_again_for_free(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    gateway.plan(hostile.answer(200, b"{"))
    driver = studio(gateway=gateway)
    send(driver, "a cup")
    driver.wait_until(lambda: driver.jobs[0].startswith("No usable picture"), "it is of no use")
    driver.close_message()
    press_button(driver, "Read again (free)")
    driver.wait_until(lambda: driver.message, "it is said once more")
    assert driver.jobs[0].startswith("No usable picture")
    assert len(gateway.requests) == 1


# From one run to the next


def test_jobs_of_the_last_run_wait_for_a_word(studio: OpenStudio, gateway: StubGateway) -> None:
    gateway.plan(*[hostile.stay_silent] * 3)
    driver = studio(gateway=gateway)
    for number in range(5):
        send(driver, f"job {number}")
    driver.wait_until(lambda: gateway.complete_posts == 3, "three are sent")
    driver.wait_until(lambda: sum(job == "Queued" for job in driver.jobs) == 2, "two are queued")
    driver.close()
    driver = studio(gateway=gateway)
    driver.wait_until(lambda: "wait from last time: 2" in driver.message, "it is said that two wait")
    assert [job.partition(":")[0] for job in driver.jobs] == ["Queued · paused"] * 2 + ["Outcome unknown"] * 3
    assert gateway.complete_posts == 3
    driver.click("message_offer_button")
    driver.wait_for_results(2)
    assert gateway.complete_posts == 5
    assert driver.message == ""


def test_a_paused_queue_sends_nothing_and_can_be_emptied(studio: OpenStudio, gateway: StubGateway) -> None:
    gate = Gate(gateway)
    gateway.plan(gate, gate, gate)
    driver = studio(gateway=gateway)
    for number in range(5):
        send(driver, f"job {number}")
    driver.wait_until(lambda: gateway.complete_posts == 3, "three are sent")
    driver.wait_until(lambda: driver.window.findChild(QWidget, "queue_bar") is not None, "the queue is seen")
    driver.click("pause_queue_button")
    driver.wait_until(lambda: driver.jobs[4] == "Queued · paused", "the queue is paused")
    gate.open()
    driver.wait_for_results(3)
    assert gateway.complete_posts == 3
    driver.click("cancel_waiting_button")
    driver.wait_until(
        lambda: sum(job.startswith("Cancelled") for job in driver.jobs) == 2, "all are cancelled"
    )
    driver.click("pause_queue_button")
    send(driver, "afterwards")
    driver.wait_for_results(4)
    assert gateway.complete_posts == 4


def test_jobs_that_wait_stay_where_the_key_is_taken_away(studio: OpenStudio, gateway: StubGateway) -> None:
    """JB12: they go neither without a key nor to the sandbox, and once there is one again, each goes once."""
    gate, host = Gate(gateway), urlsplit(gateway.base_url).netloc
    gateway.plan(gate, gate, gate)
    driver = studio(gateway=gateway)
    for number in range(5):
        send(driver, f"job {number}")
    driver.wait_until(lambda: gateway.complete_posts == 3, "three are sent")
    driver.wait_until(lambda: sum(job == "Queued" for job in driver.jobs) == 2, "two are queued")
    driver.trigger("connect")
    driver.click("disconnect_button")
    driver.wait_until(lambda: host not in driver.gateway_shown, "it is disconnected")
    gate.open()
    driver.wait_for_results(3)
    driver.wait_until(lambda: "There is no key for" in driver.message, "it is said why two wait")
    assert [job.partition(":")[0] for job in driver.jobs[:2]] == ["Queued · paused"] * 2
    assert gateway.complete_posts == 3
    driver.click("message_offer_button")
    driver.find("keep_key_box").setChecked(False)
    driver.find("base_url_edit").setText(gateway.base_url)
    driver.find("key_edit").setText(CANARY_KEY)
    driver.click("connect_dialog_button")
    driver.wait_until(lambda: host in driver.gateway_shown, "it is connected")
    assert gateway.complete_posts == 3
    driver.click("pause_queue_button")
    driver.wait_for_results(5)
    assert gateway.complete_posts == 5
    assert {request.headers["authorization"] for request in gateway.requests} == {f"Bearer {CANARY_KEY}"}


# Leaving


def test_who_waits_is_let_go_with_the_last_picture(
    studio: OpenStudio, gateway: StubGateway, home: Path
) -> None:
    gate = Gate(gateway)
    gateway.plan(gate)
    driver = studio(gateway=gateway)
    send(driver, "a cup")
    driver.wait_until(lambda: gateway.complete_posts == 1, "it is sent")
    driver.trigger("quit")
    driver.click("wait_button")
    driver.wait_until(lambda: "closes by itself" in driver.message, "the wait is said")
    gate.open()
    driver.wait_until(lambda: not driver.window.isVisible(), "the window has closed by itself")
    driver.close()
    assert len(list(home.rglob("20*/*/*.png"))) == 1
    driver = studio(gateway=gateway)
    driver.wait_for_results(1)
    assert driver.jobs == []


def test_who_leaves_finds_the_job_again_as_one_that_may_have_cost(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    gateway.plan(hostile.stay_silent)
    driver = studio(gateway=gateway)
    send(driver, "a cup")
    driver.wait_until(lambda: gateway.complete_posts == 1, "it is sent")
    driver.trigger("quit")
    driver.click("leave_button")
    assert not driver.window.isVisible()
    driver.close()
    driver = studio(gateway=gateway)
    driver.wait_until(lambda: driver.jobs, "the job is listed")
    assert driver.jobs[0].startswith("Outcome unknown")
    assert "may have been charged" in driver.jobs[0]
    assert gateway.complete_posts == 1
