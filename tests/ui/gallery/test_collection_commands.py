"""Results join collections, and leave them, by the menu and by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QInputDialog, QPushButton

from tests.helpers import fake_engine
from turbo_studio.core.collection import Collection
from turbo_studio.core.facts import CollectionsChanged
from turbo_studio.core.query import CollectionId, Query
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result

TEA = Collection(CollectionId("c1"), "Tea", 12)


class Shown(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    results: list[Result]

    def choose(self, *rows: int) -> None:
        view = self.window.results_strip.gallery_list
        view.clearSelection()
        for row in rows:
            index, flag = view.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select
            view.selectionModel().setCurrentIndex(index, flag)

    def add(self, name: str) -> QInputDialog:
        """Ask for it, and answer the question for a name."""
        self.window.actions_table["add_to_collection"].trigger()
        (dialog,) = (each for each in self.window.findChildren(QInputDialog) if each.isVisible())
        dialog.setTextValue(name)
        dialog.accept()
        return dialog


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = fake_engine.build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls))
    results = [fake_engine.build_result(tmp_path, number) for number in (3, 2, 1)]
    fake_engine.fetch_page(session, results)
    session.receive(CollectionsChanged((TEA,), ()))
    yield Shown(window, engine, results)
    window.close()


def test_chosen_results_join_a_collection_by_its_name(shown: Shown) -> None:
    shown.choose(0, 2)
    assert "Tea" in shown.add(" Tea ").comboBoxItems()
    ids = (shown.results[0].id, shown.results[2].id)
    assert shown.engine.calls_of("add_to_collection") == [(TEA.id, ids)]
    assert "2 results added to Tea" in shown.window.message_bar.text


def test_a_name_that_is_new_makes_a_collection(shown: Shown) -> None:
    shown.choose(1)
    shown.add("\n")
    assert shown.engine.calls_of("create_collection") == []
    shown.add("Cups")
    assert shown.engine.calls_of("create_collection") == [("Cups", (shown.results[1].id,))]
    assert shown.engine.calls_of("add_to_collection") == []


def test_results_leave_the_collection_that_is_shown_and_can_come_back(shown: Shown) -> None:
    action = shown.window.actions_table["remove_from_collection"]
    shown.choose(1)
    assert not action.isEnabled()
    shown.window.session.results.set_query(Query(collection=TEA.id))
    assert action.isEnabled()
    action.trigger()
    assert shown.engine.calls_of("remove_from_collection") == [(TEA.id, (shown.results[1].id,))]
    button = shown.window.message_bar.findChild(QPushButton, "message_remedy_button")
    assert isinstance(button, QPushButton)
    button.click()
    assert shown.engine.calls_of("add_to_collection") == [(TEA.id, (shown.results[1].id,))]
