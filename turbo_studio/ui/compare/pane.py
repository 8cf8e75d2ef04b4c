"""A pane of the comparison: one view of the scene, zoomed and moved together with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLabel

from turbo_studio.ui.canvas.placeholder import draw_opening
from turbo_studio.ui.canvas.viewport import Viewport
from turbo_studio.ui.canvas.zoom_view import ZoomView
from turbo_studio.ui.compare.arrangement import Mode

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.geometry import Size
    from turbo_studio.ui.compare.arrangement import Arrangement
    from turbo_studio.ui.compare.scene import Scene

_GRIP_PX = 12
_GRIP_RADIUS_PX = 13
_BADGE_MARGIN_PX = 10
_LARGE_STEP = 10


class ComparePane(ZoomView):
    """Paints what the scene has at its place. A drag moves the picture, or the divider of a swipe."""

    pointer_moved = Signal(object)  # Point of the frame, or None

    def __init__(
        self, place: int, scene: Scene, arrangement: Arrangement, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._scene = scene
        self._arrangement = arrangement
        self._dragged_from: QPointF | None = None
        self._is_divider_dragged = False
        self.placeholder = ""
        """What is awaited, or why it will not come."""
        self.setObjectName(f"compare_pane_{place}")
        self.setAccessibleName(self.tr("Compared pictures"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumSize(120, 90)
        self.first_badge = _Badge(self)
        self.second_badge = _Badge(self)
        self.note_badge = _Badge(self)

    # What is shown

    def show_frame(self, frame: Size | None) -> None:
        """Take another frame; the place in it is kept where only its height has changed."""
        if frame is None:
            self._viewport = None
        elif self._viewport is None or self._viewport.image != frame:
            self._is_fitting = self._is_fitting or self._viewport is None
            self._viewport = None
            self._set_viewport(self._fit(Viewport(frame, self._measure_view())))
        self.update()

    def show_words(self, badges: tuple[str, str], placeholder: str) -> None:
        """Name what lies in the corners, and say what is awaited, or why it will not come."""
        self.placeholder = placeholder
        for badge, words in zip((self.first_badge, self.second_badge), badges, strict=True):
            badge.setText(words)
            badge.setVisible(bool(words))
        self._place_badges()
        self.update()

    def show_note(self, note: str) -> None:
        """What was measured, below the picture."""
        self.note_badge.setText(note)
        self.note_badge.setVisible(bool(note))
        self._place_badges()

    def _place_badges(self) -> None:
        for badge in (self.first_badge, self.second_badge, self.note_badge):
            badge.adjustSize()
        right = self.width() - self.second_badge.width() - _BADGE_MARGIN_PX
        lower = self.height() - self.note_badge.height() - _BADGE_MARGIN_PX
        self.first_badge.move(_BADGE_MARGIN_PX, _BADGE_MARGIN_PX)
        self.second_badge.move(right, _BADGE_MARGIN_PX)
        self.note_badge.move(_BADGE_MARGIN_PX, lower)

    @property
    def _divider_x(self) -> float:
        return self._arrangement.divider * self.width()

    def _is_on_divider(self, position: QPointF) -> bool:
        return self._arrangement.mode is Mode.SWIPE and abs(position.x() - self._divider_x) <= _GRIP_PX

    @property
    def _is_scrollable(self) -> bool:
        """The divider stands still, and what is painted of words as well."""
        return self._arrangement.mode is not Mode.SWIPE and not self.placeholder and not self._is_focus_shown

    # Painting

    def _paint_divider(self, painter: QPainter) -> None:
        x = self._divider_x
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((QColor(0, 0, 0, 150), 3.5), (QColor("#ffffff"), 1.5)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        middle = QPointF(x, self.height() / 2)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 1.5))
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(middle, _GRIP_RADIUS_PX, _GRIP_RADIUS_PX)
        painter.setPen(QPen(QColor("#1e1e1e"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for sign in (-1, 1):
            tip = middle + QPointF(sign * 8, 0)
            painter.drawLine(tip, tip + QPointF(-sign * 4, -4))
            painter.drawLine(tip, tip + QPointF(-sign * 4, 4))

    # Pointer and keys

    def _drag_to(self, position: QPointF) -> None:
        if self._is_divider_dragged:
            self._arrangement.set_divider(position.x() / max(1, self.width()))
        elif self._dragged_from is not None:
            self.pan(position - self._dragged_from)
            self._dragged_from = position

    def _show_cursor(self, position: QPointF) -> None:
        if self._is_divider_dragged or self._is_on_divider(position):
            shape = Qt.CursorShape.SplitHCursor
        elif self._dragged_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self.setCursor(shape)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.save()
        scale = self.devicePixelRatioF()
        painter.scale(1 / scale, 1 / scale)
        box = self._to_device_box(event.rect())
        dirty = QRect(box.left, box.upper, box.width, box.height)
        painter.fillRect(dirty, self._scene.surround)
        if self._viewport is not None:
            self._scene.draw(painter, self._place, self._viewport, dirty)
        painter.restore()
        if self.placeholder:
            draw_opening(painter, QRectF(self.rect()), self._scene.surround, self.placeholder)
        if self._arrangement.mode is Mode.SWIPE:
            self._paint_divider(painter)
        if self._is_focus_shown:
            self._paint_focus(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_view()
        self._place_badges()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._is_divider_dragged = self._is_on_divider(event.position())
            self._dragged_from = event.position()
            self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event.position())
        self._show_cursor(event.position())
        self.pointer_moved.emit(self._map_to_point(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_divider_dragged = False
        self._dragged_from = None
        self._show_cursor(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer_moved.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.turn_wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right set what the mode is set by; with Ctrl, and where there is nothing, they pan."""
        modifiers = event.modifiers()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            steps *= _LARGE_STEP
        is_pan = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if steps and not is_pan and self._arrangement.adjust(steps):
            return
        if not self.press_view_key(event):
            super().keyPressEvent(event)


class _Badge(QLabel):
    """A letter, or a few words, in a corner over the picture; the pointer goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("compare_badge")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self.setStyleSheet(
            "background: rgba(20, 20, 20, 200); color: #f2f2f2; border-radius: 4px; padding: 2px 7px;"
        )
