"""Pictures that come back from outside are known."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver


def make_results(driver: Driver, *prompts: str) -> list[Path]:
    """One result a prompt, newest first."""
    for count, prompt in enumerate(prompts, 1):
        driver.type_prompt(prompt)
        driver.press_submit()
        driver.wait_for_results(count)
    return driver.gallery


def test_a_result_that_is_dropped_is_known_and_can_be_reopened(studio: OpenStudio, tmp_path: Path) -> None:
    driver = studio()
    (path,) = make_results(driver, "a lighthouse at dusk")
    copy = Path(shutil.copy(path, tmp_path / "<b>sent by mail.png"))
    driver.type_prompt("something else")
    driver.drop(copy)
    said = "<b>sent by mail.png is a result of this gallery."
    driver.wait_until(lambda: driver.message == said, "it is recognised")
    assert driver.source_count == 1
    driver.click("message_remedy_button")
    driver.wait_until(lambda: driver.prompt == "a lighthouse at dusk", "its settings are back")


def test_a_folder_that_is_dropped_on_the_results_is_looked_through(
    studio: OpenStudio, tmp_path: Path, make_picture: Callable[..., Path]
) -> None:
    driver = studio()
    paths = make_results(driver, "a lighthouse", "a harbour", "a gull")
    folder = tmp_path / "from a friend"
    folder.mkdir()
    shutil.copy(paths[1], folder / "one.png")
    shutil.move(make_picture(), folder / "two.png")
    (folder / "notes.txt").write_text("no picture")
    (folder / "loop").symlink_to(folder)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    driver.drop_mime(mime, "gallery_list")
    said = "Found there: 1 result of this gallery, 1 other picture, 1 other file."
    driver.wait_until(lambda: driver.message == said, "all that was found is said")
    assert driver.source_count == 0
    driver.wait_until(driver.action("copy_image").isEnabled, "the result is chosen")
    driver.click("message_remedy_button")
    driver.wait_until(lambda: driver.source_count == 1, "the other picture is opened")
