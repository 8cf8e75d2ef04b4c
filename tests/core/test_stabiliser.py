"""The brush on its string."""

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Point
from turbo_studio.core.stabiliser import Stabiliser

places = st.builds(Point, st.floats(-1_000, 1_000), st.floats(-1_000, 1_000))
paths = st.lists(places, min_size=1, max_size=10)


@given(places, paths, st.floats(0, 200))
def test_the_brush_is_never_further_than_the_string(
    start: Point, path: list[Point], string_px: float
) -> None:
    stabiliser = Stabiliser(start, string_px)
    for hand in path:
        brush = stabiliser.follow(hand)
        assert hypot(hand.x - brush.x, hand.y - brush.y) <= string_px + 1e-6


@given(places, paths)
def test_without_a_string_the_brush_is_where_the_hand_is(start: Point, path: list[Point]) -> None:
    stabiliser = Stabiliser(start, 0)
    for hand in path:
        brush = stabiliser.follow(hand)
        assert hypot(hand.x - brush.x, hand.y - brush.y) < 1e-6


def test_a_shaking_hand_draws_a_straight_line() -> None:
    stabiliser = Stabiliser(Point(0, 0), 40)
    brushes = [stabiliser.follow(Point(x, 6 if x % 2 else -6)) for x in range(41, 400)]
    assert max(abs(brush.y) for brush in brushes) < 1
