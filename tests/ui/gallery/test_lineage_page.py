"""The columns of generations: what they show, where the keys lead, and what comes too late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.helpers import fake_engine
from turbo_studio.core.draft import Draft
from turbo_studio.core.facts import KinFetched, ResultReopened, WorkspaceRestored
from turbo_studio.core.geometry import Size
from turbo_studio.core.lineage import Forebear, Generation, Kin
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import Query
from turbo_studio.core.result import Result, Upload
from turbo_studio.ui.gallery.lineage_page import LineagePage
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine

UPLOAD = Upload(Path("inputs/a"), "a" * 64, "image/png", Size(64, 48), 99)
ORIGIN = Forebear("cup.png", UPLOAD, None)
_KEYS = Qt.Key


class Shown(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    results: list[Result]
    """first, its sibling, second, third; named by their prompts."""

    @property
    def page(self) -> LineagePage:
        page = self.window.page
        assert isinstance(page, LineagePage)
        return page

    @property
    def focused(self) -> str:
        focused = self.page.columns.focused
        if isinstance(focused, Result):
            return focused.provenance.prompt
        return "" if focused is None else focused.name

    @property
    def summary(self) -> str:
        label = self.page.findChild(QLabel, "lineage_summary")
        assert isinstance(label, QLabel)
        return label.text()

    def tell_kin(self, index: int) -> None:
        """As the worker does for the result of that index."""
        first, sibling, second, third = self.results
        generations = [
            Generation((first, sibling), 1 if index == 1 else 0),
            *([] if index == 1 else [Generation((second,), None if index == 0 else 0)]),
            *([] if index < 2 else [Generation((third,), None if index == 2 else 0)]),
        ]
        result = self.results[index]
        kin = Kin(result, (), ORIGIN, tuple(generations))
        self.window.session.receive(KinFetched(result.id, kin))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key)

    def click(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def asked(self) -> list[str]:
        return [result.provenance.prompt for (result,) in self.engine.calls_of("fetch_kin")]


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = fake_engine.build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(engine.calls) and QApplication.activeWindow() is window)
    names = ("first", "sibling", "second", "third")
    results = [fake_engine.build_result(tmp_path, number, name) for number, name in enumerate(names, 1)]
    fake_engine.fetch_page(session, results[::-1])
    window.chosen.choose(results[3])
    window.actions_table["show_lineage"].trigger()
    shown = Shown(window, engine, results)
    shown.tell_kin(3)
    yield shown
    window.close()


def test_the_line_leads_from_the_origin_to_the_result_which_has_the_focus(shown: Shown) -> None:
    assert shown.asked() == ["third"]
    assert shown.summary == "3 edits after cup.png"
    assert shown.focused == "third"
    views = [view for view in shown.page.findChildren(QLabel) if view.isVisible()]
    titles = [view.text() for view in views if view.text().startswith(("Original", "Edit "))]
    assert titles == ["Original", "Edit 1", "Edit 2", "Edit 3"]
    ((inputs,),) = shown.engine.calls_of("fetch_thumbnails")
    assert inputs == (UPLOAD,)


def test_arrows_walk_in_time_and_among_siblings(shown: Shown, qtbot: QtBot) -> None:
    for key, name in ((_KEYS.Key_Left, "second"), (_KEYS.Key_Left, "first"), (_KEYS.Key_Down, "sibling")):
        shown.press(key)
        assert shown.focused == name
    shown.press(_KEYS.Key_Up)
    shown.press(_KEYS.Key_Left)
    assert shown.focused == "cup.png"
    shown.press(_KEYS.Key_Left)
    assert shown.focused == "cup.png"
    qtbot.waitUntil(lambda: shown.asked()[-1] == "first")


def test_who_passes_by_asks_for_nothing(shown: Shown, qtbot: QtBot) -> None:
    shown.press(_KEYS.Key_Left)
    shown.press(_KEYS.Key_Left)
    qtbot.waitUntil(lambda: len(shown.asked()) > 1)
    assert shown.asked() == ["third", "first"]


def test_the_way_down_again_is_the_one_that_was_taken_up(shown: Shown) -> None:
    shown.press(_KEYS.Key_Left)
    shown.tell_kin(2)
    assert shown.summary == "2 edits after cup.png"
    shown.press(_KEYS.Key_Right)
    assert shown.focused == "third"


def test_kin_of_what_has_no_focus_any_more_is_not_shown(shown: Shown) -> None:
    shown.press(_KEYS.Key_Left)
    shown.press(_KEYS.Key_Left)
    shown.tell_kin(2)
    assert shown.focused == "first"
    assert shown.summary == "3 edits after cup.png"


def test_enter_chooses_it_in_the_gallery_and_escape_leads_back(shown: Shown) -> None:
    shown.press(_KEYS.Key_Left)
    shown.press(_KEYS.Key_Return)
    assert shown.window.chosen.current_result() == shown.results[2]
    shown.press(_KEYS.Key_Escape)
    assert shown.window.page is None


def test_enter_leads_back_to_the_gallery_with_the_result_chosen(shown: Shown) -> None:
    shown.press(_KEYS.Key_Escape)
    shown.window.toggle_gallery()
    shown.window.actions_table["show_lineage"].trigger()
    shown.tell_kin(3)
    shown.press(_KEYS.Key_Left)
    shown.press(_KEYS.Key_Return)
    assert shown.window.page is shown.window.gallery_page
    assert shown.window.chosen.current_result() == shown.results[2]
    assert shown.window.gallery_page.gallery_grid.hasFocus()


def test_what_the_search_hides_is_offered(shown: Shown) -> None:
    results = shown.window.session.results
    results.set_query(Query(words="third"))
    shown.press(_KEYS.Key_Left)
    shown.press(_KEYS.Key_Return)
    assert "hide this result" in shown.window.message_bar.accessibleName()
    assert results.query.words == "third"
    shown.click("message_remedy_button")
    assert results.query == Query()


def test_what_is_reopened_brings_the_canvas_back(shown: Shown) -> None:
    shown.click("lineage_reopen_button")
    ((result, put_aside),) = shown.engine.calls_of("reopen")
    assert (result, put_aside) == (shown.results[3], None)
    work = WorkspaceRestored(Draft("third", Size(1024, 1024), Quality.LOW), was_aside=True)
    shown.window.session.receive(ResultReopened(work))
    assert shown.window.page is None
    assert "Reopened" in shown.window.message_bar.accessibleName()


def test_a_picture_made_by_words_says_so(shown: Shown) -> None:
    result = shown.results[3]
    kin = Kin(result, (), None, (Generation((result,), 0),))
    shown.window.session.receive(KinFetched(result.id, kin))
    assert shown.summary == "Made by words alone"
    assert shown.focused == "third"
