"""A mask from outside as a sketch: a tint over the picture until it is taken or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QImage

from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box, Point
    from turbo_studio.core.shapes import Combine
    from turbo_studio.session.finder import MaskOffer
    from turbo_studio.ui.canvas.tool_view import ToolView
    from turbo_studio.ui.canvas.viewport import Viewport

_OPACITY = 0.55
_COVERAGES = 256


class OfferSketch:
    """Also its own preview: what would be selected, in the accent colour."""

    def __init__(self, canvas: ToolView, offer: MaskOffer) -> None:
        self._canvas = canvas
        self._found = offer.found
        self._coverage = np.ascontiguousarray(offer.found.coverage)  # the image looks at this array
        height, width = self._coverage.shape
        self._image = QImage(self._coverage.data, width, height, width, QImage.Format.Format_Indexed8)
        tint = QColor(tokens().accent)
        tint.setAlphaF(_OPACITY)
        self._image.setColorTable([0] * (_COVERAGES - 1) + [tint.rgba()])
        canvas.show_preview(self)

    def hover(self, point: Point) -> None:
        pass

    def press_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        return False

    def describe(self) -> str:
        if self._found.box.is_empty:
            return QCoreApplication.translate("Sketches", "This picture selects nothing")
        if self._found.is_from_alpha:
            return QCoreApplication.translate("Sketches", "Mask from the picture's transparency")
        return QCoreApplication.translate("Sketches", "Mask from the picture's light areas")

    def accept(self, combine: Combine) -> None:
        self._canvas.show_preview(None)
        self._canvas.finder.take_offer(combine)

    def discard(self) -> None:
        self._canvas.show_preview(None)
        self._canvas.finder.drop_offer()

    # Preview

    def find_box(self, viewport: Viewport) -> Box:
        return viewport.map_box_from_image(self._found.box)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        if self._found.box.is_empty:
            return
        painter.save()
        painter.translate(*viewport.origin)
        painter.scale(viewport.zoom, viewport.zoom)
        painter.drawImage(QPointF(self._found.box.left, self._found.box.upper), self._image)
        painter.restore()
