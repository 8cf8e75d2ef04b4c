"""Reads the gallery beside what is being saved: on a connection of its own, for one thread at a time.

A gallery has two: counting all that a query lets through takes long, and no page is to wait for that.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, TypeVar

from turbo_studio.gallery.records import RecordError, build_result, decode_record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from turbo_studio.core.query import Query
    from turbo_studio.core.result import Result
    from turbo_studio.gallery.index import Index
    from turbo_studio.gallery.layout import Layout
    from turbo_studio.gallery.search import Row, Search

T = TypeVar("T")
Damage = sqlite3.DatabaseError | RecordError


class Reader:
    """OSError, sqlite3.Error, RecordError. A commit is waited for, and nothing else that is written."""

    def __init__(self, layout: Layout, mend: Callable[[Damage, Search | None], None]) -> None:
        """``mend`` makes good what turned out to be damaged, unless it has been meanwhile, or raises it."""
        self._layout = layout
        self._mend = mend
        self._reading = threading.Lock()
        self._search: Search | None = None

    @property
    def search(self) -> Search | None:
        """What is read now; None while there is no index."""
        return self._search

    def open(self, index: Index) -> None:
        with self._reading:
            self._search = index.open_search()

    def close(self) -> None:
        """After the call under way; harmless to repeat."""
        with self._reading:
            if self._search is not None:
                self._search.close()
            self._search = None

    def fetch_page(self, query: Query, before: int | None, limit: int) -> tuple[Result, ...]:
        return self._read(lambda search: self._build(search.fetch_page(query, before, limit)))

    def count(self, query: Query) -> int:
        return self._read(lambda search: search.count(query))

    def fetch_anchors(self, query: Query, step: int) -> tuple[int, ...]:
        return self._read(lambda search: tuple(search.fetch_anchors(query, step)))

    def fetch_results(self, ids: Sequence[str]) -> tuple[Result, ...]:
        found = self._read(lambda search: self._build(search.fetch_by_id(ids)))
        results = {str(result.id): result for result in found}
        return tuple(results[each] for each in ids if each in results)

    def find_by_digest(self, digests: Collection[str]) -> tuple[Result, ...]:
        return self._read(lambda search: self._build(search.fetch_by_digest(digests)))

    def count_members(self) -> dict[str, int]:
        """How many results are in each collection that has any."""
        return self._read(lambda search: search.count_members())

    def _build(self, rows: Iterable[Row]) -> tuple[Result, ...]:
        return build_results(rows, self._layout)

    def _read(self, read: Callable[[Search], T]) -> T:
        """Read; where the index turns out to be damaged, once more from one that is built anew."""
        with self._reading:
            search = self._search
            try:
                return read(_expect(search))
            except (sqlite3.DatabaseError, RecordError) as error:
                damage = error
        self._mend(damage, search)
        with self._reading:
            return read(_expect(self._search))


def build_results(rows: Iterable[Row], layout: Layout) -> tuple[Result, ...]:
    return tuple(build_result(decode_record(row.record, layout), layout, row.place) for row in rows)


def _expect(search: Search | None) -> Search:
    if search is None:
        raise sqlite3.ProgrammingError("the index is closed")
    return search
