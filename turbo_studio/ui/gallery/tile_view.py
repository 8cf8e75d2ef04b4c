"""The view of the results: tiles in one row or in a grid, of which only those that are seen are looked at.

Qt's own list lays out every row again when one comes. Here places are arithmetic (``tile_layout``), so that
a million results open as fast as a thousand; selection and keys are those of ``QAbstractItemView``.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication

from turbo_studio.ui.gallery.tile_layout import TileLayout
from turbo_studio.ui.panels.tiles import build_empty_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PySide6.QtCore import QEvent, QItemSelectionModel
    from PySide6.QtGui import (
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QRegion,
        QResizeEvent,
        QShowEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QScrollBar

    from turbo_studio.ui.gallery.chosen import Chosen
    from turbo_studio.ui.gallery.results_model import ResultsModel
    from turbo_studio.ui.gallery.rubber_band import RubberBand
    from turbo_studio.ui.gallery.tile_painter import TilePainter

Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Move = QAbstractItemView.CursorAction
_SCROLL_STEP_PX = 40
_SEARCH_KEY = "/"
_END_KEYS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_ZOOM_KEYS = {"+": 1, "=": 1, "-": -1}


class QTableView(QAbstractItemView):
    """Nothing but its name: by that, Qt's accessibility takes a view for one of cells, and reads them out."""


