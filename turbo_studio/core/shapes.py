"""Shapes that a hand draws, and how a selection joins the mask that is there; values without pixels."""

from __future__ import annotations

from enum import StrEnum
from math import floor
from typing import NamedTuple

from turbo_studio.core.geometry import Box, Point


class Combine(StrEnum):
    """What a new selection does to the mask."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


class Rectangle(NamedTuple):
    box: Box


class Ellipse(NamedTuple):
    """The ellipse that touches the middles of the box's edges."""

    box: Box


class Polygon(NamedTuple):
    """A closed line; what it winds around is inside, also where it crosses itself."""

    points: tuple[Point, ...]


Shape = Rectangle | Ellipse | Polygon


def drag_box(start: Point, end: Point, *, is_square: bool = False, is_centred: bool = False) -> Box:
    """The box that a drag spans, on the nearest edges of pixels.

    A square has the longer of both sides; a centred box has ``start`` in its middle.
    """
    right, down = end.x - start.x, end.y - start.y
    if is_square:
        side = max(abs(right), abs(down))
        right, down = side if right >= 0 else -side, side if down >= 0 else -side
    corner = Point(start.x - right, start.y - down) if is_centred else start
    across, along = sorted((corner.x, start.x + right)), sorted((corner.y, start.y + down))
    return Box(*(floor(edge + 0.5) for edge in (across[0], along[0], across[1], along[1])))


def constrain_point(start: Point, end: Point) -> Point:
    """The point on the level or upright line through ``start`` that is nearest to ``end``."""
    is_level = abs(end.x - start.x) >= abs(end.y - start.y)
    return Point(end.x, start.y) if is_level else Point(start.x, end.y)
