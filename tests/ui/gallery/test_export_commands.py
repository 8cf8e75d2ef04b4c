"""The export dialog: what is offered, what is ordered, and what is said of how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPlainTextEdit, QPushButton, QWidget

from tests.helpers import fake_engine
from turbo_studio.core.contact_sheet import Caption, Paper, SheetOptions, SheetOrder
from turbo_studio.core.exporting import (
    Collision,
    ExportOptions,
    ExportOrder,
    ExportReport,
    FileFormat,
    LongerSide,
    PerCent,
    Preset,
)
from turbo_studio.core.facts import ExportCollided, ExportEnded, ExportProgressed
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.ui.dialogs.export import ExportDialog
from turbo_studio.ui.dialogs.export_form import ExportForm
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QLabel
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result

_Flag = QItemSelectionModel.SelectionFlag


class Shown:
    """A window with results, and the dialog for those that are chosen."""

    def __init__(self, window: MainWindow, engine: FakeEngine, results: list[Result], folder: Path) -> None:
        self.window = window
        self.session = window.session
        self.engine = engine
        self.results = results
        self.folder = folder

    def open(self, *rows: int, verb: str = "export") -> ExportDialog:
        view = self.window.results_strip.gallery_list
        view.clearSelection()
        for row in rows:
            view.selectionModel().setCurrentIndex(view.model().index(row, 0), _Flag.Select)
        self.window.actions_table[verb].trigger()
        dialog = self.dialogs[0]
        dialog.form.folder_field.folder_edit.setText(str(self.folder))
        return dialog

    @property
    def dialogs(self) -> list[ExportDialog]:
        return [dialog for dialog in self.window.findChildren(ExportDialog) if dialog.isVisible()]

    def find(self, name: str) -> Any:
        widget = self.dialogs[0].findChild(QWidget, name)
        assert widget is not None, name
        return widget

    def choose(self, name: str, value: str) -> None:
        box = self.find(name)
        box.setCurrentIndex(box.findData(value))

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    @property
    def order(self) -> Any:
        order: ExportOrder | SheetOrder = self.engine.calls_of("export")[-1][0]
        return order

    def end(self, **report: Any) -> None:
        self.session.receive(ExportEnded(ExportReport(self.folder, **report)))

    @property
    def said(self) -> str:
        label: QLabel = self.find("export_text")
        return label.text() if label.isVisible() else ""

    @property
    def notice(self) -> str:
        return self.window.message_bar.accessibleName()


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = fake_engine.build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls))
    results = [fake_engine.build_result(tmp_path, number) for number in (5, 4, 3, 2, 1)]
    fake_engine.fetch_page(session, results)
    folder = tmp_path / "导出"
    folder.mkdir()
    yield Shown(window, engine, results, folder)
    window.close()


def test_originals_are_what_is_offered_first(shown: Shown) -> None:
    dialog = shown.open(0, 1)
    assert dialog.windowTitle() == "Export 2 Results"
    off = ("export_format_box", "export_quality_box", "export_size_box", "export_background_box")
    assert not any(shown.find(name).isEnabled() for name in off)
    assert shown.find("export_template_note").text() == "0000005.png\n0000004.png"
    shown.click("export_button")
    assert shown.order == ExportOrder(tuple(shown.results[:2]), "{name}", ExportOptions(), shown.folder)


def test_everything_that_is_chosen_is_ordered(shown: Shown) -> None:
    shown.open(1)
    shown.click("export_clean_button")
    shown.choose("export_format_box", "webp")
    shown.find("export_quality_box").setValue(71)
    shown.choose("export_size_box", "longer_side")
    shown.find("export_side_box").setValue(800)
    shown.find("export_enlarge_box").setChecked(True)
    assert shown.find("export_template_note").text() == "0000004.webp\n800 × 533"
    shown.click("export_button")
    assert shown.order.options == ExportOptions(
        Preset.CLEAN, FileFormat.WEBP, 71, LongerSide(800, enlarges=True)
    )
    shown.end(paths=(shown.folder / "0000004.webp",))
    shown.open(1)
    shown.click("export_described_button")
    shown.choose("export_format_box", "jpeg")
    shown.choose("export_size_box", "per_cent")
    shown.find("export_per_cent_box").setValue(25)
    shown.choose("export_background_box", "#000000")
    shown.click("export_button")
    assert shown.order.options == ExportOptions(Preset.DESCRIBED, FileFormat.JPEG, 71, PerCent(25), "#000000")


def test_what_was_chosen_comes_back_the_next_time(shown: Shown) -> None:
    shown.open(0)
    shown.click("export_clean_button")
    shown.choose("export_format_box", "webp_lossless")
    shown.find("export_template_edit").setText("{prompt}")
    shown.click("export_button")
    assert shown.session.preferences.export_folder == str(shown.folder)
    shown.end(paths=(shown.folder / "a.webp",))
    form = shown.open(0).form
    assert isinstance(form, ExportForm)
    assert form.template == "{prompt}"
    assert form.options == ExportOptions(Preset.CLEAN, FileFormat.WEBP_LOSSLESS)
    assert form.folder_field.folder == shown.folder


@pytest.mark.parametrize(
    ("preset", "file_format", "enabled"),
    [
        ("original", "jpeg", set()),
        ("clean", "keep", {"format", "size"}),
        ("clean", "png", {"format", "size"}),
        ("described", "jpeg", {"format", "quality", "size", "background"}),
        ("described", "webp", {"format", "quality", "size"}),
        ("described", "webp_lossless", {"format", "size"}),
    ],
)
def test_only_what_makes_a_difference_can_be_set(
    shown: Shown, preset: str, file_format: str, enabled: set[str]
) -> None:
    shown.open(0)
    shown.click(f"export_{preset}_button")
    shown.choose("export_format_box", file_format)
    names = ("format", "quality", "size", "background")
    assert {name for name in names if shown.find(f"export_{name}_box").isEnabled()} == enabled
    assert ("left out" in shown.find("export_preset_note").text()) == (preset != "original")


def test_template_shows_what_comes_of_it_or_what_is_wrong(shown: Shown) -> None:
    shown.open(0, 1, 2, 3, 4)
    edit, note = shown.find("export_template_edit"), shown.find("export_template_note")
    edit.setText("{prompt}-{index}")
    assert note.text() == "a cup of tea-01.png\na cup of tea-02.png\na cup of tea-03.png\nand 2 more"
    edit.setText("{colour}")
    assert note.text() == "{colour} stands for nothing: choose from the list."
    assert edit.accessibleDescription() == note.text()
    assert not shown.find("export_button").isEnabled()
    edit.setText("")
    menu = shown.find("export_insert_button").menu()
    menu.actions()[1].trigger()
    assert edit.text() == "{date}"
    assert shown.find("export_button").isEnabled()


@pytest.mark.parametrize("folder", ["", "exports", "~nobody-of-that-name/x"])
def test_folder_must_be_a_whole_path(shown: Shown, folder: str) -> None:
    shown.open(0)
    shown.find("export_folder_edit").setText(folder)
    assert not shown.find("export_button").isEnabled()


def test_folder_can_be_chosen(shown: Shown, tmp_path: Path) -> None:
    dialog = shown.open(0)
    shown.click("export_choose_button")
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    assert dialog.form.folder_field.folder == tmp_path


def test_success_closes_the_dialog_and_offers_the_folder(shown: Shown) -> None:
    shown.open(0, 1)
    shown.click("export_button")
    assert not shown.find("export_form").isEnabled()
    shown.session.receive(ExportProgressed(1, 2))
    assert shown.find("export_progress").value() == 1
    paths = (shown.folder / "a.png", shown.folder / "b.png")
    shown.end(paths=paths, notes=(Note.REDUCED_TO_8_BITS,))
    assert shown.dialogs == []
    assert shown.notice == f"2 files exported to {shown.folder}. Reduced from 16 to 8 bits a channel"
    assert isinstance(shown.window.findChild(QPushButton, "message_remedy_button"), QPushButton)


def test_taken_names_are_asked_about_once(shown: Shown) -> None:
    dialog = shown.open(0, 1)
    shown.click("export_button")
    shown.session.receive(ExportCollided(tuple(f"<b>{number}.png" for number in range(7))))
    box = dialog.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "7 names are taken in this folder."
    assert box.informativeText().splitlines()[-2:] == ["<b>4.png", "and 2 more"]
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert shown.find("export_form").isEnabled()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert len(shown.engine.calls_of("export")) == 1
    shown.click("export_button")
    shown.session.receive(ExportCollided(("a.png",)))
    box = dialog.findChildren(QMessageBox)[-1]
    button = box.findChild(QPushButton, "export_replace_button")
    assert isinstance(button, QPushButton)
    button.click()
    assert shown.order.collision is Collision.REPLACE


def test_what_did_not_go_is_listed_where_it_can_be_tried_again(shown: Shown) -> None:
    dialog = shown.open(0, 1, 2)
    shown.click("export_button")
    failures = (("<i>a.png", Problem(ProblemCode.RESULT_CHANGED)),)
    shown.end(paths=(shown.folder / "b.png",), skipped=("c.png",), failures=failures)
    assert shown.dialogs == [dialog]
    assert shown.said == ("1 file exported. 1 file skipped: the name is taken. 1 file could not be exported.")
    findings = shown.find("export_findings")
    assert isinstance(findings, QPlainTextEdit)
    assert findings.toPlainText().startswith("<i>a.png: The file is not the one that came back")
    shown.click("export_button")
    assert not findings.isVisible()
    shown.end(problem=Problem(ProblemCode.DISK_FULL, {"folder": "/stick"}))
    assert shown.said.startswith("The disk is full: /stick.")


def test_closing_stops_and_says_what_lies_there(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown.open(0, 1)
    shown.click("export_button")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert shown.engine.calls_of("cancel_export") == [()]
    shown.end(paths=(shown.folder / "a.png",), is_cancelled=True)
    assert shown.notice == f"Stopped: 1 file exported to {shown.folder}."


def test_closed_dialog_asks_nothing_and_the_next_waits_for_the_end(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown.open(0)
    shown.click("export_button")
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
        shown.window.actions_table["export"].trigger()
        assert shown.dialogs == []
        assert shown.notice == "The export before this one is still being stopped."
        shown.session.receive(ExportCollided(("a.png",)))
        assert not dialog.findChildren(QMessageBox)
    shown.open(0)


def test_one_dialog_at_a_time(shown: Shown) -> None:
    first = shown.open(0)
    second = shown.open(0, 1)
    assert shown.dialogs == [second]
    assert first is not second
    shown.click("export_button")
    assert shown.open(2) is second
    shown.end(paths=(shown.folder / "a.png",))


def test_contact_sheet_is_ordered_as_it_is_set(shown: Shown) -> None:
    dialog = shown.open(0, 1, 2, 3, 4, verb="contact_sheet")
    assert dialog.windowTitle() == "Contact Sheet of 5 Results"
    assert shown.find("sheet_name_note").text() == "Contact sheet.pdf\n1 page · 4 × 6"
    shown.find("sheet_title_edit").setText("  Tea / 茶 ")
    shown.choose("sheet_format_box", "png")
    shown.choose("sheet_ground_box", "dark")
    shown.choose("sheet_paper_box", "letter")
    shown.choose("sheet_turn_box", "landscape")
    shown.find("sheet_columns_box").setValue(1)
    shown.find("sheet_stars_box").setChecked(True)
    shown.find("sheet_prompt_box").setChecked(False)
    shown.find("sheet_name_edit").setText("Tea/茶")
    assert shown.find("sheet_name_note").text() == "Tea-茶-01.png … Tea-茶-05.png\n5 pages · 1 × 1"
    shown.click("export_button")
    assert shown.order == SheetOrder(
        tuple(shown.results),
        SheetOptions(
            Paper.LETTER,
            is_landscape=True,
            columns=1,
            captions=frozenset({Caption.SIZE, Caption.STARS}),
            title="Tea / 茶",
            is_dark=True,
            is_pdf=False,
        ),
        shown.folder,
        "Tea-茶",
    )
    shown.session.receive(ExportProgressed(3, 5))
    assert shown.find("export_progress").value() == 3
    shown.end(paths=(shown.folder / "Tea-茶-01.png",))
    assert shown.dialogs == []


def test_contact_sheet_has_its_bounds(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turbo_studio.ui.dialogs.sheet_form.RESULTS_MAX", 2)
    shown.open(0, 1, 2, verb="contact_sheet")
    assert shown.find("sheet_name_note").text() == "A contact sheet takes 2 results at most: choose fewer."
    assert not shown.find("export_button").isEnabled()


def test_nothing_chosen_is_nothing_to_export(shown: Shown) -> None:
    shown.window.results_strip.gallery_list.clearSelection()
    assert not shown.window.actions_table["export"].isEnabled()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("verb", ["export", "contact_sheet"])
def test_every_control_has_a_name(shown: Shown, qapp: QApplication, language: str, verb: str) -> None:
    load_translator(qapp, language)
    dialog = shown.open(0, verb=verb)
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.objectName().startswith(
            ("export_", "sheet_")
        ):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget.objectName()
