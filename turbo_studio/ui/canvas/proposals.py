"""Sketches of what is computed: shown as it would be selected, and computed anew as they are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer

from turbo_studio.core.operators import TOLERANCE_MAX
from turbo_studio.ui.canvas.sketches import PolygonSketch

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Point
    from turbo_studio.core.shapes import Combine, Polygon
    from turbo_studio.session.proposer import Proposer
    from turbo_studio.ui.canvas.picture_view import PictureView
    from turbo_studio.ui.canvas.toolbox import Toolbox

_REST_MS = 250
"""So long a line stands still before the object in it is looked for: that takes a processor."""
_STEP, _LONG_STEP = 1, 10
_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class ColourSketch:
    """Pixels of a colour like that at a point, while their tolerance is being set."""

    def __init__(self, toolbox: Toolbox, proposer: Proposer, point: Point) -> None:
        self._toolbox = toolbox
        self._proposer = proposer
        self._point = point
        self.propose()

    def propose(self) -> None:
        """Have it computed as the wand is set now."""
        self._proposer.propose_colour(
            self._point, tolerance=self._toolbox.tolerance, is_contiguous=self._toolbox.is_contiguous
        )

    def hover(self, point: Point) -> None:
        pass

    def press_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Arrows up and right widen the tolerance, the others narrow it; Shift takes long steps."""
        way = _WAYS.get(Qt.Key(key))
        if way is None:
            return False
        is_long = modifiers & Qt.KeyboardModifier.ShiftModifier
        self.change_tolerance(self._toolbox.tolerance + way * (_LONG_STEP if is_long else _STEP))
        return True

    def change_tolerance(self, tolerance: float) -> None:
        tolerance = round(min(max(tolerance, 0), TOLERANCE_MAX), 1)
        if tolerance != self._toolbox.tolerance:
            self._toolbox.set_wand(tolerance, is_contiguous=self._toolbox.is_contiguous)

    def describe(self) -> str:
        text = QCoreApplication.translate("Sketches", "Tolerance {0}. Arrows change it, Enter selects")
        return text.format(QLocale().toString(self._toolbox.tolerance, "f", 1))

    def accept(self, combine: Combine) -> None:
        self._proposer.take_colour(self._point, combine)

    def discard(self) -> None:
        self._proposer.drop()


class ObjectSketch(PolygonSketch):
    """A rough line around an object, which is shown whenever the line rests."""

    def __init__(self, canvas: PictureView, proposer: Proposer, start: Point) -> None:
        super().__init__(canvas, self._take, start)
        self._proposer = proposer
        self._proposed: tuple[Point, ...] = ()
        self._rest = QTimer(canvas)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._propose)

    def _on_changed(self) -> None:
        self._rest.start()

    def _propose(self) -> None:
        if len(self.points) > 2 and self.points != self._proposed:
            self._proposed = self.points
            self._proposer.propose_object(self.points)

    def _take(self, rough: Polygon, combine: Combine) -> None:
        self._propose()
        self._proposer.take_object(combine)

    def accept(self, combine: Combine) -> None:
        self._end()
        super().accept(combine)

    def discard(self) -> None:
        self._end()
        super().discard()
        self._proposer.drop()

    def _end(self) -> None:
        self._rest.stop()
        self._rest.deleteLater()
