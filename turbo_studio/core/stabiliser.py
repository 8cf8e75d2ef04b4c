"""The stabiliser: a brush on a string, which follows a shaking hand smoothly."""

from __future__ import annotations

from math import hypot

from turbo_studio.core.geometry import Point


class Stabiliser:
    """The hand pulls the brush behind it; within the length of the string the brush rests."""

    def __init__(self, start: Point, string_px: float) -> None:
        self._brush = start
        self._string_px = string_px

    def follow(self, hand: Point) -> Point:
        """Where the brush is once the hand is at ``hand``; both in image pixels."""
        right, down = hand.x - self._brush.x, hand.y - self._brush.y
        length = hypot(right, down)
        if length > self._string_px:
            pulled = (length - self._string_px) / length
            self._brush = Point(self._brush.x + right * pulled, self._brush.y + down * pulled)
        return self._brush
