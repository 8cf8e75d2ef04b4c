"""The pointer of the canvas: rings in the true size of the brush, and cursors of our own.

Every line is light on dark, so that it shows on any picture.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import ceil, cos, floor, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QImage, QPainter, QPen, QPixmap, QRegion

if TYPE_CHECKING:
    from collections.abc import Sequence

RING_MIN_PX = 4.0
"""Rings smaller than this across would hide what they mark: a cross stands for them."""
_LIGHT_PX, _DARK_PX = 1.2, 3.0
_MARGIN_PX = 3
_CROSS_INNER_PX, _CROSS_OUTER_PX = 3.0, 9.0
_ARCS = 16
_STAMP_RADIUS_MAX_PX = 512.0
_WHOLE_BELOW_PX = 100.0
_LIGHT, _DARK = QColor(255, 255, 255), QColor(0, 0, 0, 150)


class PointerMark(NamedTuple):
    """What is drawn at the pointer, in units of the widget: rings around ``centre``, or a cross."""

    centre: QPointF
    radii: tuple[float, ...]
    """From the outer ring inwards."""

    @property
    def _rings(self) -> tuple[float, ...]:
        return tuple(radius for radius in self.radii if 2 * radius >= RING_MIN_PX)

    def find_region(self) -> QRegion:
        """What it covers. Large rings leave out their inside, which need not be painted again."""
        left, upper = self.centre.toTuple()
        return _build_region(self._rings).translated(floor(left), floor(upper))

    def draw(self, painter: QPainter) -> None:
        rings = self._rings
        if rings and rings[0] <= _STAMP_RADIUS_MAX_PX:
            stamp = _build_stamp(rings, painter.device().devicePixelRatioF())
            reach = stamp.deviceIndependentSize() / 2
            painter.drawImage(self.centre - QPointF(reach.width(), reach.height()), stamp)
        else:
            _draw_rings(painter, self.centre, rings)


@lru_cache(maxsize=1)
def _build_region(rings: tuple[float, ...]) -> QRegion:
    """What rings cover whose centre is anywhere from (0, 0) to before (1, 1).

    Kept, for it takes hundreds of calls into Qt, and at each of them a thread that works in the background
    may take the interpreter from the one that paints.
    """
    if not rings or rings[0] < _WHOLE_BELOW_PX:
        reach = max(rings, default=_CROSS_OUTER_PX)
        return _region_around(QPointF(-reach, -reach), QPointF(reach, reach))
    region = QRegion()
    for radius in rings:
        region += _build_ring_region(radius)
    return region


def _build_ring_region(radius: float) -> QRegion:
    """Boxes around short arcs; none crosses an axis, so that its ends are its corners."""
    angles = [2 * pi * step / _ARCS for step in range(_ARCS + 1)]
    points = [QPointF(cos(angle), sin(angle)) * radius for angle in angles]
    region = QRegion()
    for start, end in pairwise(points):
        region += _region_around(start, end)
    return region


@lru_cache(maxsize=1)
def _build_stamp(radii: tuple[float, ...], scale: float) -> QImage:
    """The rings, drawn once: smooth circles are most of what a move of the pointer costs."""
    reach = ceil(radii[0]) + _MARGIN_PX
    side = round(2 * reach * scale)
    stamp = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    stamp.setDevicePixelRatio(scale)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    middle = side / scale / 2
    _draw_rings(painter, QPointF(middle, middle), radii)
    painter.end()
    return stamp


def _draw_rings(painter: QPainter, centre: QPointF, radii: Sequence[float]) -> None:
    """A cross where there is no ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in build_pens():
        painter.setPen(pen)
        for radius in radii:
            painter.drawEllipse(centre, radius, radius)
        if not radii:
            painter.drawLines(_build_cross(centre))
    painter.restore()


def build_zoom_cursor(scale: float) -> QCursor:
    """A magnifying glass with a plus; ``scale`` is that of the screen."""
    pixmap = QPixmap(round(24 * scale), round(24 * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lines = [QLineF(15.5, 15.5, 21, 21), QLineF(7, 10, 13, 10), QLineF(10, 7, 10, 13)]
    for pen in build_pens(1.6):
        painter.setPen(pen)
        painter.drawEllipse(QPointF(10, 10), 7.5, 7.5)
        painter.drawLines(lines)
    painter.end()
    return QCursor(pixmap, 10, 10)


def build_pens(weight: float = 1.0) -> tuple[QPen, QPen]:
    """Dark and wide, then light and narrow: a line that shows on any picture; ``weight`` 1 is its usual."""
    cap = Qt.PenCapStyle.RoundCap
    style = Qt.PenStyle.SolidLine
    return QPen(_DARK, _DARK_PX * weight, style, cap), QPen(_LIGHT, _LIGHT_PX * weight, style, cap)


def _build_cross(centre: QPointF) -> list[QLineF]:
    arms = (QPointF(1, 0), QPointF(0, 1), QPointF(-1, 0), QPointF(0, -1))
    return [QLineF(centre + arm * _CROSS_INNER_PX, centre + arm * _CROSS_OUTER_PX) for arm in arms]


def _region_around(start: QPointF, end: QPointF) -> QRegion:
    """And around the same, less than a pixel further to the right or below."""
    box = QRectF(start, end).normalized().toAlignedRect()
    return QRegion(box.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX + 1, _MARGIN_PX + 1))
