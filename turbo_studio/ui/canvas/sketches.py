"""Sketches: shapes in the making, which outlive the press of a button and can be changed by keys."""

from __future__ import annotations

from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt

from turbo_studio.core.geometry import Box, Point
from turbo_studio.core.shapes import Ellipse, Polygon, Rectangle
from turbo_studio.ui.canvas.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.shapes import Combine
    from turbo_studio.ui.canvas.picture_view import PictureView

CLOSE_PX = 8.0
"""How near, in device pixels, a click is to a corner to mean it."""
STEP_PX, LONG_STEP_PX = 1, 10
_ELLIPSE_CORNERS = 180
_KEYS = Qt.KeyboardModifier
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def find_step(key: int, modifiers: Qt.KeyboardModifier) -> tuple[int, int] | None:
    """How far an arrow goes to the right and down, in image pixels; None for other keys."""
    way = _ARROWS.get(Qt.Key(key))
    if way is None:
        return None
    length = LONG_STEP_PX if modifiers & _KEYS.ShiftModifier else STEP_PX
    return way[0] * length, way[1] * length


class Sketch(Protocol):
    """A selection in the making."""

    def hover(self, point: Point) -> None: ...
    def press_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool: ...
    def describe(self) -> str: ...
    def accept(self, combine: Combine) -> None: ...
    def discard(self) -> None: ...


class PolygonSketch:
    """A line that is drawn freely or from corner to corner, and then closed."""

    def __init__(self, canvas: PictureView, accept: Callable[[Polygon, Combine], None], start: Point) -> None:
        self._canvas = canvas
        self._accept = accept
        self._points = [start]
        self._outline = Outline(canvas, [start])

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(self._points)

    def add_point(self, point: Point) -> None:
        if point != self._points[-1]:
            self._points.append(point)
            self._outline.add_point(point)
            self._on_changed()

    def hover(self, point: Point) -> None:
        self._outline.set_tip(point)

    def closes_at(self, point: Point) -> bool:
        """Whether a click here would close the line: on its first corner, or once more on its last."""
        ends = (self._points[0], self._points[-1]) if len(self._points) > 2 else ()
        zoom = self._canvas.zoom
        return any(hypot(point.x - end.x, point.y - end.y) * zoom <= CLOSE_PX for end in ends)

    def press_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Backspace takes the last corner back; False for a key that means nothing here."""
        if key != Qt.Key.Key_Backspace or modifiers != _KEYS.NoModifier:
            return False
        if len(self._points) > 1:
            self._points.pop()
            self._outline.set_points(self._points)
            self._on_changed()
        return True

    def _on_changed(self) -> None:
        """Its corners are others now."""

    def describe(self) -> str:
        text = QCoreApplication.translate("Sketches", "Corners: {0}. Enter closes, Backspace takes one back")
        return text.format(len(self._points))

    def accept(self, combine: Combine) -> None:
        self._outline.remove()
        if len(self._points) > 2:
            self._accept(Polygon(self.points), combine)

    def discard(self) -> None:
        self._outline.remove()


class BoxSketch:
    """A rectangle, or the ellipse in it: drawn by hand, or moved and resized by keys and typed numbers."""

    def __init__(
        self,
        canvas: PictureView,
        accept: Callable[[Rectangle | Ellipse, Combine], None],
        box: Box,
        *,
        is_ellipse: bool,
    ) -> None:
        self._box = box
        self._accept = accept
        self._is_ellipse = is_ellipse
        self._outline = Outline(canvas, self._trace(), is_closed=True)

    @property
    def box(self) -> Box:
        return self._box

    def set_box(self, box: Box) -> None:
        self._box = box
        self._outline.set_points(self._trace())

    def hover(self, point: Point) -> None:
        pass

    def press_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Arrows move it, with Ctrl its right and lower edges alone; Shift takes long steps."""
        step = find_step(key, modifiers)
        if step is None:
            return False
        left, upper, right, lower = self._box
        if modifiers & _KEYS.ControlModifier:
            right, lower = max(left + 1, right + step[0]), max(upper + 1, lower + step[1])
            self.set_box(Box(left, upper, right, lower))
        else:
            self.set_box(Box(left + step[0], upper + step[1], right + step[0], lower + step[1]))
        return True

    def describe(self) -> str:
        text = QCoreApplication.translate("Sketches", "x {0}, y {1}, {2} × {3} px")
        return text.format(self._box.left, self._box.upper, self._box.width, self._box.height)

    def accept(self, combine: Combine) -> None:
        self._outline.remove()
        if not self._box.is_empty:
            self._accept(Ellipse(self._box) if self._is_ellipse else Rectangle(self._box), combine)

    def discard(self) -> None:
        self._outline.remove()

    def _trace(self) -> list[Point]:
        left, upper, right, lower = self._box
        if not self._is_ellipse:
            return [Point(left, upper), Point(right, upper), Point(right, lower), Point(left, lower)]
        x, y = (left + right) / 2, (upper + lower) / 2
        angles = [2 * pi * corner / _ELLIPSE_CORNERS for corner in range(_ELLIPSE_CORNERS)]
        return [
            Point(x + cos(angle) * self._box.width / 2, y + sin(angle) * self._box.height / 2)
            for angle in angles
        ]
