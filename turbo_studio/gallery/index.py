"""The index: one row a result, for pages and searches; it can be thrown away and built again.

A row holds its record as the file holds it, so that a page is read from one file. Everything raises
``sqlite3.Error``; opening it, OSError too.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from turbo_studio.core.searching import build_searchable
from turbo_studio.gallery.schema import open_for_reading, open_index, transaction
from turbo_studio.gallery.search import Search
from turbo_studio.gallery.terms import (
    build_grams,
    build_tags,
    count_microseconds,
    is_member_tag,
    match_all,
    tag_member,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from turbo_studio.gallery.records import Record


class _Text(NamedTuple):
    """A row of ``texts`` without its place: what a result is found by."""

    searchable: str
    tags: str
    came_at: int
    """In microseconds since the year 1."""
    dollars: float | None

    @property
    def terms(self) -> list[str]:
        return [*sorted(build_grams(self.searchable)), *self.tags.split()]


class Index:
    """An open index. One connection, used under the gallery's lock."""

    def __init__(self, path: Path | None) -> None:
        """Open or create, and bring up to date; StorageError(GALLERY_NEWER) for a later version's.

        Without a path it is in memory, and empty.
        """
        self._path = path
        self._connection = open_index(path)
        self._is_changing = self._has_failed = False

    def close(self) -> None:
        self._connection.close()

    @property
    def search(self) -> Search:
        """To be used as this is."""
        return Search(self._connection)

    def open_search(self) -> Search:
        """To be used beside this; where the index is in memory, nothing else may be under way."""
        return self.search if self._path is None else Search(open_for_reading(self._path))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing; a part of the one around it, where there is one."""
        if self._is_changing:
            yield
            return
        if self._has_failed:
            self._open_again()
        self._is_changing = self._has_failed = True
        try:
            with transaction(self._connection):
                yield
            self._has_failed = False
        finally:
            self._is_changing = False

    def put(self, record: Record, text: str) -> int:
        """Add the record's row, or replace it; its place."""
        with self.transaction():
            place = self._take_out(record.id)
            if place is None or place < record.sequence:
                place = self._find_free_place(record.sequence)
            self._execute("INSERT INTO results (place, id, record) VALUES (?, ?, ?)", place, record.id, text)
            self._put_text(place, self._build_text(record))
        return place

    def holds(self, record: Record, text: str) -> bool:
        """Whether the record's row is what ``put`` would write."""
        row = self._find("SELECT place, record FROM results WHERE id = ?", record.id)
        if row is None or row[1] != text or row[0] < record.sequence:
            return False
        (place, _), expected = row, self._build_text(record)
        if self._load_text(place) != expected:
            return False
        match = match_all([term] for term in expected.terms)
        return self._find("SELECT 1 FROM terms WHERE terms MATCH ? AND rowid = ?", match, place) is not None

    def remove(self, ids: Iterable[str]) -> None:
        """Those that have no row are passed over."""
        with self.transaction():
            for result_id in ids:
                self._take_out(result_id)

    def fetch_members(self) -> set[tuple[str, str]]:
        """The pairs of collection and result that the index knows."""
        return set(self._execute("SELECT collection, result_id FROM members").fetchall())

    def change_members(
        self, added: Collection[tuple[str, str]], removed: Collection[tuple[str, str]]
    ) -> None:
        """Pairs of collection and result; results that have no row yet are noted all the same."""
        with self.transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO members (collection, result_id) VALUES (?, ?)", added
            )
            self._connection.executemany(
                "DELETE FROM members WHERE collection = ? AND result_id = ?", removed
            )
            for result_id in sorted({result_id for _, result_id in (*added, *removed)}):
                self._tag_anew(result_id)

    def fetch_ids(self) -> set[str]:
        return {result_id for (result_id,) in self._execute("SELECT id FROM results")}

    def fetch_records(self) -> Iterator[str]:
        """All of them, as their files have them."""
        return (text for (text,) in self._execute("SELECT record FROM results"))

    def fetch_last_place(self) -> int:
        """0 where there are no rows."""
        (last,) = self._execute("SELECT coalesce(max(place), 0) FROM results").fetchone()
        return int(last)

    def find_place(self, result_id: str) -> int:
        """0 where it has no row."""
        row = self._find("SELECT place FROM results WHERE id = ?", result_id)
        return 0 if row is None else int(row[0])

    def _open_again(self) -> None:
        """A connection whose disk has failed goes on failing after the disk is well again."""
        if self._path is not None:
            self._connection.close()
            self._connection = open_index(self._path)

    def _find_free_place(self, sequence: int) -> int:
        """The sequence's own, or the one above all where another result has that, as a forged one may."""
        is_taken = self._find("SELECT 1 FROM results WHERE place = ?", sequence) is not None
        return self.fetch_last_place() + 1 if is_taken else sequence

    def _take_out(self, result_id: str) -> int | None:
        """The place that it had."""
        row = self._find("SELECT place FROM results WHERE id = ?", result_id)
        if row is None:
            return None
        self._take_out_text(row[0])
        self._execute("DELETE FROM results WHERE place = ?", row[0])
        return int(row[0])

    def _tag_anew(self, result_id: str) -> None:
        row = self._find("SELECT place FROM results WHERE id = ?", result_id)
        text = None if row is None else self._load_text(row[0])
        if row is not None and text is not None:
            own = (tag for tag in text.tags.split() if not is_member_tag(tag))
            self._take_out_text(row[0])
            self._put_text(row[0], text._replace(tags=" ".join([*own, *self._tag_members(result_id)])))

    def _build_text(self, record: Record) -> _Text:
        made_by = record.provenance
        return _Text(
            build_searchable(made_by),
            " ".join([*build_tags(record), *self._tag_members(record.id)]),
            count_microseconds(made_by.finished_at),
            made_by.dollars,
        )

    def _tag_members(self, result_id: str) -> list[str]:
        found = self._execute("SELECT collection FROM members WHERE result_id = ? ORDER BY 1", result_id)
        return [tag_member(collection) for (collection,) in found.fetchall()]

    def _load_text(self, place: int) -> _Text | None:
        row = self._find("SELECT searchable, tags, came_at, dollars FROM texts WHERE place = ?", place)
        return None if row is None else _Text(*row)

    def _put_text(self, place: int, text: _Text) -> None:
        self._execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", place, *text)
        self._execute("INSERT INTO terms (rowid, term) VALUES (?, ?)", place, " ".join(text.terms))

    def _take_out_text(self, place: int) -> None:
        """The index of terms keeps no text: what it knows of a row is taken out by the same terms."""
        text = self._load_text(place)
        if text is not None:
            statement = "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)"
            self._execute(statement, place, " ".join(text.terms))
            self._execute("DELETE FROM texts WHERE place = ?", place)

    def _find(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._execute(statement, *values).fetchone()
        return found

    def _execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)
