"""Sides: the pictures that can be compared, which are results and what was sent to make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from turbo_studio.ui.figures import format_size

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.result import Result, Upload

SIDES_MAX = 4
LETTERS = "ABCD"
_WORDS_CHARACTERS_MAX = 60


class Side(NamedTuple):
    """A picture, and the result that it is, or was sent for."""

    picture: Result | Upload
    result: Result
    source_number: int = 0
    """Counted from 1 as the prompt may name it; 0 for the result itself."""

    @property
    def path(self) -> Path:
        return self.picture.path

    @property
    def is_answer(self) -> bool:
        return self.source_number == 0

    @property
    def mask(self) -> Upload | None:
        """What was to change of it, or of what it came from; masks belong to image 1."""
        return self.result.provenance.mask if self.source_number <= 1 else None


def build_sides(results: Sequence[Result]) -> tuple[Side, ...]:
    """The results, the earliest first, and behind them what was sent for each; each picture once."""
    in_time = sorted(results, key=lambda result: (result.sequence, result.created_at))
    answers = [Side(result, result) for result in in_time]
    sources = [
        Side(upload, result, number)
        for result in in_time
        for number, upload in enumerate(result.provenance.uploads, start=1)
    ]
    sides: dict[Path, Side] = {}
    for side in (*answers, *sources):
        sides.setdefault(side.path, side)
    return tuple(sides.values())


def pick_shown(sides: Sequence[Side]) -> tuple[int, ...]:
    """What is shown at first: the results, or a single one to the right of its first source."""
    answers = [index for index, side in enumerate(sides) if side.is_answer]
    if len(answers) == 1 and len(sides) > 1:
        return (next(index for index, side in enumerate(sides) if not side.is_answer), answers[0])
    return tuple(answers[:SIDES_MAX])


def say_side(side: Side) -> str:
    """One line: what it is, the first words of its prompt or its name, its size."""
    size = _say_size(side.picture.size)
    if side.is_answer:
        said = QCoreApplication.translate("Sides", "Result: {0}")
        words = " ".join(side.result.provenance.prompt.split())
    else:
        said = QCoreApplication.translate("Sides", "Source {1}: {0}")
        names = side.result.provenance.source_names
        words = names[side.source_number - 1] if side.source_number <= len(names) else ""
    return said.format(_shorten(words), side.source_number) + size


def _shorten(words: str) -> str:
    return words if len(words) <= _WORDS_CHARACTERS_MAX else words[: _WORDS_CHARACTERS_MAX - 1] + "…"


def _say_size(size: Size | None) -> str:
    return "" if size is None else f" · {format_size(size)}"
