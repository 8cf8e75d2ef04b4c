"""Collects cyclic garbage on the GUI thread alone.

Python collects on whichever thread happens to allocate. Where that is a worker, and a widget that was
closed is part of a cycle, the widget is destroyed there while the GUI thread paints, and the program
crashes. So the automatic collection stays off, and a timer makes it here, by the thresholds that
Python itself goes by.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY_MS = 1_000
PUT_OFF_MAX = 5
"""So many times in a row a held button puts it off; one whose release got lost does not for ever."""


class GarbageCollector(QObject):
    """Runs from its construction to ``end``; what there is at the start is not looked at until then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._put_off_count = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start(EVERY_MS)

    def end(self) -> None:
        """Collect no more. Python's own collection stays off: a thread may still be reading a file."""
        self._timer.stop()
        gc.unfreeze()

    @Slot()
    def _on_timer_timeout(self) -> None:
        """Not under a hand that draws: a look at everything takes as long as some frames."""
        is_held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if is_held and self._put_off_count < PUT_OFF_MAX:
            self._put_off_count += 1
        else:
            self._put_off_count = 0
            generation = pick_generation(gc.get_count(), gc.get_threshold())
            if generation is not None:
                gc.collect(generation)


def pick_generation(counts: Sequence[int], thresholds: Sequence[int]) -> int | None:
    """The oldest generation that is due, as Python's own collector would have it; None where none is."""
    due = [generation for generation in range(3) if counts[generation] > thresholds[generation]]
    return due[-1] if due and due[0] == 0 else None
