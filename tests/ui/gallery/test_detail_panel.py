"""What is said of a result, and where its small pictures lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.helpers import fake_engine
from turbo_studio.core.facts import InputThumbnailMade, KinFetched
from turbo_studio.core.geometry import Size
from turbo_studio.core.lineage import Forebear, Generation, Kin
from turbo_studio.core.marks import Flag, Label, Marks
from turbo_studio.core.result import Upload
from turbo_studio.ui.gallery.detail_panel import DetailPanel
from turbo_studio.ui.gallery.detail_words import list_details, say_cost_of_all
from turbo_studio.ui.gallery.marks_bar import MarksBar
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result

_Flag = QItemSelectionModel.SelectionFlag


def change(result: Result, **made_by: Any) -> Result:
    return replace(result, provenance=replace(result.provenance, **made_by))


def build_upload(digest: str) -> Upload:
    return Upload(Path("inputs") / digest, digest, "image/png", Size(64, 48), 99)


class Shown(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    panel: DetailPanel
    results: list[Result]

    def choose(self, *rows: int) -> None:
        view = self.window.results_strip.gallery_list
        view.clearSelection()
        for row in rows:
            view.selectionModel().setCurrentIndex(view.model().index(row, 0), _Flag.Select)
        self.panel.refresh()

    def find(self, name: str) -> Any:
        found = self.panel.findChild(QWidget, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QAbstractButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """By their labels: what is said, and how it stands out."""
        texts = [
            each for each in self.panel.findChildren(QLabel) if each.objectName().startswith("detail_text")
        ]
        said = [text.accessibleName().split(": ", 1) for text in texts if not text.isHidden()]
        roles = [str(text.property("role") or "") for text in texts if not text.isHidden()]
        return {label: (text, role) for (label, text), role in zip(said, roles, strict=True)}


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = fake_engine.build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls))
    newest, middle, oldest = (fake_engine.build_result(tmp_path, number) for number in (3, 2, 1))
    newest = change(
        newest,
        prompt="<b>a hat</b>",
        uploads=(build_upload("a" * 64), build_upload("b" * 64)),
        source_names=("cup.png", "<i>hat</i>.png"),
        mask=build_upload("c" * 64),
        dollars=0.25,
        gateway="https://gateway.example/v1",
    )
    results = [newest, middle, replace(oldest, size=Size(1024, 1024))]
    fake_engine.fetch_page(session, results)
    panel = DetailPanel(window)
    panel.resize(320, 900)
    qtbot.addWidget(panel)
    panel.show()
    yield Shown(window, engine, panel, results)
    window.close()


def test_one_result_is_told_with_its_prompt_as_plain_text(shown: Shown) -> None:
    shown.choose(0)
    assert shown.find("detail_prompt").toPlainText() == "<b>a hat</b>"
    rows = shown.rows
    assert rows["Size"] == ("1536 × 1024, as asked", "")
    assert rows["Cost"] == ("$0.25", "")
    assert rows["Tokens"][0] == "12 in, 3,280 out"
    assert rows["Time taken"][0] == "58 s"
    assert rows["Gateway"][0] == "https://gateway.example/v1"
    assert rows["Request ID"][0] == "req-3"
    shown.press("detail_copy_prompt_button")
    assert QGuiApplication.clipboard().text() == "<b>a hat</b>"
    shown.press("detail_copy_ids_button")
    assert QGuiApplication.clipboard().text() == "req-3"


def test_what_is_not_as_it_was_asked_for_stands_out_in_words_and_colour(shown: Shown) -> None:
    shown.choose(2)
    assert shown.rows["Size"] == ("1024 × 1024, but 1536 × 1024 was asked for", "error")
    shown.choose(0)
    assert shown.rows["Size"][1] == ""


@pytest.mark.parametrize(
    ("values", "label", "said"),
    [
        ({"size": None}, "Size", "Cannot be shown; 1536 × 1024 was asked for"),
        ({"media_type": "text/html"}, "Format", "Not a known picture format"),
        ({"answered_quality": "low"}, "Quality", "low, but High was asked for"),
        ({"is_missing": True}, "File", "0000001.png is missing: it was moved or deleted"),
    ],
)
def test_every_difference_is_flagged(
    values: dict[str, Any], label: str, said: str, qapp: QApplication, tmp_path: Path
) -> None:
    load_translator(qapp, "en")
    result = fake_engine.build_result(tmp_path)
    before = {row.label: row.is_difference for row in list_details(result)}
    rows = {row.label: row for row in list_details(replace(result, **values))}
    assert not any(before.values())
    assert (rows[label].text, rows[label].is_difference) == (said, True)
    assert sum(row.is_difference for row in rows.values()) == 1


def test_cost_is_never_called_nothing_where_it_is_not_known(qapp: QApplication, tmp_path: Path) -> None:
    load_translator(qapp, "en")
    result = change(fake_engine.build_result(tmp_path), gateway="https://gateway.example/v1")
    assert {row.label: row.text for row in list_details(result)}["Cost"] == "Not known"
    priced = [change(result, dollars=0.25), change(result, dollars=0.5)]
    assert say_cost_of_all(priced) == "$0.75"
    assert say_cost_of_all([*priced, result]) == "$0.75; not known for 1"
    assert say_cost_of_all([result]) == "not known for 1"


def test_several_results_are_summed(shown: Shown) -> None:
    shown.choose(0, 1)
    assert shown.find("detail_summary").text().splitlines()[0] == "2 results chosen"
    assert not shown.find("detail_prompt").isVisible()
    shown.choose()
    assert "Choose a result" in shown.find("detail_summary").text()


def test_sources_lead_to_the_results_that_they_were_and_so_do_children(shown: Shown) -> None:
    newest, middle, oldest = shown.results
    shown.choose(0)
    assert shown.engine.calls_of("fetch_kin") == [(newest,)]
    inputs = [upload.digest for upload in shown.engine.calls_of("fetch_thumbnails")[-1][0]]
    assert inputs == ["a" * 64, "b" * 64, "c" * 64]
    assert not shown.find("detail_source_1").isEnabled()
    first, second = newest.provenance.uploads
    kin = Kin(
        newest,
        (Forebear("cup.png", first, middle), Forebear("<i>hat</i>.png", second, None)),
        None,
        (Generation((middle,), 0), Generation((newest,), 0), Generation((oldest,), None)),
    )
    shown.window.session.receive(KinFetched(newest.id, kin))
    assert "<i>hat</i>.png" in shown.find("detail_source_2").accessibleName()
    assert not shown.find("detail_source_2").isEnabled()
    QTest.keyClick(shown.find("detail_source_1"), Qt.Key.Key_Space)
    assert shown.window.chosen.current_result() == middle
    shown.choose(0)
    shown.press("detail_child_1")
    assert shown.window.chosen.current_result() == oldest


def test_a_result_that_arrives_may_be_a_child(shown: Shown, tmp_path: Path) -> None:
    shown.choose(0)
    count = len(shown.engine.calls_of("fetch_kin"))
    shown.window.bridge.results_arrived.emit((fake_engine.build_result(tmp_path, 9),))
    assert len(shown.engine.calls_of("fetch_kin")) == count + 1
    shown.panel.hide()
    shown.window.bridge.results_arrived.emit((fake_engine.build_result(tmp_path, 10),))
    assert len(shown.engine.calls_of("fetch_kin")) == count + 1


def test_kin_that_comes_late_is_not_shown_of_another_result(shown: Shown) -> None:
    newest, middle, _ = shown.results
    shown.choose(1)
    kin = Kin(newest, (), None, (Generation((newest,), 0), Generation((middle,), None)))
    shown.window.session.receive(KinFetched(newest.id, kin))
    assert shown.panel.findChild(QWidget, "detail_child_1") is None


def test_what_was_to_change_is_laid_over_the_first_source(shown: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    from PIL import Image

    picture, mask = Image.new("RGB", (64, 64), (0, 90, 0)), Image.new("RGBA", (64, 64), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (32, 0, 64, 64))
    shown.choose(0)
    for digest, image in (("a", picture), ("c", mask)):
        path = tmp_path / f"{digest}.thumbnail.png"
        image.save(path)
        shown.window.session.receive(InputThumbnailMade(digest * 64, path))
    button = shown.find("detail_source_1")

    def colours() -> list[str]:
        image = button.grab().toImage()
        return [image.pixelColor(x, 50).name() for x in (20, 50)]

    qtbot.waitUntil(lambda: colours()[0] == "#005a00" != colours()[1])


def test_marks_are_shown_given_and_taken_away(shown: Shown) -> None:
    newest, *_ = shown.results
    shown.choose(0)
    shown.press("detail_star_4")
    shown.press("detail_label_green")
    shown.press("detail_flag_reject")
    ids = (newest.id,)
    assert [(tuple(each), *marks) for each, *marks in shown.engine.calls_of("change_marks")] == [
        (ids, 4, None, None),
        (ids, None, Label.GREEN, None),
        (ids, None, None, Flag.REJECT),
    ]
    bar = shown.panel.findChild(MarksBar)
    assert isinstance(bar, MarksBar)
    bar.show_marks(Marks(3, Label.RED, Flag.PICK))
    buttons = bar.findChildren(QAbstractButton)
    down = {each.objectName() for each in buttons if each.isCheckable() and each.isChecked()}
    assert down == {"detail_star_3", "detail_label_red", "detail_flag_pick"}
    shown.press("detail_star_3")
    assert shown.engine.calls_of("change_marks")[-1][1] == 0


def test_a_hidden_panel_asks_for_nothing(shown: Shown) -> None:
    shown.panel.hide()
    shown.choose()
    count = len(shown.engine.calls)
    shown.window.results_strip.gallery_list.setCurrentIndex(
        shown.window.results_strip.gallery_list.model().index(1, 0)
    )
    assert len(shown.engine.calls) == count
