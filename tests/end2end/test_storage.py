"""A gallery that is missing, that cannot be written, or that is damaged, as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from tests.helpers.driver import process_events

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver

BOX = "missing_gallery_box"


def make_one(studio: OpenStudio) -> Path:
    """A start that leaves one result; its file."""
    driver = studio()
    driver.type_prompt("a lighthouse")
    driver.press_submit()
    driver.wait_for_results(1)
    (path,) = driver.gallery
    driver.close()
    return path


def wait_for_box(driver: Driver) -> None:
    driver.wait_until(lambda: is_asking(driver), "the missing gallery is asked for")


def is_asking(driver: Driver) -> bool:
    return any(box.isVisible() for box in driver.window.findChildren(QWidget, BOX))


@pytest.mark.expects_log("journal cannot be read")
def test_a_missing_gallery_is_asked_for_and_found_again(
    home: Path, studio: OpenStudio, tmp_path: Path
) -> None:
    path = make_one(studio)
    gallery = home / "gallery"
    gallery.rename(tmp_path / "away")
    driver = studio()
    wait_for_box(driver)
    assert not gallery.exists()
    driver.click("look_again_button")
    wait_for_box(driver)
    assert not gallery.exists()
    (tmp_path / "away").rename(gallery)
    driver.click("look_again_button")
    driver.wait_for_results(1)
    assert driver.gallery == [path]
    assert not is_asking(driver)


@pytest.mark.parametrize("verb", ["show_gallery", "verify_gallery"])
@pytest.mark.expects_log("journal cannot be read")
def test_a_gallery_that_comes_back_unasked_shows_its_results_and_the_open_work(
    home: Path, studio: OpenStudio, tmp_path: Path, verb: str
) -> None:
    path = make_one(studio)
    gallery = home / "gallery"
    gallery.rename(tmp_path / "away")
    driver = studio()
    wait_for_box(driver)
    driver.click("not_now_button")
    (tmp_path / "away").rename(gallery)
    driver.trigger(verb)
    driver.wait_for_results(1)
    assert driver.gallery == [path]
    driver.wait_until(lambda: driver.prompt == "a lighthouse", "the open work of the last time is back")


def test_without_its_gallery_nothing_is_sent_and_a_new_one_can_be_begun(
    home: Path, studio: OpenStudio, tmp_path: Path
) -> None:
    make_one(studio)
    gallery = home / "gallery"
    gallery.rename(tmp_path / "away")
    driver = studio()
    wait_for_box(driver)
    driver.click("not_now_button")
    driver.type_prompt("a harbour")
    driver.press_submit()
    wait_for_box(driver)
    driver.wait_until(lambda: "Not sent" in " ".join(driver.jobs), "the job ends before it is sent")
    assert not gallery.exists()
    driver.click("new_gallery_button")
    driver.wait_until(lambda: (gallery / ".studio" / "gallery.json").exists(), "a new gallery is there")
    driver.select_row("jobs_list", 0)
    driver.trigger("retry_job")
    driver.wait_for_results(1)


def find_text(driver: Driver) -> str:
    return str(driver.find("verify_text").text())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_files_are_verified_beside_other_work(studio: OpenStudio, language: str) -> None:
    path = make_one(studio)
    driver = studio(language=language)
    driver.wait_for_results(1)
    driver.trigger("verify_gallery")
    driver.trigger("verify_gallery")
    good = "1 file compared. All are as they were recorded." if language == "en" else "全部与记录一致"
    driver.wait_until(lambda: good in find_text(driver), "all is well")
    assert not driver.find("verify_findings").isVisible()
    driver.find("verify_dialog").close()
    process_events()
    path.write_bytes(path.read_bytes()[:-1])
    driver.trigger("verify_gallery")
    findings = driver.find("verify_findings")
    driver.wait_until(findings.isVisible, "the change is found")
    assert findings.toPlainText().endswith(str(path))
    assert driver.gallery == [path]


def test_a_window_that_is_closed_does_not_wait_for_the_look(studio: OpenStudio) -> None:
    make_one(studio)
    driver = studio()
    driver.trigger("verify_gallery")
    driver.close()


def test_the_index_is_made_anew_on_demand(home: Path, studio: OpenStudio) -> None:
    path = make_one(studio)
    driver = studio()
    driver.wait_for_results(1)
    (home / "gallery" / ".studio" / "index.sqlite").unlink()
    driver.trigger("rebuild_index")
    driver.wait_until(lambda: "1 result" in driver.message, "the index is there again")
    assert driver.gallery == [path]
