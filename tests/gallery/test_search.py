"""Searches: the index lets through what the slow and plain rule lets through, in the same order."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gallery.builders import build_provenance
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Flag, Label, Marks
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import CollectionId, Kind, Query
from turbo_studio.core.result import Upload
from turbo_studio.core.searching import meets
from turbo_studio.gallery.index import Index
from turbo_studio.gallery.layout import Layout
from turbo_studio.gallery.records import Picture, Record, build_result

DIGESTS = ("ab" * 32, "cd" * 32, "ef" * 32)
COLLECTIONS = (CollectionId("01" * 16), CollectionId("02" * 16))
LAYOUT = Layout(Path("/nowhere"))
texts = st.text(st.sampled_from("aAbn%_\\'\"*() äßé猫犬海獭Ａﬁ🦦👩‍🎨\t\n\x00\x85\u3000\ud800"), max_size=12)
moments = st.builds(
    lambda minutes, zone: (datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(zone),
    st.integers(-100_000, 100_000) | st.integers(-90, 90),
    st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-9, minutes=-30))]),
) | st.sampled_from(
    [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))]
)
dollars = st.none() | st.sampled_from([0.0, 0.04, 0.0401, 0.165, 9.99, 1e6]) | st.floats(0, 20_000)
sizes = st.none() | st.sampled_from([Size(1024, 1024), Size(1536, 1024)])
uploads = st.builds(
    lambda digest: Upload(LAYOUT.input(digest), digest, "image/png", Size(8, 8), 9), st.sampled_from(DIGESTS)
)
marks = st.builds(Marks, st.integers(0, 5), st.sampled_from(Label), st.sampled_from(Flag))


@st.composite
def records(draw: st.DrawFn) -> Record:
    provenance = build_provenance(
        prompt=draw(texts),
        source_names=tuple(draw(st.lists(texts, max_size=2))),
        uploads=tuple(draw(st.lists(uploads, max_size=2))),
        source_digests=tuple(draw(st.lists(st.sampled_from(DIGESTS), max_size=1))),
        quality=draw(st.sampled_from(Quality)),
        gateway=draw(st.sampled_from(["sandbox", "https://gateway.theturbo.ai:443"])),
        finished_at=draw(moments),
        dollars=draw(dollars),
    )
    path = "2026/11/20261120-161233-x-7f3a9c.png"
    picture = Picture(path, draw(st.sampled_from(DIGESTS)), 3, "image/png", draw(sizes))
    return Record("", 0, picture, 0, provenance, None, (), {}, draw(marks))


queries = st.builds(
    Query,
    words=texts,
    stars_min=st.sampled_from([0, 0, 1, 3, 5]),
    labels=st.frozensets(st.sampled_from(Label), max_size=2),
    flag=st.none() | st.sampled_from(Flag),
    kind=st.none() | st.sampled_from(Kind),
    qualities=st.frozensets(st.sampled_from(Quality), max_size=2),
    size=sizes,
    since=st.none() | moments,
    until=st.none() | moments,
    dollars_min=dollars,
    dollars_max=dollars,
    is_sandbox=st.none() | st.booleans(),
    source_digest=st.sampled_from(["", "", *DIGESTS]),
    collection=st.none() | st.sampled_from(COLLECTIONS),
)
narrow = st.builds(
    lambda query, kept: Query(**{name: getattr(query, name) for name in kept}),
    queries,
    st.lists(st.sampled_from(Query._fields), max_size=2),
)


def fill(index: Index, drawn: list[Record], joined: set[tuple[CollectionId, int]]) -> list[Record]:
    kept = [replace(each, id=f"{number:032x}", sequence=number) for number, each in enumerate(drawn, 1)]
    for record in kept:
        index.put(record, record.id)
    index.change_members({(each, f"{number:032x}") for each, number in joined}, ())
    return kept


members = st.sets(st.tuples(st.sampled_from(COLLECTIONS), st.integers(1, 8)), max_size=8)


@settings(deadline=None, max_examples=300)
@given(
    drawn=st.lists(records(), min_size=1, max_size=8),
    joined=members,
    asked=st.lists(narrow | queries, min_size=1, max_size=6),
    step=st.integers(1, 3),
    before=st.integers(1, 9),
)
def test_index_lets_through_what_meets_the_query(
    drawn: list[Record], joined: set[tuple[CollectionId, int]], asked: list[Query], step: int, before: int
) -> None:
    with closing(Index(None)) as index:
        kept = fill(index, drawn, joined)
        search = index.open_search()
        for query in asked:
            expected = [
                record.sequence
                for record in reversed(kept)
                if meets(build_result(record, LAYOUT), query)
                and (query.collection is None or (query.collection, record.sequence) in joined)
            ]
            found = [row.place for row in search.fetch_page(query, None, 100)]
            assert found == expected
            assert search.count(query) == len(expected)
            assert search.fetch_anchors(query, step) == expected[::step]
            below = [row.place for row in search.fetch_page(query, before, 2)]
            assert below == [place for place in expected if place < before][:2]


@settings(deadline=None, max_examples=100)
@given(drawn=st.lists(records(), min_size=1, max_size=8), changed=st.lists(marks, max_size=8), joined=members)
def test_what_was_noted_once_is_not_found_when_it_is_gone(
    drawn: list[Record], changed: list[Marks], joined: set[tuple[CollectionId, int]]
) -> None:
    with closing(Index(None)) as index:
        kept = fill(index, drawn, joined)
        for record, others in zip(kept, changed, strict=False):
            index.put(replace(record, marks=others), record.id)
        index.change_members((), {(each, f"{number:032x}") for each, number in joined})
        search = index.open_search()
        now = [replace(record, marks=others) for record, others in zip(kept, changed, strict=False)]
        for stars in range(1, 6):
            expected = [
                each.sequence for each in reversed([*now, *kept[len(now) :]]) if each.marks.stars >= stars
            ]
            assert [row.place for row in search.fetch_page(Query(stars_min=stars), None, 100)] == expected
        assert not any(search.count(Query(collection=each)) for each in COLLECTIONS)
        assert all(index.holds(record, record.id) for record in now)
        index.remove([record.id for record in kept])
        terms = index._connection.execute(
            'SELECT count(*) FROM terms WHERE terms MATCH \'"kindedit" OR "kindgeneration"\''
        )
        assert terms.fetchone() == (0,)


words = st.text(st.sampled_from("aab猫犬🦦%_'\""), min_size=1, max_size=9)


@settings(deadline=None, max_examples=200)
@given(
    prompts=st.lists(st.text(st.sampled_from("aab猫犬🦦%_'\" "), max_size=30), min_size=1, max_size=6),
    word=words,
)
def test_words_of_any_length_are_found_anywhere(prompts: list[str], word: str) -> None:
    with closing(Index(None)) as index:
        for number, prompt in enumerate(prompts, 1):
            picture = Picture("2026/11/20261120-161233-x-7f3a9c.png", "ab" * 32, 3, "image/png")
            provenance = build_provenance(prompt=prompt)
            index.put(Record(f"{number:032x}", number, picture, 0, provenance, None, (), {}), "")
        expected = [number for number, prompt in enumerate(prompts, 1) if word in prompt]
        found = [row.place for row in index.open_search().fetch_page(Query(word), None, 100)]
        assert found == expected[::-1]


def test_a_query_of_anybody_breaks_nothing() -> None:
    strange: list[dict[str, Any]] = [
        {"source_digest": 'a" OR "b'},
        {"source_digest": "two words"},
        {"collection": CollectionId("*")},
        {"collection": CollectionId("")},
        {"stars_min": 99},
        {"dollars_min": float("inf")},
        {"dollars_min": float("nan")},
        {"dollars_max": -1.0},
        {"words": '" AND NOT NEAR(a b) * ^ {term} : -'},
    ]
    record = Record(
        "ab" * 16,
        1,
        Picture("2026/11/20261120-161233-x-7f3a9c.png", "ab" * 32, 3, "image/png"),
        0,
        build_provenance(),
        None,
        (),
        {},
    )
    with closing(Index(None)) as index:
        index.put(record, "")
        search = index.open_search()
        for changes in strange:
            assert search.fetch_page(Query(**changes), None, 10) == []
            assert search.count(Query(**changes)) == 0


def test_of_an_empty_index_there_is_nothing() -> None:
    with closing(Index(None)) as index:
        for query in (Query(), Query("tea", stars_min=3)):
            search = index.open_search()
            assert search.fetch_anchors(query, 1) == []
            assert search.fetch_page(query, None, 10) == []
            assert search.count(query) == 0
