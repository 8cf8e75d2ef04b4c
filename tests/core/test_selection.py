"""Shapes against a slow reference that asks each pixel, and how selections join a mask."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Box, Point, Size
from turbo_studio.core.mask import SELECTED_MIN, Mask
from turbo_studio.core.selection import Patch, find_runs
from turbo_studio.core.shapes import Combine, Ellipse, Polygon, Rectangle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.core.selection import Selection
    from turbo_studio.core.shapes import Shape

sizes = st.builds(Size, st.integers(1, 24), st.integers(1, 24))
quarters = st.integers(-40, 140).map(lambda number: number / 4)
points = st.builds(Point, quarters, quarters)
polygons = st.lists(points, max_size=7).map(lambda corners: Polygon(tuple(corners)))
boxes = st.builds(
    lambda left, upper, width, height: Box(left, upper, left + width, upper + height),
    st.integers(-15, 45),
    st.integers(-15, 45),
    st.integers(0, 50),
    st.integers(0, 50),
)
shapes = st.one_of(polygons, boxes.map(Rectangle), boxes.map(Ellipse))


def draw(selection: Selection, size: Size) -> NDArray[np.bool_]:
    mask = Mask(size)
    mask.begin_edit()
    mask.join(selection, Combine.ADD)
    drawn: NDArray[np.bool_] = mask.coverage == 255
    return drawn


def wind(corners: tuple[Point, ...], x: Fraction, y: Fraction) -> int:
    """How often a polygon winds around a place that lies on none of its edges, or just right of one."""
    winding = 0
    for start, end in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        (left, upper), (right, lower) = (map(Fraction, corner) for corner in (start, end))
        if (upper <= y) != (lower <= y) and left + (right - left) * (y - upper) / (lower - upper) <= x:
            winding += 1 if lower > upper else -1
    return winding


def holds(shape: Shape, column: int, row: int) -> bool:
    x, y = Fraction(2 * column + 1, 2), Fraction(2 * row + 1, 2)
    if isinstance(shape, Polygon):
        return wind(shape.points, x, y) != 0
    box = shape.box
    if box.is_empty or not (box.left <= x <= box.right and box.upper <= y <= box.lower):
        return False
    if isinstance(shape, Rectangle):
        return True
    across = (2 * x - box.left - box.right) / box.width
    along = (2 * y - box.upper - box.lower) / box.height
    return across * across + along * along < 1


@given(shapes, sizes)
def test_a_shape_holds_the_pixels_whose_middles_it_holds(shape: Shape, size: Size) -> None:
    expected = np.zeros((size.height, size.width), bool)
    for row, column in product(range(size.height), range(size.width)):
        expected[row, column] = holds(shape, column, row)
    drawn = draw(find_runs(shape, size), size)
    rounded = drawn != expected  # a middle on the very line may fall to either side
    assert all(_is_on_the_line(shape, column, row) for row, column in np.argwhere(rounded).tolist())


def _is_on_the_line(shape: Shape, column: int, row: int) -> bool:
    """Whether the pixel's middle is so near to the line that a float cannot tell on which side."""
    near = Fraction(1, 10**9)
    x, y = Fraction(2 * column + 1, 2), Fraction(2 * row + 1, 2)
    if isinstance(shape, Polygon):
        return wind(shape.points, x - near, y) != wind(shape.points, x + near, y)
    box = shape.box
    across = (2 * x - box.left - box.right) / box.width
    along = (2 * y - box.upper - box.lower) / box.height
    return isinstance(shape, Ellipse) and abs(across * across + along * along - 1) < near


@given(polygons, polygons, sizes)
def test_neighbours_that_share_an_edge_neither_overlap_nor_leave_a_gap(
    one: Polygon, other: Polygon, size: Size
) -> None:
    """A triangle cut in two by any line from a corner."""
    corners = (*one.points, *other.points)[:3]
    if len(corners) < 3:
        return
    first, second, third = corners
    middle = Point((second.x + third.x) / 2, (second.y + third.y) / 2)
    whole = draw(find_runs(Polygon(corners), size), size)
    parts = [
        draw(find_runs(Polygon(part), size), size)
        for part in ((first, second, middle), (first, middle, third))
    ]
    assert not (parts[0] & parts[1]).any()
    assert np.array_equal(parts[0] | parts[1], whole)


def test_a_line_that_crosses_itself_leaves_no_hole() -> None:
    star = Polygon(tuple(Point(*corner) for corner in ((20, 2), (31, 36), (2, 15), (38, 15), (9, 36))))
    assert draw(find_runs(star, Size(40, 40)), Size(40, 40))[22, 20]


