"""The looks of the mask: each shows exactly the selected pixels, on the canvas and at any zoom.

``test_scale_factors`` runs this file once more at other scale factors of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QTimerEvent
from PySide6.QtWidgets import QApplication

from tests.ui.canvas.stage import PICTURE_SIZE, build_stage, paint_anew, read_screen
from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import Box
from turbo_studio.core.mask_look import MaskLook
from turbo_studio.ui.canvas.feather_sample import sample_weights
from turbo_studio.ui.canvas.mask_sample import find_edges

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage

ZOOMS = (0.7, 1.0, 3.0, 8.0)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    """A mask with a soft edge, of which half is not selected, that reaches the border of the picture."""
    stage = build_stage(qtbot, tmp_path)
    stage.prefer(pixel_grid=False)
    stage.session.painter.set_brush(Brush(size_px=90, hardness=0))
    stage.drag(stage.place(0, 120), stage.place(190, 140))
    QApplication.processEvents()
    stage.leave()
    return stage


def look_up(stage: Stage, zoom: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """For each device pixel of the canvas whether it shows a selected pixel, an edge, the picture.

    Slowly: an edge is selected, and something that is not lies as near as the line is wide.
    """
    scale = stage.canvas.devicePixelRatioF()
    corner = stage.canvas.map_from_image(QPointF(0, 0)) * scale
    width = round(scale)
    columns, rows = (
        np.floor((np.arange(-width, round(length * scale) + width) + 0.5 - round(start)) / zoom).astype(int)
        for length, start in ((600, corner.x()), (400, corner.y()))
    )
    size = PICTURE_SIZE
    inside = np.outer((rows >= 0) & (rows < size.height), (columns >= 0) & (columns < size.width))
    rows, columns = rows.clip(0, size.height - 1), columns.clip(0, size.width - 1)
    selected = (stage.mask.coverage[rows[:, np.newaxis], columns] >= 128) & inside
    near = ~selected
    for _ in range(width):
        steps = [np.roll(near, step, axis) for axis in (0, 1) for step in (-1, 1)]
        near = np.logical_or.reduce([near, *steps])
    shown = (slice(width, -width), slice(width, -width))
    return selected[shown], (selected & near)[shown], inside[shown]


def show(stage: Stage, look: MaskLook, zoom: float, **changes: object) -> tuple[NDArray[np.uint8], ...]:
    """The canvas without a mask, and with it in that look."""
    stage.prefer(mask_look=look, **changes)
    stage.show_at(zoom, 60, 120)
    QApplication.processEvents()
    stage.canvas.set_overlay_visible(False)
    plain = paint_anew(stage)
    stage.canvas.set_overlay_visible(True)
    return plain, paint_anew(stage)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_black_and_white_shows_the_mask_alone(stage: Stage, zoom: float) -> None:
    plain, seen = show(stage, MaskLook.BLACK_AND_WHITE, zoom)

    selected, _, _ = look_up(stage, zoom)
    assert selected.any()
    if zoom != 0.7:  # there Qt's fixed point numbers may round a border to the pixel beside it
        assert (seen[selected] == WHITE).all()
    assert (seen == WHITE).all(axis=2).sum() == pytest.approx(selected.sum(), rel=0.02)
    assert ((seen == WHITE) | (seen == BLACK) | (seen == plain[0, 0])).all()


@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_outline_lies_on_the_edge_within(stage: Stage, zoom: float) -> None:
    plain, seen = show(stage, MaskLook.OUTLINE, zoom)

    _, edges, _ = look_up(stage, zoom)
    assert edges.any()
    np.testing.assert_array_equal(seen[~edges], plain[~edges])
    dashes = seen[edges]
    assert set(map(tuple, np.unique(dashes, axis=0).tolist())) == {BLACK, WHITE}
    assert 0.3 < (dashes == WHITE).all(axis=1).mean() < 0.7


@pytest.mark.parametrize("marks_outside", [False, True])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_stripes_lie_on_what_is_marked_and_nowhere_else(
    stage: Stage, zoom: float, marks_outside: bool
) -> None:
    plain, seen = show(stage, MaskLook.HATCH, zoom, marks_outside=marks_outside)

    selected, edges, inside = look_up(stage, zoom)
    changed = (seen != plain).any(axis=2)
    assert (seen[edges] == BLACK).all()
    marked = inside & ~selected if marks_outside else selected
    assert not changed[~marked & ~edges].any()
    assert 0.3 < changed[marked & ~edges].mean() < 0.5


def test_the_tint_can_lie_on_what_stays(stage: Stage) -> None:
    plain, seen = show(stage, MaskLook.TINT, 1.0, marks_outside=True)

    selected, _, _ = look_up(stage, 1.0)
    np.testing.assert_array_equal(seen[selected], plain[selected])
    assert (seen != plain).any(axis=2).sum() > 10_000


def test_a_stronger_tint_is_stronger(stage: Stage) -> None:
    plain, faint = show(stage, MaskLook.TINT, 1.0, overlay_opacity=0.2)
    _, strong = show(stage, MaskLook.TINT, 1.0, overlay_opacity=0.9)

    selected, _, _ = look_up(stage, 1.0)
    distances = [np.abs(seen[selected].astype(int) - plain[selected]).mean() for seen in (faint, strong)]
    assert distances[1] == pytest.approx(distances[0] * 4.5, rel=0.1)


def weigh_shown(stage: Stage, zoom: float, feather_px: int) -> NDArray[np.uint8]:
    """How much of each device pixel of the canvas the feather blends in."""
    viewport = stage.canvas.viewport
    assert viewport is not None
    assert viewport.zoom == zoom
    return sample_weights(stage.mask.coverage, viewport, Box.of(viewport.view), feather_px)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_feather_in_black_and_white_shows_the_weights_themselves(stage: Stage, zoom: float) -> None:
    _, seen = show(stage, MaskLook.BLACK_AND_WHITE, zoom, feather_preview=True, feather_px=9)

    weights = weigh_shown(stage, zoom, 9)
    _, _, inside = look_up(stage, zoom)
    assert len(np.unique(weights)) > 9
    assert (seen[inside] == weights[inside][:, np.newaxis]).all()


@pytest.mark.parametrize("marks_outside", [False, True])
def test_the_tint_of_a_feather_falls_off_with_its_weights(stage: Stage, marks_outside: bool) -> None:
    changes = {"overlay_opacity": 1.0, "overlay_colour": "#000000", "marks_outside": marks_outside}
    plain, seen = show(stage, MaskLook.TINT, 1.0, feather_preview=True, feather_px=20, **changes)

    weights = weigh_shown(stage, 1.0, 20).astype(int)
    _, _, inside = look_up(stage, 1.0)
    left = weights if marks_outside else 255 - weights
    expected = plain * (left[..., np.newaxis] / 255)
    np.testing.assert_allclose(seen[inside], expected[inside], atol=1.5)


def test_a_feather_has_a_line_where_it_ends_within_the_outline(stage: Stage) -> None:
    plain, seen = show(stage, MaskLook.OUTLINE, 1.0, feather_preview=True, feather_px=10)

    _, edges, _ = look_up(stage, 1.0)
    width = round(stage.canvas.devicePixelRatioF())
    whole = weigh_shown(stage, 1.0, 10) == 255
    ends = find_edges(whole, width)
    changed = (seen != plain).any(axis=2)
    assert ends.any()
    assert not changed[~edges & ~ends].any()
    assert 0.3 < changed[ends].mean() < 0.7
    assert {BLACK, WHITE} == set(map(tuple, np.unique(seen[edges], axis=0).tolist()))


@pytest.mark.parametrize("marks_outside", [False, True])
def test_stripes_fade_with_a_feather(stage: Stage, marks_outside: bool) -> None:
    plain, seen = show(
        stage, MaskLook.HATCH, 1.0, feather_preview=True, feather_px=12, marks_outside=marks_outside
    )

    _, edges, inside = look_up(stage, 1.0)
    weights = weigh_shown(stage, 1.0, 12)
    marked = 255 - weights.astype(int) if marks_outside else weights.astype(int)
    strength = np.abs(seen.astype(int) - plain).max(axis=2)
    means = [
        strength[inside & ~edges & (low <= marked) & (marked < high)].mean()
        for low, high in ((0, 2), (40, 100), (120, 200), (254, 256))
    ]
    assert means[0] == pytest.approx(0, abs=0.5)
    assert means == sorted(means)
    assert means[1] > 5
    assert (seen[edges] == BLACK).all()


def test_a_feather_changes_nothing_of_the_mask(stage: Stage) -> None:
    before = stage.mask.coverage.copy()
    stage.prefer(feather_preview=True, feather_px=40)
    QApplication.processEvents()
    np.testing.assert_array_equal(stage.mask.coverage, before)


@pytest.mark.parametrize("feather_px", [0, 25])
@pytest.mark.parametrize("look", list(MaskLook))
@pytest.mark.parametrize("zoom", [0.6, 1.0, 2.37])
def test_parts_painted_anew_leave_the_screen_as_if_all_was(
    stage: Stage, look: MaskLook, zoom: float, feather_px: int
) -> None:
    """Dabs, pans and undo in each look: no edge that is none any more stays behind."""
    stage.prefer(mask_look=look, feather_preview=feather_px > 0, feather_px=feather_px)
    stage.show_at(zoom, 60, 120)
    stage.session.painter.set_brush(Brush(size_px=round(70 / zoom), hardness=0.6))
    QApplication.processEvents()
    for step in range(4):
        stage.drag(QPoint(250 + 40 * step, 150), QPoint(290 + 20 * step, 290))
        QApplication.processEvents()
        stage.canvas.pan(QPointF(7 - 5 * step, 4 * step - 5))
        QApplication.processEvents()
    stage.session.undo()
    stage.leave()
    QApplication.processEvents()

    difference = np.abs(read_screen(stage).astype(int) - paint_anew(stage))

    assert difference.max() <= (2 if zoom % 1 else 0)


def test_the_outline_marches_where_it_lies_and_leaves_the_rest_alone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, before = show(stage, MaskLook.OUTLINE, 1.0)
    monkeypatch.setattr(stage.canvas, "isActiveWindow", lambda: True)

    QApplication.sendEvent(stage.canvas, QTimerEvent(stage.canvas._march_timer_id))
    QApplication.processEvents()

    seen = read_screen(stage)
    _, edges, _ = look_up(stage, 1.0)
    assert (seen != before).any()
    np.testing.assert_array_equal(seen, paint_anew(stage))
    np.testing.assert_array_equal(seen[~edges], plain[~edges])


def test_nothing_marches_for_those_who_want_nothing_to_blink(stage: Stage) -> None:
    hints = QApplication.styleHints()
    flash_ms = hints.cursorFlashTime()
    hints.setCursorFlashTime(0)
    try:
        stage.prefer(mask_look=MaskLook.OUTLINE)
        assert not marches(stage)
    finally:
        hints.setCursorFlashTime(flash_ms)
    stage.prefer(mask_look=MaskLook.OUTLINE)
    assert marches(stage)
    stage.canvas.set_overlay_visible(False)
    assert not marches(stage)


def marches(stage: Stage) -> bool:
    return bool(stage.canvas._march_timer_id)


def test_a_grid_shows_the_pixels_from_800_per_cent_on(stage: Stage) -> None:
    scale = stage.canvas.devicePixelRatioF()
    for zoom, is_expected in ((6.0, False), (8.0, True), (16.0, True)):
        stage.show_at(zoom, 200, 60)
        QApplication.processEvents()
        stage.prefer(pixel_grid=False)
        plain = paint_anew(stage)
        stage.prefer(pixel_grid=True)
        changed = (paint_anew(stage) != plain).any(axis=2)
        assert changed.any() == is_expected
        if is_expected:
            columns = np.flatnonzero(changed.all(axis=0))
            assert (np.diff(columns) == zoom).all()
            corner = round(stage.canvas.map_from_image(QPointF(0, 0)).x() * scale)
            assert ((columns - corner) % zoom == 0).all()
