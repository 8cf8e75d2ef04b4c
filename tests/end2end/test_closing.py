"""Closing the window: all that it started has ended, and another start in the same process works."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from tests.helpers import hostile_server as hostile
from tests.helpers.driver import wait_for_readers, wait_until
from tests.helpers.process_state import Holdings, list_children, list_mappings, list_open_files, list_threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

CLOSE_LIMIT_S = 20.0


def close_in_time(driver: Driver) -> float:
    started_s = time.monotonic()
    driver.close()
    return time.monotonic() - started_s


def work(driver: Driver) -> None:
    """One edit in the sandbox: every kind of child, thread and file is in use."""
    count = len(driver.gallery)
    driver.paint((100, 100), (150, 120))
    driver.type_prompt(f"tea {count}")
    driver.press_submit()
    driver.wait_for_results(count + 1)


def test_nothing_is_left_and_the_next_start_works(
    studio: OpenStudio, make_picture: Callable[..., Path], home: Path
) -> None:
    picture = make_picture()
    driver = studio(picture)
    work(driver)
    assert list_children(), "the sandbox and the readers of pictures are children"
    driver.close()
    wait_for_readers()
    after_first = Holdings.take()
    assert after_first.children == []
    for count in (2, 3):
        driver = studio(picture)
        work(driver)
        assert len(driver.gallery) == count
        driver.close()
        wait_until(lambda: Holdings.take() == after_first, "no more is held than after the first close")
        assert not [path for path in list_open_files() if str(home) in path]
        assert list_mappings(home) == []
    assert not [name for name in list_threads() if name in ("worker", "disk")]
    assert not list((home / "scratch").iterdir())


def test_closing_at_once_leaves_nothing(studio: OpenStudio, make_picture: Callable[..., Path]) -> None:
    before = Holdings.take()
    driver = studio()
    driver.drop(*[make_picture(f"{number}.png", (900, 900)) for number in range(8)])
    driver.type_prompt("closed at once")
    driver.press_submit()
    driver.find("gallery_search").setText("tea")
    assert close_in_time(driver) < CLOSE_LIMIT_S
    held_s = time.monotonic() + 0.6
    wait_until(lambda: time.monotonic() > held_s, "timers that still run have had their time")
    assert list_children() == []
    wait_until(lambda: len(Holdings.take().threads) <= len(before.threads), "every thread has ended")


def test_a_search_that_is_being_typed_ends_with_the_window(studio: OpenStudio) -> None:
    driver = studio()
    driver.search("tea")
    driver.window.close()
    held_s = time.monotonic() + 0.6
    wait_until(lambda: time.monotonic() > held_s, "the search would have begun by now")
    assert list_children() == []


def test_what_is_searched_for_while_the_strip_is_hidden_is_found(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    driver = studio(gateway=gateway)
    driver.type_prompt("coffee")
    driver.press_submit()
    driver.wait_for_results(1)
    driver.search("tea")
    driver.trigger("lights_out")
    driver.trigger("lights_out")
    driver.wait_until(lambda: driver.gallery == [], "the search")


def test_closing_with_jobs_under_way(studio: OpenStudio, gateway: StubGateway) -> None:
    gateway.plan(hostile.stay_silent, hostile.stay_silent)
    driver = studio(gateway=gateway)
    for prompt in ("one", "two"):
        driver.type_prompt(prompt)
        driver.press_submit()
    driver.wait_until(lambda: gateway.complete_posts == 2, "both are sent")
    assert close_in_time(driver) < CLOSE_LIMIT_S
    assert gateway.wait_until(lambda: all(exchange.ended.is_set() for exchange in gateway.exchanges))
    driver = studio(gateway=gateway)
    driver.type_prompt("after it")
    driver.press_submit()
    driver.wait_for_results(1)
    assert gateway.complete_posts == 3


def test_a_second_window_on_the_same_home_says_so(studio: OpenStudio, gateway: StubGateway) -> None:
    first = studio(gateway=gateway)
    first.type_prompt("the first window")
    first.press_submit()
    first.wait_for_results(1)
    second = studio(gateway=gateway)
    second.wait_until(lambda: second.message, "it is said that the gallery is in use")
    assert "Another Turbo Studio uses this gallery" in second.message
    second.type_prompt("the second window")
    second.press_submit()
    second.wait_until(lambda: second.jobs and second.jobs[0].startswith("Not sent"), "nothing is sent")
    assert gateway.complete_posts == 1
    second.close()
    first.type_prompt("the first again")
    first.press_submit()
    first.wait_for_results(2)


def test_what_was_used_last_is_there_again(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio(gateway=gateway)
    driver.choose_quality("low")
    driver.type_number("brush_size_box", 57)
    driver.type_number("brush_hardness_box", 35)
    driver.close()
    driver = studio(gateway=gateway)
    assert driver.find("quality_box").currentData() == "low"
    assert driver.find("brush_size_box").value() == 57
    assert driver.find("brush_hardness_box").value() == 35


def test_the_main_job_without_a_mouse(
    studio: OpenStudio, gateway: StubGateway, make_picture: Callable[..., Path]
) -> None:
    """Opened by the command line, masked by keys, described, sent, found: no button and no pointer."""
    driver = studio(make_picture(), gateway=gateway)
    driver.focus("canvas")
    driver.press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.AltModifier)
    driver.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    for _ in range(40):
        if driver.has_focus("prompt_edit"):
            break
        driver.press(Qt.Key.Key_Tab)
    driver.type_text("a hat, by keys alone")
    driver.press_submit_key()
    driver.wait_for_results(1)
    assert gateway.fields()[0]["prompt"] == "a hat, by keys alone"
    driver.focus("canvas")
    driver.press(Qt.Key.Key_G)
    assert driver.has_focus("gallery_grid")
    driver.press(Qt.Key.Key_U)
    driver.wait_until(lambda: driver.source_count == 2, "the result is a source")
    driver.close()
