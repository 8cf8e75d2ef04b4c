"""What is chosen in the gallery: the current result, all that is selected, and when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex

from tests.helpers import fake_engine
from turbo_studio.ui.gallery.chosen import Chosen
from turbo_studio.ui.panels.results_model import ResultsModel

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from turbo_studio.core.result import Result

_Flag = QItemSelectionModel.SelectionFlag


class Desk(NamedTuple):
    model: ResultsModel
    selection: QItemSelectionModel
    chosen: Chosen
    results: list[Result]

    def choose(self, *rows: int) -> None:
        for row in rows:
            self.selection.setCurrentIndex(self.model.index(row), _Flag.Select)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    session, bridge, _engine = fake_engine.build_session()
    model = ResultsModel(session)
    bridge.results_fetched.connect(model.take_page)
    selection = QItemSelectionModel(model, model)
    results = [fake_engine.build_result(tmp_path, number) for number in (5, 4, 3, 2, 1)]
    fake_engine.fetch_page(session, results)
    return Desk(model, selection, Chosen(selection, model), results)


def test_nothing_is_chosen_at_first(desk: Desk) -> None:
    assert desk.chosen.current_result() is None
    assert desk.chosen.count == 0


def test_all_that_is_selected_comes_in_the_order_of_the_view(desk: Desk) -> None:
    desk.choose(3, 0, 2)
    told: list[tuple[Result, ...]] = []
    desk.chosen.with_selected(told.append)
    assert told == [(desk.results[0], desk.results[2], desk.results[3])]
    assert desk.chosen.count == 3
    assert desk.chosen.current_result() == desk.results[2]


def test_a_current_row_that_is_not_selected_is_not_chosen(desk: Desk) -> None:
    desk.choose(1)
    desk.selection.select(desk.model.index(1), _Flag.Deselect)
    assert desk.chosen.current_result() is None


def test_a_change_is_told(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.chosen.changed):
        desk.choose(1)
    with qtbot.waitSignal(desk.chosen.changed):
        desk.model.dataChanged.emit(desk.model.index(0), desk.model.index(2))
    with qtbot.assertNotEmitted(desk.chosen.changed):
        desk.model.dataChanged.emit(desk.model.index(2), desk.model.index(4))
    with qtbot.waitSignal(desk.chosen.changed):
        desk.selection.setCurrentIndex(QModelIndex(), _Flag.Clear)
