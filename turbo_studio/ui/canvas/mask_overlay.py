"""The mask over the picture: exactly the selected pixels, seen in the mask's own memory.

What it shows is always what the mask holds, so that after a stroke only the box that was painted needs
to be drawn again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from turbo_studio.core.mask import SELECTED_MIN
from turbo_studio.core.mask_look import MaskLook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.core.mask import Mask
    from turbo_studio.ui.canvas.viewport import Viewport

_COVERAGES = 256
_BLACK, _WHITE = QColor("#000000"), QColor("#ffffff")


class OverlayStyle(NamedTuple):
    look: MaskLook = MaskLook.TINT
    tint: QColor = _BLACK
    opacity: float = 0.5
    marks_outside: bool = False
    """Whether what stays is marked, instead of what will change."""
    feather_px: int = 0
    """How softly the edge is shown, in pixels of the picture."""


class MaskOverlay(Protocol):
    """One look of one mask."""

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        """Paint what lies in ``dirty``, in device pixels, which are the painter's units too.

        ``parts`` are where in ``dirty`` anything is painted at all, for those whom that saves time; found as
        they are asked for.
        """
        ...


def build_overlay(mask: Mask, style: OverlayStyle, scale: float) -> MaskOverlay:
    """``scale`` is that of the screen: patterns are as wide on every one."""
    match style.look:
        case MaskLook.HATCH:
            from turbo_studio.ui.canvas.mask_patterns import Hatch  # late, for most never need it

            return Hatch(mask, scale, marks_outside=style.marks_outside, feather_px=style.feather_px)
        case MaskLook.OUTLINE:
            from turbo_studio.ui.canvas.mask_patterns import MarchingOutline  # late, for most never need it

            return MarchingOutline(mask, scale, style.feather_px)
        case MaskLook.BLACK_AND_WHITE:
            return _build_palette(mask, _WHITE, _BLACK, style.feather_px)
        case MaskLook.TINT:
            tint, clear = QColor(style.tint), QColor(style.tint)
            tint.setAlphaF(style.opacity)
            clear.setAlpha(0)
            selected, other = (clear, tint) if style.marks_outside else (tint, clear)
            return _build_palette(mask, selected, other, style.feather_px)


def _build_palette(mask: Mask, selected: QColor, other: QColor, feather_px: int) -> MaskOverlay:
    if not feather_px:
        return PaletteOverlay(mask, selected, other)
    from turbo_studio.ui.canvas.feather_overlay import FeatherOverlay  # late, for most never need it

    return FeatherOverlay(mask, selected, other, feather_px)


class PaletteOverlay:
    """A palette over the plane of coverage: one colour below ``SELECTED_MIN``, another from there on."""

    def __init__(self, mask: Mask, selected: QColor, other: QColor) -> None:
        self._coverage = mask.coverage  # the image looks at this array and must not outlive it
        width, height = mask.size
        self._image = QImage(self._coverage.data, width, height, width, QImage.Format.Format_Indexed8)
        self._image.setColorTable(
            [other.rgba()] * SELECTED_MIN + [selected.rgba()] * (_COVERAGES - SELECTED_MIN)
        )

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        """Never smoothed, for a mask is hard."""
        painter.save()
        painter.setClipRect(dirty)
        painter.translate(*viewport.origin)
        painter.scale(viewport.zoom, viewport.zoom)
        painter.drawImage(QPointF(0, 0), self._image)
        painter.restore()
