"""One frame for pictures of different sizes, and measures that can be joined."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.comparing import Comparing, HeatMap, Measure, find_frame, fit_to_frame
from turbo_studio.core.geometry import Size
from turbo_studio.core.sources import Level, Raster


def raster(width: int, height: int) -> Raster:
    return Raster(Path("raster"), has_alpha=False, levels=(Level(Size(width, height), 0),))


@pytest.mark.parametrize(
    ("sizes", "frame"),
    [
        ([(1536, 1024)], (1536, 1024)),
        ([(1536, 1024), (1024, 1024)], (1536, 1536)),
        ([(3000, 2001), (1536, 1024)], (3000, 2001)),
        ([(3, 1), (2, 1)], (3, 2)),
        ([(10_000, 1), (1, 1)], (10_000, 10_000)),
        ([(4, 4), (8, 2), (2, 3)], (8, 12)),
    ],
)
def test_the_frame_has_the_width_of_the_widest(sizes: list[tuple[int, int]], frame: tuple[int, int]) -> None:
    assert find_frame([Size(*size) for size in sizes]) == frame


@pytest.mark.parametrize(
    ("size", "frame", "fitted"),
    [
        ((3, 1), (4, 40), (4, 1)),
        ((2, 1), (3, 40), (3, 2)),
        ((900, 1), (900, 300), (900, 1)),
        ((451, 300), (1008, 672), (1008, 672)),  # 671 by its width
        ((1000, 980), (1000, 1000), (1000, 1000)),
        ((1000, 979), (1000, 1000), (1000, 979)),
    ],
)
def test_a_picture_takes_the_width_of_the_frame_and_its_height_where_it_nearly_has_it(
    size: tuple[int, int], frame: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert fit_to_frame(Size(*size), Size(*frame)) == fitted


@given(st.lists(st.builds(Size, st.integers(1, 4_000), st.integers(1, 4_000)), min_size=1, max_size=4))
def test_what_was_fitted_fits_and_the_frame_is_no_larger_than_it_must_be(sizes: list[Size]) -> None:
    frame = find_frame(sizes)
    fitted = [fit_to_frame(size, frame) for size in sizes]
    assert {size.width for size in fitted} == {frame.width} == {max(size.width for size in sizes)}
    assert max(size.height for size in fitted) == frame.height
    assert [fit_to_frame(size, frame) for size in fitted] == fitted


def test_what_is_compared_ends_where_the_lower_one_does() -> None:
    assert Comparing(raster(1536, 1024), raster(1024, 1024), HeatMap()).size == (1536, 1024)
    assert Comparing(raster(1024, 1024), raster(1536, 1024), HeatMap()).size == (1536, 1024)


def test_measures_are_joined() -> None:
    joined = Measure(10, 2, 5.0, 4.0).join(Measure(30, 6, 15.0, 3.0))
    assert joined == Measure(40, 8, 20.0, 4.0)
    assert (joined.changed_share, joined.mean) == (0.2, 0.5)
    assert (Measure().changed_share, Measure().mean) == (0.0, 0.0)
