"""The results as a model: read where a view comes near, and kept true to what happens meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from tests.helpers import fake_engine
from tests.helpers.fake_engine import describe_result
from turbo_studio.core.facts import MembersChanged, ResultsChanged, ResultsRestored, TroubleMet
from turbo_studio.core.marks import Label, Marks
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.query import CollectionId, Query
from turbo_studio.core.result import ResultId
from turbo_studio.ui.gallery.results_model import ResultRole

if TYPE_CHECKING:
    from tests.ui.gallery.conftest import Desk


def test_the_newest_are_read_at_once_and_the_others_when_a_view_comes_near(desk: Desk) -> None:
    desk.fill(100_000)
    assert desk.sequences(range(3)) == [100_000, 99_999, 99_998]
    assert desk.sequences(range(50_000, 50_001)) == [None]
    assert desk.at(50_000).data(ResultRole.PATH) is None
    assert desk.at(50_000).data(Qt.ItemDataRole.AccessibleTextRole) == "Being read…"
    desk.engine.calls.clear()
    desk.model.come_near(range(50_000, 50_040), 0)
    desk.qtbot.waitUntil(lambda: None not in desk.sequences(range(50_000, 50_040)))
    assert desk.sequences(range(50_000, 50_002)) == [50_000, 49_999]
    assert len(desk.engine.calls_of("fetch_page")) <= 3


def test_what_was_scrolled_past_is_not_read(desk: Desk) -> None:
    desk.fill(100_000)
    desk.engine.calls.clear()
    for row in range(0, 90_000, 1_000):
        desk.model.come_near(range(row, row + 40), 0)
    desk.qtbot.waitUntil(lambda: None not in desk.sequences(range(89_000, 89_040)))
    assert len(desk.engine.calls_of("fetch_page")) < 8


def test_a_search_that_finds_nothing_leaves_no_row(desk: Desk) -> None:
    desk.fill(300)
    desk.session.results.set_query(Query(words="teapot"))
    assert desk.model.rowCount() == 300
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    assert desk.model.is_narrowed


def test_an_answer_to_an_earlier_search_is_dropped(desk: Desk) -> None:
    desk.fill(300)
    for words in ("number 7", "number 12"):
        desk.session.results.set_query(Query(words=words))
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 13)
    assert desk.sequences(range(2)) == [212, 129]


def test_what_arrives_is_put_on_top_once_if_the_query_lets_it_through(desk: Desk) -> None:
    desk.fill(3)
    newer, newest = describe_result(desk.folder, 4), describe_result(desk.folder, 5)
    desk.bridge.results_arrived.emit((newer, newest))
    desk.bridge.results_arrived.emit((newest,))
    assert desk.sequences(range(desk.model.rowCount())) == [5, 4, 3, 2, 1]
    desk.session.results.set_query(Query(words="number 2"))
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    desk.bridge.results_arrived.emit((describe_result(desk.folder, 6, "number 24"),))
    desk.bridge.results_arrived.emit((describe_result(desk.folder, 7, "a pot"),))
    assert desk.sequences(range(desk.model.rowCount())) == [6, 2]


def test_the_first_of_all_arrives(desk: Desk) -> None:
    desk.fill(0)
    desk.qtbot.wait(1)
    desk.bridge.results_arrived.emit((describe_result(desk.folder, 1),))
    assert desk.sequences(range(desk.model.rowCount())) == [1]


def test_what_arrives_while_a_search_is_under_way_is_in_both(desk: Desk) -> None:
    shelf = desk.fill(3)
    shelf.total = 4
    desk.session.results.set_query(Query(words="cup"))
    desk.bridge.results_arrived.emit((shelf.find(4),))
    assert desk.sequences(range(desk.model.rowCount())) == [4, 3, 2, 1]
    with desk.qtbot.waitSignal(desk.model.modelReset):
        pass
    assert desk.sequences(range(desk.model.rowCount())) == [4, 3, 2, 1]


def test_marks_change_in_place(desk: Desk) -> None:
    desk.fill(3)
    with desk.qtbot.waitSignal(desk.model.dataChanged) as told:
        desk.session.results.change_marks([ResultId("0000002")], stars=4, label=Label.RED)
    assert [index.row() for index in told.args[:2]] == [1, 1]
    result = desk.model.result_at(1)
    assert result is not None
    assert result.marks == Marks(4, Label.RED)
    said = desk.at(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "stars: 4" in said
    assert "label: Red" in said


def test_what_the_query_lets_through_no_more_goes_and_comes_back(desk: Desk) -> None:
    shelf = desk.fill(3)
    starred = replace(shelf.find(2), marks=Marks(3))
    desk.session.results.set_query(Query(stars_min=3))
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    desk.session.receive(ResultsChanged((starred,)))
    assert desk.sequences(range(desk.model.rowCount())) == [2]
    desk.session.receive(ResultsChanged((shelf.find(2),)))
    assert desk.model.rowCount() == 0


def test_what_is_removed_goes_and_what_is_restored_comes_to_its_place(desk: Desk) -> None:
    shelf = desk.fill(1_000)
    shelf.remove(998, 500)
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 998)
    assert desk.sequences(range(3)) == [1_000, 999, 997]
    desk.session.receive(ResultsRestored((shelf.find(998),)))
    assert desk.sequences(range(3)) == [1_000, 999, 998]


def test_a_collection_that_is_shown_follows_its_members(desk: Desk) -> None:
    shelf = desk.fill(199)
    cups, pots = CollectionId("cups"), CollectionId("pots")
    desk.session.results.set_query(Query(words="110", collection=cups))
    desk.qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    result, other = shelf.find(110), shelf.find(111)
    desk.session.receive(MembersChanged(pots, left=(result.id,)))
    assert desk.model.rowCount() == 1
    desk.session.receive(MembersChanged(cups, left=(result.id,)))
    assert desk.model.rowCount() == 0
    desk.session.receive(MembersChanged(cups, joined=(other, result)))
    assert desk.sequences(range(desk.model.rowCount())) == [110]


def test_pages_are_asked_for_again_after_trouble(desk: Desk) -> None:
    desk.fill(100_000)
    desk.engine.shelf = None
    desk.model.come_near(range(50_000, 50_040), 0)
    asked = len(desk.engine.calls_of("fetch_page"))
    desk.session.receive(TroubleMet(Problem(ProblemCode.STORAGE_FAILED)))
    desk.model.come_near(range(50_000, 50_040), 0)
    assert len(desk.engine.calls_of("fetch_page")) > asked


def test_a_thumbnail_is_mended_once_and_not_for_what_is_no_picture(desk: Desk) -> None:
    desk.fill(3)
    result = describe_result(desk.folder, 2)
    for each in (result, result, replace(result, id=ResultId("x"), size=None)):
        desk.model.mend_thumbnail(each)
    assert desk.engine.calls_of("remake_thumbnail") == [(result,)]


def test_a_row_tells_prompt_size_tokens_and_origin_as_plain_text(desk: Desk) -> None:
    prompt = "<img src=http://127.0.0.1/x> tea"
    paid = describe_result(desk.folder, 1, prompt, gateway="https://gateway.example/v1")
    fake_engine.fetch_page(desk.session, [replace(paid, is_missing=True)])
    said = desk.at(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in (prompt, "1536 × 1024", "58 s", "292 tokens", "https://gateway.example/v1", "missing"):
        assert part in said
    assert "<img" not in desk.at(0).data(Qt.ItemDataRole.ToolTipRole)
    assert desk.at(0).data(ResultRole.PATH) == str(paid.path)
