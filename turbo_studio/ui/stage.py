"""The stage: the canvas with its tools and sources, and what is said over it or over a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from turbo_studio.ui.message_bar import MessageBar

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from turbo_studio.ui.canvas.canvas import Canvas

_MESSAGE_WIDTH_MAX = 680
_MESSAGE_MARGIN = 16


class Stage(QMainWindow):
    """A window within the window, so that tools and sources end with the canvas."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(None, Qt.WindowType.Widget)
        self.setObjectName("stage")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._canvas = canvas
        self._host: QWidget = canvas
        self._room: QWidget = canvas
        """What messages lie over: the host, or a part of it."""
        self.message_bar = MessageBar(canvas)
        self.message_bar.geometry_wanted.connect(self._place_message_bar)
        self.setCentralWidget(canvas)
        canvas.resized.connect(self._place_message_bar)

    def float_messages(self, page: QWidget | None) -> None:
        """Say everything over a page, or over its ``message_room`` if it has one; None for the canvas."""
        self._host = page if page is not None else self._canvas
        is_shown = not self.message_bar.isHidden()
        self._room.removeEventFilter(self)
        self._room = getattr(page, "message_room", self._host)
        self.message_bar.setParent(self._host)
        self.message_bar.setVisible(is_shown)
        if page is not None:  # the canvas has a signal of its own: no move of a brush is to come by here
            self._room.installEventFilter(self)
        self._place_message_bar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what messages lie over."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_message_bar()
        return super().eventFilter(watched, event)

    @Slot()
    def _place_message_bar(self) -> None:
        """Over what is shown, so that nothing moves when something is said.

        At the top of the canvas, and at the bottom of a page, where the newest results are at the top.
        """
        room = QRect(self._room.mapTo(self._host, QPoint()), self._room.size())
        width = min(_MESSAGE_WIDTH_MAX, room.width() - 2 * _MESSAGE_MARGIN)
        height = self.message_bar.heightForWidth(width)
        upper = room.top() + _MESSAGE_MARGIN
        if self._host is not self._canvas:
            upper = room.bottom() + 1 - _MESSAGE_MARGIN - height
        self.message_bar.setGeometry(room.left() + (room.width() - width) // 2, upper, width, height)
