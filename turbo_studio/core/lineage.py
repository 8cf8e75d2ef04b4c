"""Lineage: what a result was made from, through all edits, and what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.result import Result, Upload

WORN_EDITS_MIN = 2
"""After so many edits of edits it is worth a word that each took some of the quality."""


class Forebear(NamedTuple):
    """One of a result's sources."""

    name: str
    """As it was called when it was opened; may be empty."""
    sent: Upload
    result: Result | None
    """The result that it was; None where it came from outside, or is not in the gallery any more."""


class Generation(NamedTuple):
    """Results that were made from the same picture, oldest first."""

    results: tuple[Result, ...]
    on_line: int | None
    """The index of the one that leads to the result in question, or is it; None for what came of it."""


class Kin(NamedTuple):
    """A result's relatives. The line leads to it through the first source of each, which the mask is of."""

    result: Result
    sources: tuple[Forebear, ...]
    origin: Forebear | None
    """The picture from outside that the line began with; None where it began with words alone."""
    generations: tuple[Generation, ...]
    """From the first known one to what came of the result, if anything did."""
    is_cut: bool = False
    """Whether there are more than could be followed."""

    @property
    def place(self) -> int:
        """The index of the generation that the result is of."""
        return sum(generation.on_line is not None for generation in self.generations) - 1

    @property
    def edit_count(self) -> int:
        """How many edits lie between the origin and the result."""
        return self.place + (self.origin is not None)

    @property
    def line(self) -> tuple[Result, ...]:
        """The results that lead to this one, the earliest first, and it."""
        return tuple(
            generation.results[generation.on_line]
            for generation in self.generations
            if generation.on_line is not None
        )

    @property
    def first(self) -> Result:
        """The earliest result of the line."""
        first = self.generations[0]
        return self.result if first.on_line is None else first.results[first.on_line]

    @property
    def children(self) -> tuple[Result, ...]:
        """What was made from the result, oldest first."""
        last = self.generations[-1]
        return () if last.on_line is not None else last.results


class Original(NamedTuple):
    """What an edit can start from instead of a picture that was edited again and again."""

    path: Path
    name: str
    edit_count: int
    """So many edits lie between this and the picture that was asked about."""


def find_original(kin: Kin) -> Original:
    """What the line began with: the result itself, where that was made by words."""
    if kin.origin is not None:
        return Original(kin.origin.sent.path, kin.origin.name or kin.origin.sent.path.name, kin.edit_count)
    return Original(kin.first.path, kin.first.path.name, kin.edit_count)
