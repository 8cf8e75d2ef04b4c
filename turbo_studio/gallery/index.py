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


class _Entry(NamedTuple):
    """What a result is found by."""

    searchable: str
    tags: str
    came_at: int
    """In microseconds since the year 1."""
    dollars: float | None

    @property
    def terms(self) -> set[str]:
        return build_grams(self.searchable).union(self.tags.split())


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
            entry = self._build_entry(record)
            place, old = self._load(record.id)
            if old is not None and place < record.sequence:
                self.remove([record.id])
                old = None
            if old is not None:
                self._execute("UPDATE results SET record = ? WHERE place = ?", text, place)
                self._replace(place, old, entry)
                return place
            place = self._find_free_place(record.sequence)
            row = (place, record.id, entry.tags, text)
            self._execute("INSERT INTO results (place, id, tags, record) VALUES (?, ?, ?, ?)", *row)
            seen = (place, entry.searchable, entry.came_at, entry.dollars)
            self._execute(
                "INSERT INTO texts (place, searchable, came_at, dollars) VALUES (?, ?, ?, ?)", *seen
            )
            self._note_terms(place, entry.terms)
        return place

    def put_anew(self, record: Record, text: str) -> int:
        """``put`` for a row that is not to be trusted, nor what was noted of it."""
        with self.transaction():
            self.remove([record.id])
            return self.put(record, text)

    def holds(self, record: Record, text: str) -> bool:
        """Whether the record's row is what ``put`` would write."""
        place, entry = self._load(record.id)
        expected = self._build_entry(record)
        stored = self._find("SELECT record FROM results WHERE place = ?", place)
        if place < record.sequence or entry != expected or stored != (text,):
            return False
        match = match_all([term] for term in expected.terms)
        return self._find("SELECT 1 FROM terms WHERE terms MATCH ? AND rowid = ?", match, place) is not None

    def remove(self, ids: Iterable[str]) -> None:
        """Those that have no row are passed over."""
        with self.transaction():
            for result_id in ids:
                place, entry = self._load(result_id)
                if entry is not None:
                    self._take_out(place, entry)
                self._execute("DELETE FROM results WHERE id = ?", result_id)  # where half of a row was left

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
            changed = {result_id for _, result_id in (*added, *removed)}
            for _, result_id in sorted((self.find_place(each), each) for each in changed):
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

    def _tag_anew(self, result_id: str) -> None:
        place, old = self._load(result_id)
        if old is not None:
            own = (tag for tag in old.tags.split() if not is_member_tag(tag))
            self._replace(place, old, old._replace(tags=" ".join([*own, *self._tag_members(result_id)])))

    def _build_entry(self, record: Record) -> _Entry:
        made_by = record.provenance
        return _Entry(
            build_searchable(made_by),
            " ".join([*build_tags(record), *self._tag_members(record.id)]),
            count_microseconds(made_by.finished_at),
            made_by.dollars,
        )

    def _tag_members(self, result_id: str) -> list[str]:
        found = self._execute("SELECT collection FROM members WHERE result_id = ? ORDER BY 1", result_id)
        return [tag_member(collection) for (collection,) in found.fetchall()]

    def _load(self, result_id: str) -> tuple[int, _Entry | None]:
        """Its place and what it is found by; 0 and None where it has no row."""
        row = self._find(
            """
            SELECT place, searchable, tags, came_at, dollars FROM results JOIN texts USING (place)
            WHERE id = ?
            """,
            result_id,
        )
        return (0, None) if row is None else (row[0], _Entry(*row[1:]))

    def _replace(self, place: int, old: _Entry, new: _Entry) -> None:
        """Marks and collections change often, and words never: only terms that differ are touched."""
        if new == old:
            return
        self._execute("UPDATE results SET tags = ? WHERE place = ?", new.tags, place)
        statement = "UPDATE texts SET searchable = ?, came_at = ?, dollars = ? WHERE place = ?"
        self._execute(statement, new.searchable, new.came_at, new.dollars, place)
        self._take_out_terms(place, old.terms - new.terms)
        self._note_terms(place, new.terms - old.terms)

    def _take_out(self, place: int, entry: _Entry) -> None:
        self._take_out_terms(place, entry.terms)
        self._execute("DELETE FROM texts WHERE place = ?", place)

    def _take_out_terms(self, place: int, terms: set[str]) -> None:
        """By naming them once more, for the index of terms keeps no text. It counts calls as it counts those
        of ``_note_terms``: as many of the one as of the other, also without a term."""
        self._execute(
            "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)", place, " ".join(sorted(terms))
        )

    def _note_terms(self, place: int, terms: set[str]) -> None:
        self._execute("INSERT INTO terms (rowid, term) VALUES (?, ?)", place, " ".join(sorted(terms)))

    def _find(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._execute(statement, *values).fetchone()
        return found

    def _execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)
