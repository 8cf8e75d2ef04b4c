"""A list of names, each with a number behind it, that can be chosen, renamed, deleted and dropped upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSizePolicy

from turbo_studio.ui.panels.tiles import as_tooltip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

_VALUE = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1


class NamedList(QListWidget):
    """As high as its rows, so that the column scrolls as a whole."""

    value_chosen = Signal(object)
    rename_requested = Signal(object)
    delete_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    results_dropped = Signal(object)

    def __init__(self, parent: QWidget, *, takes_results: bool = False) -> None:
        super().__init__(parent)
        self.empty_label = QLabel(parent)
        self.empty_label.setProperty("role", "secondary")
        self._takes_results = takes_results
        self._is_shown: Callable[[Any], bool] = _is_none
        self.setAcceptDrops(takes_results)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAutoFillBackground(False)
        self.itemClicked.connect(self._on_item_clicked)
        self.customContextMenuRequested.connect(self._on_context_menu_requested)
        self.fill([])

    def fill(self, rows: Sequence[tuple[str, str, object]]) -> None:
        """Names, what stands behind them, and the values that they stand for."""
        current = self.currentItem().data(_NAME) if self.currentItem() is not None else ""
        self.clear()
        for name, count, value in rows:
            item = QListWidgetItem(f"{name}   {count}" if count else name, self)
            item.setData(_VALUE, value)
            item.setData(_NAME, name)
            item.setToolTip(as_tooltip(name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}; {count}" if count else name)
            if name == current:
                self.setCurrentItem(item)
        self.setVisible(bool(rows))
        self.empty_label.setVisible(not rows)
        self.updateGeometry()

    def mark(self, is_shown: Callable[[Any], bool]) -> None:
        """What is shown is bold and selected; where the keyboard is, and a drag was, is not."""
        self._is_shown = is_shown
        for row in range(self.count()):
            item = self.item(row)
            font = item.font()
            font.setBold(is_shown(item.data(_VALUE)))
            item.setFont(font)
            item.setSelected(font.bold())

    def sizeHint(self) -> QSize:
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        return QSize(160, rows + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    @Slot(QListWidgetItem)
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self.value_chosen.emit(item.data(_VALUE))

    @Slot(QPoint)
    def _on_context_menu_requested(self, place: QPoint) -> None:
        item = self.itemAt(place) or self.currentItem()
        if item is not None:
            self.menu_requested.emit(item.data(_VALUE), self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        signals = {
            Qt.Key.Key_Return: self.value_chosen,
            Qt.Key.Key_Enter: self.value_chosen,
            Qt.Key.Key_F2: self.rename_requested,
            Qt.Key.Key_Delete: self.delete_requested,
        }
        signal = signals.get(Qt.Key(event.key()))
        if signal is None or item is None:
            super().keyPressEvent(event)
        else:
            signal.emit(item.data(_VALUE))

    # Results are dropped from the window's own views: which ones is known by what is chosen there.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes_results and event.source() is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is None or not self._takes_results:
            event.ignore()
            return
        self.setCurrentItem(item)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.mark(self._is_shown)

    def dropEvent(self, event: QDropEvent) -> None:
        self.mark(self._is_shown)
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.source() is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.results_dropped.emit(item.data(_VALUE))


def _is_none(value: object) -> bool:
    """Before anything has been told of what is shown."""
    return False
