"""Feather: distances and weights against a slow reference, and what holds of any edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from turbo_studio.core.feather import measure_distances, weigh
from turbo_studio.core.mask_look import FEATHER_MAX_PX

Pixels = NDArray[np.bool_]
masks = st.integers(0, 6).flatmap(
    lambda reach: st.tuples(
        st.just(reach),
        st.integers(1, 5),
        st.tuples(st.integers(1, 14), st.integers(1, 14)).flatmap(
            lambda shape: arrays(
                np.bool_,
                (shape[0] + 2 * reach, shape[1] + 2 * reach),
                elements=st.integers(0, 9).map(bool),
                fill=st.just(value=True),
            )
        ),
    )
)


def measure_slowly(selected: Pixels, reach: int) -> NDArray[np.int64]:
    """Every pixel held against every pixel that is not selected."""
    rows, columns = np.indices(selected.shape)
    squares = np.full(selected.shape, (reach + 1) ** 2)
    for row, column in np.argwhere(~selected):
        squares = np.minimum(squares, (rows - row) ** 2 + (columns - column) ** 2)
    return squares


@given(masks)
def test_distances_are_exact_at_each_step(given_: tuple[int, int, Pixels]) -> None:
    reach, step, selected = given_
    height, width = (length - 2 * reach for length in selected.shape)

    measured = measure_distances(selected, reach, step)

    expected = measure_slowly(selected, reach)[reach : reach + height, reach : reach + width]
    np.testing.assert_array_equal(measured, expected[::step, ::step])


def test_the_largest_reach_does_not_overflow() -> None:
    reach = FEATHER_MAX_PX
    selected = np.ones((1 + 2 * reach, 1 + 2 * reach), np.bool_)
    assert measure_distances(selected, reach).tolist() == [[(reach + 1) ** 2]]
    selected[0, 0] = False
    assert measure_distances(selected, reach).tolist() == [[(reach + 1) ** 2]]
    selected[0, reach] = False
    assert measure_distances(selected, reach).tolist() == [[reach**2]]


@pytest.mark.parametrize("radius", [0, 1, 2, 7, FEATHER_MAX_PX])
def test_weights_rise_from_nothing_at_the_edge_to_all_beyond_the_radius(radius: int) -> None:
    weights = weigh(np.arange(radius + 3.0), radius).tolist()

    assert weights[0] == 0
    assert weights[radius + 1 :] == [255, 255]
    assert weights == sorted(weights)
    if radius in (1, 2, 7):
        assert all(0 < weight < 255 for weight in weights[1 : radius + 1])


@given(st.floats(0, 600), st.integers(0, FEATHER_MAX_PX))
def test_a_weight_is_the_smoothstep_of_its_distance(distance: float, radius: int) -> None:
    t = min(distance / (radius + 1), 1)
    expected = 255 * (3 * t**2 - 2 * t**3)

    assert weigh(np.array([distance]), radius)[0] == pytest.approx(expected, abs=0.501)


@given(st.integers(0, 40))
def test_the_edge_is_as_soft_on_both_halves(radius: int) -> None:
    """What is blended in and what stays of the other picture are each other's mirror."""
    distances = np.arange(radius + 2.0)
    np.testing.assert_allclose(
        weigh(distances, radius).astype(int) + weigh(distances[::-1], radius), 255, atol=1
    )
