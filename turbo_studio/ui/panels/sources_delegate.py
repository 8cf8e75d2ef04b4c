"""How a source is drawn: its picture, its number, whether it has a mask, and the ✕ that takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from turbo_studio.ui.panels.sources_model import SourceRole
from turbo_studio.ui.panels.sources_view import CELL, MARK_PX, cross_of, tile_of
from turbo_studio.ui.panels.tiles import draw_badge, draw_cross, draw_dot, draw_frame, draw_tile
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from turbo_studio.ui.thumbnails import ThumbnailLoader

_DOT_PX = 10


class SourceDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tile = tile_of(option.rect)
        state, colors = option.state, tokens()
        painter.save()
        draw_tile(painter, tile, self._thumbnails.find(index.data(SourceRole.THUMBNAIL)))
        if state & QStyle.StateFlag.State_Selected:
            draw_frame(
                painter,
                tile,
                colors.accent,
                3.0 if state & QStyle.StateFlag.State_HasFocus else 2.0,
            )
        width = max(MARK_PX, painter.fontMetrics().horizontalAdvance("00") + 6)
        draw_badge(painter, QRect(tile.left() + 4, tile.top() + 4, width, MARK_PX - 2), str(index.row() + 1))
        if index.data(SourceRole.HAS_MASK):
            dot = QRect(tile.left() + 6, tile.bottom() - _DOT_PX - 5, _DOT_PX, _DOT_PX)
            draw_dot(painter, dot, colors.mask)
        if state & QStyle.StateFlag.State_MouseOver:
            cross = cross_of(option.rect)
            draw_badge(painter, cross, "")
            draw_cross(painter, cross, colors.primary_text)
        painter.restore()
