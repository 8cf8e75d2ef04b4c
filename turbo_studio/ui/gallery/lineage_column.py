"""One generation of a lineage as a column: its title, and what was made from the same picture."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QStyle, QStyledItemDelegate, QVBoxLayout, QWidget

from turbo_studio.core.lineage import Forebear
from turbo_studio.core.result import Result
from turbo_studio.ui.panels.tiles import StudioListView, as_tooltip, draw_frame, draw_tile
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from turbo_studio.ui.thumbnails import ThumbnailLoader

Relative = Result | Forebear
"""A result, or the picture from outside that the line began with."""

_TILE = QSize(168, 112)
_MARGIN = 8
_CELL = QSize(_TILE.width() + 2 * _MARGIN, _TILE.height() + 44)
COLUMN_WIDTH = _CELL.width() + 14
_PROMPT_CHARACTERS = 400


class RelativeRole(IntEnum):
    RELATIVE = Qt.ItemDataRole.UserRole
    THUMBNAIL = Qt.ItemDataRole.UserRole + 1
    """The path of a PNG that the program made; empty where there is none yet."""


class LineageColumn(QWidget):
    """One generation with its title."""

    def __init__(self, thumbnails: ThumbnailLoader, input_thumbnails: Mapping[str, str]) -> None:
        super().__init__()
        self.is_chosen = False
        self.setFixedWidth(COLUMN_WIDTH)
        self._model = _RelativesModel(input_thumbnails, self)
        self._title = QLabel(self)
        self._title.setProperty("role", "secondary")
        self._title.setContentsMargins(_MARGIN, 0, 0, 0)
        self.view = _RelativesView(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_RelativeDelegate(thumbnails, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self.view)

    @property
    def current(self) -> Relative | None:
        relative: Relative | None = self.view.currentIndex().data(RelativeRole.RELATIVE)
        return relative

    def fill(self, title: str, rows: Sequence[Relative], current: int | None) -> None:
        self._title.setText(title)
        self.view.setAccessibleName(title)
        self.view.show_rows(self._model, rows, current)

    def set_chosen(self, *, is_chosen: bool) -> None:
        self.is_chosen = is_chosen
        self.view.repaint_rows()


class _RelativesModel(QAbstractListModel):
    def __init__(self, input_thumbnails: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._input_thumbnails = input_thumbnails
        self.rows: tuple[Relative, ...] = ()

    def set_rows(self, rows: Sequence[Relative]) -> None:
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        relative = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _name(relative)
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip(_name(relative))
            case RelativeRole.RELATIVE:
                return relative
            case RelativeRole.THUMBNAIL:
                return self._find_thumbnail(relative)
        return None

    def _find_thumbnail(self, relative: Relative) -> str:
        if isinstance(relative, Forebear):
            return self._input_thumbnails.get(relative.sent.digest, "")
        return "" if relative.thumbnail is None else str(relative.thumbnail)


class _RelativesView(StudioListView):
    moved = Signal(int)
    """Left, as -1, or right, as 1."""
    focus_gained = Signal()
    """Or the current row is another one, while the focus is here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_MARGIN)
        self.setParent(parent)
        self.setObjectName("lineage_list")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_filling = False

    def show_rows(self, model: _RelativesModel, rows: Sequence[Relative], current: int | None) -> None:
        """Without telling that the current row is another one: nobody has moved it."""
        self._is_filling = True
        model.set_rows(rows)
        self.setCurrentIndex(QModelIndex() if current is None else model.index(current))
        if current is None:
            self.clearSelection()
            self.scrollToTop()
        else:
            self.scrollTo(model.index(current))
        self._is_filling = False

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if not self._is_filling and self.hasFocus():
            self.focus_gained.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self._is_filling = True
            self.setCurrentIndex(self.model().index(0, 0))
            self._is_filling = False
        self.focus_gained.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _RelativeDelegate(QStyledItemDelegate):
    """The picture and the first words of what it was made with."""

    def __init__(self, thumbnails: ThumbnailLoader, column: LineageColumn) -> None:
        super().__init__(column)
        self._thumbnails = thumbnails
        self._column = column

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return _CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = QRect(option.rect)
        tile = QRect(cell.topLeft(), _TILE).translated(_MARGIN, _MARGIN)
        path = str(index.data(RelativeRole.THUMBNAIL))
        painter.save()
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        draw_tile(painter, tile, self._thumbnails.find(path) if path else None)
        if is_current:
            is_strong = self._column.is_chosen
            color = tokens().accent if is_strong else tokens().border
            draw_frame(painter, tile, color, 3.0 if is_strong else 2.0)
        painter.setPen(tokens().text if is_current else tokens().secondary_text)
        line = QRect(tile.left(), tile.bottom() + 6, tile.width(), 20)
        text = str(index.data()).replace("\n", " ")
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()


def _name(relative: Relative) -> str:
    """Its words, or the name of the file that it was."""
    if isinstance(relative, Forebear):
        return relative.name or relative.sent.path.name
    return relative.provenance.prompt.strip()[:_PROMPT_CHARACTERS]
