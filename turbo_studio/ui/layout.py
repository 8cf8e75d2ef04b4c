"""The layout of the window from one run to the next; where anything about it is wrong, it is left alone.

A file of our own, a line for each value: ``QSettings`` would read and write the same, and cost 2 ms of
the start-up.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow

_VERSION = 1
"""To be raised where docks or bars change, so that an older layout is not forced upon them."""
_FILE_BYTES_MAX = 100_000
_OWN_NAMES = ("geometry", "state", "stage_state")


def load_layout(path: Path, window: QMainWindow, stage: QMainWindow) -> dict[str, bytes]:
    """Put the window and the stage within it as they were, or leave both as they are.

    What else was kept is given back, for pages that are made later.
    """
    kept = _read_values(path)
    if "geometry" in kept:
        window.restoreGeometry(kept["geometry"])
    if "state" in kept and "stage_state" in kept:
        window.restoreState(kept["state"], _VERSION)
        stage.restoreState(kept["stage_state"], _VERSION)
    return {name: value for name, value in kept.items() if name not in _OWN_NAMES}


def save_layout(
    path: Path, window: QMainWindow, stage: QMainWindow, looks_of_pages: Mapping[str, bytes]
) -> None:
    """A file that cannot be written is not worth a message: the layout is the default next time."""
    kept = {
        **looks_of_pages,
        "geometry": window.saveGeometry().data(),
        "state": window.saveState(_VERSION).data(),
        "stage_state": stage.saveState(_VERSION).data(),
    }
    lines = [f"{name} {b2a_base64(value, newline=False).decode()}\n" for name, value in kept.items()]
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text("".join(lines), "ascii")


def _read_values(path: Path) -> dict[str, bytes]:
    """What was kept, by name; nothing of a file in which anything is wrong. Qt checks what the bytes say."""
    try:
        with path.open("rb") as file:
            lines = file.read(_FILE_BYTES_MAX).split(b"\n")
        return {
            name.decode(): a2b_base64(value, strict_mode=True)
            for name, value in (line.split(b" ") for line in lines if line)
        }
    except (OSError, ValueError):
        return {}
