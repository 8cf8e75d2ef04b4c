"""The lines between the pixels of a picture that is much enlarged."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.ui.canvas.viewport import Viewport

GRID_FROM_ZOOM = 8.0
"""Below this, lines would take up more of a pixel than they leave."""
_COLOR = QColor(128, 128, 128, 120)


def draw_pixel_grid(painter: QPainter, viewport: Viewport, dirty: Box) -> None:
    """Draw what lies in a box of device pixels: a line on the first device pixel of each pixel."""
    part = dirty.intersect(viewport.picture_box)
    if part.is_empty:
        return
    left, upper = viewport.origin
    for x in _find_starts(part.left - left, part.right - left, viewport.zoom):
        painter.fillRect(left + x, part.upper, 1, part.height, _COLOR)
    for y in _find_starts(part.upper - upper, part.lower - upper, viewport.zoom):
        painter.fillRect(part.left, upper + y, part.width, 1, _COLOR)


def _find_starts(start: int, stop: int, zoom: float) -> Iterator[int]:
    """Where pixels begin, in device pixels from the picture's corner, from ``start`` and before ``stop``."""
    for pixel in range(max(1, floor(start / zoom)), floor(stop / zoom) + 1):
        place = floor(pixel * zoom + 0.5)
        if start <= place < stop:
            yield place
