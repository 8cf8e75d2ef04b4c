"""Notes beside records in the trash: where their pictures went, and since when."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from turbo_studio.gallery import disk

_KEPT = timedelta(days=30)
_NOTE_BYTES_MAX = 100_000


class Note(NamedTuple):
    """What was done with the picture of a record in the trash."""

    trashed_at: datetime
    place: Path | None = None
    """Where it lies; None where it was not there, was left, or the system does not tell."""
    is_left: bool = False
    """It stayed at its place: no file lies there, or not of this result alone."""

    @property
    def is_stale(self) -> bool:
        """Whether nothing can bring the picture back, as far as anybody knows."""
        if self.place is not None:
            return not os.path.lexists(self.place)
        return datetime.now(UTC) - self.trashed_at > _KEPT


def load_note(path: Path) -> Note | None:
    """None where there is none that can be read."""
    try:
        noted = json.loads(disk.read_small(path, _NOTE_BYTES_MAX) or b"")
        place, moment = noted["place"], datetime.fromisoformat(noted["trashed_at"]).astimezone(UTC)
        return Note(moment, None if place is None else Path(place), bool(noted["left"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def save_note(note: Note, path: Path, staging: Path) -> None:
    """Durable. OSError."""
    place = None if note.place is None else str(note.place)
    noted = {"trashed_at": note.trashed_at.isoformat(), "place": place, "left": note.is_left}
    disk.replace_file(path, json.dumps(noted).encode("ascii"), staging)
