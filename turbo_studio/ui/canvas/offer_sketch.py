"""A mask from outside as a sketch: a tint over the picture until it is taken or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from turbo_studio.ui.canvas.found_tint import FoundTint

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from turbo_studio.core.geometry import Point
    from turbo_studio.core.shapes import Combine
    from turbo_studio.session.finder import MaskOffer
    from turbo_studio.ui.canvas.tool_view import ToolView


class OfferSketch:
    """What would be selected, in the accent colour."""

    def __init__(self, canvas: ToolView, offer: MaskOffer) -> None:
        self._canvas = canvas
        self._found = offer.found
        canvas.show_preview(FoundTint(offer.found))

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