class TileView(QTableView):
    """``is_strip``: one row that is scrolled to the right, else a grid that is scrolled downwards.

    As long as there are no rows, nothing here calls ``viewport()``: the first call has the bindings build
    every type of widget that a viewport might be, 11 ms of the start-up.
    """

    typed = Signal(str)
    """A letter that is no key of anything here begins a search; empty for the key of the search itself."""
    zoom_requested = Signal(int)
    """Steps to larger tiles, or to smaller ones."""

    def __init__(self, model: ResultsModel, chosen: Chosen, *, is_strip: bool, inset_px: int = 0) -> None:
        """``inset_px``: how far the words of an empty view stand from the left."""
        super().__init__()
        self._results = model
        self._chosen = chosen
        self._is_strip = is_strip
        self._inset_px = inset_px
        self._tile = QSize()
        self._tiles = TileLayout(0, 1, 1, 0, is_strip=is_strip)
        self._painter: TilePainter | None = None
        self._band: RubberBand | None = None
        self._hovered_row = -1
        self._pressed_at: QPoint | None = None
        """Where a tile was pressed that is chosen, and may be dragged from there."""
        self._kept_row = 0
        """At the start of what is seen, which stays there when rows come or go above it."""
        self._has_moved = False
        """Since the last paint; only after that, what has come near is looked at."""
        self._near_delay = QTimer(self)
        self._near_delay.setSingleShot(True)
        self._near_delay.setInterval(0)
        self._near_delay.timeout.connect(self._on_near_delay_timeout)
        self.empty_label = build_empty_label(self)
        self._set_up()
        self._adopt(model, chosen)

    def _set_up(self) -> None:
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        (self.setVerticalScrollBarPolicy if self._is_strip else self.setHorizontalScrollBarPolicy)(never)

    def _adopt(self, model: ResultsModel, chosen: Chosen) -> None:
        self.setModel(model)
        own = self.selectionModel()
        self.setSelectionModel(chosen.selection)
        own.deleteLater()
        model.rowsInserted.connect(self._on_model_rows_inserted)
        model.rowsRemoved.connect(self._on_model_rows_removed)
        model.modelReset.connect(self._on_model_reset)
        model.dataChanged.connect(self._on_model_data_changed)
        self._show_rows()

    # Tiles

    def set_tile_size(self, tile: QSize) -> None:
        """The size of a picture's place; what stands around and below it is the painter's."""
        if tile != self._tile:
            row = self._first_row()
            self._tile = tile
            self._show_rows()
            if self._painter is not None:
                self._painter.set_tile(tile)
                self._scroll_to_row(row)

    @Slot()
    def take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def visible_rows(self) -> range:
        start, size = self._course_bar().value(), self.maximumViewportSize()
        return self._tiles.rows_along(start, start + (size.width() if self._is_strip else size.height()))

    def offset(self) -> QPoint:
        """How far the tiles are scrolled."""
        return QPoint(self.horizontalOffset(), self.verticalOffset())

    def scroll_by(self, way: QPoint) -> None:
        bar = self._course_bar()
        bar.setValue(bar.value() + (way.x() if self._is_strip else way.y()))

    def select_in(self, frame: QRect) -> QItemSelection:
        """The rows whose tiles a frame among them touches; the gaps around a tile are not of it."""
        found = QItemSelection()
        if self._painter is not None:
            cell = QRect(*self._tiles.place(0))
            gap = self._painter.tile_of(cell).topLeft() - cell.topLeft()
            inner = frame.adjusted(gap.x(), gap.y(), -gap.x(), -gap.y())
            for rows in self._tiles.rows_in(inner.left(), inner.top(), inner.right() + 1, inner.bottom() + 1):
                found.select(self._results.index(rows.start), self._results.index(rows.stop - 1))
        return found

    def _first_row(self) -> int:
        """The first row that is seen whole."""
        start, step = self._course_bar().value(), self._tiles.step
        return -(-start // step) * self._tiles.tiles_a_line

    def _scroll_to_row(self, row: int, rest_px: int = 0) -> None:
        """Up to its line, and so far into it."""
        self._course_bar().setValue(row // self._tiles.tiles_a_line * self._tiles.step + rest_px)

    def _course_bar(self) -> QScrollBar:
        return self.horizontalScrollBar() if self._is_strip else self.verticalScrollBar()

    def _show_rows(self) -> None:
        """Bring everything in line with how many rows there are, and how large their tiles."""
        count = self._results.rowCount()
        if count and self._painter is None:
            self._learn_to_paint()
        cell = self._painter.cell_size(self._tile) if self._painter is not None else QSize(1, 1)
        # Less the scroll bar, also where there is none: as many columns whether it comes or goes.
        width = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
        self._tiles = TileLayout(count, cell.width(), cell.height(), width, is_strip=self._is_strip)
        self.empty_label.setVisible(not count)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if count else Qt.FocusPolicy.NoFocus)
        if self._painter is not None:
            self.updateGeometries()
            self.viewport().update()
            self._has_moved = True

    def _learn_to_paint(self) -> None:
        from turbo_studio.ui.gallery.tile_painter import GridPainter, StripPainter  # late, for the start-up

        self._painter = (StripPainter if self._is_strip else GridPainter)(self, self._results)
        self._painter.set_tile(self._tile)
        self._painter.thumbnail_changed.connect(self._on_painter_thumbnail_changed)
        # Opaque, or a scroll would paint all of it anew instead of moving what is there.
        self.viewport().setBackgroundRole(self.palette().ColorRole.Window)

    def _rows_in(self, area: QRect) -> Iterator[int]:
        """The rows with any part in an area of the viewport."""
        area = area.translated(self.offset())
        box = area.left(), area.top(), area.right() + 1, area.bottom() + 1
        return chain.from_iterable(self._tiles.rows_in(*box))

    def _cell_of(self, row: int) -> QRect:
        left, upper, width, height = self._tiles.place(row)
        return QRect(left - self.horizontalOffset(), upper - self.verticalOffset(), width, height)

    # Slots

    @Slot(QModelIndex, int, int)
    def _on_model_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        self._keep_in_view(first, last - first + 1)

    @Slot(QModelIndex, int, int)
    def _on_model_rows_removed(self, parent: QModelIndex, first: int, last: int) -> None:
        self._keep_in_view(first, first - last - 1)

    def _keep_in_view(self, row: int, more: int) -> None:
        """Who looks at the newest sees those that come; who looks at others goes on seeing these."""
        bar, kept = self._course_bar(), self._kept_row
        rest = bar.value() % self._tiles.step
        self._show_rows()
        if bar.value() and row < kept:
            self._scroll_to_row(kept + more, rest)
            self._kept_row = kept + more

    @Slot()
    def _on_model_reset(self) -> None:
        self._hovered_row = -1
        self._show_rows()
        self._course_bar().setValue(0)

    @Slot(QModelIndex, QModelIndex)
    def _on_model_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self._painter is not None:
            self._painter.refresh_rows(range(first.row(), last.row() + 1))
            self._near_delay.start()

    @Slot(int)
    def _on_painter_thumbnail_changed(self, row: int) -> None:
        self.viewport().update(self._cell_of(row))

    @Slot()
    def _on_near_delay_timeout(self) -> None:
        """Once for all that a scroll, a page or a resize has changed, and what is there has been painted."""
        if self._painter is not None and self.isVisible():
            rows = self.visible_rows()
            self._results.come_near(rows, self.currentIndex().row())
            self._painter.come_near(rows)

    def _hover(self, row: int) -> None:
        for each in {row, self._hovered_row} - {-1} if row != self._hovered_row else ():
            self.viewport().update(self._cell_of(each))
        self._hovered_row = row

    # Qt virtuals: where things are

    def visualRect(self, index: Index) -> QRect:
        return self._cell_of(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row whose tile is there; what is between the tiles belongs to none."""
        place = point + self.offset()
        row = self._tiles.row_at(place.x(), place.y())
        if row < 0 or self._painter is None or not self._painter.tile_of(self._cell_of(row)).contains(point):
            return QModelIndex()
        return self._results.index(row)

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value() if self._is_strip else 0

    def verticalOffset(self) -> int:
        return 0 if self._is_strip else self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        bar, step = self._course_bar(), self._tiles.step
        start = index.row() // self._tiles.tiles_a_line * step
        room = bar.pageStep() - step
        if hint == _Hint.PositionAtCenter:
            bar.setValue(start - room // 2)
        elif hint == _Hint.PositionAtTop or start < bar.value():
            bar.setValue(start)
        elif hint == _Hint.PositionAtBottom or start > bar.value() + room:
            bar.setValue(start - room)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        last, row = self._tiles.total - 1, self.currentIndex().row()
        if last < 0:
            return QModelIndex()
        if row < 0:
            return self._results.index(min(self._first_row(), last))
        page = max(1, self._course_bar().pageStep() // self._tiles.step)
        match action:
            case _Move.MoveLeft | _Move.MovePrevious:
                row -= 1
            case _Move.MoveRight | _Move.MoveNext:
                row += 1
            case _Move.MoveUp:
                row = self._tiles.row_beyond(row, -1)
            case _Move.MoveDown:
                row = self._tiles.row_beyond(row, 1)
            case _Move.MovePageUp:
                row = row - page if self._is_strip else self._tiles.row_beyond(row, -page)
            case _Move.MovePageDown:
                row = row + page if self._is_strip else self._tiles.row_beyond(row, page)
            case _Move.MoveHome:
                row = 0
            case _Move.MoveEnd:
                row = last
        return self._results.index(min(max(0, row), last))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """From one corner to the other, which may be the wrong way round: all rows between the two tiles."""
        start, end = rect.topLeft() + self.offset(), rect.bottomRight() + self.offset()
        rows = sorted((self._tiles.row_near(start.x(), start.y()), self._tiles.row_near(end.x(), end.y())))
        between = QItemSelection(self._results.index(rows[0]), self._results.index(rows[1]))
        self.selectionModel().select(between, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        from PySide6.QtGui import QRegion  # late, for the start-up

        seen, region = self.visible_rows(), QRegion()
        for part in selection.toList():
            for row in range(max(part.top(), seen.start), min(part.bottom() + 1, seen.stop)):
                region += self._cell_of(row)
        return region

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that leads to where one is already chooses that row as well; Qt leaves it as it is."""
        before = self.currentIndex()
        super().keyPressEvent(event)
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if is_plain and event.key() in _END_KEYS and self.currentIndex() == before:
            self.setCurrentIndex(before)

    def keyboardSearch(self, search: str) -> None:
        """Qt would look through all rows for one whose text starts so."""
        if search in _ZOOM_KEYS:
            self.zoom_requested.emit(_ZOOM_KEYS[search])
        elif search.isprintable() and not search.isspace():
            self.typed.emit("" if search == _SEARCH_KEY else search)

    # Qt virtuals: looks

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Qt would paint all tiles anew with each page that is read, though it may be out of sight."""
        if first.row() == last.row():
            super().dataChanged(first, last, roles)
            return
        seen = self.visible_rows()
        for row in range(max(first.row(), seen.start), min(last.row() + 1, seen.stop)):
            self.viewport().update(self._cell_of(row))

    def updateGeometries(self) -> None:
        if self._painter is None:
            return
        size, bar = self.maximumViewportSize(), self._course_bar()
        page = size.width() if self._is_strip else size.height()
        bar.setPageStep(page)
        bar.setSingleStep(_SCROLL_STEP_PX)
        bar.setRange(0, max(0, self._tiles.length - page))
        super().updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._painter is None:
            return
        from PySide6.QtGui import QPainter  # late, for the start-up

        painter, selection = QPainter(self.viewport()), self.selectionModel()
        painter.setRenderHints(painter.RenderHint.Antialiasing | painter.RenderHint.SmoothPixmapTransform)
        current = self.currentIndex().row() if self.hasFocus() else -1
        has_selected = selection.hasSelection()
        self._painter.prepare()
        for part in cast("Iterable[QRect]", event.region()):  # Qt's stubs do not say that it is one
            painter.setClipRect(part)  # through several at once, pictures are painted ten times slower
            for row in self._rows_in(part):
                self._painter.paint(
                    painter,
                    self._cell_of(row),
                    self._results.result_at(row),
                    is_selected=has_selected and selection.isSelected(self._results.index(row)),
                    is_current=row == current,
                    is_hovered=row == self._hovered_row,
                )
        if self._band is not None:
            painter.setClipping(False)
            self._band.paint(painter, self.offset())
        if self._has_moved:
            self._has_moved = False
            self._near_delay.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._kept_row = self.visible_rows().start
        self.viewport().scroll(dx, dy)
        self._has_moved = True
        if self._band is not None:
            self.viewport().update()
        self._hover(self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        row = self._first_row()
        super().resizeEvent(event)
        self.empty_label.setGeometry(self.rect().adjusted(self._inset_px, 4, 0, 0))
        self._show_rows()
        if self._painter is not None and not self._is_strip:
            self._scroll_to_row(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scrollTo(self.currentIndex())
        self._has_moved = True

    def hideEvent(self, event: QHideEvent) -> None:
        self._near_delay.stop()
        if self._painter is not None:
            self._painter.stop()
        super().hideEvent(event)

    # Qt virtuals: pointer and focus

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard finds a row chosen to start from; Qt makes one the current row, and no more."""
        is_first = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if is_first and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the tiles begins a frame around those that are to be chosen."""
        is_beside = not self.indexAt(event.position().toPoint()).isValid()
        if event.button() == Qt.MouseButton.LeftButton and is_beside and self._tiles.total:
            from turbo_studio.ui.gallery.rubber_band import RubberBand  # late, for the start-up

            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._band = RubberBand(self, event.position().toPoint() + self.offset(), event.modifiers())
            return
        super().mousePressEvent(event)
        pressed = self.indexAt(event.position().toPoint())
        is_grip = event.button() == Qt.MouseButton.LeftButton and self.selectionModel().isSelected(pressed)
        self._pressed_at = event.position().toPoint() if is_grip else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._band is not None:
            self._band.move_to(event.position().toPoint())
            return
        if self._pressed_at is not None:
            self._drag_from(self._pressed_at, event.position().toPoint())
            return
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def _drag_from(self, start: QPoint, position: QPoint) -> None:
        """Carry off what is chosen, as soon as the pointer has left the place of the press."""
        if (position - start).manhattanLength() >= QApplication.startDragDistance():
            from turbo_studio.ui.gallery.carrying import carry  # late, for the start-up

            self._pressed_at = None
            carry(self._chosen, self.viewport(), self._cell_of(self._chosen.row))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        if self._band is not None:
            self._band.end()
            self._band = None
            self.viewport().update()
        else:
            super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl makes tiles larger or smaller; in a strip, an ordinary wheel scrolls as well."""
        turn = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if turn.y() > 0 else -1)
        elif self._is_strip:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - (turn.x() or turn.y()))
        else:
            super().wheelEvent(event)
            return
        event.accept()
