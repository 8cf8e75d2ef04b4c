"""What the zoom tool does: a click zooms a step in or out, a drag zooms to the frame that it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from turbo_studio.core.geometry import Point

if TYPE_CHECKING:
    from turbo_studio.ui.canvas.outline import Outline
    from turbo_studio.ui.canvas.picture_view import PictureView
    from turbo_studio.ui.canvas.pointer_sample import PointerSample

_DRAG_PX = 6.0
"""How far the pointer goes, in units of the widget, before a click is a drag."""


class ZoomGesture:
    def __init__(self, canvas: PictureView, sample: PointerSample) -> None:
        self._canvas = canvas
        self._first = self._last = sample
        self._frame: Outline | None = None

    def move(self, sample: PointerSample) -> None:
        self._last = sample
        way = sample.position - self._first.position
        if self._frame is None and max(abs(way.x()), abs(way.y())) >= _DRAG_PX:
            from turbo_studio.ui.canvas.outline import Outline  # late, for the start-up

            self._frame = Outline(self._canvas, [], is_closed=True)
        if self._frame is not None:
            start, end = self._first.point, sample.point
            self._frame.set_points([start, Point(end.x, start.y), end, Point(start.x, end.y)])

    def finish(self) -> None:
        if self._frame is None:
            is_out = bool(self._first.modifiers & Qt.KeyboardModifier.AltModifier)
            self._canvas.zoom_by_steps(-1 if is_out else 1, self._first.position)
        else:
            self._frame.remove()
            self._canvas.zoom_to_frame(self._first.point, self._last.point)

    def abort(self) -> None:
        if self._frame is not None:
            self._frame.remove()
