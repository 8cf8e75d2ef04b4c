"""The tools of the canvas by name."""

from __future__ import annotations

from enum import StrEnum


class ToolName(StrEnum):
    BRUSH = "brush"
    ERASER = "eraser"
    HAND = "hand"
    ZOOM = "zoom"

    @property
    def is_painting(self) -> bool:
        return self in (ToolName.BRUSH, ToolName.ERASER)
