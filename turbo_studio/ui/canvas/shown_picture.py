"""The picture on the canvas: the pixels and the mask of the shown source, and how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.sources import Raster
    from turbo_studio.ui.canvas.mask_overlay import MaskOverlay
    from turbo_studio.ui.canvas.raster_view import RasterView
    from turbo_studio.ui.canvas.viewport import Viewport


class ShownPicture:
    """Maps what it is told to show, and lets go of what it showed before."""

    def __init__(self) -> None:
        self._raster: Raster | None = None
        self._raster_view: RasterView | None = None
        self._mask: Mask | None = None
        self._overlay: MaskOverlay | None = None

    @property
    def is_ready(self) -> bool:
        return self._raster_view is not None

    def show(self, raster: Raster | None, mask: Mask | None, tint: QColor) -> None:
        """What the session shows now. OSError and ValueError as of ``RasterView``."""
        if raster is not self._raster:
            self.release()
            if raster is not None:
                from turbo_studio.ui.canvas.raster_view import RasterView  # needed once there is a picture

                self._raster_view = RasterView(raster)
                self._raster = raster
        if mask is not self._mask:
            self._mask, self._overlay = mask, None
            if mask is not None:
                from turbo_studio.ui.canvas.mask_overlay import MaskOverlay  # loads numpy

                self._overlay = MaskOverlay(mask, tint)

    def draw(self, painter: QPainter, viewport: Viewport, dirty: Box, *, with_mask: bool) -> None:
        """Paint what lies in a box of device pixels, which are the painter's units too."""
        part = dirty.intersect(viewport.picture_box)
        if self._raster_view is None or part.is_empty:
            return
        rect = QRect(part.left, part.upper, part.width, part.height)
        self._raster_view.draw(painter, viewport, rect)
        if with_mask and self._overlay is not None:
            self._overlay.draw(painter, viewport, rect)

    def release(self) -> None:
        """Let go of the raster's file."""
        if self._raster_view is not None:
            self._raster_view.release()
        self._raster = self._raster_view = None
