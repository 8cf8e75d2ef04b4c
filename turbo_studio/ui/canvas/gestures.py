"""Gestures: what a pointer does from its press to its release, one object each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPointF

    from turbo_studio.core.geometry import Point
    from turbo_studio.session.session import Session


class Gesture(Protocol):
    """Begun by its constructor; positions are those of the widget."""

    def move(self, position: QPointF) -> None: ...
    def finish(self) -> None: ...
    def abort(self) -> None: ...


class PaintGesture:
    """One stroke of the brush or the eraser; ``is_line`` joins it to where the last one ended."""

    def __init__(
        self,
        session: Session,
        map_to_image: Callable[[QPointF], Point],
        position: QPointF,
        *,
        erase: bool,
        is_line: bool,
    ) -> None:
        self._session = session
        self._map_to_image = map_to_image
        session.painter.begin_stroke(map_to_image(position), erase=erase, is_line=is_line)

    def move(self, position: QPointF) -> None:
        self._session.painter.extend_stroke(self._map_to_image(position))

    def finish(self) -> None:
        self._session.painter.commit_stroke()

    def abort(self) -> None:
        self._session.painter.abort_stroke()


class PanGesture:
    """Drags the picture along; there is nothing to take back."""

    def __init__(self, pan: Callable[[QPointF], None], position: QPointF) -> None:
        self._pan = pan
        self._last = position

    def move(self, position: QPointF) -> None:
        self._pan(position - self._last)
        self._last = position

    def finish(self) -> None:
        pass

    def abort(self) -> None:
        pass


class ZoomGesture:
    """A click: one step of the zoom at once, nothing more while the button is down."""

    def __init__(
        self, zoom_by_steps: Callable[[int, QPointF], None], position: QPointF, *, is_out: bool
    ) -> None:
        zoom_by_steps(-1 if is_out else 1, position)

    def move(self, position: QPointF) -> None:
        pass

    def finish(self) -> None:
        pass

    def abort(self) -> None:
        pass
