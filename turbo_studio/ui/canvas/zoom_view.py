"""A view that can be zoomed and moved: maps positions, and moves what is painted instead of painting it.

Wheel, pinch and keys that move any such view are understood here; those who have more of their own ask first.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import QWidget

from turbo_studio.core.geometry import Box, Point, Size
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QNativeGestureEvent, QResizeEvent, QWheelEvent

    from turbo_studio.ui.canvas.viewport import Viewport

_FIT_MARGIN_PX = 24
_ARROW_PAN_PX = 64
_NOTCH_PAN_PX = 64
_NOTCH = 120  # eighths of a degree that one notch of a wheel turns
_NOTCHES_PER_DOUBLING = 2  # of a wheel without notches
_ARROWS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}
_PAGES = {Qt.Key.Key_PageUp: QPointF(0, 1), Qt.Key.Key_PageDown: QPointF(0, -1)}
_PAGE_SHARE = 0.8


class ZoomView(QWidget):
    """Everything public is in units of the widget or of the picture; device pixels stay inside."""

    zoom_changed = Signal(float)  # 1 is one image pixel on one device pixel
    viewport_changed = Signal()
    """The picture was zoomed or moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport: Viewport | None = None
        self._is_fitting = True
        self._is_focus_shown = False

    # Mapping

    @property
    def zoom(self) -> float:
        """Device pixels per image pixel."""
        return self._viewport.zoom if self._viewport is not None else 1.0

    @property
    def viewport(self) -> Viewport | None:
        """Where the picture lies, in device pixels; None without a picture."""
        return self._viewport

    def map_from_image(self, position: QPointF) -> QPointF:
        """A position in the picture as one in the widget; the same without a picture."""
        if self._viewport is None:
            return QPointF(position)
        mapped = self._viewport.map_from_image(Point(position.x(), position.y()))
        return QPointF(*mapped) / self.devicePixelRatioF()

    def map_to_image(self, position: QPointF) -> QPointF:
        """A position in the widget as one in the picture, or beyond its edges."""
        return QPointF(*self._map_to_point(position))

    def _map_to_point(self, position: QPointF) -> Point:
        if self._viewport is None:
            return Point(position.x(), position.y())
        return self._viewport.map_to_image(self._to_device(position))

    def _to_device(self, position: QPointF) -> Point:
        scale = self.devicePixelRatioF()
        return Point(position.x() * scale, position.y() * scale)

    def _to_device_box(self, rect: QRect) -> Box:
        scale = self.devicePixelRatioF()
        right, lower = rect.left() + rect.width(), rect.top() + rect.height()
        corner = (floor(rect.left() * scale), floor(rect.top() * scale))
        return Box(*corner, ceil(right * scale), ceil(lower * scale))

    def _to_widget_rect(self, box: Box) -> QRect:
        """The rectangle of the widget that covers a box of device pixels, as far as it is in view."""
        box = box.intersect(Box.of(self._measure_view()))
        if box.is_empty:
            return QRect()
        scale = self.devicePixelRatioF()
        left, upper = floor(box.left / scale), floor(box.upper / scale)
        return QRect(left, upper, ceil(box.right / scale) - left, ceil(box.lower / scale) - upper)

    def _measure_view(self) -> Size:
        scale = self.devicePixelRatioF()
        return Size(round(self.width() * scale), round(self.height() * scale))

    # Zoom and position

    @Slot()
    def zoom_in(self) -> None:
        self.zoom_by_steps(1, self._find_anchor())

    @Slot()
    def zoom_out(self) -> None:
        self.zoom_by_steps(-1, self._find_anchor())

    @Slot()
    def zoom_actual(self) -> None:
        """One image pixel on one device pixel."""
        self.zoom_to(1.0, self._find_anchor())

    @Slot()
    def zoom_fit(self) -> None:
        """The whole picture, also when the window changes, until something else is asked for."""
        self._is_fitting = True
        if self._viewport is not None:
            self._set_viewport(self._fit(self._viewport))

    def zoom_by_steps(self, steps: int, anchor: QPointF) -> None:
        """Go through the usual zooms, with what is under ``anchor`` kept there."""
        if self._viewport is not None:
            self._is_fitting = False
            self._set_viewport(self._viewport.zoom_by_steps(steps, self._to_device(anchor)))

    def zoom_to(self, zoom: float, anchor: QPointF) -> None:
        """Take any zoom from 1 % to 6,400 %, with what is under ``anchor`` kept there."""
        if self._viewport is not None:
            self._is_fitting = False
            self._set_viewport(self._viewport.zoom_to(zoom, self._to_device(anchor)))

    def zoom_to_frame(self, corner: Point, opposite: Point) -> None:
        """Fill the view with a part of the picture, between two corners."""
        if self._viewport is not None:
            self._is_fitting = False
            self._set_viewport(self._viewport.zoom_to_frame(corner, opposite))

    def pan(self, by: QPointF) -> None:
        """Move the picture by a distance in units of the widget."""
        if self._viewport is not None:
            self._is_fitting = False
            self._set_viewport(self._viewport.pan(*self._to_device(by)))

    def turn_page(self, pages: QPointF) -> None:
        """Move the picture by most of what is seen, right and down."""
        self.pan(QPointF(pages.x() * self.width(), pages.y() * self.height()) * _PAGE_SHARE)

    def show_corner(self, *, is_last: bool) -> None:
        """Bring the first corner of the picture into view, or the last one."""
        if self._viewport is not None:
            corner = QPointF(*self._viewport.image) if is_last else QPointF(0, 0)
            self.ensure_visible(corner)

    def ensure_visible(self, position: QPointF, margin: float = 32) -> None:
        """Pan just so far that a place of the picture is in view, ``margin`` units of the widget inside."""
        place = self.map_from_image(position)
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        by = QPointF(
            min(max(place.x(), room.left()), room.right()) - place.x(),
            min(max(place.y(), room.top()), room.bottom()) - place.y(),
        )
        if not by.isNull():
            self.pan(by)

    def follow(self, other: ZoomView) -> None:
        """Show what another view of the same picture shows in its middle, at the same zoom."""
        if self._viewport is not None and other.viewport is not None:
            self._is_fitting = other.is_fitting
            self._set_viewport(other.viewport.resize_view(self._measure_view()))

    @property
    def is_fitting(self) -> bool:
        """Whether the whole picture is shown, also when the view changes its size."""
        return self._is_fitting

    def _find_anchor(self) -> QPointF:
        """What a zoom by key keeps in its place."""
        return QRectF(self.rect()).center()

    def _fit(self, viewport: Viewport) -> Viewport:
        return viewport.fit(round(_FIT_MARGIN_PX * self.devicePixelRatioF()))

    def _fit_view(self) -> None:
        """Follow the size of the widget."""
        if self._viewport is not None:
            viewport = self._viewport.resize_view(self._measure_view())
            self._set_viewport(self._fit(viewport) if self._is_fitting else viewport)

    def _set_viewport(self, viewport: Viewport) -> None:
        """Show another part of the picture, by moving what is on screen where that does."""
        old, self._viewport = self._viewport, viewport
        if old is None or old.zoom != viewport.zoom or old.view != viewport.view:
            self.update()
            self.zoom_changed.emit(viewport.zoom)
        elif old.origin != viewport.origin:
            self._scroll_by(viewport.origin[0] - old.origin[0], viewport.origin[1] - old.origin[1])
        if old != viewport:
            self.viewport_changed.emit()

    def _scroll_by(self, right: int, down: int) -> None:
        """Move by device pixels what is painted already; only the strip that appears is painted.

        The screen moves whole units of the widget alone. What stands still over the picture is moved
        along, and painted over: there, and where it was, the picture is painted again.
        """
        scale = self.devicePixelRatioF()
        is_whole = scale == int(scale) and right % scale == 0 and down % scale == 0
        if not is_whole or not self._is_scrollable:
            self.update()
            return
        step = QPoint(round(right / scale), round(down / scale))
        standing = self._find_standing_region()
        self.scroll(step.x(), step.y(), self.rect())  # without the rectangle, children move too
        self.update(standing + standing.translated(step))

    def _follow_scale(self) -> None:
        """Another screen, with other device pixels."""
        self._fit_view()

    @property
    def _is_scrollable(self) -> bool:
        """Whether the screen holds anything worth moving."""
        return True

    def _find_standing_region(self) -> QRegion:
        """Where something lies over the picture that does not move with it."""
        region = QRegion()
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child.isVisible():
                region += child.geometry()
        return region

    def _paint_focus(self, painter: QPainter) -> None:
        """A ring within the edge, in units of the widget, for those who came by keyboard."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(tokens().accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    # Wheel, pinch and keys

    def turn_wheel(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is with Ctrl, else move; Shift turns an upright wheel on its side."""
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y() or event.angleDelta().x()  # Alt turns the wheel on its side
            self._turn_zoom_wheel(turned, event.position())
            return
        by = QPointF(event.pixelDelta())
        if by.isNull():
            by = QPointF(event.angleDelta()) * (_NOTCH_PAN_PX / _NOTCH)
        is_turned = modifiers & Qt.KeyboardModifier.ShiftModifier and not by.x()
        self.pan(by.transposed() if is_turned else by)

    def _turn_zoom_wheel(self, turned: int, anchor: QPointF) -> None:
        """A wheel with notches goes by steps, one without glides."""
        if turned % _NOTCH == 0:
            self.zoom_by_steps(turned // _NOTCH, anchor)
        else:
            self.zoom_to(self.zoom * 2 ** (turned / _NOTCH / _NOTCHES_PER_DOUBLING), anchor)

    def press_view_key(self, event: QKeyEvent) -> bool:
        """Move by arrows, pages, Home and End; False for other keys."""
        key = event.key()
        if key in _ARROWS:
            self.pan(_ARROWS[Qt.Key(key)] * _ARROW_PAN_PX)
        elif key in _PAGES:
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.turn_page(_PAGES[Qt.Key(key)].transposed() if sideways else _PAGES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_corner(is_last=key == Qt.Key.Key_End)
        else:
            return False
        return True

    def _take_native_gesture(self, event: QNativeGestureEvent) -> bool:
        """Pinching a track pad zooms."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoom_to(self.zoom * (1 + event.value()), event.position())
        return True

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_view()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_scale()
        elif event.type() == QEvent.Type.NativeGesture:
            return self._take_native_gesture(cast("QNativeGestureEvent", event))
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by keyboard."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._is_focus_shown = event.reason() in reasons
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._is_focus_shown:
            self._is_focus_shown = False
            self.update()
