"""What the canvas shows where there is no picture: what to do first, or what is being opened."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

_LIGHT_TEXT, _DARK_TEXT = QColor("#e6e6e6"), QColor("#000000")
_LIGHT_FROM = 0x70  # greys from here on carry dark text at 4.5:1 or better
_FRAME_WIDTH_PX, _FRAME_HEIGHT_PX = 460.0, 230.0
_FRAME_OPACITY = 0.35
_TITLE_SCALE = 1.45
_LINE_GAP_PX = 8.0


def pick_text_color(ground: QColor) -> QColor:
    """Black or nearly white, whichever can be read on a grey."""
    return _DARK_TEXT if ground.red() >= _LIGHT_FROM else _LIGHT_TEXT


def shade(ground: QColor) -> QColor:
    """A grey a little apart from another one."""
    return ground.darker(108) if ground.red() >= _LIGHT_FROM else ground.lighter(125)


def draw_invitation(painter: QPainter, area: QRectF, ground: QColor, title: str, lines: list[str]) -> None:
    """A frame to drop pictures into, with a drawing, a title and lines of hints, all in its middle."""
    color = pick_text_color(ground)
    frame = QRectF(0, 0, min(_FRAME_WIDTH_PX, area.width() - 32), min(_FRAME_HEIGHT_PX, area.height() - 32))
    frame.moveCenter(area.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_frame(painter, frame, color)
    title_font = _build_title_font(painter.font())
    heights = _measure_lines(painter, title_font, len(lines))
    top = frame.center().y() - (56 + heights) / 2
    _draw_picture_sign(painter, QPointF(frame.center().x(), top + 18), color)
    painter.setPen(color)
    _draw_lines(painter, frame, top + 56, title_font, title, lines)
    painter.restore()


def draw_opening(painter: QPainter, area: QRectF, ground: QColor, text: str) -> None:
    """One line in the middle of where the picture will be."""
    painter.save()
    painter.setPen(pick_text_color(ground))
    room = area.width() - 24
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, int(room)))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)
    painter.restore()


def _build_title_font(font: QFont) -> QFont:
    title_font = QFont(font)
    title_font.setPointSizeF(font.pointSizeF() * _TITLE_SCALE)
    title_font.setWeight(QFont.Weight.DemiBold)
    return title_font


def _measure_lines(painter: QPainter, title_font: QFont, count: int) -> float:
    line_px = painter.fontMetrics().height() + _LINE_GAP_PX
    return title_font.pointSizeF() * 2 + count * line_px


def _draw_frame(painter: QPainter, frame: QRectF, color: QColor) -> None:
    line = QColor.fromRgbF(color.redF(), color.greenF(), color.blueF(), _FRAME_OPACITY)
    painter.setPen(QPen(line, 1.5, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(frame, 10, 10)


def _draw_picture_sign(painter: QPainter, centre: QPointF, color: QColor) -> None:
    """A picture with a hill and a sun."""
    painter.setPen(
        QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawRoundedRect(QRectF(centre.x() - 20, centre.y() - 16, 40, 32), 4, 4)
    painter.drawEllipse(centre + QPointF(-8, -5), 3.5, 3.5)
    hills = (QPointF(-20, 11), QPointF(-9, 3), QPointF(-3, 8), QPointF(8, -4), QPointF(20, 8))
    painter.drawPolyline(QPolygonF([centre + hill for hill in hills]))


def _draw_lines(
    painter: QPainter, frame: QRectF, top: float, title_font: QFont, title: str, lines: list[str]
) -> None:
    plain = QFont(painter.font())
    row = QRectF(frame.left() + 12, top, frame.width() - 24, title_font.pointSizeF() * 2)
    painter.setFont(title_font)
    painter.drawText(row, Qt.AlignmentFlag.AlignCenter, title)
    painter.setFont(plain)
    height = painter.fontMetrics().height()
    top = row.bottom() + _LINE_GAP_PX
    for line in lines:
        painter.drawText(QRectF(row.left(), top, row.width(), height), Qt.AlignmentFlag.AlignCenter, line)
        top += height + _LINE_GAP_PX
