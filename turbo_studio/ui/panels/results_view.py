"""The list of results: a row of tiles; what a tile shows is asked for only when it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListView

from turbo_studio.ui.panels.tiles import StudioListView

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent
    from PySide6.QtWidgets import QStyledItemDelegate

TILE = QSize(128, 92)
MARGIN = 5
CELL = QSize(TILE.width() + 2 * MARGIN, TILE.height() + 2 * MARGIN)
_SCROLL_BAR_PX = 12
_PREFETCH_SCREENS = 2


class ResultsView(StudioListView):
    open_requested = Signal()

    def __init__(self) -> None:
        super().__init__(MARGIN)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumHeight(CELL.height() + _SCROLL_BAR_PX)
        bar = self.horizontalScrollBar()
        bar.valueChanged.connect(self._on_scroll_bar_moved)
        bar.rangeChanged.connect(self._on_scroll_bar_moved)

    def _build_delegate(self) -> QStyledItemDelegate:
        from turbo_studio.ui.panels.results_delegate import ResultDelegate  # late, for the start-up

        return ResultDelegate(self._use_thumbnails(), self)

    @Slot()
    def _on_scroll_bar_moved(self) -> None:
        """Fetch before the end is seen; Qt itself waits until the bar has arrived there."""
        bar, model = self.horizontalScrollBar(), self.model()
        near_end = bar.value() > bar.maximum() - _PREFETCH_SCREENS * self.width()
        if near_end and model is not None and model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())

    def sizeHint(self) -> QSize:
        return QSize(6 * CELL.width(), CELL.height() + _SCROLL_BAR_PX)

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
