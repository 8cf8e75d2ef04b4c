"""The operators on masks against slow ones that follow their definitions pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from turbo_studio.imaging import mask_operators, planes
from turbo_studio.imaging.mask_operators import fill_holes, grow, remove_specks, shrink, smooth

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.imaging.planes import Plane

_PLANES = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=14)).map(planes.build_plane)
_RADII = st.integers(1, 6)
_SIDEWAYS = ((0, 1), (0, -1), (1, 0), (-1, 0))
_AROUND = (*_SIDEWAYS, (1, 1), (1, -1), (-1, 1), (-1, -1))


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> object:
    """So that small planes have several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mask_operators, "_BLOCK_SIDE_PX", 5)
        yield


def decide(plane: Plane, rule: Callable[[int, int], bool]) -> Plane:
    height, width = plane.shape
    return planes.build_plane(np.array([[rule(y, x) for x in range(width)] for y in range(height)], np.bool_))


def grow_slowly(plane: Plane, radius_px: int) -> Plane:
    selected = np.argwhere(plane)
    return decide(
        plane, lambda y, x: any((y - v) ** 2 + (x - u) ** 2 <= radius_px**2 for v, u in selected.tolist())
    )


def smooth_slowly(plane: Plane, radius_px: int) -> Plane:
    def is_selected(y: int, x: int) -> bool:
        part = plane[max(0, y - radius_px) : y + radius_px + 1, max(0, x - radius_px) : x + radius_px + 1]
        inside = int(np.count_nonzero(part))
        return bool(plane[y, x]) if 2 * inside == part.size else 2 * inside > part.size

    return decide(plane, is_selected)


def reach(plane: Plane, start: tuple[int, int], steps: tuple[tuple[int, int], ...]) -> set[tuple[int, int]]:
    """All pixels of one value that hang together with one of them."""
    reached, waiting = {start}, [start]
    while waiting:
        y, x = waiting.pop()
        for dy, dx in steps:
            near = (y + dy, x + dx)
            inside = 0 <= near[0] < plane.shape[0] and 0 <= near[1] < plane.shape[1]
            if inside and near not in reached and plane[near] == plane[start]:
                reached.add(near)
                waiting.append(near)
    return reached


def fill_holes_slowly(plane: Plane) -> Plane:
    height, width = plane.shape

    def is_selected(y: int, x: int) -> bool:
        area = reach(plane, (y, x), _SIDEWAYS)
        is_open = any(v in {0, height - 1} or u in {0, width - 1} for v, u in area)
        return bool(plane[y, x]) or not is_open

    return decide(plane, is_selected)


@given(_PLANES, _RADII)
@example(np.zeros((6, 6), np.uint8), 2)
@example(np.full((6, 6), 255, np.uint8), 2)
def test_growing_takes_in_what_lies_within_the_true_distance(plane: Plane, radius_px: int) -> None:
    assert np.array_equal(grow(plane, radius_px), grow_slowly(plane, radius_px))


@given(_PLANES, _RADII)
def test_shrinking_is_growing_of_what_is_not_selected(plane: Plane, radius_px: int) -> None:
    assert np.array_equal(shrink(plane, radius_px), 255 - grow_slowly(255 - plane, radius_px))


@given(_PLANES, _RADII)
def test_smoothing_follows_the_majority(plane: Plane, radius_px: int) -> None:
    assert np.array_equal(smooth(plane, radius_px), smooth_slowly(plane, radius_px))


@given(_PLANES)
@example(np.zeros((3, 3), np.uint8))
def test_holes_are_what_cannot_be_reached_from_the_edge(plane: Plane) -> None:
    assert np.array_equal(fill_holes(plane), fill_holes_slowly(plane))


@given(_PLANES, st.integers(1, 9))
@example(np.full((3, 3), 255, np.uint8), 10)
def test_specks_are_areas_of_few_pixels(plane: Plane, pixels_min: int) -> None:
    expected = decide(
        plane, lambda y, x: bool(plane[y, x]) and len(reach(plane, (y, x), _AROUND)) >= pixels_min
    )
    assert np.array_equal(remove_specks(plane, pixels_min), expected)


@given(st.integers(1, 500), st.integers(0, 2**32))
@settings(max_examples=8, deadline=None)
def test_growing_is_exact_at_any_radius(radius_px: int, seed: int) -> None:
    """A single pixel becomes the disc that the definition draws, whatever floats the library uses."""
    plane = np.zeros((1300, 1300), np.uint8)
    y, x = np.random.default_rng(seed).integers(0, 1300, 2).tolist()
    plane[y, x] = 255
    rows, columns = np.ogrid[:1300, :1300]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mask_operators, "_BLOCK_SIDE_PX", 1024)
        grown = grow(plane, radius_px)
    assert np.array_equal(grown > 0, (rows - y) ** 2 + (columns - x) ** 2 <= radius_px**2)


@given(_PLANES)
def test_the_box_holds_all_that_is_selected_and_no_more(plane: Plane) -> None:
    box = planes.find_box(plane)
    rows, columns = np.nonzero(plane)
    if not rows.size:
        assert box.is_empty
    else:
        assert box == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def test_no_operator_changes_the_plane_that_it_is_given() -> None:
    plane = planes.build_plane(np.random.default_rng(1).random((40, 40)) < 0.5)
    before = plane.copy()
    for reworked in (
        grow(plane, 2),
        shrink(plane, 2),
        smooth(plane, 2),
        fill_holes(plane),
        remove_specks(plane, 5),
    ):
        assert not np.array_equal(reworked, before)
        assert np.array_equal(plane, before)
