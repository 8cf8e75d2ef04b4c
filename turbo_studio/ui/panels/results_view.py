"""The list of results: a row of tiles; what a tile shows is asked for only when it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

# QStyle is reached through its module: 9 ms of the start-up, and needed once there are rows.
from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListView, QStyledItemDelegate

from turbo_studio.ui.panels.results_model import ResultRole
from turbo_studio.ui.panels.tiles import StudioListView, draw_badge, draw_frame, draw_tile
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter, QWheelEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from turbo_studio.ui.thumbnails import ThumbnailLoader

TILE = QSize(128, 92)
_MARGIN = 5
_CELL = QSize(TILE.width() + 2 * _MARGIN, TILE.height() + 2 * _MARGIN)
_SCROLL_BAR_PX = 12
_PREFETCH_SCREENS = 2


class ResultDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def _draw_sandbox_badge(self, painter: QPainter, tile: QRect) -> None:
        words = QCoreApplication.translate("ResultDelegate", "sandbox")
        metrics = painter.fontMetrics()
        size = QSize(metrics.horizontalAdvance(words) + 12, metrics.height() + 2)
        badge = QRect(tile.left() + 4, tile.bottom() - size.height() - 3, size.width(), size.height())
        draw_badge(painter, badge, words)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return _CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tile = option.rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        path, colors = index.data(ResultRole.THUMBNAIL), tokens()
        painter.save()
        draw_tile(painter, tile, self._thumbnails.find(path) if path else None)
        if index.data(ResultRole.IS_SANDBOX):
            self._draw_sandbox_badge(painter, tile)
        flags = QtWidgets.QStyle.StateFlag
        if option.state & flags.State_HasFocus:
            draw_frame(painter, tile, colors.accent, 3.0)
        elif option.state & flags.State_Selected:
            draw_frame(painter, tile, colors.accent)
        elif option.state & flags.State_MouseOver:
            draw_frame(painter, tile, colors.border)
        painter.restore()


class ResultsView(StudioListView):
    open_requested = Signal()

    def __init__(self, thumbnails: ThumbnailLoader) -> None:
        super().__init__(_MARGIN)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(ResultDelegate(thumbnails, self))
        self.setMinimumHeight(_CELL.height() + _SCROLL_BAR_PX)
        bar = self.horizontalScrollBar()
        bar.valueChanged.connect(self._on_scroll_bar_moved)
        bar.rangeChanged.connect(self._on_scroll_bar_moved)

    @Slot()
    def _on_scroll_bar_moved(self) -> None:
        """Fetch before the end is seen; Qt itself waits until the bar has arrived there."""
        bar, model = self.horizontalScrollBar(), self.model()
        near_end = bar.value() > bar.maximum() - _PREFETCH_SCREENS * self.width()
        if near_end and model is not None and model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())

    def sizeHint(self) -> QSize:
        return QSize(6 * _CELL.width(), _CELL.height() + _SCROLL_BAR_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_requested.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """There is only one way to scroll: an ordinary wheel does it too."""
        steps = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (steps.x() or steps.y()))
        event.accept()
