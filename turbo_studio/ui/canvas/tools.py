"""The tools of the canvas by name."""

from __future__ import annotations

from enum import StrEnum


class ToolName(StrEnum):
    BRUSH = "brush"
    ERASER = "eraser"
    LASSO = "lasso"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    WAND = "wand"
    OUTLINE = "outline"
    HAND = "hand"
    ZOOM = "zoom"

    @property
    def is_painting(self) -> bool:
        return self in (ToolName.BRUSH, ToolName.ERASER)

    @property
    def is_selecting(self) -> bool:
        """Whether it makes selections, which join the mask in one of several ways."""
        return not self.is_painting and self not in (ToolName.HAND, ToolName.ZOOM)

    @property
    def is_boxing(self) -> bool:
        """Whether it draws shapes within a box."""
        return self in (ToolName.RECTANGLE, ToolName.ELLIPSE)
