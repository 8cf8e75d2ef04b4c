"""Saved searches: queries under a name, in small files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from tests.gallery.test_search import queries
from turbo_studio.core.marks import Label
from turbo_studio.core.query import Query
from turbo_studio.gallery.saved_searches import decode_query, encode_query

if TYPE_CHECKING:
    from turbo_studio.core.collection import SearchId
    from turbo_studio.gallery.gallery import DiskGallery


@given(query=queries.filter(lambda query: "\ud800" not in query.words))
def test_a_query_is_read_as_it_was_written(query: Query) -> None:
    written = json.dumps(encode_query(query), allow_nan=False)
    assert decode_query(json.loads(written)) == query


def test_only_what_narrows_is_written() -> None:
    assert encode_query(Query()) == {}
    assert encode_query(Query("猫", labels=frozenset({Label.RED}))) == {"words": "猫", "labels": ["red"]}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"words": 1},
        {"stars_min": 6},
        {"stars_min": True},
        {"labels": ["pink"]},
        {"labels": 3},
        {"flag": "maybe"},
        {"kind": 1},
        {"size": "wide"},
        {"size": 7},
        {"since": "2026-11-20"},
        {"since": 5},
        {"dollars_min": "much"},
        {"is_sandbox": 1},
        {"collection": 5},
        {"mood": "good"},
    ],
)
def test_what_is_not_known_here_is_no_query(value: Any) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        decode_query(value)


def test_one_of_a_name_is_replaced(gallery: DiskGallery) -> None:
    searches = gallery.saved_searches
    best = searches.save("Best", Query(stars_min=4))
    cats = searches.save("cats ", Query("猫"))
    assert searches.save(" Best", Query(stars_min=5)) == best
    assert [(each.id, each.name, each.query) for each in searches.list_all()] == [
        (best, "Best", Query(stars_min=5)),
        (cats, "cats", Query("猫")),
    ]
    searches.delete(best)
    searches.delete(best)
    assert [each.id for each in searches.list_all()] == [cats]


def test_one_that_asks_for_what_is_not_known_here_is_left_alone(gallery: DiskGallery) -> None:
    later: SearchId = gallery.saved_searches.save("later", Query("x"))
    path = gallery.folder / ".studio" / "searches" / f"{later}.json"
    content = json.dumps(json.loads(path.read_text()) | {"query": {"mood": "good"}})
    path.write_text(content)
    assert gallery.saved_searches.list_all() == ()
    assert path.read_text() == content
