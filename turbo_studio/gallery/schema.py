"""The form of the index: its tables, how one version leads to the next, and whose a database is.

Journal mode DELETE with ``synchronous=EXTRA``: the write-ahead log has a corruption race before SQLite
3.51.3, and interpreters bring older ones along.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.gallery import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION_ID = 0x54537475  # "TStu"
_BUSY_TIMEOUT_MS = 5_000
_PUNCTUATION = "!\"\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"
"""Part of terms as letters are. Both quotes stand doubled, for they are quoted twice."""
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
    (
        # Emptied, for the records' files are read anyhow: the first look at them makes the rows again.
        "DROP TABLE results",
        # The place is the record's sequence, or the next free one where another has that.
        """
        CREATE TABLE results (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            tags TEXT NOT NULL,
            record TEXT NOT NULL
        )
        """,
        # Narrow: what counts all rows, or walks over them, need not read the records.
        "CREATE INDEX results_by_place ON results (place)",
        # What is read of many rows to let a few through.
        """
        CREATE TABLE texts (
            place INTEGER PRIMARY KEY,
            searchable TEXT NOT NULL,
            came_at INTEGER NOT NULL,
            dollars REAL
        )
        """,
        # Without contents: a row is taken out by naming its terms once more.
        f"""
        CREATE VIRTUAL TABLE terms USING fts5(
            term, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '{_PUNCTUATION}'"
        )
        """,
        """
        CREATE TABLE members (
            result_id TEXT NOT NULL, collection TEXT NOT NULL, PRIMARY KEY (result_id, collection)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX members_by_collection ON members (collection)",
    ),
)
"""The statements that lead from each version to the next."""


class ForeignIndexError(sqlite3.DatabaseError):
    """A database, but another program's."""


def open_index(path: Path | None) -> sqlite3.Connection:
    """Open or create, and bring up to date; StorageError(GALLERY_NEWER) for a later version's.

    Without a path it is in memory, and empty. sqlite3.Error, OSError.
    """
    if path is not None:
        # SQLite would create it readable for all; its journal takes the same mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = _connect(":memory:" if path is None else str(path))
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A second connection to an index that is open already."""
    connection = _connect(f"{path.as_uri()}?mode=rw")
    connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _connect(name: str) -> sqlite3.Connection:
    """Used by one thread at a time, under a lock."""
    connection = sqlite3.connect(
        name, isolation_level=None, check_same_thread=False, uri=name.startswith("file:")
    )
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    # Other programs' files are recognised before anything is changed in them.
    application_id = _read_number("application_id", connection)
    version = _read_number("user_version", connection)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application_id != APPLICATION_ID and (application_id or version or tables):
        raise ForeignIndexError("the index belongs to another program")
    if version > len(_MIGRATIONS):
        raise StorageError(ProblemCode.GALLERY_NEWER)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    if version < len(_MIGRATIONS):
        _migrate(connection, version, path)


def _migrate(connection: sqlite3.Connection, version: int, path: Path | None) -> None:
    """All steps or none: a crash leaves the old index or the new one, and a copy of the old."""
    if version and path is not None:
        _back_up(path, version)
    with transaction(connection):
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for statements in _MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")


def _read_number(pragma: str, connection: sqlite3.Connection) -> int:
    (number,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(number)


def _back_up(path: Path, version: int) -> None:
    """A copy beside the index, durable, for the version of the program that made it. OSError."""
    backup = path.with_name(f"index.version-{version}.sqlite")
    part = backup.with_suffix(".part")
    part.unlink(missing_ok=True)  # of a crash
    disk.write_new(part, path.read_bytes())
    part.replace(backup)
    disk.sync_folder(path.parent)
