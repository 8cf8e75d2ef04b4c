"""Sizes, points and boxes of the pixel grid, all in whole or fractional image pixels."""

from __future__ import annotations

import re
from typing import NamedTuple


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    def __str__(self) -> str:
        """The form that the gateway reads: ``WIDTHxHEIGHT``."""
        return f"{self.width}x{self.height}"


def parse_size(text: str) -> Size:
    """Read ``WIDTHxHEIGHT``; ValueError where the text is anything else."""
    match = re.fullmatch(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})", text, re.ASCII)
    if match is None:
        raise ValueError(f"not a size: {text!r}")
    return Size(int(match[1]), int(match[2]))


class Point(NamedTuple):
    """A position in image pixels; (0, 0) is the upper left corner of the first pixel."""

    x: float
    y: float


class Box(NamedTuple):
    """A half-open box of pixels: left and upper are inside, right and lower are not."""

    left: int
    upper: int
    right: int
    lower: int

    @classmethod
    def of(cls, size: Size) -> Box:
        return cls(0, 0, size.width, size.height)

    @property
    def width(self) -> int:
        return max(0, self.right - self.left)

    @property
    def height(self) -> int:
        return max(0, self.lower - self.upper)

    @property
    def is_empty(self) -> bool:
        return self.right <= self.left or self.lower <= self.upper

    def intersect(self, other: Box) -> Box:
        """The common part; an empty box where there is none."""
        return Box(
            max(self.left, other.left),
            max(self.upper, other.upper),
            min(self.right, other.right),
            min(self.lower, other.lower),
        )

    def unite(self, other: Box) -> Box:
        """The smallest box around both; an empty box adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Box(
            min(self.left, other.left),
            min(self.upper, other.upper),
            max(self.right, other.right),
            max(self.lower, other.lower),
        )


EMPTY_BOX = Box(0, 0, 0, 0)
