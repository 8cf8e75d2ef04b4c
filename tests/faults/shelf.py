"""What lies under a gallery's folder, read without the program: the judge of what a fault has left."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.case_gateway import GOOD_BODY, PICTURE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIGEST = hashlib.sha256(PICTURE).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    folder: Path
    """The gallery's."""

    @property
    def _private(self) -> Path:
        return self.folder / ".studio"

    @property
    def pictures(self) -> list[Path]:
        """Every file that a person sees."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return [path for path in files if self._private not in path.parents]

    @property
    def jobs(self) -> list[Path]:
        """The folders of the journal."""
        return sorted(self._private.glob("journal/*"))

    @property
    def has_whole_answer(self) -> bool:
        """Whether the client has on disk all that the gateway was paid for."""
        return any(path.read_bytes() == GOOD_BODY for path in self._private.glob("journal/*/answer.json"))

    @property
    def trashed_records(self) -> list[Path]:
        return [path for path in self._private.glob("trash/*.json") if len(path.stem) == 32]

    @property
    def has_record(self) -> bool:
        return any(self._private.glob("records/*.json"))

    def find_faults(self) -> list[str]:
        """What may never be seen, not for a moment: half a file, a record or a row without its picture."""
        return [*self._find_torn_pictures(), *self._find_bad_records(), *self._find_open_modes()]

    def find_index_faults(self) -> list[str]:
        """Rows without a picture. Only after the program has opened the index: what a crash left in it is
        played back by the next to open it, and that shall not be the judge."""
        index = self._private / "index.sqlite"
        with closing(sqlite3.connect(index)) as connection:
            rows = connection.execute("SELECT record ->> '$.picture.file' FROM results").fetchall()
        return [f"a row without its picture: {name}" for (name,) in rows if not self._holds_picture(name)]

    def _holds_picture(self, name: str) -> bool:
        path = self.folder / name
        return path.is_file() and path.read_bytes() == PICTURE

    def _find_torn_pictures(self) -> Iterator[str]:
        for path in self.pictures:
            if path.read_bytes() != PICTURE:
                yield f"a torn picture: {path.name}"

    def _find_bad_records(self) -> Iterator[str]:
        for path in self._private.glob("records/*"):
            try:
                name = json.loads(path.read_text())["picture"]["file"]
            except (ValueError, KeyError):
                yield f"a torn record: {path.name}"
                continue
            if not self._holds_picture(name):
                yield f"a record without its picture: {path.name}"

    def _find_open_modes(self) -> Iterator[str]:
        """What others on this machine could read (T21)."""
        for path in [self.folder, *self.folder.rglob("*")]:
            if path.exists() and stat.S_IMODE(path.lstat().st_mode) & 0o077:
                yield f"open to others: {path.relative_to(self.folder)}"
