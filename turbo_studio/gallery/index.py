"""The index: one row a result, for pages and searches; it can be thrown away and built again.

A row holds its record as the file holds it, so that a page is read from one file. Journal mode DELETE
with ``synchronous=EXTRA``: the write-ahead log has a corruption race before SQLite 3.51.3, and
interpreters bring older ones along. Everything raises ``sqlite3.Error``; opening it, OSError too.
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from turbo_studio.core.draft import clean_prompt
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.gallery import disk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from turbo_studio.gallery.records import Record

APPLICATION_ID = 0x54537475  # "TStu"
_BUSY_TIMEOUT_MS = 5_000
_WORDS_MAX = 32
_WORD_CHARACTERS_MAX = 1_000
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE results (
            id TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL,
            searchable TEXT NOT NULL,
            record TEXT NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX results_by_sequence ON results (sequence, id)",
    ),
)
"""The statements that lead from each version to the next."""


class ForeignIndexError(sqlite3.DatabaseError):
    """A database, but another program's."""


class Index:
    """An open index. One connection, used under the gallery's lock."""

    def __init__(self, path: Path | None) -> None:
        """Open or create, and bring up to date; StorageError(GALLERY_NEWER) for a later version's.

        Without a path it is in memory, and empty.
        """
        if path is not None:
            # SQLite would create it readable for all; its journal takes the same mode.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._path = path
        name = ":memory:" if path is None else path
        self._connection = sqlite3.connect(name, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def put(self, record: Record, text: str) -> None:
        """Add the record's row, or replace it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO results (id, sequence, searchable, record) VALUES (?, ?, ?, ?)",
            (record.id, record.sequence, build_searchable(record), text),
        )

    def holds(self, record: Record, text: str) -> bool:
        """Whether the record's row is what ``put`` would write."""
        row = (record.id, record.sequence, build_searchable(record), text)
        found = self._connection.execute(
            "SELECT id, sequence, searchable, record FROM results WHERE id = ?", (record.id,)
        )
        return bool(found.fetchone() == row)

    def remove(self, result_id: str) -> None:
        self._connection.execute("DELETE FROM results WHERE id = ?", (result_id,))

    def remove_all(self, ids: Collection[str]) -> None:
        """Without a row for some of them, these are passed over."""
        with self.transaction():
            for result_id in ids:
                self.remove(result_id)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def fetch_ids(self) -> set[str]:
        return {result_id for (result_id,) in self._connection.execute("SELECT id FROM results")}

    def fetch_records(self) -> Iterator[str]:
        """All of them, as their files have them."""
        return (text for (text,) in self._connection.execute("SELECT record FROM results"))

    def fetch_last_sequence(self) -> int:
        """0 where there are no rows."""
        (last,) = self._connection.execute("SELECT coalesce(max(sequence), 0) FROM results").fetchone()
        return int(last)

    def fetch_page(self, search: str, before_id: str | None, limit: int) -> list[str]:
        """Records, newest first; those below ``before_id`` where one is given."""
        where, parameters = _build_condition(search)
        if before_id is not None:
            where += " AND (sequence, id) < (SELECT sequence, id FROM results WHERE id = ?)"
            parameters.append(before_id)
        rows = self._connection.execute(
            # The condition is made of constants alone; what was typed is bound.
            f"SELECT record FROM results WHERE {where} ORDER BY sequence DESC, id DESC LIMIT ?",  # noqa: S608
            [*parameters, limit],
        )
        return [text for (text,) in rows]

    def count(self, search: str) -> int:
        where, parameters = _build_condition(search)
        query = f"SELECT count(*) FROM results WHERE {where}"  # noqa: S608 - as above
        (count,) = self._connection.execute(query, parameters).fetchone()
        return int(count)

    def _prepare(self) -> None:
        execute = self._connection.execute
        execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        # Other programs' files are recognised before anything is changed in them.
        application_id, version = self._read_number("application_id"), self._read_number("user_version")
        (tables,) = execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application_id != APPLICATION_ID and (application_id or version or tables):
            raise ForeignIndexError("the index belongs to another program")
        if version > len(_MIGRATIONS):
            raise StorageError(ProblemCode.GALLERY_NEWER)
        execute("PRAGMA journal_mode = DELETE")
        execute("PRAGMA synchronous = EXTRA")
        execute("PRAGMA trusted_schema = OFF")
        if version < len(_MIGRATIONS):
            self._migrate(version)

    def _migrate(self, version: int) -> None:
        """All steps or none: a crash leaves the old index or the new one, and a copy of the old."""
        if version and self._path is not None:
            _back_up(self._path, version)
        with self.transaction():
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for statements in _MIGRATIONS[version:]:
                for statement in statements:
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    def _read_number(self, pragma: str) -> int:
        (number,) = self._connection.execute(f"PRAGMA {pragma}").fetchone()
        return int(number)


def _back_up(path: Path, version: int) -> None:
    """A copy beside the index, durable, for the version of the program that made it. OSError."""
    backup = path.with_name(f"index.version-{version}.sqlite")
    part = backup.with_suffix(".part")
    part.unlink(missing_ok=True)  # of a crash
    disk.write_new(part, path.read_bytes())
    part.replace(backup)
    disk.sync_folder(path.parent)


def build_searchable(record: Record) -> str:
    """What a search looks through: the prompt and the names of the sources."""
    return normalise("\n".join((record.provenance.prompt, *record.provenance.source_names)))


def normalise(text: str) -> str:
    """One form for what looks alike: case, full-width letters and ligatures."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean_prompt(text)).casefold())


def _build_condition(search: str) -> tuple[str, list[str | int]]:
    """All words must be somewhere in the text; ``LIKE``, for word indexes do not find Chinese."""
    words = list(dict.fromkeys(normalise(search).split()))[:_WORDS_MAX]
    condition = " AND ".join(["TRUE", *[r"searchable LIKE ? ESCAPE '\'" for _ in words]])
    return condition, [f"%{_escape(word[:_WORD_CHARACTERS_MAX])}%" for word in words]


def _escape(word: str) -> str:
    r"""So that ``%``, ``_`` and ``\`` mean themselves."""
    for wildcard in "\\%_":
        word = word.replace(wildcard, f"\\{wildcard}")
    return word
