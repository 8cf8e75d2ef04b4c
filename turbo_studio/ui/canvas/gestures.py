"""Gestures: what a pointer does from its press to its release, one object each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPointF

    from turbo_studio.session.painter import Painter
    from turbo_studio.ui.canvas.pointer_sample import PointerSample


class Gesture(Protocol):
    """Begun by its constructor."""

    def move(self, sample: PointerSample) -> None: ...
    def finish(self) -> None: ...
    def abort(self) -> None: ...


class PaintGesture:
    """One stroke of the brush or the eraser; Shift joins it to where the last one ended."""

    def __init__(self, painter: Painter, sample: PointerSample, *, erase: bool) -> None:
        self._painter = painter
        is_line = bool(sample.modifiers & Qt.KeyboardModifier.ShiftModifier)
        painter.begin_stroke(sample.point, erase=erase, is_line=is_line)

    def move(self, sample: PointerSample) -> None:
        self._painter.extend_stroke(sample.point)

    def finish(self) -> None:
        self._painter.commit_stroke()

    def abort(self) -> None:
        self._painter.abort_stroke()


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


class ZoomGesture:
    """A click: one step of the zoom at once, with Alt outwards; nothing more while the button is down."""

    def __init__(self, zoom_by_steps: Callable[[int, QPointF], None], sample: PointerSample) -> None:
        is_out = bool(sample.modifiers & Qt.KeyboardModifier.AltModifier)
        zoom_by_steps(-1 if is_out else 1, sample.position)

    def move(self, sample: PointerSample) -> None:
        pass

    def finish(self) -> None:
        pass

    def abort(self) -> None:
        pass
