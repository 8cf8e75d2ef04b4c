"""Gestures: what a pointer does from its press to its release, one object each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPointF

    from turbo_studio.core.geometry import Point
    from turbo_studio.core.stabiliser import Stabiliser
    from turbo_studio.session.painter import Painter
    from turbo_studio.ui.canvas.pointer_sample import PointerSample

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_AXIS_PX = 4.0
"""How far a hand goes, in units of the widget, before it is clear which way."""


class Gesture(Protocol):
    """Begun by its constructor."""

    def move(self, sample: PointerSample) -> None: ...
    def finish(self) -> None: ...
    def abort(self) -> None: ...


class PaintGesture:
    """One stroke of the brush or the eraser.

    Shift at the press joins it to where the last one ended; Shift on the way keeps it level or upright
    from there. ``units_per_px`` are those of the widget for a pixel of the picture.
    """

    def __init__(self, painter: Painter, sample: PointerSample, units_per_px: float, *, erase: bool) -> None:
        self._painter = painter
        self._units_per_px = units_per_px
        self._anchor = sample
        self._is_line = bool(sample.modifiers & _SHIFT)
        self._stabiliser = self._build_stabiliser(sample.point)
        painter.begin_stroke(sample.point, sample.pressure, erase=erase, is_line=self._is_line)

    def move(self, sample: PointerSample) -> None:
        point = self._constrain(sample)
        if self._stabiliser is not None:
            point = self._stabiliser.follow(point)
        self._painter.extend_stroke(point, sample.pressure)

    def finish(self) -> None:
        self._painter.commit_stroke()

    def abort(self) -> None:
        self._painter.abort_stroke()

    def _build_stabiliser(self, start: Point) -> Stabiliser | None:
        string_units = self._painter.brush.string_units
        if not string_units:
            return None
        from turbo_studio.core.stabiliser import Stabiliser  # late, for the start-up

        return Stabiliser(start, string_units / self._units_per_px)

    def _constrain(self, sample: PointerSample) -> Point:
        """Where the brush may go; without Shift that is anywhere, and Shift begins there anew."""
        if not sample.modifiers & _SHIFT:
            self._anchor = sample
            return sample.point
        way = sample.position - self._anchor.position
        if max(abs(way.x()), abs(way.y())) < _AXIS_PX:
            return self._anchor.point
        from turbo_studio.core.shapes import constrain_point  # late, for the start-up

        return constrain_point(self._anchor.point, sample.point)


class PanGesture:
    """Drags the picture along; there is nothing to take back."""

    def __init__(self, pan: Callable[[QPointF], None], sample: PointerSample) -> None:
        self._pan = pan
        self._last = sample.position

    def move(self, sample: PointerSample) -> None:
        self._pan(sample.position - self._last)
        self._last = sample.position

    def finish(self) -> None:
        pass

    def abort(self) -> None:
        pass


def find_combine(modifiers: Qt.KeyboardModifier, chosen: str) -> str:
    """The ``Combine`` that keys stand for: Shift adds, Alt subtracts, both intersect."""
    is_shift, is_alt = bool(modifiers & _SHIFT), bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if is_shift and is_alt:
        return "intersect"
    if is_shift:
        return "add"
    return "subtract" if is_alt else chosen
