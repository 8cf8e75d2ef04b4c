"""What is chosen in the gallery: the current result, all that is selected, and when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex

from tests.helpers.fake_engine import describe_result
from turbo_studio.ui.gallery.chosen import CHOSEN_MAX

if TYPE_CHECKING:
    from tests.ui.gallery.conftest import Desk
    from turbo_studio.core.result import Result

_Flag = QItemSelectionModel.SelectionFlag


def choose(desk: Desk, *rows: int) -> None:
    for row in rows:
        desk.chosen.selection.setCurrentIndex(desk.at(row), _Flag.Select)


def test_nothing_is_chosen_at_first(desk: Desk) -> None:
    assert desk.chosen.current_result() is None
    assert desk.chosen.count == 0


def test_all_that_is_selected_comes_in_the_order_of_the_view(desk: Desk) -> None:
    desk.fill(5)
    choose(desk, 3, 0, 2)
    told: list[tuple[Result, ...]] = []
    desk.chosen.with_selected(told.append)
    assert [[result.sequence for result in results] for results in told] == [[5, 3, 2]]
    assert desk.chosen.count == 3
    current = desk.chosen.current_result()
    assert current is not None
    assert current.sequence == 3


def test_what_has_not_been_read_is_waited_for_though_rows_move(desk: Desk) -> None:
    desk.fill(5_000)
    selection = QItemSelection(desk.at(3_000), desk.at(3_500))
    desk.chosen.selection.select(selection, _Flag.Select)
    told: list[tuple[Result, ...]] = []
    desk.chosen.with_selected(told.append)
    assert told == []
    desk.bridge.results_arrived.emit((describe_result(desk.folder, 5_001),))
    desk.chosen.selection.clear()
    desk.qtbot.waitUntil(lambda: bool(told))
    assert [result.sequence for result in told[0]] == list(range(2_000, 1_499, -1))


def test_of_all_there_is_nothing_is_read(desk: Desk) -> None:
    """A key pressed on a million results would fill the memory, for minutes."""
    desk.fill(CHOSEN_MAX + 1)
    told: list[tuple[Result, ...]] = []
    said: list[str] = []
    desk.chosen.refused.connect(said.append)
    desk.chosen.selection.select(QItemSelection(desk.at(0), desk.at(CHOSEN_MAX)), _Flag.Select)
    asked = len(desk.engine.calls_of("fetch_page"))
    desk.chosen.with_selected(told.append)
    assert [text.replace(",", "") for text in said] == [
        "10001 results are chosen. At most 10000 can be worked on at once: choose fewer."
    ]
    assert len(desk.engine.calls_of("fetch_page")) == asked
    desk.chosen.selection.select(desk.at(0), _Flag.Deselect)
    desk.chosen.with_selected(told.append)
    desk.qtbot.waitUntil(lambda: bool(told))
    assert len(told[0]) == CHOSEN_MAX
    assert len(said) == 1


def test_a_current_row_that_is_not_selected_is_not_chosen(desk: Desk) -> None:
    desk.fill(5)
    choose(desk, 1)
    desk.chosen.selection.select(desk.at(1), _Flag.Deselect)
    assert desk.chosen.current_result() is None


def test_a_result_is_chosen_from_elsewhere_once_its_page_is_there(desk: Desk) -> None:
    shelf = desk.fill(5_000)
    desk.chosen.choose(shelf.find(1_234))
    desk.qtbot.waitUntil(lambda: desk.chosen.current_result() == shelf.find(1_234))
    assert desk.chosen.row == 5_000 - 1_234


def test_a_result_that_the_query_hides_is_not_chosen(desk: Desk) -> None:
    desk.fill(5)
    desk.session.results.set_query(desk.session.results.query._replace(words="number 4"))
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    desk.chosen.choose(describe_result(desk.folder, 3))
    assert desk.chosen.count == 0


def test_a_change_is_told(desk: Desk) -> None:
    desk.fill(5)
    with desk.qtbot.waitSignal(desk.chosen.changed):
        choose(desk, 1)
    with desk.qtbot.waitSignal(desk.chosen.changed):
        desk.model.dataChanged.emit(desk.at(0), desk.at(2))
    with desk.qtbot.assertNotEmitted(desk.chosen.changed):
        desk.model.dataChanged.emit(desk.at(2), desk.at(4))
    with desk.qtbot.waitSignal(desk.chosen.changed):
        desk.chosen.selection.setCurrentIndex(QModelIndex(), _Flag.Clear)


def test_where_all_that_was_chosen_goes_what_follows_is_chosen(desk: Desk) -> None:
    shelf = desk.fill(10)
    choose(desk, 7, 6, 2, 1)
    shelf.remove(9, 8, 4, 3)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 6)
    assert desk.chosen.current_result() == shelf.find(7)
    assert desk.chosen.count == 1


def test_after_the_last_row_the_one_before_is_chosen_and_after_all_nothing(desk: Desk) -> None:
    shelf = desk.fill(2)
    choose(desk, 1)
    shelf.remove(1)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    assert desk.chosen.current_result() == shelf.find(2)
    shelf.remove(2)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    assert desk.chosen.count == 0


def test_what_stays_chosen_is_left_as_it_is(desk: Desk) -> None:
    shelf = desk.fill(10)
    choose(desk, 2, 5)
    shelf.remove(8, 7)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 8)
    told: list[tuple[Result, ...]] = []
    desk.chosen.with_selected(told.append)
    assert told == [(shelf.find(5),)]
    desk.chosen.selection.clear()
    shelf.remove(6)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 7)
    assert desk.chosen.count == 0
