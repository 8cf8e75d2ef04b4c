"""The session's results: one query for all views, and facts passed on with what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import build_result
from tests.session.test_session import Stage
from turbo_studio.core.collection import Collection, SavedSearch, SearchId
from turbo_studio.core.facts import (
    AnchorsFetched,
    CollectionsChanged,
    PageFetched,
    ResultsChanged,
    ResultsCounted,
    ResultsRemoved,
    ResultsRestored,
)
from turbo_studio.core.marks import Flag, Label, Marks
from turbo_studio.core.query import CollectionId, Query
from turbo_studio.core.result import ResultId

if TYPE_CHECKING:
    from pathlib import Path

CUPS = CollectionId("01" * 16)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_all_is_asked_for_by_the_query_that_is_shown(stage: Stage) -> None:
    results, query = stage.session.results, Query("tea", stars_min=2)
    results.set_query(query)
    results.set_query(query)
    results.fetch_page(before=7, limit=50)
    results.count()
    results.fetch_anchors(100)
    results.save_search("tea")
    assert stage.engine.calls == [
        ("fetch_page", (query, 7, 50)),
        ("count", (query,)),
        ("fetch_anchors", (query, 100)),
        ("save_search", ("tea", query)),
    ]
    assert [name for name, *_ in stage.told] == ["query_changed"]


def test_an_arrival_is_held_against_the_query(stage: Stage) -> None:
    results, result = stage.session.results, build_result(stage.folder, prompt="A Cup of Tea")
    assert results.meets(result)
    results.set_query(Query("cup"))
    assert results.meets(result)
    results.set_query(Query("cup", stars_min=1))
    assert not results.meets(result)
    assert results.meets(replace(result, marks=Marks(1)))
    results.set_query(Query(collection=CUPS))
    assert not results.meets(result)


def test_no_marks_for_nobody(stage: Stage) -> None:
    stage.session.results.change_marks([])
    stage.session.results.change_marks([ResultId("a")], label=Label.RED)
    stage.session.results.change_marks([ResultId("b")], stars=0, flag=Flag.PICK)
    assert stage.engine.calls_of("change_marks") == [
        (("a",), None, Label.RED, None),
        (("b",), 0, None, Flag.PICK),
    ]


def test_facts_are_passed_on(stage: Stage) -> None:
    result = build_result(stage.folder)
    page, count, anchors = (
        PageFetched(Query(), None, 200, (result,)),
        ResultsCounted(Query(), 1),
        AnchorsFetched(Query(), 5, (1,)),
    )
    for fact in (page, count, anchors, ResultsChanged((result,))):
        stage.session.receive(fact)
    assert stage.told == [
        ("page_fetched", page),
        ("results_counted", count),
        ("anchors_fetched", anchors),
        ("results_changed", (result,)),
    ]


def test_collections_are_there_before_they_are_told(stage: Stage) -> None:
    collections = (Collection(CUPS, "Cups", 3),)
    searches = (SavedSearch(SearchId("02" * 16), "Tea", Query("tea")),)
    stage.session.receive(CollectionsChanged(collections, searches))
    assert stage.told == [("collections_changed",)]
    assert (stage.session.results.collections, stage.session.results.saved_searches) == (
        collections,
        searches,
    )


def test_the_collection_that_is_shown_is_left_before_it_goes(stage: Stage) -> None:
    results = stage.session.results
    results.set_query(Query("tea", collection=CUPS))
    results.delete_collection(CUPS)
    assert results.query == Query("tea")
    assert stage.engine.calls_of("delete_collection") == [(CUPS,)]


def test_collections_are_counted_again_when_results_come_or_go(stage: Stage) -> None:
    result = build_result(stage.folder)
    stage.session.receive(ResultsRemoved((result.id,)))
    assert stage.engine.calls_of("fetch_collections") == []
    stage.session.receive(CollectionsChanged((Collection(CUPS, "Cups", 1),), ()))
    stage.session.receive(ResultsRemoved((result.id,)))
    stage.session.receive(ResultsRestored((result,)))
    assert len(stage.engine.calls_of("fetch_collections")) == 2
