"""The library: what is asked for comes as facts, each with its query, and reading waits for no writing."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests.gallery.builders import add_one
from tests.helpers.patience import PATIENCE_S
from turbo_studio.core.facts import (
    AnchorsFetched,
    CollectionDeleted,
    CollectionsChanged,
    MembersChanged,
    PageFetched,
    ResultsChanged,
    ResultsCounted,
)
from turbo_studio.core.marks import Flag, Label, Marks
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.jobs import library
from turbo_studio.jobs.library import Library
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from turbo_studio.core.facts import Fact

F = TypeVar("F")


class Bench:
    """A worker with a real gallery of five results, and the facts that are told."""

    def __init__(self, gallery: DiskGallery, folder: Path) -> None:
        self.facts: list[Fact] = []
        self.errors: list[Exception] = []
        self.worker = Worker()
        self.worker.start()
        self.library = Library(self.worker, self._use_gallery, self._run, self.facts.append)
        self.ids = [ResultId(add_one(gallery, folder, f"job-{number}")) for number in range(5)]
        self._gallery = gallery

    def wait_for(self, kind: type[F]) -> F:
        """The first fact of the kind, which is then forgotten."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            for fact in self.facts:
                if isinstance(fact, kind):
                    self.facts.remove(fact)
                    return fact
            time.sleep(0.002)
        raise AssertionError(f"no {kind.__name__}, but {self.facts} and {self.errors}")

    def close(self) -> None:
        async def do_nothing() -> None:
            pass

        self.worker.stop(do_nothing())

    async def _use_gallery(self) -> DiskGallery:
        return self._gallery

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        async def note_errors() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - the test looks at it
                self.errors.append(error)

        self.worker.run(note_errors())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with closing(DiskGallery(tmp_path / "gallery")) as gallery, closing(Bench(gallery, tmp_path)) as bench:
        yield bench


def test_answers_say_what_was_asked(bench: Bench) -> None:
    query = Query("otter")
    bench.library.fetch_page(query, 4, 2)
    page = bench.wait_for(PageFetched)
    assert (page.query, page.before, [each.id for each in page.results]) == (query, 4, bench.ids[2:0:-1])
    bench.library.count(query)
    assert bench.wait_for(ResultsCounted) == ResultsCounted(query, 5)
    bench.library.fetch_anchors(query, 2)
    assert bench.wait_for(AnchorsFetched) == AnchorsFetched(query, 2, (5, 3, 1))


def test_a_page_comes_while_something_is_saved(bench: Bench) -> None:
    may_end = threading.Event()
    bench.worker.run(bench.worker.run_on_disk(may_end.wait, PATIENCE_S))
    bench.library.change_marks(bench.ids[:1], 5, None, None)
    bench.library.fetch_page(Query(), None, 10)
    assert [each.marks.stars for each in bench.wait_for(PageFetched).results] == [0] * 5
    assert not any(isinstance(fact, ResultsChanged) for fact in bench.facts)
    may_end.set()
    assert [each.marks for each in bench.wait_for(ResultsChanged).results] == [Marks(5)]


def test_a_page_comes_while_something_is_counted_and_only_the_last_is(bench: Bench) -> None:
    may_end = threading.Event()
    bench.worker.run(bench.worker.run_counting(may_end.wait, PATIENCE_S))
    for words in ("a", "b", "otter"):
        bench.library.count(Query(words))
        bench.library.fetch_anchors(Query(words), 3)
    bench.library.fetch_page(Query(), None, 10)
    bench.wait_for(PageFetched)
    assert not bench.facts
    may_end.set()
    assert bench.wait_for(AnchorsFetched) == AnchorsFetched(Query("otter"), 3, (5, 2))
    assert bench.facts == [ResultsCounted(Query("otter"), 5)]


def test_many_are_marked_in_parts(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_PART", 2)
    bench.library.change_marks(bench.ids, None, Label.BLUE, Flag.REJECT)
    told = [bench.wait_for(ResultsChanged).results for _ in range(3)]
    assert [each.id for part in told for each in part] == bench.ids
    assert {each.marks for part in told for each in part} == {Marks(0, Label.BLUE, Flag.REJECT)}


def test_each_change_of_a_collection_tells_all_of_them(bench: Bench) -> None:
    told: list[CollectionsChanged] = []

    def do(change: Callable[..., None], *values: object) -> list[tuple[str, int]]:
        change(*values)
        told.append(bench.wait_for(CollectionsChanged))
        return [(each.name, each.total) for each in told[-1].collections]

    ask = bench.library
    assert do(ask.create_collection, "cups", bench.ids[:2]) == [("cups", 2)]
    cups = told[-1].collections[0].id
    assert do(ask.add_to_collection, cups, bench.ids[:3]) == [("cups", 3)]
    joined = bench.wait_for(MembersChanged)
    assert (joined.collection, [each.id for each in joined.joined]) == (cups, bench.ids[:3])
    assert do(ask.remove_from_collection, cups, bench.ids[:1]) == [("cups", 2)]
    assert bench.wait_for(MembersChanged) == MembersChanged(cups, left=(bench.ids[0],))
    assert do(ask.rename_collection, cups, "pots") == [("pots", 2)]
    assert do(ask.save_search, "otters", Query("otter")) == [("pots", 2)]
    (saved,) = told[-1].saved_searches
    assert (saved.name, saved.query) == ("otters", Query("otter"))
    assert do(ask.fetch_collections) == [("pots", 2)]
    assert do(ask.delete_collection, cups) == []
    assert bench.wait_for(CollectionDeleted) == CollectionDeleted("pots", tuple(bench.ids[1:3]))
    assert do(ask.delete_search, saved.id) == []
    assert told[-1].saved_searches == ()
