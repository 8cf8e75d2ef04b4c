"""What the canvas paints, compared pixel by pixel: picture, mask, surround, and parts painted anew.

``test_scale_factors`` runs this file once more at other scale factors of the screen.
"""

from __future__ import annotations

from math import floor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import open_source, paint_pattern, write_raster
from tests.ui.canvas.stage import build_empty_stage, build_stage, paint_anew, read_screen
from turbo_studio.core.brush import Brush
from turbo_studio.core.facts import SourceDecoded
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask import Mask
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage

SIZE = Size(320, 240)
PICTURE = paint_pattern(SIZE)[..., :3]


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    stage = build_stage(qtbot, tmp_path, SIZE)
    stage.prefer(pixel_grid=False)
    return stage


def look_up(
    stage: Stage, plane: NDArray[np.uint8], zoom: float
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The pixel of the picture under each device pixel of the canvas, and where there is one."""
    scale = stage.canvas.devicePixelRatioF()
    corner = stage.canvas.map_from_image(QPointF(0, 0)) * scale
    columns = np.floor((np.arange(round(600 * scale)) + 0.5 - round(corner.x())) / zoom).astype(int)
    rows = np.floor((np.arange(round(400 * scale)) + 0.5 - round(corner.y())) / zoom).astype(int)
    inside = np.outer((rows >= 0) & (rows < SIZE.height), (columns >= 0) & (columns < SIZE.width))
    rows, columns = rows.clip(0, SIZE.height - 1), columns.clip(0, SIZE.width - 1)
    return plane[rows[:, np.newaxis], columns], inside


def settle(stage: Stage) -> None:
    """Take in what the screen has to tell, then take the pointer away."""
    QApplication.processEvents()
    stage.leave()


@pytest.mark.parametrize("zoom", [1.0, 2.0, 3.0, 8.0])
def test_the_picture_is_shown_pixel_for_pixel(stage: Stage, zoom: float) -> None:
    stage.show_at(zoom, 150, 130)
    settle(stage)

    seen = paint_anew(stage)

    expected, inside = look_up(stage, PICTURE, zoom)
    np.testing.assert_array_equal(seen[inside], expected[inside])
    surround = tokens().canvas
    assert (seen[~inside] == (surround.red(), surround.green(), surround.blue())).all()


@pytest.mark.parametrize("zoom", [1.0, 4.0])
def test_exactly_the_selected_pixels_are_tinted(stage: Stage, zoom: float) -> None:
    """Coverage of every value; the tint stands where it is at least 128 and nowhere else."""
    stage.session.painter.set_brush(Brush(size_px=120, hardness=0))
    stage.drag(stage.place(100, 100), stage.place(220, 140))
    assert len(np.unique(stage.mask.coverage)) > 100
    stage.show_at(zoom, 150, 110)
    settle(stage)

    seen = paint_anew(stage)

    expected, inside = look_up(stage, PICTURE, zoom)
    coverage, _ = look_up(stage, stage.mask.coverage, zoom)
    tinted = (coverage >= 128) & inside
    plain = (coverage < 128) & inside
    assert tinted.any()
    assert plain.any()
    np.testing.assert_array_equal(seen[plain], expected[plain])
    preferences = stage.session.preferences
    mask, opacity = QColor(preferences.overlay_colour), preferences.overlay_opacity
    tint = np.array([mask.red(), mask.green(), mask.blue()])
    blended = expected[tinted] * (1 - opacity) + tint * opacity
    assert np.abs(seen[tinted] - blended).max() <= 2  # of rounding


@pytest.mark.parametrize("hide", ["overlay", "original"])
def test_the_mask_can_be_hidden(stage: Stage, hide: str) -> None:
    stage.show_at(1.0, 160, 120)
    settle(stage)
    plain = paint_anew(stage)
    stage.session.painter.fill_mask()
    tinted = paint_anew(stage)
    assert (tinted != plain).any()

    if hide == "overlay":
        stage.canvas.set_overlay_visible(False)
    else:
        QTest.keyPress(stage.canvas, Qt.Key.Key_Backslash)
    np.testing.assert_array_equal(paint_anew(stage), plain)

    if hide == "overlay":
        stage.canvas.set_overlay_visible(True)
    else:
        QTest.keyRelease(stage.canvas, Qt.Key.Key_Backslash)
    np.testing.assert_array_equal(paint_anew(stage), tinted)


@pytest.mark.parametrize("zoom", [0.5, 0.7, 1.0, 1.5, 2.0, 2.37, 6.0])
def test_parts_painted_anew_leave_the_screen_as_if_all_was(stage: Stage, zoom: float) -> None:
    """Dabs, rings that move, pans that scroll what is there, undo: no trace stays behind.

    Smoothed pictures may differ by what the fixed point numbers of Qt round away.
    """
    stage.session.painter.set_brush(Brush(size_px=round(130 / zoom), hardness=0.6))
    stage.show_at(zoom, 150, 110)
    settle(stage)
    for step in range(4):
        stage.drag(QPoint(100 + 60 * step, 100), QPoint(190 + 20 * step, 290))
        QApplication.processEvents()
        stage.canvas.pan(QPointF(7 - 5 * step, 4 * step - 5))
        QTest.mouseMove(stage.canvas, QPoint(300 - 40 * step, 180))
        QApplication.processEvents()
    stage.session.undo()
    settle(stage)
    QTest.mouseMove(stage.canvas, QPoint(410, 200))
    QApplication.processEvents()

    difference = np.abs(read_screen(stage).astype(int) - paint_anew(stage))

    assert difference.max() <= (2 if zoom % 1 else 0)


def test_a_picture_with_alpha_stands_on_a_checkerboard(qtbot: QtBot, tmp_path: Path) -> None:
    stage = build_empty_stage(qtbot, tmp_path)
    source = open_source(stage.session, tmp_path, size=SIZE)
    clear = write_raster(tmp_path / "clear.raster", np.zeros((SIZE.height, SIZE.width, 4), np.uint8))
    stage.session.receive(SourceDecoded(source.id, clear._replace(has_alpha=True), Mask(SIZE)))
    stage.show_at(1.0, 160, 120)
    settle(stage)

    seen = paint_anew(stage)

    _, inside = look_up(stage, PICTURE, 1.0)
    assert np.unique(seen[inside]).tolist() == [0xCC, 0xFF]
    assert (seen[~inside] == tokens().canvas.red()).all()


def test_the_files_of_pictures_are_let_go(stage: Stage) -> None:
    """Nothing maps a raster that is no longer shown."""
    first = stage.session.painter.raster
    assert first is not None
    assert str(first.path) in read_mapped_files()

    shown = stage.session.painter.shown_id
    assert shown is not None
    stage.session.remove_source(shown)

    assert str(first.path) not in read_mapped_files()
    assert paint_anew(stage).any()


def read_mapped_files() -> str:
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("this system does not tell what a process has mapped")
    return maps.read_text()


def test_the_rings_mark_the_brush_and_what_one_dab_selects(stage: Stage) -> None:
    stage.session.painter.set_brush(Brush(size_px=100, hardness=0.2))
    stage.show_at(1.0, 160, 120)
    settle(stage)
    scale = stage.canvas.devicePixelRatioF()
    QTest.mouseMove(stage.canvas, QPoint(20, 20))
    QTest.mouseMove(stage.canvas, QPoint(300, 200))

    row = paint_anew(stage)[round(200 * scale)].astype(int)

    middle = 300 * scale
    for radius in (50.0, stage.session.painter.brush.selected_radius_px):
        for at in (middle - radius, middle + radius):
            near = row[floor(at) - 2 : floor(at) + 3]
            assert near.min(axis=1).max() > 150, "a light line"
            assert near.max(axis=1).min() < 130, "on a dark one"
    assert stage.canvas.cursor().shape() == Qt.CursorShape.BlankCursor


def test_rings_follow_the_size_of_the_brush_at_once(stage: Stage) -> None:
    settle(stage)
    QTest.mouseMove(stage.canvas, QPoint(300, 200))
    QApplication.processEvents()

    stage.canvas.grow_brush()
    stage.canvas.grow_brush()
    QApplication.processEvents()

    np.testing.assert_array_equal(read_screen(stage), paint_anew(stage))


def test_the_empty_canvas_says_what_to_do_and_what_is_opening(qtbot: QtBot, tmp_path: Path) -> None:
    stage = build_empty_stage(qtbot, tmp_path)
    invitation = paint_anew(stage)
    stage.session.open_files([tmp_path / "cup.png"])
    opening = paint_anew(stage)

    assert (invitation != tokens().canvas.red()).any()
    assert (opening != invitation).any()
