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


NO_MARKS = Marks()
