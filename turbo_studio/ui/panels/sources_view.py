"""The list of sources: numbered tiles that can be chosen, taken away, and moved by mouse or keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QListView

from turbo_studio.ui.panels.tiles import StudioListView
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QStyledItemDelegate

TILE = QSize(96, 62)
MARGIN = 5
CELL = QSize(TILE.width() + 2 * MARGIN, TILE.height() + 2 * MARGIN)
MARK_PX = 20


def tile_of(cell: QRect) -> QRect:
    return cell.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)


def cross_of(cell: QRect) -> QRect:
    """Where the hovered tile shows its ✕."""
    tile = tile_of(cell)
    return QRect(tile.right() - MARK_PX - 1, tile.top() + 3, MARK_PX, MARK_PX)


class SourcesView(StudioListView):
    """Moves rows with a drag of its own, so that the window sees no drags but those of files."""

    remove_requested = Signal(int)
    move_requested = Signal(int, int)
    """From a row to an index of the list as it is without that row."""

    def __init__(self) -> None:
        super().__init__(MARGIN)
        self._pressed_row = -1
        self._pressed_at = QPoint()
        self._gap = -1
        """While a row is dragged: before which row it would be put."""
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(CELL.height() + 4)

    def _build_delegate(self) -> QStyledItemDelegate:
        from turbo_studio.ui.panels.sources_delegate import SourceDelegate  # late, for the start-up

        return SourceDelegate(self._use_thumbnails(), self)

    @property
    def _is_dragging(self) -> bool:
        return self._gap >= 0

    def _find_gap(self, x: int) -> int:
        """Before which row something let go at x would be put."""
        count = self.model().rowCount()
        centers = (self.visualRect(self.model().index(row, 0)).center().x() for row in range(count))
        return sum(1 for center in centers if center < x)

    def _end_drag(self) -> tuple[int, int]:
        row, gap = self._pressed_row, self._gap
        self._pressed_row = self._gap = -1
        self.viewport().update()
        return row, gap

    def _cross_at(self, position: QPoint) -> int:
        """The row whose ✕ is at a position, or -1."""
        index = self.indexAt(position)
        hit = index.isValid() and cross_of(self.visualRect(index)).contains(position)
        return index.row() if hit else -1

    def sizeHint(self) -> QSize:
        count = self.model().rowCount() if self.model() is not None else 0
        return QSize(count * CELL.width() + 4, CELL.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(1, self.model().rowCount()) * CELL.width(), CELL.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._cross_at(position) < 0:
            self._pressed_row = self.indexAt(position).row()
            self._pressed_at = position
        if self._cross_at(position) < 0:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self._pressed_row < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (position - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._is_dragging:
            self._gap = self._find_gap(position.x())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging = self._is_dragging
        row, gap = self._end_drag()
        if was_dragging:
            self.move_requested.emit(row, gap - 1 if gap > row else gap)
            return
        crossed = self._cross_at(event.position().toPoint())
        if crossed >= 0 and event.button() == Qt.MouseButton.LeftButton and row < 0:
            self.remove_requested.emit(crossed)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Escape and self._is_dragging:
            self._end_drag()
        elif row >= 0 and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(row)
        elif row >= 0 and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_requested.emit(row, min(max(row + step, 0), self.model().rowCount() - 1))
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_dragging:
            return
        last = self.model().rowCount() - 1
        row = min(self._gap, last)
        cell = self.visualRect(self.model().index(row, 0))
        x = cell.right() - 1 if self._gap > last else cell.left() - 1
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(x, cell.top() + 2, 3, cell.height() - 4), tokens().accent)
        painter.end()
