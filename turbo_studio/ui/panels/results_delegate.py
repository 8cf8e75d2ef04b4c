"""How a result is drawn: its picture, and whether it came from the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from turbo_studio.ui.panels.results_model import ResultRole
from turbo_studio.ui.panels.results_view import CELL, MARGIN
from turbo_studio.ui.panels.tiles import draw_badge, draw_frame, draw_tile
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from turbo_studio.ui.thumbnails import ThumbnailLoader


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
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tile = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        path, colors = index.data(ResultRole.THUMBNAIL), tokens()
        painter.save()
        draw_tile(painter, tile, self._thumbnails.find(path) if path else None)
        if index.data(ResultRole.IS_SANDBOX):
            self._draw_sandbox_badge(painter, tile)
        flags = QStyle.StateFlag
        if option.state & flags.State_HasFocus:
            draw_frame(painter, tile, colors.accent, 3.0)
        elif option.state & flags.State_Selected:
            draw_frame(painter, tile, colors.accent)
        elif option.state & flags.State_MouseOver:
            draw_frame(painter, tile, colors.border)
        painter.restore()
