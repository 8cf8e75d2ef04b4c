"""Unsaved work survives: a kill, an end, and a start with pictures of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.helpers.driver import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver

_PAINT_AND_WAIT = """
import sys
from pathlib import Path
from tests.helpers.driver import Driver, process_events
driver = Driver.start(Path(sys.argv[1]))
driver.drop(Path(sys.argv[2]), Path(sys.argv[3]))
driver.wait_until(lambda: driver.source_count == 2, "both are open")
driver.wait_for_picture()
driver.paint((40, 40), (200, 150))
driver.type_prompt("kept through a crash")
print("ready", round(driver.window.session.sent_mask_share, 6), flush=True)
while True:
    process_events()
"""


def mask_share(driver: Driver) -> float:
    return round(driver.window.session.sent_mask_share, 6)


def test_a_kill_takes_neither_prompt_nor_sources_nor_mask(
    studio: OpenStudio, home: Path, make_picture: Callable[..., Path]
) -> None:
    pictures = make_picture("one.png"), make_picture("two.png", shade=30)
    program = [sys.executable, "-c", _PAINT_AND_WAIT, str(home), *map(str, pictures)]
    kept = home / "gallery" / ".studio" / "workspace" / "workspace.json"
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        share = float(process.stdout.readline().split()[1])
        wait_until(
            lambda: kept.is_file() and b"crash" in kept.read_bytes() and b'"mask": "' in kept.read_bytes(),
            "prompt and mask are on disk",
        )
        process.send_signal(signal.SIGKILL)
    for picture in pictures:
        picture.unlink()

    driver = studio()
    driver.wait_until(lambda: driver.source_count == 2, "the sources are back")
    driver.wait_for_picture()
    assert driver.prompt == "kept through a crash"
    assert mask_share(driver) == share > 0
    assert driver.message == ""


def test_an_end_keeps_the_work_for_the_next_start(
    studio: OpenStudio, make_picture: Callable[..., Path]
) -> None:
    first = studio(make_picture())
    first.paint((100, 100), (200, 100))
    first.type_prompt("before the end")
    share = mask_share(first)
    first.close()
    second = studio()
    second.wait_until(lambda: second.source_count == 1, "the source is back")
    second.wait_for_picture()
    assert (second.prompt, mask_share(second)) == ("before the end", share)


def test_pictures_named_at_the_start_put_the_work_aside(
    studio: OpenStudio, make_picture: Callable[..., Path]
) -> None:
    first = studio(make_picture("one.png"))
    first.type_prompt("the first work")
    first.close()
    second = studio(make_picture("other.png", shade=20))
    assert (second.source_count, second.prompt) == (1, "")
    second.type_prompt("the second work")
    second.trigger("reopen_work")
    second.wait_until(lambda: second.prompt == "the first work", "the first work is back")
    second.trigger("reopen_work")
    second.wait_until(lambda: second.prompt == "the second work", "the second work is back")
    assert second.source_count == 1


def test_nothing_put_aside_is_said(studio: OpenStudio) -> None:
    driver = studio()
    driver.trigger("reopen_work")
    driver.wait_until(lambda: "put aside" in driver.message, "it is said")
