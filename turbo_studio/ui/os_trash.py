"""The trash of the desktop, filled and emptied by what Qt knows of it; the gallery reaches it as a port.

freedesktop.org's notes about what lies there are in the folder ``info`` beside that of the files.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QFile

_PATH = "Path="


class DesktopTrash:
    """Fills the port ``SystemTrash``. Blocks; from any thread."""

    def put(self, path: Path) -> Path | None:
        """Move a file there; where it lies then, or None where the system does not tell.

        OSError where its disk has no trash, or that does not take it.
        """
        file = QFile(str(path))
        if not file.moveToTrash():
            raise OSError(errno.ENOTSUP, file.errorString(), str(path))
        place = Path(file.fileName())  # the former one where the system does not tell
        return place if place != path else None

    def came_from(self, place: Path) -> Path | None:
        """Where a file in the trash lay before, by the trash's own note; None where there is none."""
        try:
            lines = _find_note(place).read_text("utf-8", "replace").splitlines()
        except OSError:
            return None
        paths = [unquote_to_bytes(line[len(_PATH) :]) for line in lines if line.startswith(_PATH)]
        if not paths or not place.is_absolute():
            return None
        # One that is relative counts from the top of the disk: above .Trash-1000, or above .Trash/1000.
        trash = place.parent.parent
        return (trash.parents[trash.parent.name == ".Trash"]) / os.fsdecode(paths[0])

    def forget(self, place: Path) -> None:
        """Drop what the trash notes about a file that was taken out of it again."""
        with suppress(OSError):  # the desktop drops it at its own next look
            _find_note(place).unlink()


def _find_note(place: Path) -> Path:
    """OSError where a trash would not have it: other systems note nothing that could be seen."""
    if place.parent.name != "files":
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
    return place.parent.parent / "info" / f"{place.name}.trashinfo"
