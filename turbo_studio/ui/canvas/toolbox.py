"""The tool in hand: which one it is, how it is set, and what it has under way on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from turbo_studio.core.geometry import Point
from turbo_studio.ui.canvas.gestures import PaintGesture, PanGesture, find_combine
from turbo_studio.ui.canvas.pointer_sample import PointerSample
from turbo_studio.ui.canvas.tools import ToolName

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Box
    from turbo_studio.session.painter import Painter
    from turbo_studio.ui.canvas.gestures import Gesture
    from turbo_studio.ui.canvas.sketches import Sketch
    from turbo_studio.ui.canvas.tool_view import ToolView

_KEYS = Qt.KeyboardModifier
_MARGIN_UNITS = 16.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Toolbox:
    """A press starts a gesture; a gesture may leave a sketch, which a later press or key ends."""

    def __init__(self, canvas: ToolView, painter: Painter) -> None:
        self.tool = ToolName.BRUSH
        self.combine = "replace"
        """The ``Combine`` that holds where no key says another."""
        self.tolerance = 10.0
        """Of the wand: how different a colour may be, from 0 to 100."""
        self.is_contiguous = True
        """Whether the wand selects only what hangs together with its click."""
        self.gesture: Gesture | None = None
        self.sketch: Sketch | None = None
        self.cursor: Point | None = None
        """Where keys have put the tool, in the picture; None while the pointer has it."""
        self.is_panning = False
        """Whether a left drag moves the picture whatever the tool is: Space is down."""
        self._canvas = canvas
        self._painter = painter
        self._button = Qt.MouseButton.NoButton
        self._last_sample: PointerSample | None = None
        self._sketch_combine = self.combine

    @property
    def pans(self) -> bool:
        return self.is_panning or self.tool is ToolName.HAND

    def set_tool(self, tool: ToolName) -> None:
        """What is under way is finished with the old tool: an undo takes it back, nothing else would."""
        self.finish_gesture()
        self.accept_sketch()
        self.cursor = None
        self.tool = tool

    def set_wand(self, tolerance: float, *, is_contiguous: bool) -> None:
        """Set the wand, also for what it shows now, or else for what it has just selected."""
        from turbo_studio.ui.canvas.proposals import ColourSketch  # late, for the start-up

        self.tolerance, self.is_contiguous = tolerance, is_contiguous
        if isinstance(self.sketch, ColourSketch):
            self.sketch.propose()
            self._tell_sketch()
        else:
            self._canvas.finder.adjust_colour(tolerance=tolerance, is_contiguous=is_contiguous)

    # The pointer

    def press(self, sample: PointerSample, button: Qt.MouseButton) -> None:
        """Start a gesture; during one, the right button takes it back and other buttons do nothing."""
        self.cursor = None
        if self.gesture is None:
            self.gesture = self._start_gesture(sample, button)
            self._button = button
            self._last_sample = sample
        elif button == Qt.MouseButton.RightButton:
            self.abort_gesture()

    def move(self, sample: PointerSample, buttons: Qt.MouseButton) -> None:
        self.cursor = None
        if self.gesture is None:
            if self.sketch is not None:
                self.sketch.hover(sample.point)
        elif buttons & self._button:
            self._move_gesture(sample)
        else:
            self.finish_gesture()  # the release went elsewhere

    def release(self, sample: PointerSample, button: Qt.MouseButton) -> None:
        """What was shown last is what is meant: keys that change with the release change nothing."""
        if self.gesture is not None and button == self._button and self._last_sample is not None:
            self._move_gesture(sample._replace(modifiers=self._last_sample.modifiers))
            self.finish_gesture()

    def change_modifiers(self, modifiers: Qt.KeyboardModifier) -> None:
        """Shift or Alt went down or up while the pointer rests."""
        if self.gesture is not None and self._last_sample is not None:
            self._move_gesture(self._last_sample._replace(modifiers=modifiers))

    def _move_gesture(self, sample: PointerSample) -> None:
        self._last_sample = sample
        if self.gesture is not None:
            self.gesture.move(sample)
            self._tell_sketch()

    def finish_gesture(self) -> None:
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.finish()

    def abort_gesture(self) -> None:
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.abort()

    def forget(self) -> None:
        """Let go of everything: another picture is on the canvas."""
        self.gesture = self.cursor = None
        self.discard_sketch()

    def _start_gesture(self, sample: PointerSample, button: Qt.MouseButton) -> Gesture | None:
        is_left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (is_left and self.pans):
            return PanGesture(self._canvas.pan, sample)
        if not is_left:
            return None
        if self.tool is ToolName.ZOOM:
            from turbo_studio.ui.canvas.zoom_gesture import ZoomGesture  # late, for the start-up

            return ZoomGesture(self._canvas, sample)
        if not self._painter.can_paint:
            return None
        self._canvas.set_overlay_visible(True)  # nobody paints what they cannot see
        return self._start_tool(sample)

    def _start_tool(self, sample: PointerSample) -> Gesture | None:
        if self.tool.is_painting:
            units_per_px = self._canvas.zoom / self._canvas.devicePixelRatioF()
            erase = sample.is_pen_turned or self.tool is ToolName.ERASER
            return PaintGesture(self._painter, sample, units_per_px, erase=erase)
        from turbo_studio.ui.canvas import selecting  # late, for the start-up

        if self.tool is ToolName.WAND:
            return selecting.start_wand(self, self._canvas, sample)
        if self.tool.is_boxing:
            return selecting.start_box(self, self._canvas, sample)
        return selecting.start_lasso(self, self._canvas, sample)

    # Sketches

    def begin_sketch(self, sketch: Sketch, modifiers: Qt.KeyboardModifier) -> None:
        """Take up a selection in the making; keys that are down now say how it will join the mask."""
        self.sketch = sketch
        self._sketch_combine = find_combine(modifiers, self.combine)

    def accept_sketch(self) -> None:
        """Let the sketch join the mask."""
        sketch, self.sketch = self.sketch, None
        if sketch is not None:
            from turbo_studio.core.shapes import Combine  # late, for the start-up

            sketch.accept(Combine(self._sketch_combine))
            self._canvas.tell_sketch("")

    def discard_sketch(self) -> None:
        sketch, self.sketch = self.sketch, None
        if sketch is not None:
            sketch.discard()
            self._canvas.tell_sketch("")

    def set_box(self, box: Box) -> None:
        """Change the box in the making, or put one on the picture: Enter makes it a selection."""
        from turbo_studio.ui.canvas.selecting import build_box_sketch  # both late, for the start-up
        from turbo_studio.ui.canvas.sketches import BoxSketch

        if isinstance(self.sketch, BoxSketch):
            self.sketch.set_box(box)
        else:
            self._canvas.set_overlay_visible(True)
            self.begin_sketch(build_box_sketch(self, self._canvas, box), _KEYS.NoModifier)
        self._tell_sketch()

    def show_offer(self) -> None:
        """Show the mask that the session offers, or take it away again where it offers none."""
        from turbo_studio.ui.canvas.offer_sketch import OfferSketch  # late, for the start-up

        offer = self._canvas.finder.offer
        if offer is None:
            if isinstance(self.sketch, OfferSketch):
                self.discard_sketch()
            return
        self._canvas.set_overlay_visible(True)
        self.begin_sketch(OfferSketch(self._canvas, offer), _KEYS.NoModifier)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)  # for Enter and Escape
        self._tell_sketch()

    def _tell_sketch(self) -> None:
        if self.sketch is not None:
            self._canvas.tell_sketch(self.sketch.describe())

    # Keys

    def takes_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a key means something now, before any shortcut."""
        is_plain = not modifiers & ~_KEYS.KeypadModifier
        if key == Qt.Key.Key_Escape:
            is_under_way = self.gesture is not None or self.sketch is not None or self.cursor is not None
            return is_under_way or self._canvas.finder.is_busy
        if key in _ENTER:
            has_target = self.sketch is not None or self.cursor is not None
            return has_target and not modifiers & _KEYS.ControlModifier
        if key == Qt.Key.Key_Backspace:
            return is_plain and self.sketch is not None
        return key in _ARROWS and self.sketch is not None

    def press_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key means to the tool; False where that is nothing."""
        if key == Qt.Key.Key_Escape:
            return self._give_up()
        if key in _ENTER and modifiers & _KEYS.ControlModifier:
            return False
        if key in _ENTER and self.sketch is not None:
            self._sketch_combine = find_combine(modifiers, self._sketch_combine)
            self.accept_sketch()
            return True
        if key in (*_ENTER, Qt.Key.Key_Space) and self.cursor is not None:
            self._click_at_cursor(modifiers)
            return True
        if self.sketch is not None and self.sketch.press_key(key, modifiers):
            self._tell_sketch()
            return True
        return key in _ARROWS and self._painter.can_paint and self._press_arrow(key, modifiers)

    def _press_arrow(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        from turbo_studio.ui.canvas.sketches import find_step  # late, for the start-up

        step = find_step(key, modifiers)
        moves_view = self.pans or self.tool is ToolName.ZOOM or modifiers & _KEYS.ControlModifier
        if step is None or moves_view:
            return False
        if self.tool.is_boxing:
            self.set_box(self._canvas.propose_box())
        else:
            self._move_cursor(*step)
        return True

    def _move_cursor(self, right: int, down: int) -> None:
        """Take the tool over from the pointer, or move it on by keys; it stays on the picture."""
        canvas = self._canvas
        width, height = canvas.viewport.image if canvas.viewport is not None else (1, 1)
        x, y = self.cursor if self.cursor is not None else canvas.find_middle()
        x, y = min(max(int(x) + right, 0), width - 1), min(max(int(y) + down, 0), height - 1)
        self.cursor = Point(x + 0.5, y + 0.5)
        canvas.ensure_visible(QPointF(*self.cursor), _MARGIN_UNITS)
        if self.sketch is not None:
            self.sketch.hover(self.cursor)
        canvas.say(f"{x}, {y}")

    def _click_at_cursor(self, modifiers: Qt.KeyboardModifier) -> None:
        """Press and release where the keys have put the tool; the next click is there too.

        The wand is not released until then, so that its tolerance can be set.
        """
        cursor = self.cursor
        if cursor is None or self.gesture is not None:
            return
        if self.tool is ToolName.WAND and self.sketch is not None:
            self.accept_sketch()
            return
        position = self._canvas.map_from_image(QPointF(*cursor))
        self.gesture = self._start_gesture(
            PointerSample(position, cursor, modifiers), Qt.MouseButton.LeftButton
        )
        if self.tool is ToolName.WAND:
            self.gesture = None
        self.finish_gesture()
        self._tell_sketch()

    def _give_up(self) -> bool:
        """One thing at a time, the youngest first."""
        if self.gesture is not None:
            self.abort_gesture()
        elif self.sketch is not None:
            self.discard_sketch()
        elif self._canvas.finder.is_busy:
            self._canvas.finder.cancel()
        elif self.cursor is not None:
            self.cursor = None
        else:
            return False
        return True
