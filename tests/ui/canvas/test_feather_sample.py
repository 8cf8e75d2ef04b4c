"""The weights that the canvas shows of a feather, against the slow truth of every pixel."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.feather import weigh
from turbo_studio.core.geometry import Box, Size
from turbo_studio.ui.canvas.feather_sample import build_feather, find_margin, sample_weights
from turbo_studio.ui.canvas.mask_sample import sample_selected
from turbo_studio.ui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = Size(300, 200)
VIEW = Size(400, 300)
WIDE_PX = 60
TOLERANCE = 0.06
"""Of a weight: what lies between places that are measured is only nearly so."""


@cache
def build_coverage() -> NDArray[np.uint8]:
    """A disc, a bar with a gap of one pixel that touches the border, and a speck; none of it wholly so."""
    rows, columns = np.indices((SIZE.height, SIZE.width))
    coverage = np.where((rows - 90) ** 2 + (columns - 110) ** 2 < 80**2, 255, 100).astype(np.uint8)
    coverage[140:, 190:] = 128
    coverage[:, 240] = 127
    coverage[20, 280] = 200
    return coverage


@cache
def weigh_slowly(radius_px: int) -> NDArray[np.uint8]:
    """The weight of each pixel of the picture: its distance to each pixel that is not selected."""
    coverage = build_coverage()
    squares = np.full(coverage.shape, (radius_px + 1) ** 2)
    rows, columns = np.indices(coverage.shape)
    edges = np.argwhere((coverage < 128) & _touches_selected(coverage >= 128))
    for row, column in edges:
        np.minimum(squares, (rows - row) ** 2 + (columns - column) ** 2, out=squares)
    return weigh(np.sqrt(squares), radius_px) * (coverage >= 128)


def _touches_selected(selected: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of what is not selected only these can be nearest to anything: all others lie behind them."""
    padded = np.pad(selected, 1)
    height, width = selected.shape
    shifts = [padded[row : row + height, column : column + width] for row in range(3) for column in range(3)]
    touches: NDArray[np.bool_] = np.logical_or.reduce(shifts)
    return touches


def build_viewport(zoom: float, left: float = -20, upper: float = 30) -> Viewport:
    return Viewport(SIZE, VIEW, zoom, left, upper)


def find_shown(viewport: Viewport) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    """The row and column under the middle of each device pixel of the view, and which are of the picture."""
    left, upper = viewport.origin
    columns = np.floor((np.arange(VIEW.width) + 0.5 - left) / viewport.zoom).astype(np.intp)
    rows = np.floor((np.arange(VIEW.height) + 0.5 - upper) / viewport.zoom).astype(np.intp)
    inside = np.outer((rows >= 0) & (rows < SIZE.height), (columns >= 0) & (columns < SIZE.width))
    return rows.clip(0, SIZE.height - 1), columns.clip(0, SIZE.width - 1), inside


def sample_all(viewport: Viewport, radius_px: int) -> NDArray[np.uint8]:
    return sample_weights(build_coverage(), viewport, Box.of(VIEW), radius_px)


@pytest.mark.parametrize("radius_px", [0, 1, 5, 16])
@pytest.mark.parametrize("zoom", [1.0, 1.5, 3.0, 8.0])
def test_each_device_pixel_shows_the_weight_of_its_pixel(zoom: float, radius_px: int) -> None:
    viewport = build_viewport(zoom)
    rows, columns, inside = find_shown(viewport)

    shown = sample_all(viewport, radius_px)

    np.testing.assert_array_equal(shown, weigh_slowly(radius_px)[np.ix_(rows, columns)] * inside)


@pytest.mark.parametrize("zoom", [1.0, 3.0])
def test_a_wide_feather_is_shown_nearly_as_it_is(zoom: float) -> None:
    viewport = build_viewport(zoom)
    rows, columns, inside = find_shown(viewport)
    assert build_feather(WIDE_PX, zoom).step > 1

    shown = sample_all(viewport, WIDE_PX).astype(int)

    true = weigh_slowly(WIDE_PX)[np.ix_(rows, columns)] * inside
    assert np.abs(shown - true).max() <= TOLERANCE * 255
    selected = sample_selected(build_coverage(), viewport, Box.of(VIEW))
    assert not shown[~selected].any()


@pytest.mark.parametrize("radius_px", [24, WIDE_PX])
@pytest.mark.parametrize("zoom", [0.3, 0.5, 0.8])
def test_below_100_per_cent_it_is_as_wide_in_the_picture(zoom: float, radius_px: int) -> None:
    """As exact as a device pixel is; the gap of one pixel has its feather though no device pixel shows it."""
    viewport = build_viewport(zoom)
    rows, columns, inside = find_shown(viewport)

    shown = sample_all(viewport, radius_px).astype(int)

    true = (weigh_slowly(radius_px)[np.ix_(rows, columns)] * inside).astype(int)
    steepest = 1.5 * 255 / (radius_px + 1)
    assert np.abs(shown - true).mean() <= 4
    assert np.abs(shown - true).max() <= steepest / zoom + TOLERANCE * 255
    selected = sample_selected(build_coverage(), viewport, Box.of(VIEW))
    assert not shown[~selected].any()


@given(
    st.sampled_from([0.3, 1.0, 1.5, 4.0]),
    st.sampled_from([3, 16, 17, WIDE_PX, 250]),
    st.integers(-50, VIEW.width),
    st.integers(-50, VIEW.height),
    st.integers(1, 90),
    st.integers(1, 90),
)
def test_a_part_shows_what_the_whole_shows_there(
    zoom: float, radius_px: int, left: int, upper: int, width: int, height: int
) -> None:
    viewport = build_viewport(zoom)
    around = Box(-50, -50, VIEW.width + 90, VIEW.height + 90)
    whole = sample_weights(build_coverage(), viewport, around, radius_px)

    part = sample_weights(
        build_coverage(), viewport, Box(left, upper, left + width, upper + height), radius_px
    )

    np.testing.assert_array_equal(part, whole[upper + 50 :, left + 50 :][:height, :width])


@pytest.mark.parametrize("zoom", [0.3, 1.0, 4.0])
@pytest.mark.parametrize("radius_px", [0, 3, 17, WIDE_PX])
def test_a_change_shows_no_farther_than_the_margin(zoom: float, radius_px: int) -> None:
    viewport = build_viewport(zoom, left=30)
    coverage = np.full((SIZE.height, SIZE.width), 255, np.uint8)
    before = sample_weights(coverage, viewport, Box.of(VIEW), radius_px)
    coverage[30:40, 40:50] = 0

    after = sample_weights(coverage, viewport, Box.of(VIEW), radius_px)

    rows, columns = np.nonzero(after != before)
    seen = viewport.map_box_from_image(Box(40, 30, 50, 40))
    margin = find_margin(radius_px, zoom)
    assert len(rows)
    assert seen.left - margin <= columns.min()
    assert columns.max() < seen.right + margin
    assert seen.upper - margin <= rows.min()
    assert rows.max() < seen.lower + margin
