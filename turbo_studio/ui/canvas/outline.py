"""The line around what a tool is about to select, light on dark; only where it changes is it painted anew."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from turbo_studio.core.geometry import EMPTY_BOX, Box, Point
from turbo_studio.ui.canvas.pointer_mark import build_pens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPainter

    from turbo_studio.ui.canvas.picture_view import PictureView
    from turbo_studio.ui.canvas.viewport import Viewport

_MARGIN_PX = 8
_PART_PX = 96.0
"""A long line is painted in parts: the box around all of it may be the whole picture."""


class Outline:
    """A preview that is on the canvas from the start, until it is removed. Points are of the picture."""

    def __init__(self, canvas: PictureView, points: Sequence[Point], *, is_closed: bool = False) -> None:
        self._canvas = canvas
        self._line = QPolygonF()
        self._tip: QPointF | None = None
        self._is_closed = is_closed
        canvas.show_preview(self)
        self.set_points(points)

    def set_points(self, points: Sequence[Point]) -> None:
        """Draw another line instead."""
        self._update_parts(self._all_points())
        self._line = QPolygonF([QPointF(*point) for point in points])
        self._update_parts(self._all_points())

    def add_point(self, point: Point) -> None:
        self._line.append(QPointF(*point))
        self._update_parts(self._last_points(2))

    def set_tip(self, point: Point | None) -> None:
        """Draw a line on to where the pointer is, or none."""
        self._update_parts(self._find_tip_line())
        self._tip = None if point is None else QPointF(*point)
        self._update_parts(self._find_tip_line())

    def remove(self) -> None:
        self._canvas.show_preview(None)

    def _last_points(self, count: int) -> list[QPointF]:
        end = self._line.count()
        return [self._line.at(index) for index in range(max(0, end - count), end)]

    def _find_tip_line(self) -> list[QPointF]:
        return [*self._last_points(1), self._tip] if self._tip is not None else []

    def _all_points(self) -> list[QPointF]:
        points = self._line.toList()
        if self._tip is not None:
            points.append(self._tip)
        return [*points, points[0]] if points and self._is_closed else points

    def _update_parts(self, points: Sequence[QPointF]) -> None:
        viewport = self._canvas.viewport
        if viewport is not None:
            for part in _split_line([viewport.map_from_image(Point(p.x(), p.y())) for p in points]):
                self._canvas.update_preview(part)

    # Preview

    def find_box(self, viewport: Viewport) -> Box:
        points = self._all_points()
        if not points:
            return EMPTY_BOX
        around = QPolygonF(points).boundingRect()
        box = Box(floor(around.left()), floor(around.top()), ceil(around.right()), ceil(around.bottom()))
        return _widen(viewport.map_box_from_image(box))

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.translate(*viewport.origin)
        painter.scale(viewport.zoom, viewport.zoom)
        line = QPolygonF(self._all_points())
        for pen in build_pens(painter.device().devicePixelRatioF()):
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPolyline(line)
        painter.restore()


def _split_line(points: Sequence[Point]) -> Iterator[Box]:
    """Boxes around short parts of a line, in device pixels."""
    for start, end in pairwise(points):
        count = max(1, ceil(hypot(end.x - start.x, end.y - start.y) / _PART_PX))
        right, down = (end.x - start.x) / count, (end.y - start.y) / count
        for step in range(count):
            x = sorted((start.x + right * step, start.x + right * (step + 1)))
            y = sorted((start.y + down * step, start.y + down * (step + 1)))
            yield _widen(Box(floor(x[0]), floor(y[0]), ceil(x[1]), ceil(y[1])))


def _widen(box: Box) -> Box:
    left, upper, right, lower = box
    return Box(left - _MARGIN_PX, upper - _MARGIN_PX, right + _MARGIN_PX, lower + _MARGIN_PX)
