"""Small signs on tiles: words, stars, colour labels and flags, each drawn once and kept as a pixmap.

Colour never stands alone: a label carries the first letter of its name, a flag has a shape.
"""

from __future__ import annotations

from functools import partial
from math import cos, pi, sin
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from turbo_studio.core.marks import Flag, Label
from turbo_studio.ui.gallery.query_words import say_label
from turbo_studio.ui.panels.tiles import draw_badge, draw_frame
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.marks import Marks

LABEL_COLORS = {
    Label.RED: QColor("#e5484d"),
    Label.YELLOW: QColor("#f5c542"),
    Label.GREEN: QColor("#4fb866"),
    Label.BLUE: QColor("#5c9df5"),
    Label.PURPLE: QColor("#b184e8"),
}
_LETTER = QColor("#151515")
"""On each of the labels: 4.9 on red, the darkest, and more on the others."""
_GROUND = QColor(0, 0, 0, 170)
_SIGN = QColor("#ffffff")
_REJECT = QColor("#ff8a80")
_KEPT_MAX = 200
_SIDE = 12
_GAP = 4
_PADDING = 5
_BADGE_HEIGHT = 18
_STAR_POINTS = 10
_GROUND_RADIUS = 4.0
FRAME_PX = 4
"""Of room for a frame around a tile."""


class Signs:
    """For one view, whose font and scale factor they take."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._kept: dict[object, QPixmap] = {}
        self.scale = 1.0
        """Of the screen that the view is on, and of what is kept."""

    def follow_scale(self) -> None:
        """To be called before each paint: the view may have come to another screen."""
        scale = self._view.devicePixelRatioF()
        if scale != self.scale:
            self._kept.clear()
            self.scale = scale

    def draw_words(self, words: str) -> QPixmap:
        sign = self._kept.get(words)
        return sign or self._draw(words, self._measure_words(words), partial(_paint_words, words))

    def draw_marks(self, marks: Marks) -> QPixmap:
        """Flag, label and stars, as far as there are any, in one badge."""
        sign = self._kept.get(marks)
        return sign or self._draw(marks, _measure_marks(marks), partial(_paint_marks, marks))

    def draw_ground(self, size: QSize, color: QColor) -> QPixmap:
        """What a tile stands on; opaque, for there are many and blending takes three times as long."""
        around = tokens().window
        key = ("ground", size.width(), size.height(), color.rgb(), around.rgb())
        return self._kept.get(key) or self._draw(key, size, partial(_paint_ground, color), around)

    def draw_frame(self, size: QSize, color: QColor, width: float) -> QPixmap:
        """A line around a tile, with ``FRAME_PX`` for it on each side.

        Qt spreads such curves over threads of its own, and waits for them: now and then for milliseconds.
        """
        key = ("frame", size.width(), size.height(), color.rgb(), width)
        room = size + QSize(2 * FRAME_PX, 2 * FRAME_PX)
        return self._kept.get(key) or self._draw(key, room, partial(_paint_frame, color, width))

    def _measure_words(self, words: str) -> QSize:
        metrics = self._view.fontMetrics()
        return QSize(metrics.horizontalAdvance(words) + 12, metrics.height() + 2)

    def _draw(
        self,
        key: object,
        size: QSize,
        paint: Callable[[QPainter, QRectF], None],
        around: QColor | Qt.GlobalColor = Qt.GlobalColor.transparent,
    ) -> QPixmap:
        if len(self._kept) >= _KEPT_MAX:
            self._kept.clear()
        pixmap = QPixmap(size * self.scale)
        pixmap.setDevicePixelRatio(self.scale)
        pixmap.fill(around)
        painter = QPainter(pixmap)
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setFont(self._view.font())
        paint(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        self._kept[key] = pixmap
        return pixmap


def _measure_marks(marks: Marks) -> QSize:
    width = _PADDING
    width += _SIDE + _GAP if marks.flag is not Flag.NONE else 0
    width += _SIDE + _GAP if marks.label is not Label.NONE else 0
    width += marks.stars * _SIDE - (0 if marks.stars else _GAP)
    return QSize(width + _PADDING, _BADGE_HEIGHT)


def _paint_ground(color: QColor, painter: QPainter, room: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(room, _GROUND_RADIUS, _GROUND_RADIUS)


def _paint_frame(color: QColor, width: float, painter: QPainter, room: QRectF) -> None:
    tile = room.toRect().adjusted(FRAME_PX, FRAME_PX, -FRAME_PX, -FRAME_PX)
    draw_frame(painter, tile, color, width)


def _paint_words(words: str, painter: QPainter, room: QRectF) -> None:
    draw_badge(painter, room.toRect(), words)


def _paint_marks(marks: Marks, painter: QPainter, room: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
    place = QRectF(_PADDING, (room.height() - _SIDE) / 2, _SIDE, _SIDE)
    if marks.flag is not Flag.NONE:
        (_paint_pick if marks.flag is Flag.PICK else _paint_reject)(painter, place)
        place.translate(_SIDE + _GAP, 0)
    if marks.label is not Label.NONE:
        paint_label(painter, place, marks.label)
        place.translate(_SIDE + _GAP, 0)
    for _ in range(marks.stars):
        paint_star(painter, place, _SIGN)
        place.translate(_SIDE, 0)


def _paint_pick(painter: QPainter, place: QRectF) -> None:
    """A flag on its pole."""
    left, upper = place.left() + 2.5, place.top() + 1
    painter.setPen(QPen(_SIGN, 1.5))
    painter.drawLine(QPointF(left, upper), QPointF(left, place.bottom() - 0.5))
    painter.setBrush(_SIGN)
    cloth = [QPointF(left, upper), QPointF(place.right() - 0.5, upper + 3.5), QPointF(left, upper + 7)]
    painter.drawPolygon(QPolygonF(cloth))


def _paint_reject(painter: QPainter, place: QRectF) -> None:
    """A cross."""
    painter.setPen(QPen(_REJECT, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    inner = place.adjusted(2, 2, -2, -2)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def build_label_icon(label: Label, side_px: int, scale: float) -> QIcon:
    """For buttons: a label as on the tiles."""
    pixmap = QPixmap(QSize(side_px, side_px) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_label(painter, QRectF(0, 0, side_px, side_px), label)
    painter.end()
    return QIcon(pixmap)


def paint_label(painter: QPainter, place: QRectF, label: Label) -> None:
    """A square of the label's colour with the first letter of its name."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(LABEL_COLORS[label])
    painter.drawRoundedRect(place, 2.5, 2.5)
    font = painter.font()
    font.setPixelSize(round(place.height() * 0.78))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(_LETTER)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, say_label(label)[:1])


def paint_star(painter: QPainter, place: QRectF, color: QColor) -> None:
    """Five points, the first of them up."""
    outer, inner = place.width() * 0.46, place.width() * 0.19
    corners = [
        place.center() + QPointF(sin(turn) * radius, -cos(turn) * radius)
        for turn, radius in (
            (number * 2 * pi / _STAR_POINTS, inner if number % 2 else outer) for number in range(_STAR_POINTS)
        )
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF(corners))
