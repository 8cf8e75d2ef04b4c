"""What was found in files and folders from outside: results that are known, and pictures that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.result import Result


class Intake(NamedTuple):
    """What files hold, by their bytes."""

    known: tuple[Result, ...] = ()
    """Results of the gallery, newest first; each once, however many copies there are."""
    unknown: tuple[Path, ...] = ()
    """Files that begin like a picture which could be a source, each content once."""
    others_count: int = 0
    """Files that are no pictures, or cannot be read."""
    is_whole: bool = True
    """False where it was cancelled, or there were more files than are looked through."""
