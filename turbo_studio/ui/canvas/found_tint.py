"""Pixels that were found for a mask but have not joined it: a tint above the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.core.operators import FoundPixels
    from turbo_studio.ui.canvas.viewport import Viewport

_OPACITY = 0.55
_COVERAGES = 256


class FoundTint:
    """A preview in the accent colour."""

    def __init__(self, found: FoundPixels) -> None:
        self._box = found.box
        self._coverage = np.ascontiguousarray(found.coverage)  # the image looks at this array
        height, width = self._coverage.shape
        self._image = QImage(self._coverage.data, width, height, width, QImage.Format.Format_Indexed8)
        tint = QColor(tokens().accent)
        tint.setAlphaF(_OPACITY)
        self._image.setColorTable([0] * (_COVERAGES - 1) + [tint.rgba()])

    def find_box(self, viewport: Viewport) -> Box:
        return viewport.map_box_from_image(self._box)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        if self._box.is_empty:
            return
        painter.save()
        painter.translate(*viewport.origin)
        painter.scale(viewport.zoom, viewport.zoom)
        painter.drawImage(QPointF(self._box.left, self._box.upper), self._image)
        painter.restore()
