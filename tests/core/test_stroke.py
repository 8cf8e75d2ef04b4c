"""Dabs: their shape, their spacing, and what they select."""

from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.brush import SIZE_MAX_PX, SIZE_MIN_PX, Brush, grow_brush, harden_brush, press_brush
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import SELECTED_MIN, Mask
from turbo_studio.core.stroke import Stroke, build_stamp

brushes = st.tuples(st.integers(1, 120), st.floats(0, 1)).map(lambda shape: Brush(*shape))


@given(brushes)
def test_a_stamp_is_round_and_falls_outwards(brush: Brush) -> None:
    stamp = build_stamp(brush)
    assert stamp.shape == (brush.size_px, brush.size_px)
    for other in (stamp.T, stamp[::-1], stamp[:, ::-1]):
        assert np.array_equal(stamp, other)
    middle = stamp[brush.size_px // 2, brush.size_px // 2 :].astype(int)
    assert (np.diff(middle) <= 0).all()
    assert middle[0] >= SELECTED_MIN


@given(st.integers(3, 120), st.floats(0, 1))
def test_a_dab_selects_the_radius_that_the_cursor_shows(size_px: int, hardness: float) -> None:
    brush = Brush(size_px, hardness)
    selected = build_stamp(brush) >= SELECTED_MIN
    axis = np.arange(size_px) + 0.5 - size_px / 2
    distance = np.hypot(axis[:, np.newaxis], axis[np.newaxis, :])
    assert selected[distance < brush.selected_radius_px - 1].all()
    assert not selected[distance > brush.selected_radius_px + 1].any()


def test_a_brush_of_one_pixel_sets_one_pixel() -> None:
    mask = Mask(Size(9, 9))
    Stroke(mask, Brush(1, 1.0), erase=False).begin(Point(4.2, 6.9))
    assert np.argwhere(mask.coverage).tolist() == [[6, 4]]


@given(
    st.builds(Point, st.floats(0, 199), st.floats(0, 199)),
    st.builds(Point, st.floats(0, 199), st.floats(0, 199)),
)
def test_a_line_has_no_gaps(start: Point, end: Point) -> None:
    mask = Mask(Size(200, 200))
    stroke = Stroke(mask, Brush(12, 1.0), erase=False)
    stroke.begin(end, line_from=start)
    steps = max(1, int(hypot(end.x - start.x, end.y - start.y)))
    for step in range(steps):
        x = start.x + (end.x - start.x) * step / steps
        y = start.y + (end.y - start.y) * step / steps
        assert mask.coverage[int(y), int(x)] >= SELECTED_MIN


@given(st.lists(st.floats(0, 1), max_size=8))
def test_dabs_do_not_depend_on_how_often_the_pointer_reports(cuts: list[float]) -> None:
    """Up to half a pixel of rounding, a straight path paints the same however it is cut up."""
    whole, pieces = Mask(Size(300, 40)), Mask(Size(300, 40))
    brush = Brush(20, 1.0)
    one = Stroke(whole, brush, erase=False)
    one.begin(Point(20, 20))
    one.extend(Point(270, 20))
    other = Stroke(pieces, brush, erase=False)
    other.begin(Point(20, 20))
    for cut in sorted(cuts):
        other.extend(Point(20 + 250 * cut, 20))
    other.extend(Point(270, 20))
    assert np.array_equal(whole.coverage[:, :268] >= SELECTED_MIN, pieces.coverage[:, :268] >= SELECTED_MIN)


def test_the_eraser_takes_away_what_the_brush_gave() -> None:
    mask = Mask(Size(100, 100))
    Stroke(mask, Brush(40, 0.5), erase=False).begin(Point(50, 50))
    mask.commit_edit()
    Stroke(mask, Brush(80, 1.0), erase=True).begin(Point(50, 50))
    assert not mask.coverage.any()


@given(brushes, st.integers(-300, 300))
def test_brushes_stay_within_bounds(brush: Brush, steps: int) -> None:
    grown = grow_brush(brush, steps)
    assert SIZE_MIN_PX <= grown.size_px <= SIZE_MAX_PX
    assert 0 <= harden_brush(brush, steps).hardness <= 1
    if steps > 0 and brush.size_px < SIZE_MAX_PX:
        assert grown.size_px > brush.size_px


@pytest.mark.parametrize(("size_px", "larger"), [(1, 2), (10, 11), (100, 110)])
def test_a_step_is_about_a_tenth(size_px: int, larger: int) -> None:
    assert grow_brush(Brush(size_px), 1).size_px == larger


@given(brushes, st.floats(0, 1))
def test_without_a_switch_pressure_changes_nothing(brush: Brush, pressure: float) -> None:
    assert press_brush(brush, pressure) == brush


@given(brushes, st.floats(0, 1), st.floats(0, 1))
def test_a_harder_press_is_never_smaller_nor_softer(brush: Brush, one: float, other: float) -> None:
    heeding = brush._replace(is_sized_by_pressure=True, is_hardened_by_pressure=True)
    light, firm = (press_brush(heeding, pressure) for pressure in sorted((one, other)))
    assert SIZE_MIN_PX <= light.size_px <= firm.size_px <= brush.size_px
    assert 0 <= light.hardness <= firm.hardness <= brush.hardness
    assert press_brush(heeding, 1) == heeding


def test_a_stroke_swells_evenly_between_two_pressures() -> None:
    mask = Mask(Size(400, 100))
    stroke = Stroke(mask, Brush(60, 1.0, is_sized_by_pressure=True), erase=False)
    stroke.begin(Point(50, 50), 0.0)
    stroke.extend(Point(350, 50), 1.0)
    widths = np.count_nonzero(mask.coverage >= SELECTED_MIN, axis=0)
    assert widths[50] < widths[150] < widths[250] < widths[340]
    assert abs(int(widths[200]) - 30) <= 8


@pytest.mark.parametrize(("spacing", "gaps"), [(0.1, 0), (1.0, 0), (2.0, 9)])
def test_the_spacing_is_a_share_of_the_diameter(spacing: float, gaps: int) -> None:
    mask = Mask(Size(400, 40))
    stroke = Stroke(mask, Brush(20, 1.0, spacing), erase=False)
    stroke.begin(Point(20, 20))
    stroke.extend(Point(380, 20))
    row = (mask.coverage[20] >= SELECTED_MIN).astype(int)
    assert np.count_nonzero(np.diff(row) == 1) == gaps + 1


@pytest.mark.parametrize("size_px", [63, 64, 65, 97, 130, 515])
@pytest.mark.parametrize("hardness", [0.0, 0.6, 1.0])
def test_a_stamp_falls_with_the_distance_and_is_the_same_all_round(size_px: int, hardness: float) -> None:
    """Also across the rows that are computed at once."""
    brush = Brush(size_px, hardness)
    stamp = build_stamp(brush)
    assert (stamp == stamp.T).all()
    assert (stamp == stamp[::-1]).all()
    axis = np.arange(size_px) + 0.5 - size_px / 2
    distance = np.hypot(axis[:, np.newaxis], axis)
    order = np.argsort(distance, axis=None, kind="stable")
    assert (np.diff(stamp.reshape(-1)[order].astype(int)) <= 0).all()
    selected = stamp >= SELECTED_MIN
    assert distance[selected].max() <= brush.selected_radius_px <= distance[~selected].min() + 0.01
