"""One frame for pictures of different sizes, and measures that can be joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from turbo_studio.core.comparing import Comparing, HeatMap, Measure, find_frame, fit_width
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


def test_a_height_is_rounded_and_never_nothing() -> None:
    assert fit_width(Size(3, 1), 4) == (4, 1)
    assert fit_width(Size(2, 1), 3) == (3, 2)
    assert fit_width(Size(900, 1), 300) == (300, 1)


def test_what_is_compared_ends_where_the_lower_one_does() -> None:
    assert Comparing(raster(1536, 1024), raster(1024, 1024), HeatMap()).size == (1536, 1024)
    assert Comparing(raster(1024, 1024), raster(1536, 1024), HeatMap()).size == (1536, 1024)


def test_measures_are_joined() -> None:
    joined = Measure(10, 2, 5.0, 4.0).join(Measure(30, 6, 15.0, 3.0))
    assert joined == Measure(40, 8, 20.0, 4.0)
    assert (joined.changed_share, joined.mean) == (0.2, 0.5)
    assert (Measure().changed_share, Measure().mean) == (0.0, 0.0)
