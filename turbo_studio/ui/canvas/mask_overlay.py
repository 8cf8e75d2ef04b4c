"""The mask as a tint over the picture: exactly the selected pixels, seen in the mask's own memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from turbo_studio.core.mask import SELECTED_MIN

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from turbo_studio.core.mask import Mask
    from turbo_studio.ui.canvas.viewport import Viewport

OPACITY = 0.5
_COVERAGES = 256


class MaskOverlay:
    """A palette over the plane of coverage: clear below ``SELECTED_MIN``, tinted from there on.

    What it shows is always what the mask holds, so that after a stroke only the box that was painted
    needs to be drawn again.
    """

    def __init__(self, mask: Mask, tint: QColor) -> None:
        self._coverage = mask.coverage  # the image looks at this array and must not outlive it
        width, height = mask.size
        self._image = QImage(self._coverage.data, width, height, width, QImage.Format.Format_Indexed8)
        self.set_tint(tint)

    def set_tint(self, tint: QColor) -> None:
        """The colour of what is selected; the overlay makes it translucent."""
        color = QColor(tint)
        color.setAlphaF(OPACITY)
        selected = _COVERAGES - SELECTED_MIN
        self._image.setColorTable([0] * SELECTED_MIN + [color.rgba()] * selected)

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect) -> None:
        """Paint what lies in ``dirty``, in device pixels; never smoothed, for a mask is hard."""
        painter.save()
        painter.setClipRect(dirty)
        painter.translate(*viewport.origin)
        painter.scale(viewport.zoom, viewport.zoom)
        painter.drawImage(QPointF(0, 0), self._image)
        painter.restore()
