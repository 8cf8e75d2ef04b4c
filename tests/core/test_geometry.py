"""Sizes as text and the algebra of boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import EMPTY_BOX, Box, Size, parse_size

coordinates = st.integers(-50, 50)
boxes = st.builds(Box, coordinates, coordinates, coordinates, coordinates)


def pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.left, box.right) for y in range(box.upper, box.lower)}


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_a_size_reads_back(width: int, height: int) -> None:
    assert parse_size(str(Size(width, height))) == Size(width, height)


@pytest.mark.parametrize(
    "text", ["", "1024", "1024x", "x1", "0x16", "-16x16", "16X16", "16x16 ", "１６x16", "1e3x16"]
)
def test_other_texts_are_no_sizes(text: str) -> None:
    with pytest.raises(ValueError, match="not a size"):
        parse_size(text)


@given(boxes, boxes)
def test_an_intersection_holds_the_common_pixels(one: Box, other: Box) -> None:
    assert pixels(one.intersect(other)) == pixels(one) & pixels(other)


@given(boxes, boxes)
def test_a_union_is_the_smallest_box_around_both(one: Box, other: Box) -> None:
    united = one.unite(other)
    both = pixels(one) | pixels(other)
    assert both <= pixels(united)
    if both:
        assert united == Box(
            min(x for x, _ in both),
            min(y for _, y in both),
            max(x for x, _ in both) + 1,
            max(y for _, y in both) + 1,
        )


@given(boxes)
def test_sides_of_a_box(box: Box) -> None:
    assert box.width * box.height == len(pixels(box))
    assert box.is_empty == (not pixels(box))
    assert EMPTY_BOX.is_empty
