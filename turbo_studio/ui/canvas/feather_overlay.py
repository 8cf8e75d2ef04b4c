"""The mask with a feather as colours that fall off towards its edge: tint, or black and white.

Computed for what is painted alone; the plane of coverage stays as hard as it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor

from turbo_studio.ui.canvas.feather_sample import sample_weights
from turbo_studio.ui.canvas.mask_patterns import draw_indexed
from turbo_studio.ui.canvas.mask_sample import merge_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from turbo_studio.core.geometry import Box
    from turbo_studio.core.mask import Mask
    from turbo_studio.ui.canvas.viewport import Viewport

_WEIGHTS = 256


class FeatherOverlay:
    """One colour for what is blended in wholly, another for what stays, and between them all shades."""

    def __init__(self, mask: Mask, selected: QColor, other: QColor, feather_px: int) -> None:
        self._coverage = mask.coverage
        self._feather_px = feather_px
        self._colours = _build_shades(selected, other)

    def draw(self, painter: QPainter, viewport: Viewport, dirty: QRect, parts: Iterable[Box]) -> None:
        for part in merge_parts(parts):
            weights = sample_weights(self._coverage, viewport, part, self._feather_px)
            draw_indexed(painter, part, weights, self._colours)


def _build_shades(selected: QColor, other: QColor) -> list[int]:
    """Colours by weight, mixed channel by channel, their alpha too."""
    channels = zip(_read_channels(selected), _read_channels(other), strict=True)
    shades = [np.linspace(low, high, _WEIGHTS).round().astype(int).tolist() for high, low in channels]
    return [QColor(*shade).rgba() for shade in zip(*shades, strict=True)]


def _read_channels(colour: QColor) -> tuple[int, int, int, int]:
    return colour.red(), colour.green(), colour.blue(), colour.alpha()
