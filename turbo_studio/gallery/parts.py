"""Parts: files on their way into folders of the user's, noted so that a crash leaves none of them there.

A part lies hidden beside the file that it becomes. Before it is made, a note in the gallery names its
folder, and where a system has no second names, the file that keeps the name free; the next start goes
by that. A note may be anybody's: nothing is removed but what has the name of a part, or is empty beside it.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from turbo_studio.gallery import disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.gallery.layout import Layout

_NAME = re.compile(r"\.turbo-studio-[0-9a-f]{32}\.part", re.ASCII)
_NOTE_BYTES_MAX = 100_000


class Parts:
    """Blocking calls, from any thread."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._open: set[str] = set()
        """The names of those that are being written now."""

    @contextmanager
    def stage(self, folder: Path) -> Iterator[Path]:
        """The path for a part in that folder; what is there is gone after the block, and so is the note."""
        part = folder / f".turbo-studio-{uuid4().hex}.part"
        self._open.add(part.name)
        try:
            self._note(_Note(part))
            yield part
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
                self._find_note(part).unlink(missing_ok=True)
            self._open.discard(part.name)

    def take_name(self, part: Path, target: Path) -> None:
        """Make an empty file that the part will replace. FileExistsError, OSError."""
        self._note(_Note(part, target.name))
        disk.write_new(target, b"")

    def remove_left(self) -> None:
        """Remove what crashes have left; a folder that is not there now is for another start. OSError."""
        for path in tuple(self._layout.parts.glob("*.json")):
            with suppress(OSError):
                note = _load_note(path)
                if note is None:
                    path.unlink()
                elif note.part.name not in self._open and note.part.parent.is_dir():
                    note.clear()
                    path.unlink()

    def _note(self, note: _Note) -> None:
        """Durable. A gallery that takes no note is no reason to keep its pictures in it."""
        with suppress(OSError):
            disk.make_private_folder(self._layout.parts)
            disk.replace_file(self._find_note(note.part), note.encode(), self._layout.staging)

    def _find_note(self, part: Path) -> Path:
        return self._layout.parts / f"{part.name}.json"


class _Note(NamedTuple):
    part: Path
    taken: str = ""
    """The name of the empty file, if there is one."""

    def encode(self) -> bytes:
        return json.dumps({"folder": str(self.part.parent.absolute()), "taken": self.taken}).encode("ascii")

    def clear(self) -> None:
        """OSError."""
        target = self.part.parent / self.taken
        if self.taken and disk.is_file(self.part) and disk.is_file_of_size(target, 0):
            target.unlink()
        if disk.is_file(self.part):
            self.part.unlink()


def _load_note(path: Path) -> _Note | None:
    """None where it is none; OSError."""
    try:
        noted = json.loads(disk.read_small(path, _NOTE_BYTES_MAX) or b"")
        folder, taken = Path(noted["folder"]), noted["taken"]
        is_name = Path(taken).name == taken and b"\0" not in os.fsencode(folder / taken)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_good = _NAME.fullmatch(path.stem) and folder.is_absolute() and is_name
    return _Note(folder / path.stem, taken) if is_good else None
