"""The frame that is drawn around tiles to choose them: what it touches is chosen while it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QColor

from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from turbo_studio.ui.gallery.tile_view import TileView

_Flag = QItemSelectionModel.SelectionFlag
_SCROLL_MS = 16
_FILL_ALPHA = 40


class RubberBand(QObject):
    """From a press beside the tiles to its release. With Shift or Ctrl, it changes what is chosen already."""

    def __init__(self, view: TileView, start: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """``start`` is a place among all tiles, wherever they are scrolled to."""
        super().__init__(view)
        self._view = view
        self._start = start
        self._end = start
        self._pointer = start - view.offset()
        self._toggles = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        self._before = QItemSelection()
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._before = view.selectionModel().selection()
        self._timer = QTimer(self)
        self._timer.setInterval(_SCROLL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._choose()

    def move_to(self, pointer: QPoint) -> None:
        """``pointer`` is a place in the view; beyond its edge, the tiles are scrolled there."""
        self._pointer = pointer
        if self._view.viewport().rect().contains(pointer):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self._choose()

    def end(self) -> None:
        self._timer.stop()
        self.deleteLater()

    def paint(self, painter: QPainter, offset: QPoint) -> None:
        fill = QColor(tokens().accent)
        painter.setRenderHint(painter.RenderHint.Antialiasing, on=False)
        painter.setPen(tokens().accent)
        fill.setAlpha(_FILL_ALPHA)
        painter.setBrush(fill)
        painter.drawRect(self._frame().translated(-offset))

    def _frame(self) -> QRect:
        return QRect(self._start, self._end).normalized()

    def _choose(self) -> None:
        self._end = self._pointer + self._view.offset()
        found = self._view.select_in(self._frame())
        chosen = QItemSelection(self._before)
        chosen.merge(found, _Flag.Toggle if self._toggles else _Flag.Select)
        self._view.selectionModel().select(chosen, _Flag.ClearAndSelect)
        self._view.viewport().update()

    @Slot()
    def _on_timer_timeout(self) -> None:
        """The farther outside the pointer is, the faster it goes."""
        self._view.scroll_by(_overshoot(self._pointer, self._view.viewport().rect()))
        self._choose()


def _overshoot(pointer: QPoint, room: QRect) -> QPoint:
    return QPoint(
        min(0, pointer.x() - room.left()) + max(0, pointer.x() - room.right()),
        min(0, pointer.y() - room.top()) + max(0, pointer.y() - room.bottom()),
    )
