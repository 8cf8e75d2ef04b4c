"""The canvas: what pointer, pen, wheel and keys do to the view and to the tool in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent

from turbo_studio.core.brush import grow_brush
from turbo_studio.ui.canvas.pointer_sample import PointerSample
from turbo_studio.ui.canvas.tool_view import ToolView

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QEnterEvent,
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QTabletEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_NOTCH = 120  # eighths of a degree that one notch of a wheel turns
_HELD_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Backslash)
_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}


class Canvas(ToolView):
    """A press starts a gesture of the tool in hand; its release finishes it, Escape takes it back."""

    menu_requested = Signal(QPoint)  # of the screen

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(session, bridge, parent)
        self._brush_notches = 0.0
        self._is_menu_wanted = True
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(self.tr("The shown picture and its mask: what will change"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)

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

    # Qt

    def event(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.ShortcutOverride if self._takes_key(cast("QKeyEvent", event)):
                event.accept()
                return True
            case QEvent.Type.WindowDeactivate:
                self._finish_gesture()
        return super().event(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        """Keys that mean something while they are held, or during a gesture, go before shortcuts."""
        if self.toolbox.takes_key(event.key(), event.modifiers()):
            return True
        return event.key() in _HELD_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier

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
        if modifiers & keys.ControlModifier and modifiers & keys.AltModifier:
            turned = event.angleDelta().y() or event.angleDelta().x()  # Alt turns the wheel on its side
            self._turn_brush_wheel(turned / _NOTCH)
        else:
            self.turn_wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MODIFIERS:
            self.toolbox.change_modifiers(event.modifiers() | _MODIFIERS[Qt.Key(key)])
        elif self.toolbox.press_key(key, event.modifiers()):
            self._update_pointer()
            self._tell_pointer()
        elif key == Qt.Key.Key_Space:
            self._set_space_down(down=True)
        elif key == Qt.Key.Key_Backslash:
            self.show_original(shown=True)
        elif not self.press_view_key(event):
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
