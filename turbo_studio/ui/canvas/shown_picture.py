"""The picture on the canvas: the pixels and the mask of the shown source, and how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.sources import Raster
    from turbo_studio.ui.canvas.mask_overlay import MaskOverlay, OverlayStyle
    from turbo_studio.ui.canvas.raster_view import RasterView
    from turbo_studio.ui.canvas.viewport import Viewport


class ShownPicture:
    """Maps what it is told to show, and lets go of what it showed before."""

    def __init__(self) -> None:
        self.raster_view: RasterView | None = None
        self.overlay: MaskOverlay | None = None
        self._raster: Raster | None = None

    @property
    def is_ready(self) -> bool:
        return self.raster_view is not None

    def show(self, raster: Raster | None) -> None:
        """The pixels that the session shows now. OSError and ValueError as of ``RasterView``."""
        if raster is not self._raster:
            self.release()
            if raster is not None:
                from turbo_studio.ui.canvas.raster_view import RasterView  # needed once there is a picture

                self.raster_view = RasterView(raster)
                self._raster = raster

    def show_mask(self, mask: Mask | None, style: OverlayStyle | None, scale: float) -> None:
        """The mask in a look, at a scale of the screen; without a style it is hidden."""
        if mask is None or style is None:
            self.overlay = None
        else:
            from turbo_studio.ui.canvas.mask_overlay import build_overlay  # loads numpy

            self.overlay = build_overlay(mask, style, scale)

    def draw(self, painter: QPainter, viewport: Viewport, dirty: Box, parts: Iterable[Box]) -> None:
        """Paint what lies in a box of device pixels, which are the painter's units too.

        ``parts`` are boxes within it, outside of which nothing is painted.
        """
        seen = dirty.intersect(viewport.picture_box)
        if self.raster_view is None or seen.is_empty:
            return
        rect = QRect(seen.left, seen.upper, seen.width, seen.height)
        self.raster_view.draw(painter, viewport, rect)
        if self.overlay is not None:
            within = (part.intersect(seen) for part in parts)
            self.overlay.draw(painter, viewport, rect, (part for part in within if not part.is_empty))

    def release(self) -> None:
        """Let go of the raster's file."""
        if self.raster_view is not None:
            self.raster_view.release()
        self._raster = self.raster_view = None
