"""What is said of pictures from outside, what is offered, and where a drop leads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget

from tests.helpers import fake_engine
from tests.helpers.shelf import Shelf
from turbo_studio.core.facts import IntakeEnded, IntakeProgressed, SourceRecognised
from turbo_studio.core.intake import Intake
from turbo_studio.core.query import Query
from turbo_studio.core.sources import SourceId
from turbo_studio.ui.incoming import take_drop
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine

HOSTILE = '<a href="x">\u202e.png'


class Shown(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    folder: Path

    @property
    def said(self) -> str:
        return self.window.message_bar.accessibleName()

    @property
    def button(self) -> QPushButton | None:
        found = self.window.message_bar.findChild(QPushButton, "message_remedy_button")
        return found if isinstance(found, QPushButton) and found.isVisible() else None

    def drop(self, target: QWidget, *paths: Path) -> bool:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place = QPointF(target.mapTo(self.window, target.rect().center()))
        given = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        return take_drop(self.window, QDropEvent(place, *given), "Dropped picture")

    def end_look(self, found: Intake) -> None:
        self.window.session.receive(IntakeEnded(found))


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = fake_engine.build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls))
    yield Shown(window, engine, tmp_path)
    window.close()


def test_files_are_looked_through_over_the_results_and_opened_elsewhere(shown: Shown) -> None:
    picture = shown.folder / "a.png"
    assert shown.drop(shown.window.results_strip, picture)
    assert shown.engine.calls_of("look_through") == [([picture],)]
    assert shown.drop(shown.window.canvas, picture)
    assert shown.engine.calls_of("open_files") == [([picture],)]


def test_files_are_looked_through_over_a_page(shown: Shown) -> None:
    page = QWidget()
    shown.window.show_page(page)
    assert shown.drop(page, shown.folder / "a.png")
    assert shown.engine.calls_of("look_through")
    assert not shown.engine.calls_of("open_files")


def test_a_folder_is_looked_through_wherever_it_is_dropped(shown: Shown) -> None:
    assert shown.drop(shown.window.canvas, shown.folder)
    assert shown.engine.calls_of("look_through") == [([shown.folder],)]


def test_a_recognised_source_is_named_in_plain_text(shown: Shown) -> None:
    source = fake_engine.open_source(shown.window.session, shown.folder, "cup.png")
    document = shown.window.session.document
    document.restore((source._replace(name=HOSTILE),), {})
    shown.window.session.receive(SourceRecognised(source.id, fake_engine.build_result(shown.folder)))
    assert shown.said == f"{HOSTILE} is a result of this gallery."
    assert shown.button is not None
    assert shown.button.text() == "Reopen with Its Sources"


def test_a_source_that_is_gone_again_is_not_spoken_of(shown: Shown) -> None:
    result = fake_engine.build_result(shown.folder)
    shown.window.session.receive(SourceRecognised(SourceId("gone"), result))
    assert not shown.said


def test_a_look_shows_how_far_it_is_and_can_be_given_up(shown: Shown) -> None:
    shown.window.session.receive(IntakeProgressed(1_200, 3_000))
    assert shown.said == "Looking through the files: 1,200 of 3,000"
    assert shown.button is not None
    shown.button.click()
    assert shown.engine.calls[-1] == ("cancel_look", ())
    shown.end_look(Intake(is_whole=False))
    assert shown.said == "Not all files were looked at."
    assert shown.button is None


def test_other_pictures_are_offered_as_far_as_there_is_room(shown: Shown) -> None:
    unknown = tuple(shown.folder / f"{number}.png" for number in range(20))
    shown.end_look(Intake((), unknown, 2))
    assert shown.said == "Found there: 20 other pictures, 2 other files."
    assert shown.button is not None
    assert shown.button.text() == "Open 16 as Sources"
    shown.button.click()
    assert shown.engine.calls_of("open_files") == [([*unknown[:16]],)]


def test_a_single_known_result_can_be_reopened(shown: Shown) -> None:
    result = fake_engine.build_result(shown.folder)
    shown.end_look(Intake((result,)))
    assert shown.said == "Found there: 1 result of this gallery."
    assert shown.button is not None
    assert shown.button.text() == "Reopen with Its Sources"
    shown.end_look(Intake((result, replace(result, sequence=2))))
    assert shown.button is None


def test_known_results_are_chosen_though_a_search_hid_them(shown: Shown, qtbot: QtBot) -> None:
    results = [fake_engine.build_result(shown.folder, number) for number in (1, 2, 3, 4)]
    shelf = Shelf(shown.window.bridge.post, shown.folder, 4, lambda number: results[number - 1])
    shown.engine.shelf = shelf
    desk = shown.window.session.results
    desk.set_query(Query(words="nowhere"))
    shown.end_look(Intake((results[2], results[0])))
    assert desk.query == Query()
    qtbot.waitUntil(lambda: shown.window.chosen.count == 2)
    assert shown.window.chosen.current_result() == results[2]


def test_nothing_at_all(shown: Shown) -> None:
    shown.end_look(Intake())
    assert shown.said == "There is no picture."
