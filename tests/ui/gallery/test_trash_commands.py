"""Results go to the trash without a question, and come back by a key or by the button of the notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from tests.helpers import fake_engine
from turbo_studio.core.facts import RestoringEnded, ResultsRemoved, ResultsRestored, TrashingEnded
from turbo_studio.core.trash import Restored, Trashed
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result

_Flag = QItemSelectionModel.SelectionFlag


class Shown(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    results: list[Result]

    def choose(self, *rows: int) -> None:
        view = self.window.results_strip.gallery_list
        view.clearSelection()
        for row in rows:
            view.selectionModel().setCurrentIndex(view.model().index(row, 0), _Flag.Select)

    def trigger(self, verb: str) -> None:
        self.window.actions_table[verb].trigger()

    def trash(self, *rows: int) -> tuple[object, ...]:
        """As a press of the key, and what the worker does then."""
        self.choose(*rows)
        self.trigger("move_to_trash")
        ((*_, ids),) = self.engine.calls_of("move_to_trash")[-1:]
        self.window.session.receive(TrashingEnded(Trashed(ids)))
        return tuple(ids)

    @property
    def said(self) -> str:
        return self.window.message_bar.accessibleName()

    @property
    def undo_button(self) -> QPushButton:
        button = self.window.message_bar.findChild(QPushButton, "message_remedy_button")
        assert isinstance(button, QPushButton)
        return button


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = fake_engine.build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls))
    results = [fake_engine.build_result(tmp_path, number) for number in (3, 2, 1)]
    results[2] = replace(results[2], is_missing=True)
    fake_engine.fetch_page(session, results)
    yield Shown(window, engine, results)
    window.close()


def test_all_that_is_chosen_goes_and_the_notice_brings_it_back(shown: Shown) -> None:
    ids = shown.trash(0, 2)
    assert set(ids) == {shown.results[0].id, shown.results[2].id}
    assert shown.said == "2 results moved to the trash."
    shown.undo_button.click()
    assert shown.engine.calls_of("restore_results") == [(ids,)]
    assert not shown.said


def test_undo_is_that_of_the_gallery_where_the_keys_are_for_it(shown: Shown, tmp_path: Path) -> None:
    fake_engine.open_source(shown.window.session, tmp_path, "cup.png")
    ids = shown.trash(1)
    shown.window.canvas.setFocus()
    shown.trigger("undo")
    assert not shown.engine.calls_of("restore_results")
    assert shown.window.session.document.sources == ()
    shown.trigger("redo")
    shown.window.results_strip.gallery_list.setFocus()
    shown.trigger("undo")
    assert shown.engine.calls_of("restore_results") == [(ids,)]
    assert len(shown.window.session.document.sources) == 1


def test_a_notice_goes_with_what_it_offers(shown: Shown) -> None:
    """Else its button would bring back what went before."""
    shown.trash(0)
    shown.trash(1)
    shown.window.results_strip.gallery_list.setFocus()
    shown.trigger("undo")
    assert not shown.said
    assert shown.window.actions_table["undo"].isEnabled()
    shown.trigger("undo")
    assert not shown.window.actions_table["undo"].isEnabled()


def test_all_that_comes_back_part_by_part_is_chosen_as_before(shown: Shown) -> None:
    ids = shown.trash(0, 2)
    session, back = shown.window.session, (shown.results[0], shown.results[2])
    session.receive(ResultsRemoved(tuple(result.id for result in back)))
    assert shown.window.chosen.current_result() == shown.results[1]
    shown.undo_button.click()
    assert shown.engine.calls_of("restore_results") == [(ids,)]
    for result in back:
        session.receive(ResultsRestored((result,)))
    session.receive(RestoringEnded(Restored(back)))
    told: list[tuple[Result, ...]] = []
    shown.window.chosen.with_selected(told.append)
    assert told == [back]


def test_what_could_not_come_back_can_be_asked_for_again(shown: Shown) -> None:
    (result_id,) = (result.id for result in shown.results[:1])
    shown.trash(0)
    shown.trigger("undo")
    shown.window.session.receive(RestoringEnded(Restored((), (result_id,))))
    assert shown.window.actions_table["undo"].isEnabled()


def test_pictures_without_a_trash_are_told_of(shown: Shown, tmp_path: Path) -> None:
    shown.trash(0)
    shown.window.session.receive(TrashingEnded(Trashed((shown.results[0].id,), tmp_path / "<b>trash", 1)))
    assert str(tmp_path / "<b>trash") in shown.said
    assert "1 file left in place" in shown.said
    assert shown.window.message_bar.findChildren(QPushButton)


def test_what_is_offered_for_a_missing_file(shown: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    actions = shown.window.actions_table
    shown.choose(0)
    assert not actions["find_missing_file"].isEnabled()
    assert not actions["remove_missing"].isEnabled()
    shown.choose(0, 2)
    shown.trigger("remove_missing")
    assert shown.engine.calls_of("move_to_trash") == [((shown.results[2].id,),)]
    shown.trigger("find_missing_file")
    dialog = shown.window.findChild(QFileDialog, "find_dialog")
    assert dialog is not None
    found = shown.results[0].path
    dialog.fileSelected.emit(str(found))
    dialog.close()
    assert shown.engine.calls_of("relink_result") == [(shown.results[2].id, found)]


def test_delete_works_on_the_results_alone(shown: Shown) -> None:
    shown.choose(0)
    QTest.keyClick(shown.window.canvas, Qt.Key.Key_Delete)
    assert not shown.engine.calls_of("move_to_trash")
    assert "move_to_trash" in {
        action.objectName().removeprefix("action_")
        for action in shown.window.results_strip.gallery_list.actions()
    }
