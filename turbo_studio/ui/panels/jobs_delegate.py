"""How a job is drawn: its prompt, a bar while it runs, its state in words, and its buttons."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

# QStyle is reached through its module: 9 ms of the start-up, and needed once there are rows.
from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate

from turbo_studio.core.job import JobState
from turbo_studio.ui.panels.jobs_model import JobRole, measure_progress
from turbo_studio.ui.panels.tiles import draw_cross
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint
    from PySide6.QtGui import QFontMetrics
    from PySide6.QtWidgets import QStyleOptionViewItem

    from turbo_studio.session.job_view import JobView

    Index = QModelIndex | QPersistentModelIndex

_PADDING_X, _PADDING_Y = 8, 7
_GAP = 4
_BAR_HEIGHT = 5
_CROSS_PX = 24
_BUTTON_PADDING = 10
_BUSY_STEPS = 6
"""Where the part of a busy bar can stand; it moves with each second."""
_WRAP = Qt.TextFlag.TextWordWrap
_QUIET = (JobState.DONE, JobState.CANCELLED)


class JobLayout(NamedTuple):
    """Where the parts of a row are; empty rectangles for parts that it has not."""

    title: QRect
    bar: QRect
    words: QRect
    cross: QRect
    button: QRect
    height: int


class JobDelegate(QStyledItemDelegate):
    cross_pressed = Signal(int)
    """Row: cancel it while it runs, else take it off the list."""
    retry_pressed = Signal(int)

    def lay_out(self, row: QRect, index: Index, metrics: QFontMetrics) -> JobLayout:
        """Everything in one place, so that what is drawn, measured and pressed agree."""
        view: JobView = index.data(JobRole.VIEW)
        inner = row.adjusted(_PADDING_X, _PADDING_Y, -_PADDING_X, -_PADDING_Y)
        cross = QRect(inner.right() - _CROSS_PX + 1, inner.top() - 2, _CROSS_PX, _CROSS_PX)
        width = inner.width() - _CROSS_PX - _GAP
        title = QRect(inner.left(), inner.top(), width, metrics.height())
        bar = QRect()
        top = title.bottom() + 1 + _GAP
        if not view.state.is_final:
            bar = QRect(inner.left(), top + 1, width, _BAR_HEIGHT)
            top = bar.bottom() + 1 + _GAP
        text = str(index.data())
        room = metrics.boundingRect(QRect(0, 0, inner.width(), 10_000), int(_WRAP), text)
        words = QRect(inner.left(), top, inner.width(), room.height())
        button = self._place_button(words, index, metrics)
        bottom = button.bottom() if not button.isEmpty() else words.bottom()
        return JobLayout(title, bar, words, cross, button, bottom + 1 + _PADDING_Y - row.top())

    def _place_button(self, words: QRect, index: Index, metrics: QFontMetrics) -> QRect:
        label = str(index.data(JobRole.RETRY))
        if not label:
            return QRect()
        width = metrics.horizontalAdvance(label) + 2 * _BUTTON_PADDING
        return QRect(words.left(), words.bottom() + 1 + _GAP, width, metrics.height() + 8)

    def _lay_out(self, option: QStyleOptionViewItem, index: Index) -> JobLayout:
        return self.lay_out(option.rect, index, option.fontMetrics)

    # Drawing

    def _draw_words(self, painter: QPainter, layout: JobLayout, index: Index, view: JobView) -> None:
        colors = tokens()
        title = painter.fontMetrics().elidedText(
            str(index.data(JobRole.TITLE)), Qt.TextElideMode.ElideRight, layout.title.width()
        )
        painter.setPen(colors.text)
        painter.drawText(layout.title, Qt.AlignmentFlag.AlignVCenter, title)
        failed = view.state.is_final and view.state not in _QUIET
        painter.setPen(colors.error if failed else colors.secondary_text)
        painter.drawText(layout.words, int(_WRAP), str(index.data()))

    def _draw_bar(self, painter: QPainter, bar: QRect, view: JobView, now_step: int) -> None:
        """The part that is done; where that is not known, a part that moves."""
        colors, radius = tokens(), bar.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.hairline)
        painter.drawRoundedRect(bar, radius, radius)
        done = QRectF(bar)
        share = measure_progress(view)
        if share is not None:
            done.setWidth(max(bar.height(), bar.width() * share))
        elif view.state is JobState.QUEUED:
            return
        else:
            done.setWidth(bar.width() / _BUSY_STEPS)
            done.translate(done.width() * (now_step % _BUSY_STEPS), 0)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(done, radius, radius)

    def _draw_button(self, painter: QPainter, button: QRect, label: str, *, is_hot: bool) -> None:
        colors = tokens()
        painter.setPen(QPen(colors.border, 1))
        painter.setBrush(colors.raised if is_hot else colors.base)
        painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(colors.text)
        painter.drawText(button, Qt.AlignmentFlag.AlignCenter, label)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: JobView = index.data(JobRole.VIEW)
        layout, colors, state = self._lay_out(option, index), tokens(), option.state
        flags = QtWidgets.QStyle.StateFlag
        is_hovered = bool(state & flags.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(option.rect).adjusted(1, 1, -1, -1)
        if state & (flags.State_Selected | flags.State_HasFocus):
            painter.setPen(QPen(colors.accent, 1.5) if state & flags.State_HasFocus else Qt.PenStyle.NoPen)
            painter.setBrush(colors.raised if state & flags.State_Selected else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 5, 5)
        self._draw_words(painter, layout, index, view)
        if not layout.bar.isEmpty():
            self._draw_bar(painter, layout.bar, view, int(time.monotonic() - view.started_s))
        if not layout.button.isEmpty():
            self._draw_button(painter, layout.button, str(index.data(JobRole.RETRY)), is_hot=is_hovered)
        draw_cross(painter, layout.cross, colors.text if is_hovered else colors.secondary_text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        layout = self.lay_out(QRect(0, 0, width, 0), index, option.fontMetrics)
        return QSize(width, layout.height)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The painted buttons: pressed where the button of the mouse is let go."""
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        position: QPoint = event.position().toPoint()
        layout = self._lay_out(option, index)
        on_cross, on_button = layout.cross.contains(position), layout.button.contains(position)
        if event.type() == QEvent.Type.MouseButtonRelease and on_cross:
            self.cross_pressed.emit(index.row())
        elif event.type() == QEvent.Type.MouseButtonRelease and on_button:
            self.retry_pressed.emit(index.row())
        return on_cross or on_button
