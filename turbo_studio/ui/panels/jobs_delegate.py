"""How a job is drawn: its prompt, a bar while it is under way, its state in words, and its buttons."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

# QStyle is reached through its module: 9 ms of the start-up, and needed once there are rows.
from PySide6 import QtWidgets
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate

from turbo_studio.core.job import JobState
from turbo_studio.session.job_view import JobGroup
from turbo_studio.ui.panels.jobs_model import JobRole
from turbo_studio.ui.panels.jobs_words import measure_progress
from turbo_studio.ui.panels.tiles import draw_cross
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
    from PySide6.QtGui import QFontMetrics
    from PySide6.QtWidgets import QStyleOptionViewItem

    from turbo_studio.core.job import JobId
    from turbo_studio.session.job_view import JobView
    from turbo_studio.ui.panels.jobs_words import RowButton

    Index = QModelIndex | QPersistentModelIndex

_PADDING_X, _PADDING_Y = 8, 7
_GAP = 4
_BAR_HEIGHT = 5
_CROSS_PX = 24
_BUTTON_PADDING = 10
_BUTTON_GAP = 6
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
    buttons: tuple[QRect, ...]
    height: int


class JobDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ringed: tuple[int, int] = (-1, -1)
        """Row and button that the keys would press."""
        self._heights: dict[JobId, tuple[tuple[object, ...], int]] = {}
        """What each row's height was worked out from, and the height: a layout asks for all of them."""

    def lay_out(self, row: QRect, index: Index, metrics: QFontMetrics) -> JobLayout:
        """Everything in one place, so that what is drawn, measured and pressed agree."""
        view: JobView = index.data(JobRole.VIEW)
        inner = row.adjusted(_PADDING_X, _PADDING_Y, -_PADDING_X, -_PADDING_Y)
        cross = QRect(inner.right() - _CROSS_PX + 1, inner.top() - 2, _CROSS_PX, _CROSS_PX)
        width = inner.width() - _CROSS_PX - _GAP
        title = QRect(inner.left(), inner.top(), width, metrics.height())
        bar = QRect()
        top = title.bottom() + 1 + _GAP
        if view.group is JobGroup.UNDER_WAY:
            bar = QRect(inner.left(), top + 1, width, _BAR_HEIGHT)
            top = bar.bottom() + 1 + _GAP
        room = QRect(0, 0, inner.width(), 10_000)
        height = metrics.boundingRect(room, int(_WRAP), str(index.data(JobRole.WORDS))).height()
        words = QRect(inner.left(), top, inner.width(), height)
        buttons = _place_buttons(words, index.data(JobRole.BUTTONS), metrics)
        bottom = max([words.bottom(), *(button.bottom() for button in buttons)])
        return JobLayout(title, bar, words, cross, buttons, bottom + 1 + _PADDING_Y - row.top())

    def measure(self, width: int, index: Index, metrics: QFontMetrics) -> int:
        """The height of a row; of 1,000 rows that have not changed it costs but a look."""
        view: JobView = index.data(JobRole.VIEW)
        known_by = (view, width, metrics.height(), index.data(JobRole.IS_ASKED))
        known = self._heights.get(view.id)
        if known is None or known[0] != known_by:
            height = self.lay_out(QRect(0, 0, width, 0), index, metrics).height
            known = self._heights[view.id] = (known_by, height)
        return known[1]

    def keeps_height(self, width: int, index: Index, metrics: QFontMetrics) -> bool:
        """Whether a row that has changed is as high as it was when all rows were laid out."""
        view: JobView = index.data(JobRole.VIEW)
        known = self._heights.get(view.id)
        return known is not None and known[1] == self.measure(width, index, metrics)

    def forget(self, job_id: JobId) -> None:
        self._heights.pop(job_id, None)

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
        painter.drawText(layout.words, int(_WRAP), str(index.data(JobRole.WORDS)))

    def _draw_bar(self, painter: QPainter, bar: QRect, view: JobView) -> None:
        """The part that is done; where that is not known, a part that moves."""
        colors, radius, now_s = tokens(), bar.height() / 2, time.monotonic()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.hairline)
        painter.drawRoundedRect(bar, radius, radius)
        done = QRectF(bar)
        share = measure_progress(view, now_s)
        if share is not None:
            done.setWidth(max(bar.height(), bar.width() * share))
        elif view.state is JobState.COUNTING_DOWN:
            return
        else:
            done.setWidth(bar.width() / _BUSY_STEPS)
            done.translate(done.width() * (int(now_s - view.listed_s) % _BUSY_STEPS), 0)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(done, radius, radius)

    def _draw_button(
        self, painter: QPainter, button: QRect, label: str, *, is_hot: bool, is_ringed: bool
    ) -> None:
        colors = tokens()
        painter.setPen(QPen(colors.accent, 2) if is_ringed else QPen(colors.border, 1))
        painter.setBrush(colors.raised if is_hot else colors.base)
        painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(colors.text)
        painter.drawText(button, Qt.AlignmentFlag.AlignCenter, label)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: JobView = index.data(JobRole.VIEW)
        layout = self.lay_out(option.rect, index, option.fontMetrics)
        colors, state = tokens(), option.state
        flags = QtWidgets.QStyle.StateFlag
        is_hovered, has_focus = bool(state & flags.State_MouseOver), bool(state & flags.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(option.rect).adjusted(1, 1, -1, -1)
        if state & (flags.State_Selected | flags.State_HasFocus):
            painter.setPen(QPen(colors.accent, 1.5) if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(colors.raised if state & flags.State_Selected else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 5, 5)
        self._draw_words(painter, layout, index, view)
        if not layout.bar.isEmpty():
            self._draw_bar(painter, layout.bar, view)
        buttons: tuple[RowButton, ...] = index.data(JobRole.BUTTONS)
        for number, (place, button) in enumerate(zip(layout.buttons, buttons, strict=True)):
            is_ringed = has_focus and self.ringed == (index.row(), number)
            self._draw_button(painter, place, button.label, is_hot=is_hovered, is_ringed=is_ringed)
        draw_cross(painter, layout.cross, colors.text if is_hovered else colors.secondary_text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        return QSize(width, self.measure(width, index, option.fontMetrics))


def _place_buttons(words: QRect, buttons: tuple[RowButton, ...], metrics: QFontMetrics) -> tuple[QRect, ...]:
    """Side by side below the words, and further below where there is no room."""
    places: list[QRect] = []
    left, top, height = words.left(), words.bottom() + 1 + _GAP + 1, metrics.height() + 8
    for button in buttons:
        width = metrics.horizontalAdvance(button.label) + 2 * _BUTTON_PADDING
        if left > words.left() and left + width > words.right():
            left, top = words.left(), top + height + _BUTTON_GAP
        places.append(QRect(left, top, width, height))
        left += width + _BUTTON_GAP
    return tuple(places)
