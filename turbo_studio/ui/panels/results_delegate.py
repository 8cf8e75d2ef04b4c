"""How a result is drawn: its picture, whether it came from the sandbox, and a size nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize
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

    def _draw_badges(
        self, painter: QPainter, tile: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Below whether nobody paid for it, above what size it has where another was asked for."""
        height = painter.fontMetrics().height() + 2
        if index.data(ResultRole.IS_SANDBOX):
            words = QCoreApplication.translate("ResultDelegate", "sandbox")
            self._draw_badge(painter, QPoint(tile.left() + 4, tile.bottom() - height - 3), words)
        if other_size := index.data(ResultRole.OTHER_SIZE):
            self._draw_badge(painter, tile.topLeft() + QPoint(4, 4), f"≠ {other_size}")

    def _draw_badge(self, painter: QPainter, corner: QPoint, words: str) -> None:
        metrics = painter.fontMetrics()
        size = QSize(metrics.horizontalAdvance(words) + 12, metrics.height() + 2)
        draw_badge(painter, QRect(corner, size), words)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tile = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        path, colors = index.data(ResultRole.THUMBNAIL), tokens()
        painter.save()
        draw_tile(painter, tile, self._thumbnails.find(path) if path else None)
        self._draw_badges(painter, tile, index)
        flags = QStyle.StateFlag
        if option.state & flags.State_HasFocus:
            draw_frame(painter, tile, colors.accent, 3.0)
        elif option.state & flags.State_Selected:
            draw_frame(painter, tile, colors.accent)
        elif option.state & flags.State_MouseOver:
            draw_frame(painter, tile, colors.border)
        painter.restore()
