"""Marks: what people think of a result."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

STARS_MAX = 5


class Label(StrEnum):
    """A colour that means what its user wants it to mean."""

    NONE = ""
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"


class Flag(StrEnum):
    """Whether a result was chosen, or thrown out without being deleted."""

    NONE = ""
    PICK = "pick"
    REJECT = "reject"


class Marks(NamedTuple):
    stars: int = 0
    """0, for none, to ``STARS_MAX``."""
    label: Label = Label.NONE
    flag: Flag = Flag.NONE

    def change(self, stars: int | None = None, label: Label | None = None, flag: Flag | None = None) -> Marks:
        """Others where not None."""
        return Marks(
            self.stars if stars is None else max(0, min(stars, STARS_MAX)),
            self.label if label is None else label,
            self.flag if flag is None else flag,
        )


NO_MARKS = Marks()
