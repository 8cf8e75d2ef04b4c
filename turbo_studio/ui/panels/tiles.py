"""What the lists have in common: pictures as tiles, marks on them, plain tooltips, an empty list's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtGui import Qt as GuiText
from PySide6.QtWidgets import QListView

from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QPixmap

_RADIUS = 4.0
_BADGE_BACKGROUND = QColor(0, 0, 0, 170)
_BADGE_TEXT = QColor("#ffffff")


def as_tooltip(text: str) -> str:
    """Foreign text as it is: a tooltip would take what looks like HTML for HTML."""
    return str(GuiText.convertFromPlainText(text))


def draw_tile(painter: QPainter, tile: QRect, pixmap: QPixmap | None) -> None:
    """A picture that fills its tile, cut evenly where the shapes differ; a quiet field without one."""
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(tile), _RADIUS, _RADIUS)
    painter.setRenderHints(painter.RenderHint.Antialiasing | painter.RenderHint.SmoothPixmapTransform)
    painter.fillPath(shape, tokens().raised)
    if pixmap is None:
        return
    part = QRectF(tile)
    scale = min(pixmap.width() / part.width(), pixmap.height() / part.height())
    part.setSize(part.size() * scale)
    part.moveCenter(QRectF(pixmap.rect()).center())
    painter.save()
    painter.setClipPath(shape)
    painter.drawPixmap(QRectF(tile), pixmap, part)
    painter.restore()


def draw_frame(painter: QPainter, tile: QRect, color: QColor, width: float = 2.0) -> None:
    """A line around a tile, just outside it."""
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outside = width / 2
    frame = QRectF(tile).adjusted(-outside, -outside, outside, outside)
    painter.drawRoundedRect(frame, _RADIUS + outside, _RADIUS + outside)


def draw_badge(painter: QPainter, badge: QRect, text: str) -> None:
    """Short words on a picture, readable on any."""
    radius = badge.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BADGE_BACKGROUND)
    painter.drawRoundedRect(badge, radius, radius)
    painter.setPen(_BADGE_TEXT)
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def draw_dot(painter: QPainter, dot: QRect, color: QColor) -> None:
    painter.setPen(QPen(_BADGE_TEXT, 1.0))
    painter.setBrush(color)
    painter.drawEllipse(dot)


def draw_cross(painter: QPainter, cross: QRect, color: QColor) -> None:
    """The sign for taking away, in the middle third of its rectangle."""
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    center, arm = QRectF(cross).center(), cross.width() / 5
    for down in (-arm, arm):
        painter.drawLine(center + QPointF(-arm, -down), center + QPointF(arm, down))


class StudioListView(QListView):
    """A list that says something while it has no rows; ``set_empty_text`` says what."""

    def __init__(self, inset_px: int) -> None:
        """``inset_px``: how far the words stand from the left, to be in line with what stands above."""
        super().__init__()
        self._inset_px = inset_px
        self._empty_text = ""
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)

    def set_empty_text(self, text: str) -> None:
        self._empty_text = text
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if self._empty_text and model is not None and not model.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(tokens().secondary_text)
            flags = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft) | int(
                Qt.TextFlag.TextWordWrap
            )
            painter.drawText(
                self.viewport().rect().adjusted(self._inset_px, 4, 0, 0), flags, self._empty_text
            )
            painter.end()
