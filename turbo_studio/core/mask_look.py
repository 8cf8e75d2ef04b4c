"""How the canvas may show what is selected."""

from __future__ import annotations

from enum import StrEnum

FEATHER_MAX_PX = 250
"""How wide the canvas may show a feather."""


class MaskLook(StrEnum):
    """Two of them need no colour to be told from the picture."""

    TINT = "tint"
    OUTLINE = "outline"
    BLACK_AND_WHITE = "black_and_white"
    HATCH = "hatch"
