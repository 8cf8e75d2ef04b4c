"""The pixels of a raster, mapped from its file and drawn at any zoom without a copy."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from turbo_studio.core.geometry import Point, Size
    from turbo_studio.core.sources import Level, Raster
    from turbo_studio.ui.canvas.viewport import Viewport

_BYTES_PER_PIXEL = 4
_PIXELATED_FROM_ZOOM = 2.0
_CHECKER_SIDE_PX = 8
_SAME_SCALE = 1.001  # levels have whole sizes: their scale is a half but for a rounded pixel


class RasterView:
    """A raster's file in memory. After ``release`` nothing holds the file and nothing can be drawn."""

    def __init__(self, raster: Raster) -> None:
        """OSError where the file cannot be opened; ValueError where it is shorter than its levels."""
        with raster.path.open("rb") as file:
            self._mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._bytes = memoryview(self._mapping)
        self._has_alpha = raster.has_alpha
        self._size = raster.levels[0].size
        self._checker: QPixmap | None = None
        self._parts: list[memoryview] = []
        self._images = [self._build_image(level) for level in raster.levels]

    def _build_image(self, level: Level) -> QImage:
        """An image that looks at the mapping; the part of it that it looks at must outlive it."""
        row_bytes = level.size.width * _BYTES_PER_PIXEL
        part = self._bytes[level.offset : level.offset + row_bytes * level.size.height]
        if len(part) < row_bytes * level.size.height:
            raise ValueError(f"the raster ends within its level of {level.size}")
        self._parts.append(part)
        formats = QImage.Format
        pixel_format = formats.Format_ARGB32_Premultiplied if self._has_alpha else formats.Format_RGB32
        return QImage(part, *level.size, row_bytes, pixel_format)

    def pick_level(self, shown_width: float) -> int:
        """The smallest level that has a pixel for each device pixel of the picture as it is shown."""
        fitting = [
            index for index, image in enumerate(self._images) if image.width() * _SAME_SCALE >= shown_width
        ]
        return fitting[-1] if fitting else 0

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect) -> None:
        """Paint what lies in ``dirty``, in device pixels, which are the painter's units too.

        The whole level is drawn through the clip: so each pixel comes out the same whichever part is
        painted anew, and the cost is that of the clip. Smoothing costs a tenth more than not, so there
        is no coarser drawing while the picture moves. What is coarser than the picture itself, until
        its own pixels have come, is never shown as if these were pixels.
        """
        self.draw_ground(painter, dirty)
        self.draw_pixels(painter, viewport, dirty)

    def draw_ground(self, painter: QPainter, dirty: QRect) -> None:
        """What stands for nothing where the picture is transparent."""
        if self._has_alpha:
            painter.save()
            painter.setClipRect(dirty)
            painter.drawTiledPixmap(dirty, self._build_checker(), dirty.topLeft())
            painter.restore()

    def draw_pixels(self, painter: QPainter, viewport: Viewport, dirty: QRect) -> None:
        """The picture alone, with the painter's opacity and way of composing."""
        image = self._images[self.pick_level(viewport.zoom * viewport.image.width)]
        scale_x = viewport.zoom * viewport.image.width / image.width()
        scale_y = viewport.zoom * viewport.image.height / image.height()
        painter.save()
        painter.setClipRect(dirty)
        painter.translate(*viewport.origin)
        painter.scale(scale_x, scale_y)
        is_pixelated = viewport.zoom >= _PIXELATED_FROM_ZOOM and self._size == viewport.image
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_pixelated)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()

    def find_colour(self, point: Point, size: Size) -> QColor | None:
        """Of a pixel of the picture, which has that size; None while its own pixels have not come."""
        return self._images[0].pixelColor(int(point.x), int(point.y)) if self._size == size else None

    def release(self) -> None:
        """Let go of the file: on some systems it cannot be deleted while it is mapped."""
        self._images.clear()
        for part in self._parts:
            part.release()
        self._parts.clear()
        self._bytes.release()
        self._mapping.close()

    def _build_checker(self) -> QPixmap:
        """The pattern that stands for what is transparent; it stays put while the picture moves."""
        if self._checker is None:
            side = _CHECKER_SIDE_PX
            self._checker = QPixmap(2 * side, 2 * side)
            self._checker.fill(QColor("#ffffff"))
            painter = QPainter(self._checker)
            for corner in (0, side):
                painter.fillRect(corner, corner, side, side, QColor("#cccccc"))
            painter.end()
        return self._checker
