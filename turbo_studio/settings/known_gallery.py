"""Which gallery was used the last time, so that an empty folder is never taken for it.

It is no preference: nobody chooses it, and it must not travel with the preferences to another computer.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from turbo_studio.core.problems import StorageError
from turbo_studio.settings.preferences import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class KnownGallery:
    """One line in a file. Blocking calls that never raise: without the file nothing is known."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str:
        """The id that the gallery's marker had; empty where none is known."""
        try:
            text = self._path.read_text("ascii").strip()
        except (OSError, ValueError):
            return ""
        return text if _ID.fullmatch(text) else ""

    def save(self, gallery_id: str) -> None:
        if gallery_id != self.load():
            with suppress(StorageError):
                write_whole(self._path, f"{gallery_id}\n".encode())

    def forget(self) -> None:
        """Let the next gallery be a new one."""
        with suppress(OSError):
            self._path.unlink()
