"""What became of results that were moved to the trash, or asked back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result, ResultId


class Trashed(NamedTuple):
    """These have left the gallery; ``problem`` says why others of them have not."""

    ids: tuple[ResultId, ...] = ()
    kept_in: Path | None = None
    """The gallery's own folder for pictures that the system has no trash for, where there were any."""
    left_count: int = 0
    """How many pictures stayed where they are: a link or a folder lies there, or not theirs alone."""
    problem: Problem | None = None


class Restored(NamedTuple):
    """These are back in the gallery; ``problem`` says why the ``failed`` ones are not."""

    results: tuple[Result, ...] = ()
    failed: tuple[ResultId, ...] = ()
    problem: Problem | None = None
