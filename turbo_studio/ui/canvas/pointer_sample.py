"""Where the pointer is, and how it is held: what mouse and pen have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF, Qt

    from turbo_studio.core.geometry import Point


class PointerSample(NamedTuple):
    """One event of the pointer over the canvas."""

    position: QPointF
    """In units of the widget."""
    point: Point
    """In the picture, or beyond its edges."""
    modifiers: Qt.KeyboardModifier
    pressure: float = 1.0
    """Of a pen, 0 to 1; a mouse always presses fully."""
    is_pen_turned: bool = False
    """Whether it is the other end of a pen, which erases."""
