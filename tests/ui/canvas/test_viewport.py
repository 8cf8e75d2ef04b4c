"""Zoom and position as rules that hold for any picture, any view and any chain of moves."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Box, Point, Size
from turbo_studio.ui.canvas.viewport import KEEP_IN_VIEW_PX, ZOOM_MAX, ZOOM_MIN, ZOOM_STEPS, Viewport

sizes = st.builds(Size, st.integers(1, 20_000), st.integers(1, 20_000))
views = st.builds(Size, st.integers(1, 4_000), st.integers(1, 3_000))
zooms = st.floats(ZOOM_MIN, ZOOM_MAX)
positions = st.builds(Point, st.floats(-4_000, 8_000), st.floats(-4_000, 8_000))
moves = st.floats(-1e6, 1e6)


@st.composite
def viewports(draw: st.DrawFn) -> Viewport:
    viewport = Viewport(draw(sizes), draw(views), draw(zooms))
    return viewport.pan(draw(moves), draw(moves))


@given(viewports(), positions)
def test_mapping_to_the_picture_and_back_returns_to_the_same_place(viewport: Viewport, place: Point) -> None:
    back = viewport.map_from_image(viewport.map_to_image(place))

    assert back == pytest.approx(place, abs=1e-3)


@given(viewports(), zooms, st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_image_point_under_the_pointer(
    viewport: Viewport, zoom: float, across: float, along: float
) -> None:
    anchor = Point(across * viewport.view.width, along * viewport.view.height)
    before = (anchor.x - viewport.left) / viewport.zoom, (anchor.y - viewport.upper) / viewport.zoom

    zoomed = viewport.zoom_to(zoom, anchor)

    unclamped = replace(zoomed, left=anchor.x - before[0] * zoom, upper=anchor.y - before[1] * zoom)
    assume(unclamped.clamp() == unclamped)  # else the picture had to be kept in view
    after = zoomed.map_from_image(Point(*before))
    assert after == pytest.approx(anchor, abs=0.5 + 1e-3)  # the picture stands on whole device pixels


@given(viewports(), st.integers(1, 12), st.floats(0, 1), st.floats(0, 1))
def test_zooming_in_and_out_again_returns_to_the_same_zoom(
    viewport: Viewport, steps: int, across: float, along: float
) -> None:
    anchor = Point(across * viewport.view.width, along * viewport.view.height)
    at_step = viewport.zoom_to(ZOOM_STEPS[8], anchor)

    there_and_back = at_step.zoom_by_steps(steps, anchor).zoom_by_steps(-steps, anchor)

    assert isclose(there_and_back.zoom, at_step.zoom)


@given(viewports(), st.lists(st.tuples(moves, moves, zooms), max_size=5), views)
def test_the_picture_cannot_be_lost(
    viewport: Viewport, path: list[tuple[float, float, float]], view: Size
) -> None:
    for right, down, zoom in path:
        viewport = viewport.pan(right, down).zoom_to(zoom, Point(right, down))
    viewport = viewport.resize_view(view)

    for start, extent, room in (
        (viewport.left, viewport.image.width * viewport.zoom, view.width),
        (viewport.upper, viewport.image.height * viewport.zoom, view.height),
    ):
        seen = min(start + extent, room) - max(start, 0)
        assert seen >= min(KEEP_IN_VIEW_PX, extent, room) - 1e-3


@given(sizes, views, st.integers(0, 50))
def test_fit_shows_the_whole_picture_in_the_middle(image: Size, view: Size, margin_px: int) -> None:
    viewport = Viewport(image, view).fit(margin_px)

    assume(viewport.zoom > ZOOM_MIN)  # 1 % of a large picture may be more than a tiny view
    assume(view.width > 2 * margin_px and view.height > 2 * margin_px)
    assert viewport.left >= margin_px - 1e-6
    assert viewport.upper >= margin_px - 1e-6
    assert viewport.left * 2 + image.width * viewport.zoom == pytest.approx(view.width)
    assert viewport.upper * 2 + image.height * viewport.zoom == pytest.approx(view.height)


@pytest.mark.parametrize(
    ("zoom", "steps", "expected"),
    [
        (1.0, 1, 1.5),
        (1.0, -1, 0.6667),
        (0.7, 1, 1.0),
        (2.3, -1, 2.0),
        (0.66667, 1, 1.0),
        (64.0, 1, 64.0),
        (0.01, -1, 0.01),
        (1.0, 40, 64.0),
        (1.0, -40, 0.01),
    ],
)
def test_steps_stop_at_the_usual_zooms(zoom: float, steps: int, expected: float) -> None:
    viewport = Viewport(Size(1_000, 1_000), Size(800, 600), zoom)

    assert viewport.zoom_by_steps(steps, Point(400, 300)).zoom == expected


def test_a_box_of_the_picture_covers_every_device_pixel_that_it_touches() -> None:
    viewport = Viewport(Size(100, 100), Size(800, 600), 0.3, left=10.4, upper=-2.6)

    assert viewport.origin == (10, -3)
    assert viewport.map_box_from_image(Box(1, 1, 2, 12)) == Box(10, -3, 11, 1)
