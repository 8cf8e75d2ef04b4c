"""The key: in no file, no line of the log, no child; and taken from the dialog for the session alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tests.helpers import hostile_server as hostile
from tests.helpers.canary import ChildWatch, find_leaks, find_leaks_in_files
from tests.helpers.hostile_server import build_json
from tests.helpers.stub_gateway import CANARY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway


class Lines(logging.Handler):
    """Every record of every logger, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def run_jobs(driver: Driver, gateway: StubGateway) -> None:
    """A refusal that echoes the key, a web page that does, an answer without a picture, and a good one."""
    echo = f"Incorrect API key provided: {CANARY_KEY}. Bearer {CANARY_KEY}"
    refusal = build_json({"error": {"message": echo, "type": "x", "param": None, "code": "invalid_api_key"}})
    gateway.plan(
        hostile.answer(401, refusal, [("x-request-id", "req-1"), ("WWW-Authenticate", CANARY_KEY)]),
        hostile.answer_html(502, f"<html>{echo}</html>"),
        hostile.answer(200, build_json({"data": []})),
    )
    for number in range(3):
        driver.close_message()
        driver.type_prompt(f"fails {number}")
        driver.press_submit()
        driver.wait_until(lambda: driver.message, "the failure is said")
        assert not find_leaks(driver.message.encode(), CANARY_KEY)
    driver.type_prompt("works")
    driver.press_submit()
    driver.wait_for_results(1)


def test_the_key_is_nowhere_but_in_the_requests(
    studio: OpenStudio, gateway: StubGateway, make_picture: Callable[..., Path], home: Path
) -> None:
    lines = Lines()
    root = logging.getLogger()
    former = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    try:
        with ChildWatch() as children:
            driver = studio(make_picture(), gateway=gateway)
            run_jobs(driver, gateway)
            everything = [str(role) for role in driver.rows("jobs_list", 3)] + driver.jobs
            driver.close()
    finally:
        root.setLevel(former)
        root.removeHandler(lines)
    assert {request.headers["authorization"] for request in gateway.requests} == {f"Bearer {CANARY_KEY}"}
    assert children.children
    assert children.find_leaks(CANARY_KEY, [b"TURBO_API_KEY"]) == []
    assert find_leaks("\n".join(everything).encode(), CANARY_KEY) == []
    assert find_leaks("\n".join(lines.lines).encode(), CANARY_KEY) == []
    assert find_leaks_in_files(home, CANARY_KEY) == []


def type_key(driver: Driver, url: str, key: str) -> None:
    """Open the dialog with the button of the sandbox bar, fill it in and connect."""
    driver.click("connect_button")
    driver.find("connect_dialog")
    for name, text in (("base_url_edit", url), ("key_edit", key)):
        field = driver.find(name)
        field.setFocus()
        field.selectAll()
        driver.type_into(field, text)
    driver.click("connect_dialog_button")


def test_a_key_from_the_dialog_holds_for_the_session(
    studio: OpenStudio, gateway: StubGateway, home: Path
) -> None:
    driver = studio()
    assert driver.find("sandbox_bar").isVisible()
    type_key(driver, gateway.base_url, CANARY_KEY)
    driver.wait_until(lambda: f"127.0.0.1:{gateway.port}" in driver.gateway_shown, "it is connected")
    assert not driver.find("sandbox_bar").isVisible()
    driver.wait_until(lambda: driver.message, "it is said that the key was not kept")
    assert "no key store" in driver.message
    driver.type_prompt("connected")
    driver.press_submit()
    driver.wait_for_results(1)
    assert gateway.complete_posts == 1
    driver.close()
    assert find_leaks_in_files(home, CANARY_KEY) == []
    driver = studio()
    assert driver.find("sandbox_bar").isVisible()


def test_a_wrong_address_or_key_is_said_at_its_field(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio()
    type_key(driver, "http://gateway.example/v1", CANARY_KEY)
    assert "https" in driver.field_note("base_url_edit")
    driver.click("cancel_connect_button")
    type_key(driver, gateway.base_url, "sk with blanks in it")
    assert "Character 3" in driver.field_note("key_edit")
    assert driver.find("key_edit").text() == ""
    driver.click("cancel_connect_button")
    assert driver.find("sandbox_bar").isVisible()
