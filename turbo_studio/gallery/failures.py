"""What the operating system says when the disk will not, as the program's own errors."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from turbo_studio.core.problems import ProblemCode, StorageError, build_storage_error
from turbo_studio.gallery.records import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# READONLY: what SQLite says when its file was removed under it. ERROR: tables are missing. CONSTRAINT: they
# contradict each other.
_DAMAGED = frozenset(
    {
        0,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_ERROR,
    }
)


@contextmanager
def as_storage_errors(folder: Path) -> Iterator[None]:
    """OSError, sqlite3.Error and RecordError become StorageError about ``folder``."""
    try:
        yield
    except OSError as error:
        raise build_storage_error(error, folder) from error
    except sqlite3.Error as error:
        if _read_code(error) == sqlite3.SQLITE_FULL:
            raise StorageError(ProblemCode.DISK_FULL, str(error), folder=str(folder)) from error
        raise StorageError(ProblemCode.STORAGE_FAILED, reason=str(error)) from error
    except RecordError as fault:
        raise StorageError(ProblemCode.STORAGE_FAILED, reason=str(fault)) from fault


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the database itself is at fault, so that a new one would do; not so where the disk is."""
    return _read_code(error) in _DAMAGED


def _read_code(error: sqlite3.Error) -> int:
    """SQLite's code without its refinements; 0 for what Python or this program raised on its own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
