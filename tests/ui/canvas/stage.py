"""A canvas with a picture in it, and what can be seen of it, for the tests of the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import build_session, decode_shown, open_source
from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import Point, Size
from turbo_studio.ui.canvas.canvas import Canvas

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.mask import Mask
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

PICTURE_SIZE = Size(320, 240)


@dataclass
class Stage:
    """The parts; ``bridge`` is held because nobody else holds it."""

    canvas: Canvas
    session: Session
    bridge: Bridge
    engine: FakeEngine
    folder: Path

    @property
    def mask(self) -> Mask:
        mask = self.session.painter.shown_mask
        assert mask is not None
        return mask

    @property
    def selected(self) -> NDArray[np.bool_]:
        selected: NDArray[np.bool_] = self.mask.coverage >= 128
        return selected

    def place(self, x: float, y: float) -> QPoint:
        """The position of the widget that a pointer has over a place in the picture."""
        position = self.canvas.map_from_image(QPointF(x, y))
        return QPoint(floor(position.x()), floor(position.y()))

    def point(self, place: QPoint) -> Point:
        """Where in the picture a position of the widget is."""
        mapped = self.canvas.map_to_image(QPointF(place))
        return Point(mapped.x(), mapped.y())

    def leave(self) -> None:
        """Take the pointer away from the canvas, and with it the rings."""
        QApplication.sendEvent(self.canvas, QEvent(QEvent.Type.Leave))

    def show_at(self, zoom: float, x: float, y: float) -> None:
        """Zoom, with a place of the picture in the middle of the canvas, and let it settle."""
        middle = QPointF(self.canvas.rect().center())
        self.canvas.zoom_to(zoom, middle)
        self.canvas.pan(middle - self.canvas.map_from_image(QPointF(x, y)))

    def prefer(self, **changes: Any) -> None:
        """Change preferences, by their names."""
        self.session.set_preferences(self.session.preferences._replace(**changes))

    def drag(
        self,
        *places: QPoint,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        release: bool = True,
    ) -> None:
        """Press at the first place, move over the others, release at the last."""
        QTest.mousePress(self.canvas, button, modifiers, places[0])
        for place in places[1:]:
            QTest.mouseMove(self.canvas, place)
        if release:
            QTest.mouseRelease(self.canvas, button, modifiers, places[-1])


def build_empty_stage(qtbot: QtBot, folder: Path) -> Stage:
    """A canvas of 600 × 400 without a picture, on the screen."""
    session, bridge, engine = build_session()
    canvas = Canvas(session, bridge)
    qtbot.addWidget(canvas, before_close_func=_close_canvas)
    canvas.resize(600, 400)
    canvas.show()
    qtbot.waitExposed(canvas)
    return Stage(canvas, session, bridge, engine, folder)


def build_stage(qtbot: QtBot, folder: Path, size: Size = PICTURE_SIZE) -> Stage:
    """A canvas with a picture, and a brush that is small and partly soft."""
    stage = build_empty_stage(qtbot, folder)
    open_source(stage.session, folder, size=size)
    decode_shown(stage.session, folder)
    stage.session.painter.set_brush(Brush(size_px=21, hardness=0.5))
    return stage


def _close_canvas(canvas: Canvas) -> None:
    canvas.release()


def read_pixels(image: QImage) -> NDArray[np.uint8]:
    """An image as rows of red, green and blue, in device pixels."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def paint_anew(stage: Stage) -> NDArray[np.uint8]:
    """The canvas as it is painted when all of it is painted."""
    return read_pixels(stage.canvas.grab().toImage())


def read_screen(stage: Stage) -> NDArray[np.uint8]:
    """The canvas as it stands on the screen, made of everything that was painted so far."""
    screen = stage.canvas.backingStore().paintDevice()
    assert isinstance(screen, QImage)
    return read_pixels(screen)
