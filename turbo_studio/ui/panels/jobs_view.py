"""The list of jobs: rows with painted buttons for mouse and keys, and a queue that can be reordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from turbo_studio.ui.panels.tiles import StudioListView
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from turbo_studio.core.job import JobId
    from turbo_studio.ui.panels.jobs_delegate import JobDelegate, JobLayout
    from turbo_studio.ui.panels.jobs_model import JobsModel

    Index = QModelIndex | QPersistentModelIndex

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class JobsView(StudioListView):
    """Rows as high as their words. Tells what was asked for, and does nothing itself."""

    verb_requested = Signal(int, str)
    """Row, JobVerb: a button was pressed."""
    cross_requested = Signal(int)
    """Row: cancel it while it runs, else take it off the list."""
    open_requested = Signal(int)
    """Row without buttons: Enter, or a double click."""
    move_requested = Signal(int, int)
    """From a row to a place among those that wait."""

    def __init__(self, model: JobsModel) -> None:
        super().__init__(inset_px=8)
        self._jobs = model
        self._made_delegate: JobDelegate | None = None
        self._button = 0
        self._pressed_row = -1
        self._pressed_at = QPoint()
        self._gap = -1
        """While a job is dragged: before which row it would be put."""
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setModel(model)
        for signal in (model.rowsAboutToBeInserted, model.modelReset):
            signal.connect(self._on_model_filling)

    def layout_of(self, row: int) -> JobLayout:
        """Where the parts of a row are, in the viewport."""
        index = self._jobs.index(row)
        return self._delegate.lay_out(self.visualRect(index), index, self.fontMetrics())

    def forget_height(self, job_id: JobId) -> None:
        self._delegate.forget(job_id)

    @property
    def _delegate(self) -> JobDelegate:
        if self._made_delegate is None:
            from turbo_studio.ui.panels.jobs_delegate import JobDelegate  # late, for the start-up

            self._made_delegate = JobDelegate(self)
        return self._made_delegate

    @Slot()
    def _on_model_filling(self) -> None:
        self.setItemDelegate(self._delegate)

    # Buttons

    def show_ring(self) -> None:
        """Put the ring on the button to begin with: of several the one that neither pays nor loses."""
        row = self.currentIndex().row()
        if row < 0:
            return
        buttons = self._jobs.buttons_at(row)
        self._button = next((number for number, button in enumerate(buttons) if button.is_safe), 0)
        self._delegate.ringed = (row, self._button)

    def _step_ring(self, step: int) -> None:
        row = self.currentIndex().row()
        last = len(self._jobs.buttons_at(row)) - 1
        self._button = max(0, min(self._button + step, last))
        self._delegate.ringed = (row, self._button)
        self.repaint_rows()

    def _press_ringed(self, row: int) -> None:
        buttons = self._jobs.buttons_at(row)
        if buttons:
            self.verb_requested.emit(row, buttons[min(self._button, len(buttons) - 1)].verb)
        else:
            self.open_requested.emit(row)

    def _press_at(self, row: int, position: QPoint) -> bool:
        """Press what is painted there; False where nothing is."""
        layout = self.layout_of(row)
        if layout.cross.contains(position):
            self.cross_requested.emit(row)
            return True
        for place, button in zip(layout.buttons, self._jobs.buttons_at(row), strict=True):
            if place.contains(position):
                self.verb_requested.emit(row, button.verb)
                return True
        return False

    def _is_on_button(self, row: int, position: QPoint) -> bool:
        layout = self.layout_of(row)
        return any(place.contains(position) for place in (layout.cross, *layout.buttons))

    # The queue's order

    def _find_gap(self, y: int) -> tuple[int, int]:
        """Before which row, and at which place of the queue, something let go at y would be put."""
        rows = self._find_waiting_rows()
        above = sum(1 for row in rows if self.visualRect(self._jobs.index(row)).center().y() < y)
        return rows[0] + above, above

    def _end_drag(self, y: int) -> None:
        row, (gap, place) = self._pressed_row, self._find_gap(y)
        self._pressed_row = self._gap = -1
        self.repaint_rows()
        self.move_requested.emit(row, place - (gap > row))

    def _move_by_key(self, row: int, step: int) -> None:
        if self._jobs.view_at(row).is_waiting:
            self.move_requested.emit(row, row - self._find_waiting_rows()[0] + step)

    def _find_waiting_rows(self) -> list[int]:
        return [row for row in range(self._jobs.rowCount()) if self._jobs.view_at(row).is_waiting]

    # Qt virtuals

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """Qt would lay out all rows anew; that is needed only where one changes its height."""
        self.show_ring()
        is_one = top_left.row() == bottom_right.row()
        width = self.viewport().width()
        if is_one and self._delegate.keeps_height(width, top_left, self.fontMetrics()):
            QAbstractItemView.dataChanged(self, top_left, bottom_right, roles)
        else:
            super().dataChanged(top_left, bottom_right, roles)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.show_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A column of rows is laid out anew by Qt where its height changes, and not where its width does."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        row = self.indexAt(position).row()
        super().mousePressEvent(event)
        if row < 0 or event.button() != Qt.MouseButton.LeftButton or self._is_on_button(row, position):
            return
        if self._jobs.view_at(row).is_waiting:
            self._pressed_row, self._pressed_at = row, position

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self._pressed_row < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (position - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._gap >= 0:
            self._gap, _ = self._find_gap(position.y())
            self.repaint_rows()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self._gap >= 0:
            self._end_drag(position.y())
            return
        self._pressed_row = -1
        super().mouseReleaseEvent(event)
        row = self.indexAt(position).row()
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._press_at(row, position)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        row = self.indexAt(position).row()
        if row >= 0 and not self._is_on_button(row, position):
            self.open_requested.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Escape and self._gap >= 0:
            self._pressed_row = self._gap = -1
            self.repaint_rows()
        elif row < 0:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cross_requested.emit(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self._press_ringed(row)
        elif key == Qt.Key.Key_Escape and self._jobs.is_asked(row):
            self.show_ring()
            self._press_ringed(row)
        elif key in _STEPS:
            self._step_ring(_STEPS[key])
        elif key in _MOVES and alt:
            self._move_by_key(row, _MOVES[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        last = self._jobs.rowCount() - 1
        rect = self.visualRect(self._jobs.index(min(self._gap, last)))
        y = rect.bottom() - 1 if self._gap > last else rect.top() - 1
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(rect.left() + 2, y, rect.width() - 4, 3), tokens().accent)
        painter.end()
