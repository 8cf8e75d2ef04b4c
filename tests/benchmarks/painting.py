"""The real canvas with a large picture, and a hand that paints on it."""

from __future__ import annotations

import time
from functools import partial
from itertools import islice
from math import cos, hypot, sin
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tests.benchmarks.pictures import build_raster
from tests.benchmarks.timing import time_ms
from tests.helpers.fake_engine import build_session
from turbo_studio.core.brush import Brush
from turbo_studio.core.facts import SourceDecoded, SourceOpened
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.sources import Source, SourceId
from turbo_studio.core.stroke import Stroke
from turbo_studio.ui.canvas.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIEW = Size(1920, 1080)
MOVES = 240
STEP_PX = 12.0
"""Of the screen, from move to move: as fast as a hand goes at 120 events a second."""


def walk(width: float, height: float) -> Iterator[QPointF]:
    """Points along a closed curve around (0, 0) that fills a rectangle, a step of the hand apart."""
    turn, last = 0.0, QPointF(0, 0)
    while True:
        turn += 0.0005
        point = QPointF(width / 2 * sin(3 * turn), height / 2 * sin(2 * turn) * cos(0.1 * turn))
        if hypot(point.x() - last.x(), point.y() - last.y()) >= STEP_PX:
            last = point
            yield point


class _PaintCount(QObject):
    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  a virtual of Qt
        self.count += event.type() == QEvent.Type.Paint
        return False


class PaintedCanvas:
    """The canvas with a picture in its middle, and one stroke after the other."""

    def __init__(self, size: Size, zoom: float, brush_px: int, folder: Path) -> None:
        self._session, self._bridge, _ = build_session()
        self._canvas = Canvas(self._session, self._bridge)
        self._canvas.resize(*VIEW)
        self._canvas.show()
        self._open(size, folder)
        middle = QPointF(VIEW.width / 2, VIEW.height / 2)
        self._canvas.zoom_to(zoom, middle)
        self._canvas.pan(middle - self._canvas.map_from_image(QPointF(size.width / 2, size.height / 2)))
        self._session.painter.set_brush(Brush(round(brush_px / zoom)))
        shown = (min(VIEW.width, size.width * zoom) - 40, min(VIEW.height, size.height * zoom) - 40)
        self._path = [middle + point for point in islice(walk(*shown), MOVES)]
        QApplication.processEvents()

    def _open(self, size: Size, folder: Path) -> None:
        raster = build_raster(size, folder)
        source = Source(SourceId("large"), "large.jpg", raster.path, "", "image/jpeg", size, 1)
        self._session.open_files([raster.path])
        self._session.receive(SourceOpened(source, raster.path))
        mask = Mask(size)
        mask.touch_memory()  # as the engine does in the background
        self._session.receive(SourceDecoded(source.id, raster, mask))

    def check_painting(self) -> None:
        """A first stroke, not timed: RuntimeError where a move is not painted at once."""
        paints = _PaintCount()
        self._canvas.installEventFilter(paints)
        self.paint_stroke()
        self._canvas.removeEventFilter(paints)
        mask = self._session.painter.shown_mask
        if paints.count < MOVES or mask is None or mask.selected_pixels:
            raise RuntimeError(f"{MOVES} moves were painted {paints.count} times")

    def paint_stroke(self) -> list[float]:
        """The milliseconds of press, moves and release."""
        left, kinds = Qt.MouseButton.LeftButton, QEvent.Type
        self._send(kinds.MouseMove, self._path[0], Qt.MouseButton.NoButton)
        timed = [self._send(kinds.MouseButtonPress, self._path[0], left)]
        timed += [self._send(kinds.MouseMove, position, left) for position in self._path]
        timed.append(self._send(kinds.MouseButtonRelease, self._path[-1], Qt.MouseButton.NoButton))
        mask = self._session.painter.shown_mask
        if mask is None or not mask.selected_pixels:
            raise RuntimeError("nothing was painted")
        self._session.undo()
        QApplication.processEvents()
        return timed

    def paint_paced(self, step_s: float) -> list[float]:
        """Each event at its time, whether the last one was late or not: the milliseconds that it was late.

        Until then this thread sleeps, as it does in the event loop of the program.
        """
        left, kinds = Qt.MouseButton.LeftButton, QEvent.Type
        events = [(kinds.MouseButtonPress, self._path[0], left)]
        events += [(kinds.MouseMove, position, left) for position in self._path]
        late_ms = []
        due_s = time.perf_counter()
        for event in events:
            due_s += step_s
            time.sleep(max(0.0, due_s - time.perf_counter()))
            self._send(*event)
            late_ms.append((time.perf_counter() - due_s) * 1000)
        self._send(kinds.MouseButtonRelease, self._path[-1], Qt.MouseButton.NoButton)
        self._session.undo()
        QApplication.processEvents()
        return late_ms

    def paint_undrawn(self) -> list[float]:
        """The milliseconds of moves that paint into the mask, of which nothing is drawn."""
        mask = self._session.painter.shown_mask
        assert mask is not None
        points = [self._canvas.map_to_image(position) for position in self._path]
        path = [Point(point.x(), point.y()) for point in points]
        stroke = Stroke(mask, self._session.painter.brush, erase=False)
        stroke.begin(path[0])
        timed = [time_ms(partial(stroke.extend, point)) for point in path[1:]]
        stroke.abort()
        return timed

    def _send(self, kind: QEvent.Type, position: QPointF, buttons: Qt.MouseButton) -> float:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, position, position, button, buttons, Qt.KeyboardModifier.NoModifier)
        begun_s = time.perf_counter()
        QApplication.sendEvent(self._canvas, event)
        QApplication.processEvents()
        return (time.perf_counter() - begun_s) * 1000

    def close(self) -> None:
        self._canvas.close()
        self._canvas.release()
