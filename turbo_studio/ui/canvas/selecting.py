"""Gestures that make a selection: a line with the lasso, a box with the shapes, a press with the wand."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from turbo_studio.core.shapes import drag_box
from turbo_studio.ui.canvas.proposals import ColourSketch, ObjectSketch
from turbo_studio.ui.canvas.sketches import BoxSketch, PolygonSketch
from turbo_studio.ui.canvas.tools import ToolName

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from turbo_studio.core.geometry import Box
    from turbo_studio.ui.canvas.pointer_sample import PointerSample
    from turbo_studio.ui.canvas.tool_view import ToolView
    from turbo_studio.ui.canvas.toolbox import Toolbox

_CLICK_UNITS = 4.0
"""A press that moves less than this, in units of the widget, is a click."""
_SPACING_UNITS = 1.5
_TOLERANCE_PER_UNIT = 0.1


def start_lasso(toolbox: Toolbox, canvas: ToolView, sample: PointerSample) -> LassoGesture:
    """Begin a line, or go on with the one that is open."""
    sketch = toolbox.sketch
    if isinstance(sketch, PolygonSketch):
        return LassoGesture(toolbox, sketch, sample, is_first=False)
    toolbox.discard_sketch()
    sketch = (
        ObjectSketch(canvas, canvas.proposer, sample.point)
        if toolbox.tool is ToolName.OUTLINE
        else PolygonSketch(canvas, canvas.painter.select_shape, sample.point)
    )
    toolbox.begin_sketch(sketch, sample.modifiers)
    return LassoGesture(toolbox, sketch, sample, is_first=True)


def start_wand(toolbox: Toolbox, canvas: ToolView, sample: PointerSample) -> WandGesture:
    """Show the colour at a press; one shown by keys is given up."""
    toolbox.discard_sketch()
    sketch = ColourSketch(toolbox, canvas.proposer, sample.point)
    toolbox.begin_sketch(sketch, sample.modifiers)
    return WandGesture(toolbox, sketch, sample)


def start_box(toolbox: Toolbox, canvas: ToolView, sample: PointerSample) -> BoxGesture:
    """Begin a box from corner to corner; one made by keys is given up."""
    toolbox.discard_sketch()
    corner = drag_box(sample.point, sample.point)
    sketch = build_box_sketch(toolbox, canvas, corner)
    toolbox.begin_sketch(sketch, sample.modifiers)
    return BoxGesture(toolbox, sketch, sample)


def build_box_sketch(toolbox: Toolbox, canvas: ToolView, box: Box) -> BoxSketch:
    is_ellipse = toolbox.tool is ToolName.ELLIPSE
    return BoxSketch(canvas, canvas.painter.select_shape, box, is_ellipse=is_ellipse)


class LassoGesture:
    """A drag draws freely; a click sets a corner, and the line stays open for the next one.

    The line is closed at the release of a drag that began it, or where a click means one of its ends.
    """

    def __init__(
        self, toolbox: Toolbox, sketch: PolygonSketch, sample: PointerSample, *, is_first: bool
    ) -> None:
        self._toolbox = toolbox
        self._sketch = sketch
        self._start = self._last = sample.position
        self._is_first = is_first
        self._is_drag = False
        self._is_closing = not is_first and sketch.closes_at(sample.point)
        if not self._is_closing:
            sketch.add_point(sample.point)

    def move(self, sample: PointerSample) -> None:
        if _measure(sample.position - self._start) >= _CLICK_UNITS:
            self._is_drag = True
        if self._is_drag and _measure(sample.position - self._last) >= _SPACING_UNITS:
            self._last = sample.position
            self._sketch.add_point(sample.point)

    def finish(self) -> None:
        if self._is_closing or (self._is_first and self._is_drag):
            self._toolbox.accept_sketch()

    def abort(self) -> None:
        self._toolbox.discard_sketch()


class WandGesture:
    """A click selects what it shows; a drag to the right widens the tolerance, one to the left narrows it."""

    def __init__(self, toolbox: Toolbox, sketch: ColourSketch, sample: PointerSample) -> None:
        self._toolbox = toolbox
        self._sketch = sketch
        self._start = sample.position
        self._tolerance = toolbox.tolerance
        self._is_drag = False

    def move(self, sample: PointerSample) -> None:
        way = sample.position - self._start
        if _measure(way) >= _CLICK_UNITS:
            self._is_drag = True
        if self._is_drag:
            self._sketch.change_tolerance(self._tolerance + way.x() * _TOLERANCE_PER_UNIT)

    def finish(self) -> None:
        self._toolbox.accept_sketch()

    def abort(self) -> None:
        self._toolbox.tolerance = self._tolerance
        self._toolbox.discard_sketch()


class BoxGesture:
    """A drag from corner to corner; Shift makes a square, Alt puts the start into the middle.

    Keys that were down at the press say how the selection joins the mask; only once let go do they mean
    a square or the middle.
    """

    def __init__(self, toolbox: Toolbox, sketch: BoxSketch, sample: PointerSample) -> None:
        self._toolbox = toolbox
        self._sketch = sketch
        self._start = sample.point
        self._joining = sample.modifiers

    def move(self, sample: PointerSample) -> None:
        self._joining &= sample.modifiers
        keys = sample.modifiers & ~self._joining
        box = drag_box(
            self._start,
            sample.point,
            is_square=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            is_centred=bool(keys & Qt.KeyboardModifier.AltModifier),
        )
        self._sketch.set_box(box)

    def finish(self) -> None:
        self._toolbox.accept_sketch()

    def abort(self) -> None:
        self._toolbox.discard_sketch()


def _measure(way: QPointF) -> float:
    return hypot(way.x(), way.y())