def join_slowly(
    before: NDArray[np.uint8], selected: NDArray[np.bool_], combine: Combine
) -> NDArray[np.uint8]:
    match combine:
        case Combine.REPLACE:
            return np.where(selected, 255, 0).astype(np.uint8)
        case Combine.ADD:
            return np.where(selected, 255, before).astype(np.uint8)
        case Combine.SUBTRACT:
            return np.where(selected, 0, before).astype(np.uint8)
        case Combine.INTERSECT:
            return np.where(selected, before, 0).astype(np.uint8)


@given(shapes, st.sampled_from(Combine), st.booleans(), st.integers(0, 2**32 - 1))
def test_a_selection_joins_the_mask_pixel_by_pixel_and_can_be_undone(
    shape: Shape, combine: Combine, is_patch: bool, seed: int
) -> None:
    size = Size(300, 40)  # more than one tile
    mask = Mask(size)
    mask.begin_edit()
    noise = np.random.default_rng(seed).integers(0, 256, mask.coverage.shape, np.uint8)
    mask.put(Box(0, 0, 200, 40), noise[:, :200])
    mask.commit_edit()
    before = mask.coverage.copy()
    selection: Selection = find_runs(shape, size)
    selected = draw(selection, size)
    if is_patch:
        box = selection.box
        cut = selected[box.upper : box.lower, box.left : box.right]
        selection = Patch(box, np.where(cut, np.uint8(255), np.uint8(0)))

    mask.begin_edit()
    mask.join(selection, combine)
    edit = mask.commit_edit()

    expected = join_slowly(before, selected, combine)
    assert np.array_equal(mask.coverage, expected)
    assert mask.selected_pixels == np.count_nonzero(expected >= SELECTED_MIN)
    if edit is None:
        assert np.array_equal(before, expected)
    else:
        mask.undo(edit)
        assert np.array_equal(mask.coverage, before)


wide_boxes = st.builds(
    lambda left, upper, width, height: Box(left, upper, left + width, upper + height),
    *(st.integers(-300, 900), st.integers(-300, 700), st.integers(0, 1300), st.integers(0, 1000)),
)
wide_points = st.builds(Point, st.floats(-200, 1000), st.floats(-200, 800))
wide_shapes = st.one_of(
    st.lists(wide_points, max_size=6).map(lambda corners: Polygon(tuple(corners))),
    wide_boxes.map(Rectangle),
    wide_boxes.map(Ellipse),
)


@given(st.lists(st.tuples(wide_shapes, st.sampled_from(Combine), st.booleans()), min_size=1, max_size=3))
def test_large_selections_in_one_edit_leave_flat_tiles_that_are_known_to_be(
    joins: list[tuple[Shape, Combine, bool]],
) -> None:
    """Tiles that are selected throughout are filled unseen; what is then known of them holds."""
    size = Size(800, 600)
    mask = Mask(size)
    mask.begin_edit()
    mask.add_stamp(np.full((300, 300), 200, np.uint8), 130, 130)
    mask.commit_edit()
    before = expected = mask.coverage.copy()

    mask.begin_edit()
    for shape, combine, is_patch in joins:
        selection: Selection = find_runs(shape, size)
        selected = draw(selection, size)
        if is_patch:
            cut = selected[
                selection.box.upper : selection.box.lower, selection.box.left : selection.box.right
            ]
            selection = Patch(selection.box, np.where(cut, np.uint8(255), np.uint8(0)))
        counts = selection.count_by_tile(size)
        for row, column in np.ndindex(counts.shape):
            tile = selected[row * 256 : (row + 1) * 256, column * 256 : (column + 1) * 256]
            assert counts[row, column] == np.count_nonzero(tile)
        mask.join(selection, combine)
        expected = join_slowly(expected, selected, combine)
    edit = mask.commit_edit()

    assert np.array_equal(mask.coverage, expected)
    assert (edit is None) == np.array_equal(before, expected)
    if edit is None:
        return
    for is_packed in (False, True):
        mask.undo(edit)
        assert np.array_equal(mask.coverage, before)
        if is_packed:
            edit.pack()
        mask.redo(edit)
        assert np.array_equal(mask.coverage, expected)
        assert mask.selected_pixels == np.count_nonzero(expected >= SELECTED_MIN)
    mask.begin_edit()
    mask.invert()
    mask.commit_edit()
    assert np.array_equal(mask.coverage, 255 - expected)


@pytest.mark.parametrize("shape", [Rectangle(Box(5, 5, 5, 9)), Ellipse(Box(90, 90, 99, 99)), Polygon(())])
def test_a_shape_without_pixels_in_the_picture_is_empty(shape: Shape) -> None:
    assert not draw(find_runs(shape, Size(20, 20)), Size(20, 20)).any()
