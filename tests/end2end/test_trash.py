"""Results go to the desktop's trash and come back, as a person sees it."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver

_KEYS, _CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def desktop_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the desktop puts what is thrown away: in a folder of the test."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    return data / "Trash" / "files"


def make_results(driver: Driver, *prompts: str) -> list[Path]:
    """One result a prompt, newest first."""
    for count, prompt in enumerate(prompts, 1):
        driver.type_prompt(prompt)
        driver.press_submit()
        driver.wait_for_results(count)
    return driver.gallery


def seen_alone(driver: Driver, paths: list[Path]) -> bool:
    return driver.gallery == paths


def press_delete(driver: Driver, row: int) -> None:
    driver.select_row("gallery_list", row)
    driver.focus("gallery_list")
    driver.press(_KEYS.Key_Delete)


def test_delete_and_undo_by_key_and_by_button(studio: OpenStudio, desktop_trash: Path) -> None:
    driver = studio()
    paths = make_results(driver, "a lighthouse", "a harbour", "a gull")
    content = paths[1].read_bytes()
    press_delete(driver, 1)
    driver.wait_until(lambda: driver.gallery == [paths[0], paths[2]], "the result is gone")
    driver.wait_until(lambda: driver.message == "1 result moved to the trash.", "that is said")
    (thrown,) = desktop_trash.iterdir()
    assert thrown.read_bytes() == content
    driver.click("message_remedy_button")
    driver.wait_until(lambda: driver.gallery == paths, "it is back in its place")
    driver.wait_until(lambda: driver.window.chosen.row == 1, "and chosen")
    assert paths[1].read_bytes() == content
    assert list(desktop_trash.iterdir()) == []
    press_delete(driver, 2)
    driver.wait_until(lambda: driver.gallery == paths[:2], "another one is gone")
    driver.focus("gallery_list")
    driver.wait_until(driver.action("undo").isEnabled, "it can be brought back")
    driver.press(_KEYS.Key_Z, _CTRL)
    driver.wait_until(lambda: driver.gallery == paths, "and is")


def test_what_was_thrown_away_stays_away_until_the_desktop_restores_it(
    studio: OpenStudio, desktop_trash: Path
) -> None:
    driver = studio()
    paths = make_results(driver, "a lighthouse", "a harbour")
    press_delete(driver, 0)
    driver.wait_until(lambda: driver.gallery == paths[1:], "the result is gone")
    driver.wait_until(lambda: "moved to the trash" in driver.message, "that is said")
    driver.close()
    again = studio()
    again.wait_for_results(1)
    assert again.gallery == paths[1:]
    again.close()
    next(desktop_trash.iterdir()).rename(paths[0])
    last = studio()
    last.wait_for_results(2)
    assert last.gallery == paths


def test_the_next_run_brings_back_what_was_thrown_away(studio: OpenStudio, desktop_trash: Path) -> None:
    driver = studio()
    paths = make_results(driver, "a lighthouse", "a harbour", "a gull")
    contents = [path.read_bytes() for path in paths]
    for left in (paths[1:], paths[2:]):
        press_delete(driver, 0)
        driver.wait_until(partial(seen_alone, driver, left), "another one is gone")
    driver.wait_until(lambda: "moved to the trash" in driver.message, "that is said")
    driver.close()
    again = studio()
    again.wait_for_results(1)
    again.wait_until(again.action("bring_back").isEnabled, "it is known what is in the trash")
    assert not again.action("undo").isEnabled()
    again.trigger("bring_back")
    again.wait_until(lambda: again.gallery == paths[1:], "the last is back")
    again.trigger("bring_back")
    again.wait_until(lambda: again.gallery == paths, "and the one before")
    assert [path.read_bytes() for path in paths] == contents
    assert list(desktop_trash.iterdir()) == []
    assert not again.action("bring_back").isEnabled()


def test_a_missing_file_is_found_again_by_its_bytes(studio: OpenStudio, tmp_path: Path) -> None:
    driver = studio()
    (path,) = make_results(driver, "a lighthouse")
    driver.close()
    copy = shutil.move(path, tmp_path / "renamed by hand.png")
    again = studio()
    again.wait_for_results(1)
    again.select_row("gallery_list", 0)
    again.wait_until(again.action("find_missing_file").isEnabled, "the file is known to be missing")
    again.trigger("find_missing_file")
    dialog = again.window.findChild(QFileDialog, "find_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(copy))
    dialog.close()
    again.wait_until(path.exists, "a copy is in its place")
    again.wait_until(lambda: not again.action("find_missing_file").isEnabled(), "and that is known")
