"""What a drag spans."""

from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Box, Point
from turbo_studio.core.shapes import constrain_point, drag_box

places = st.builds(Point, st.integers(-300, 300), st.integers(-300, 300))


@given(places, places)
def test_a_drag_spans_its_corners_in_any_direction(start: Point, end: Point) -> None:
    box = drag_box(start, end)
    assert box == drag_box(end, start)
    assert (box.left, box.upper) == (min(start.x, end.x), min(start.y, end.y))
    assert (box.right, box.lower) == (max(start.x, end.x), max(start.y, end.y))


def test_edges_go_to_the_nearest_pixels() -> None:
    assert drag_box(Point(10.4, 20.6), Point(49.5, 60.2)) == Box(10, 21, 50, 60)


@given(places, places)
def test_a_square_has_the_longer_side_and_goes_the_same_way(start: Point, end: Point) -> None:
    box = drag_box(start, end, is_square=True)
    side = max(abs(end.x - start.x), abs(end.y - start.y))
    assert (box.width, box.height) == (side, side)
    assert start.x == (box.left if end.x >= start.x else box.right)
    assert start.y == (box.upper if end.y >= start.y else box.lower)


@given(places, places, st.booleans())
def test_a_centred_box_has_the_start_in_its_middle(start: Point, end: Point, is_square: bool) -> None:
    box = drag_box(start, end, is_square=is_square, is_centred=True)
    assert (box.left + box.right, box.upper + box.lower) == (2 * start.x, 2 * start.y)


@given(places, places)
def test_a_constrained_point_moves_along_one_axis(start: Point, end: Point) -> None:
    point = constrain_point(start, end)
    assert (point.x == end.x and point.y == start.y) or (point.x == start.x and point.y == end.y)
