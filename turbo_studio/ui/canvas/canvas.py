"""The canvas: the view of a picture with the tools that paint its mask and move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QRegion

from turbo_studio.core.brush import grow_brush, harden_brush
from turbo_studio.core.geometry import Box
from turbo_studio.ui.canvas.gestures import PanGesture
from turbo_studio.ui.canvas.picture_view import PictureView
from turbo_studio.ui.canvas.pointer_sample import PointerSample
from turbo_studio.ui.canvas.toolbox import Toolbox
from turbo_studio.ui.canvas.tools import ToolName

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QEnterEvent,
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QNativeGestureEvent,
        QPainter,
        QTabletEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.geometry import Point
    from turbo_studio.session.finder import Finder
    from turbo_studio.session.painter import Painter
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.pointer_mark import PointerMark
    from turbo_studio.ui.canvas.viewport import Viewport

_ARROW_PAN_PX = 64
_NOTCH_PAN_PX = 64
_NOTCH = 120  # eighths of a degree that one notch of a wheel turns
_NOTCHES_PER_DOUBLING = 2  # of a wheel without notches
_HELD_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Backslash)
_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_ARROWS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}
_PAGES = {Qt.Key.Key_PageUp: QPointF(0, 1), Qt.Key.Key_PageDown: QPointF(0, -1)}


class Canvas(PictureView):
    """A press starts a gesture of the tool in hand; its release finishes it, Escape takes it back."""

    menu_requested = Signal(QPoint)  # of the screen
    tool_changed = Signal(str)  # ToolName
    pointer_moved = Signal(object)  # Point in the picture, None where the pointer is beside it
    sketch_changed = Signal(str)  # the selection in the making, in words; empty where there is none

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        self.toolbox = Toolbox(self, session.painter)
        self._pointer: QPointF | None = None
        self._pointed: Point | None = None
        self._mark_region = QRegion()
        self._brush_notches = 0.0
        self._is_menu_wanted = True
        super().__init__(session, bridge, parent)
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(self.tr("The shown picture and its mask: what will change"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        bridge.brush_changed.connect(self._on_bridge_brush_changed)
        bridge.offer_changed.connect(self._on_bridge_offer_changed)

    # Tools

    @property
    def painter(self) -> Painter:
        return self._session.painter

    @property
    def finder(self) -> Finder:
        return self._session.finder

    @property
    def tool(self) -> ToolName:
        return self.toolbox.tool

    @Slot(str)
    def set_tool(self, tool: str) -> None:
        """Take up a tool by its ``ToolName``."""
        if tool != self.tool:
            self.toolbox.set_tool(ToolName(tool))
            self._update_pointer()
            self.tool_changed.emit(self.tool)

    @Slot()
    def swap_paint_and_erase(self) -> None:
        self.set_tool(ToolName.BRUSH if self.tool is ToolName.ERASER else ToolName.ERASER)

    @Slot()
    def back_to_paint(self) -> None:
        self.set_tool(ToolName.BRUSH)

    @Slot()
    def grow_brush(self) -> None:
        self.painter.set_brush(grow_brush(self.painter.brush, 1))

    @Slot()
    def shrink_brush(self) -> None:
        self.painter.set_brush(grow_brush(self.painter.brush, -1))

    @Slot()
    def harden_brush(self) -> None:
        self.painter.set_brush(harden_brush(self.painter.brush, 1))

    @Slot()
    def soften_brush(self) -> None:
        self.painter.set_brush(harden_brush(self.painter.brush, -1))

    # Gestures

    def _press(self, sample: PointerSample, button: Qt.MouseButton) -> None:
        self._set_pointer(sample.position)
        self._is_menu_wanted = self.toolbox.gesture is None
        self.toolbox.press(sample, button)
        self._update_pointer()

    def _move(self, sample: PointerSample, buttons: Qt.MouseButton) -> None:
        self.toolbox.move(sample, buttons)
        self._set_pointer(sample.position)

    def _release(self, sample: PointerSample, button: Qt.MouseButton) -> None:
        self.toolbox.release(sample, button)
        self._update_pointer()

    def _finish_gesture(self) -> None:
        self.toolbox.finish_gesture()
        self._update_pointer()

    def _turn_brush_wheel(self, notches: float) -> None:
        """Fractions of a notch add up until they make a step."""
        self._brush_notches += notches
        steps = int(self._brush_notches)
        self._brush_notches -= steps
        if steps:
            self.painter.set_brush(grow_brush(self.painter.brush, steps))

    def _turn_zoom_wheel(self, turned: int, anchor: QPointF) -> None:
        """A wheel with notches goes by steps, one without glides."""
        if turned % _NOTCH == 0:
            self.zoom_by_steps(turned // _NOTCH, anchor)
        else:
            self.zoom_to(self.zoom * 2 ** (turned / _NOTCH / _NOTCHES_PER_DOUBLING), anchor)

    # The pointer

    def _set_pointer(self, position: QPointF | None) -> None:
        self._pointer = position
        self._update_mark()
        self._tell_pointer()

    def _tell_pointer(self) -> None:
        """Tell where the pointer, or keys, are in the picture, where that is another place than before."""
        pointed = self.toolbox.cursor
        if pointed is None and self._viewport is not None and self._pointer is not None:
            point = self._map_to_point(self._pointer)
            width, height = self._viewport.image
            pointed = point if 0 <= point.x < width and 0 <= point.y < height else None
        if pointed != self._pointed:
            self._pointed = pointed
            self.pointer_moved.emit(pointed)

    def _update_pointer(self) -> None:
        self._update_cursor()
        self._update_mark()

    def _update_cursor(self) -> None:
        shapes = Qt.CursorShape
        if self._viewport is None:
            if self.testAttribute(Qt.WidgetAttribute.WA_SetCursor):  # not at first: 1 ms of the start-up
                self.unsetCursor()
        elif isinstance(self.toolbox.gesture, PanGesture):
            self.setCursor(shapes.ClosedHandCursor)
        elif self.toolbox.pans:
            self.setCursor(shapes.OpenHandCursor)
        elif self.tool is ToolName.ZOOM:
            from turbo_studio.ui.canvas.pointer_mark import build_zoom_cursor  # late, for the start-up

            self.setCursor(build_zoom_cursor(self.devicePixelRatioF()))
        elif not self.painter.can_paint:
            self.setCursor(shapes.BusyCursor)
        else:
            self.setCursor(shapes.BlankCursor if self.tool.is_painting else shapes.CrossCursor)

    def _build_mark(self) -> PointerMark | None:
        """The rings of the brush, its whole reach and within it what one dab selects; for keys a cross."""
        cursor = self.toolbox.cursor
        position = self._pointer if cursor is None else self.map_from_image(QPointF(*cursor))
        if position is None or not self._session.painter.can_paint:
            return None
        from turbo_studio.ui.canvas.pointer_mark import PointerMark  # late, for the start-up

        if not self.tool.is_painting:
            return PointerMark(position, []) if cursor is not None else None
        if self.toolbox.pans or isinstance(self.toolbox.gesture, PanGesture):
            return None
        brush = self.painter.brush
        scale = self.zoom / self.devicePixelRatioF()
        radii = [brush.size_px / 2 * scale]
        if brush.hardness < 1:
            radii.append(brush.selected_radius_px * scale)
        return PointerMark(position, radii)

    def _update_mark(self) -> None:
        """Have the rings painted where they are now, and the picture where they were."""
        mark = self._build_mark()
        region = mark.find_region() if mark is not None else QRegion()
        if region != self._mark_region:
            self.update(self._mark_region)
            self._mark_region = region
            self.update(region)

    # Sketches

    def tell_sketch(self, described: str) -> None:
        """Tell of the selection in the making."""
        self.sketch_changed.emit(described)
        if described:
            self.say(described)

    def say(self, text: str) -> None:
        """Have it spoken to those who cannot see where keys have put something."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # late, for the start-up

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def find_middle(self) -> Point:
        """Where a tool begins that keys take over: under the pointer, else in the middle of the view."""
        return self._map_to_point(self._find_anchor())

    def propose_box(self) -> Box:
        """A box to begin with for keys: in the middle of what is seen, half as wide and high."""
        corner = self._map_to_point(QPointF(0, 0))
        opposite = self._map_to_point(QPointF(self.width(), self.height()))
        width, height = self._viewport.image if self._viewport is not None else (1, 1)
        left, right = max(0, corner.x), min(width, opposite.x)
        upper, lower = max(0, corner.y), min(height, opposite.y)
        across, along = (right - left) / 4, (lower - upper) / 4
        return Box(int(left + across), int(upper + along), int(right - across) + 1, int(lower - along) + 1)

    # The view

    def _find_anchor(self) -> QPointF:
        """A zoom by key keeps what is under the pointer, where there is one."""
        return self._pointer if self._pointer is not None else super()._find_anchor()

    def _set_viewport(self, viewport: Viewport) -> None:
        super()._set_viewport(viewport)
        self._update_mark()
        self._tell_pointer()

    def _find_standing_region(self) -> QRegion:
        return super()._find_standing_region() + self._mark_region

    def _paint_floating(self, painter: QPainter) -> None:
        mark = self._build_mark()
        if mark is not None:
            mark.draw(painter)

    def _show_source(self) -> None:
        """Of another source; finer pixels of the same one leave a hand alone."""
        if self.painter.shown_id != self._shown_id:
            self.toolbox.forget()
        super()._show_source()
        self._update_pointer()
        self._tell_pointer()

    @Slot()
    def _on_bridge_brush_changed(self) -> None:
        self._update_mark()

    @Slot()
    def _on_bridge_offer_changed(self) -> None:
        self.toolbox.show_offer()

    # Qt

    def event(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.ShortcutOverride if self._takes_key(cast("QKeyEvent", event)):
                event.accept()
                return True
            case QEvent.Type.NativeGesture:
                return self._take_native_gesture(cast("QNativeGestureEvent", event))
            case QEvent.Type.WindowDeactivate:
                self._finish_gesture()
        return super().event(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        """Keys that mean something while they are held, or during a gesture, go before shortcuts."""
        if self.toolbox.takes_key(event.key(), event.modifiers()):
            return True
        return event.key() in _HELD_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier

    def _take_native_gesture(self, event: QNativeGestureEvent) -> bool:
        """Pinching a track pad zooms."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoom_to(self.zoom * (1 + event.value()), event.position())
        return True

    def _build_sample(self, event: QMouseEvent) -> PointerSample:
        position = event.position()
        return PointerSample(position, self._map_to_point(position), event.modifiers())

    def _build_pen_sample(self, event: QTabletEvent) -> PointerSample:
        from PySide6.QtGui import QPointingDevice  # late, for the start-up

        is_turned = event.pointerType() == QPointingDevice.PointerType.Eraser
        position = event.position()
        point = self._map_to_point(position)
        return PointerSample(position, point, event.modifiers(), event.pressure(), is_turned)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(self._build_sample(event), event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(self._build_sample(event), event.buttons())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(self._build_sample(event), event.button())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick presses is a press like any other."""
        self._press(self._build_sample(event), event.button())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen works as a mouse does, at the full rate of its events; its other end erases."""
        sample = self._build_pen_sample(event)
        match event.type():
            case QEvent.Type.TabletPress:
                self.setFocus(Qt.FocusReason.MouseFocusReason)  # Qt does so for a mouse alone
                self._press(sample, event.button())
            case QEvent.Type.TabletMove:
                self._move(sample, event.buttons())
            case QEvent.Type.TabletRelease:
                self._release(sample, event.button())
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By key, or by a right button that took no gesture back."""
        if self._is_menu_wanted or event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_requested.emit(event.globalPos())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        keys = Qt.KeyboardModifier
        modifiers = event.modifiers()
        turned = event.angleDelta().y() or event.angleDelta().x()  # Alt turns the wheel on its side
        if modifiers & keys.ControlModifier and modifiers & keys.AltModifier:
            self._turn_brush_wheel(turned / _NOTCH)
        elif modifiers & keys.ControlModifier:
            self._turn_zoom_wheel(turned, event.position())
        else:
            by = QPointF(event.pixelDelta())
            if by.isNull():
                by = QPointF(event.angleDelta()) * (_NOTCH_PAN_PX / _NOTCH)
            self.pan(by.transposed() if modifiers & keys.ShiftModifier and not by.x() else by)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MODIFIERS:
            self.toolbox.change_modifiers(event.modifiers() | _MODIFIERS[Qt.Key(key)])
        elif self.toolbox.press_key(key, event.modifiers()):
            self._update_pointer()
            self._tell_pointer()
        elif key in _ARROWS:
            self.pan(_ARROWS[Qt.Key(key)] * _ARROW_PAN_PX)
        elif key in _PAGES:
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.turn_page(_PAGES[Qt.Key(key)].transposed() if sideways else _PAGES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_corner(is_last=key == Qt.Key.Key_End)
        elif key == Qt.Key.Key_Space:
            self._set_space_down(down=True)
        elif key == Qt.Key.Key_Backslash:
            self.show_original(shown=True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            self.toolbox.change_modifiers(event.modifiers() & ~_MODIFIERS[Qt.Key(event.key())])
        elif event.isAutoRepeat() or event.key() not in _HELD_KEYS:
            super().keyReleaseEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._set_space_down(down=False)
        else:
            self.show_original(shown=False)

    def _set_space_down(self, *, down: bool) -> None:
        if down != self.toolbox.is_panning:
            self.toolbox.is_panning = down
            self._update_pointer()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._set_pointer(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._set_pointer(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was held is let go elsewhere: keys are up, a stroke is finished and can be undone."""
        self._finish_gesture()
        self._set_space_down(down=False)
        self.show_original(shown=False)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._finish_gesture()
