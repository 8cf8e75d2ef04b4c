"""The trash of the desktop, filled and emptied by what Qt knows of it; the gallery reaches it as a port."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile


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

    def forget(self, place: Path) -> None:
        """Drop what the trash notes about a file that was taken out of it again.

        The notes of freedesktop.org's trash lie in the folder ``info`` beside the one of the files; other
        systems note nothing that could be seen.
        """
        if place.parent.name == "files":
            with suppress(OSError):  # the desktop drops it at its own next look
                (place.parent.parent / "info" / f"{place.name}.trashinfo").unlink()
