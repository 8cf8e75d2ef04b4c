"""The journal's folders: one for each job, from the press until its result is recorded.

A folder appears whole or not at all: it is made in the staging folder and moved in one step, with the
request and the first entry in it. Entries are files of their own with rising numbers, never changed, and
put in place exclusively: of two who want to write the same step of a job, one fails.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from turbo_studio.core.ports import KeptJob
from turbo_studio.gallery import disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from turbo_studio.gallery.layout import Layout

REQUEST_NAME = "request.json"
_ENTRY_NAME = re.compile(r"entry-([0-9]{4})\.json", re.ASCII)
_ENTRIES_MAX = 9_999
REQUEST_BYTES_MAX = 4_000_000
"""No file of ours comes near: a prompt takes 384 kB at the most."""

_log = logging.getLogger(__name__)


class DiskJournal:
    """Fills the port ``Journal``; ``use`` guards each call, as the gallery's own."""

    def __init__(self, layout: Layout, use: Callable[[], AbstractContextManager[object]]) -> None:
        self._layout = layout
        self._use = use

    def begin(self, job_id: str) -> Path:
        """A private folder for what is prepared for a job; gone after a crash."""
        with self._use():
            folder = self._layout.staged_job(job_id)
            folder.mkdir(mode=0o700)
            return folder

    def drop(self, job_id: str) -> None:
        """Remove what ``begin`` made."""
        with self._use():
            disk.remove_tree(self._layout.staged_job(job_id), self._layout.staging)

    def queue(self, job_id: str, request: bytes, entry: bytes) -> Path:
        """Give the folder that was begun its place, with the request and the first entry; durable."""
        with self._use():
            staged, folder = self._layout.staged_job(job_id), self._layout.job(job_id)
            disk.write_new(staged / REQUEST_NAME, request)
            disk.write_new(staged / _format_entry_name(1), entry)
            disk.sync_folder(staged)
            staged.rename(folder)
            disk.sync_folder(folder.parent)
            return folder

    def append(self, job_id: str, number: int, entry: bytes) -> None:
        """Put an entry in place, durable; StorageError where there is one of that number."""
        with self._use():
            path = self._layout.job_file(job_id, _format_entry_name(number))
            disk.place_new(path, entry, self._layout.staging)

    def load_all(self) -> tuple[KeptJob, ...]:
        """What each folder holds, by name; what cannot be read is missing from it."""
        with self._use():
            folders = sorted(path for path in self._layout.journal.iterdir() if path.is_dir())
            return tuple(self._load(folder) for folder in folders if self._layout.is_job(folder))

    def remove(self, job_id: str) -> None:
        """Nothing happens where there is none."""
        with self._use():
            disk.remove_tree(self._layout.job(job_id), self._layout.staging)

    def _load(self, folder: Path) -> KeptJob:
        entries: dict[int, bytes | None] = {}
        with suppress(OSError):
            for path in folder.iterdir():
                if matched := _ENTRY_NAME.fullmatch(path.name):
                    entries[int(matched[1])] = _load_file(path)
        ordered = tuple(entries[number] for number in sorted(entries))
        return KeptJob(
            folder.name, folder, _load_file(folder / REQUEST_NAME), ordered, max(entries, default=0)
        )


def _format_entry_name(number: int) -> str:
    if not 1 <= number <= _ENTRIES_MAX:
        raise ValueError(f"no number of an entry: {number}")
    return f"entry-{number:04}.json"


def _load_file(path: Path) -> bytes | None:
    try:
        return disk.read_small(path, REQUEST_BYTES_MAX)
    except OSError as error:
        _log.warning("a file of the journal cannot be read: %s", type(error).__name__)
        return None
