"""Results leave the gallery through the real window: by keys and by mouse, onto a disk that is real."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.helpers.driver import process_events

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

_KEYS, _MODIFIERS = Qt.Key, Qt.KeyboardModifier
PROMPT = 'A "cup" of <tea> & 茶'


def make_results(driver: Driver, count: int) -> list[Path]:
    driver.paste_prompt(PROMPT)
    driver.choose_variations(count)
    driver.press_submit()
    driver.wait_for_results(count)
    return driver.gallery


def open_export(driver: Driver, folder: Path) -> None:
    """Choose all that there is and press the key for it."""
    driver.focus("gallery_list")
    driver.press(_KEYS.Key_A, _MODIFIERS.ControlModifier)
    driver.press(_KEYS.Key_E, _MODIFIERS.ControlModifier)
    type_into(driver, "export_folder_edit", str(folder))


def type_into(driver: Driver, name: str, text: str) -> None:
    field = driver.find(name)
    field.setFocus()
    field.selectAll()
    driver.type_into(field, text)


def wait_for_end(driver: Driver, count: int, folder: Path) -> None:
    said = f"{count} {'file' if count == 1 else 'files'} exported to {folder}."
    driver.wait_until(lambda: said in driver.message, "the export has ended")


def test_originals_by_keys_alone(studio: OpenStudio, gateway: StubGateway, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    driver = studio(gateway=gateway)
    results = make_results(driver, 2)
    open_export(driver, folder)
    QTest.keyClick(driver.find("export_folder_edit"), _KEYS.Key_Return)
    wait_for_end(driver, 2, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in results
    }


def test_described_copies_and_taken_names(studio: OpenStudio, gateway: StubGateway, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "tea-01.jpg").write_bytes(b"what lay there")
    driver = studio(gateway=gateway)
    results = make_results(driver, 1)
    open_export(driver, folder)
    driver.click("export_described_button")
    QTest.keyClick(driver.find("export_format_box"), _KEYS.Key_J)
    type_into(driver, "export_template_edit", "tea-{index}")
    driver.click("export_button")
    driver.wait_until(lambda: find_collision_box() is not None, "the taken name is asked about")
    box = find_collision_box()
    assert box is not None
    QTest.keyClick(box, _KEYS.Key_Return)
    process_events()
    wait_for_end(driver, 1, folder)
    assert (folder / "tea-01.jpg").read_bytes() == b"what lay there"
    with Image.open(folder / "tea-01-2.jpg") as copy, Image.open(results[0]) as original:
        assert copy.size == original.size
        described = ET.fromstring(copy.info["xmp"])  # noqa: S314 - of our own making
        assert [text.text for text in described.iter() if text.tag.endswith("}li")] == [PROMPT]


def test_changed_missing_and_good_in_one_go(studio: OpenStudio, gateway: StubGateway, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    driver = studio(gateway=gateway)
    results = make_results(driver, 3)
    results[0].write_bytes(results[0].read_bytes() + b"more")
    results[1].unlink()
    open_export(driver, folder)
    driver.click("export_clean_button")
    driver.click("export_button")
    text = driver.find("export_text")
    driver.wait_until(lambda: text.isVisible(), "the export has ended")
    assert text.text() == "1 file exported. 2 files could not be exported."
    findings = driver.find("export_findings").toPlainText().splitlines()
    assert [line.partition(": ")[0] for line in findings] == [path.name for path in results[:2]]
    assert [path.name for path in folder.iterdir()] == [results[2].name]


def test_gallery_and_missing_folders_are_refused(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path, home: Path
) -> None:
    driver = studio(gateway=gateway)
    (result,) = make_results(driver, 1)
    before = sorted((home / "gallery").glob("2*/**/*"))
    check_refused(driver, result.parent, "belongs to the gallery")
    check_refused(driver, tmp_path / "gone", "Nothing can be written to")
    assert sorted((home / "gallery").glob("2*/**/*")) == before


def test_contact_sheet_from_the_menu(studio: OpenStudio, gateway: StubGateway, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    driver = studio(gateway=gateway)
    make_results(driver, 2)
    driver.focus("gallery_list")
    driver.press(_KEYS.Key_A, _MODIFIERS.ControlModifier)
    driver.trigger("contact_sheet")
    type_into(driver, "export_folder_edit", str(folder))
    type_into(driver, "sheet_title_edit", "Tea 茶")
    driver.click("export_button")
    wait_for_end(driver, 1, folder)
    (sheet,) = folder.iterdir()
    assert sheet.name == "Contact sheet.pdf"
    assert sheet.read_bytes().startswith(b"%PDF-")


def check_refused(driver: Driver, folder: Path, said: str) -> None:
    open_export(driver, folder)
    driver.click("export_button")
    text = driver.find("export_text")
    driver.wait_until(lambda: said in text.text(), "the folder is refused")
    driver.click("export_cancel_button")


def find_collision_box() -> QDialog | None:
    found = [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.objectName() == "export_collision_box"
    ]
    return next((box for box in found if box.isVisible()), None)
