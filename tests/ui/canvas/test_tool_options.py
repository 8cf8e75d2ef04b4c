"""The tool options and the session's brush are one, and the mask's share is said truly."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLabel, QPushButton, QSpinBox, QWidget

from tests.helpers.fake_engine import decode_shown, open_source
from tests.ui.canvas.stage import build_empty_stage, build_stage
from turbo_studio.core.brush import SIZE_MAX_PX, Brush
from turbo_studio.core.facts import PixelsFound
from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.operators import FoundPixels
from turbo_studio.core.shapes import drag_box
from turbo_studio.ui.canvas.brush_options import size_to_slider, slider_to_size
from turbo_studio.ui.canvas.brush_popup import BrushPopup
from turbo_studio.ui.canvas.tool_options import ElidedLabel, ToolOptions
from turbo_studio.ui.canvas.tools import ToolName

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.canvas.stage import Stage

Found = TypeVar("Found", bound=QObject)
LEFT = Qt.MouseButton.LeftButton


def build_options(qtbot: QtBot, stage: Stage) -> ToolOptions:
    options = ToolOptions(stage.session, stage.bridge, stage.canvas)
    qtbot.addWidget(options)
    options.resize(1_200, options.minimumHeight())
    options.show()
    return options


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    return build_stage(qtbot, tmp_path, Size(100, 100))


@pytest.fixture
def options(qtbot: QtBot, stage: Stage) -> ToolOptions:
    return build_options(qtbot, stage)


def read_share(options: ToolOptions) -> str:
    *_, label = options.findChildren(ElidedLabel)
    return label.text()


def test_the_boxes_set_the_brush(stage: Stage, options: ToolOptions) -> None:
    box = options.findChild(QSpinBox, "brush_size_box")
    assert isinstance(box, QSpinBox)
    box.selectAll()
    QTest.keyClicks(box, "137")
    options.brush_options.brush_hardness_box.setValue(35)

    assert stage.session.painter.brush == Brush(137, 0.35)
    assert options.brush_options.brush_size_slider.value() == size_to_slider(137)
    assert options.brush_options.brush_hardness_slider.value() == 35


def test_the_sliders_set_the_brush(stage: Stage, options: ToolOptions) -> None:
    options.brush_options.brush_size_slider.setValue(1_000)
    options.brush_options.brush_hardness_slider.setValue(100)

    assert stage.session.painter.brush == Brush(SIZE_MAX_PX, 1.0)
    assert options.brush_options.brush_size_box.value() == SIZE_MAX_PX
    assert options.brush_options.brush_hardness_box.value() == 100


def test_keys_on_the_canvas_show_in_the_options(stage: Stage, options: ToolOptions) -> None:
    stage.canvas.grow_brush()
    stage.canvas.harden_brush()

    assert options.brush_options.brush_size_box.value() == 23
    assert options.brush_options.brush_hardness_box.value() == 60
    assert stage.session.painter.brush == Brush(23, 0.6)


def test_arrows_move_the_size_slider_by_whole_pixels(stage: Stage, options: ToolOptions) -> None:
    stage.session.painter.set_brush(Brush(1, 0.5))
    sizes = []
    for _ in range(4):
        QTest.keyClick(options.brush_options.brush_size_slider, Qt.Key.Key_Right)
        sizes.append(stage.session.painter.brush.size_px)
    QTest.keyClick(options.brush_options.brush_size_slider, Qt.Key.Key_Left)

    assert sizes == [2, 3, 4, 5]
    assert stage.session.painter.brush.size_px == 4
    assert options.brush_options.brush_size_slider.value() == size_to_slider(4)


@given(st.integers(1, SIZE_MAX_PX))
def test_a_place_of_the_slider_is_near_its_size(size_px: int) -> None:
    assert slider_to_size(size_to_slider(size_px)) == pytest.approx(size_px, rel=0.006, abs=1)


def test_paint_and_erase_are_the_tools_of_the_canvas(stage: Stage, options: ToolOptions) -> None:
    QTest.mouseClick(options.brush_options.erase_button, LEFT)
    assert stage.canvas.tool == "eraser"
    assert options.brush_options.erase_button.isChecked()

    stage.canvas.swap_paint_and_erase()
    assert options.brush_options.paint_button.isChecked()
    assert not options.brush_options.erase_button.isChecked()


@pytest.mark.parametrize(
    ("tool", "name", "paints"),
    [("brush", "Brush", True), ("eraser", "Eraser", True), ("hand", "Hand", False), ("zoom", "Zoom", False)],
)
def test_the_options_are_those_of_the_tool(
    stage: Stage, options: ToolOptions, tool: str, name: str, paints: bool
) -> None:
    stage.canvas.set_tool(tool)

    assert options.brush_options.brush_size_box.isVisible() == paints
    shown = [label.text() for label in options.findChildren(QLabel) if label.isVisible()]
    assert name in shown


def test_the_share_of_the_mask_is_said(stage: Stage, options: ToolOptions) -> None:
    assert read_share(options) == "No mask: the whole picture may change"

    stage.session.painter.set_brush(Brush(1, 1.0))
    stage.canvas.zoom_to(4, stage.canvas.rect().center().toPointF())
    QTest.mouseClick(stage.canvas, LEFT, pos=stage.place(50.5, 50.5))
    assert read_share(options) == "0.1 % of image 1 will change", "some is not none"

    stage.session.painter.invert_mask()
    assert read_share(options) == "99.9 % of image 1 will change", "nearly all is not all"

    stage.session.painter.fill_mask()
    assert read_share(options) == "The mask covers all of image 1: it is sent without a mask"

    stage.session.undo()
    assert read_share(options) == "99.9 % of image 1 will change"


def test_beside_image_1_it_is_said_whose_mask_is_sent(stage: Stage, options: ToolOptions) -> None:
    other = open_source(stage.session, stage.folder, "other.png")
    stage.session.painter.show_source(other.id)
    decode_shown(stage.session, stage.folder)
    assert read_share(options) == "Only the mask of image 1 is sent"

    stage.session.move_source(other.id, 0)
    assert read_share(options) == "No mask: the whole picture may change"


def test_without_a_picture_nothing_is_said_of_a_mask(qtbot: QtBot, tmp_path: Path) -> None:
    assert read_share(build_options(qtbot, build_empty_stage(qtbot, tmp_path))) == ""


def test_every_control_has_a_name_and_a_key_way(options: ToolOptions) -> None:
    for control in (
        options.brush_options.brush_size_slider,
        options.brush_options.brush_size_box,
        options.brush_options.brush_hardness_slider,
        options.brush_options.brush_hardness_box,
        options.brush_options.paint_button,
        options.brush_options.erase_button,
    ):
        assert control.accessibleName() or getattr(control, "text", str)()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def find(options: QWidget, kind: type[Found], name: str) -> Found:
    found = options.findChild(kind, name)
    assert found is not None, name
    return found


def test_the_rest_of_the_brush_is_in_a_panel_below_its_button(stage: Stage, options: ToolOptions) -> None:
    QTest.mouseClick(options.brush_options.more_button, LEFT)
    popup = find(options, BrushPopup, "brush_popup")
    popup.spacing_box.setValue(25)
    popup.string_box.setValue(40)
    popup.size_check.click()
    assert stage.session.painter.brush == Brush(21, 0.5, 0.25, is_sized_by_pressure=True, string_units=40)

    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_ways_to_join_are_those_of_the_toolbox(stage: Stage, options: ToolOptions) -> None:
    stage.canvas.set_tool("lasso")
    for name in ("add", "subtract", "intersect", "replace"):
        find(options, QPushButton, f"combine_{name}_button").click()
        assert stage.canvas.toolbox.combine == name


def test_numbers_make_a_box_and_its_button_selects_it(stage: Stage, options: ToolOptions) -> None:
    stage.canvas.set_tool("rectangle")
    for name, value in (("x", 10), ("y", 20), ("width", 30), ("height", 40)):
        find(options, QSpinBox, f"box_{name}_box").setValue(value)
    assert not stage.selected.any()

    QTest.mouseClick(find(options, QPushButton, "box_select_button"), LEFT)

    expected = np.zeros_like(stage.selected)
    expected[20:60, 10:40] = True
    np.testing.assert_array_equal(stage.selected, expected)


def test_a_drag_shows_its_numbers(stage: Stage, options: ToolOptions) -> None:
    stage.canvas.set_tool("ellipse")
    stage.drag(stage.place(10, 20), stage.place(60, 80), release=False)

    start, end = stage.point(stage.place(10, 20)), stage.point(stage.place(60, 80))
    box = drag_box(start, end)
    shown = [find(options, QSpinBox, f"box_{name}_box").value() for name in ("x", "y", "width", "height")]
    assert shown == [box.left, box.upper, box.width, box.height]


def test_the_wand_is_set_here(stage: Stage, options: ToolOptions) -> None:
    stage.canvas.set_tool("wand")
    find(options, QDoubleSpinBox, "wand_tolerance_box").setValue(22.5)
    find(options, QCheckBox, "wand_contiguous_check").click()

    assert stage.canvas.toolbox.tolerance == 22.5
    assert not stage.canvas.toolbox.is_contiguous


def test_an_offered_mask_can_be_turned_round_taken_or_left(stage: Stage, options: ToolOptions) -> None:
    def offer(box: Box) -> None:
        *_, (token, _) = stage.engine.calls_of("find_pixels")
        found = FoundPixels(box, np.full((box.height, box.width), 255, np.uint8))
        stage.session.receive(PixelsFound(token, found))

    stage.session.finder.offer_file(stage.folder / "mask.png")
    offer(Box(0, 0, 10, 10))
    assert not options.brush_options.isVisible()

    find(options, QCheckBox, "offer_invert_check").click()
    offer(Box(0, 10, 100, 100))
    find(options, QPushButton, "offer_replace_button").click()
    assert np.count_nonzero(stage.selected) == 100 * 90
    assert options.brush_options.isVisible()

    stage.session.finder.offer_file(stage.folder / "mask.png")
    offer(Box(0, 0, 10, 10))
    find(options, QPushButton, "offer_cancel_button").click()
    assert np.count_nonzero(stage.selected) == 100 * 90
    assert stage.session.finder.offer is None


def test_what_is_being_computed_is_said(stage: Stage, options: ToolOptions) -> None:
    stage.canvas.set_tool("wand")
    QTest.mouseClick(stage.canvas, LEFT, pos=stage.place(50, 50))
    said = [label.text() for label in options.findChildren(ElidedLabel) if label.isVisible()]
    assert "Computing… Esc gives up" in said


@pytest.mark.parametrize("tool", list(ToolName))
def test_the_bar_has_room_in_a_small_window(stage: Stage, options: ToolOptions, tool: str) -> None:
    """At 960 units; texts that may be cut short give way."""
    stage.canvas.set_tool(tool)
    assert options.minimumSizeHint().width() <= 960
    for control in options.findChildren(QWidget):
        is_control = isinstance(control, QPushButton | QSpinBox | QDoubleSpinBox | QCheckBox)
        if is_control and control.isVisible():
            assert control.accessibleName() or getattr(control, "text", str)()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
