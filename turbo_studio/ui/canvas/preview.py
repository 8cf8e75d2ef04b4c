"""What a tool shows before it changes the mask: outlines, frames and grips above the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.ui.canvas.viewport import Viewport


class Preview(Protocol):
    """It holds places of the picture and maps them when it is drawn, so that it follows zoom and pan.

    Boxes, and the units of the painter, are device pixels of the view.
    """

    def find_box(self, viewport: Viewport) -> Box:
        """All that ``draw`` may touch, pens and grips included; it may reach beyond the view."""
        ...

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Called with a clip around what is painted anew, which may be less than the preview."""
        ...
