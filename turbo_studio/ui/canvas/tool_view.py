"""The view with a tool in hand: which one it is, the marks of the pointer, and what keys stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QRegion

from turbo_studio.core.brush import grow_brush, harden_brush
from turbo_studio.core.geometry import Box
from turbo_studio.ui.canvas.gestures import PanGesture
from turbo_studio.ui.canvas.picture_view import PictureView
from turbo_studio.ui.canvas.toolbox import Toolbox
from turbo_studio.ui.canvas.tools import ToolName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.geometry import Point
    from turbo_studio.session.finder import Finder
    from turbo_studio.session.painter import Painter
    from turbo_studio.session.proposer import Proposer
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.pointer_mark import PointerMark
    from turbo_studio.ui.canvas.preview import Preview
    from turbo_studio.ui.canvas.viewport import Viewport


class ToolView(PictureView):
    """All that tools, menus and options ask of the canvas; its events are none of theirs."""

    tool_changed = Signal(str)  # ToolName
    pointer_moved = Signal(object)  # Point in the picture, None where the pointer is beside it
    sketch_changed = Signal(str)  # the selection in the making, in words; empty where there is none

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        self.toolbox = Toolbox(self, session.painter)
        self._pointer: QPointF | None = None
        self._pointed: Point | None = None
        self._mark: PointerMark | None = None
        self._mark_region = QRegion()
        self._proposal: Preview | None = None
        super().__init__(session, bridge, parent)
        bridge.brush_changed.connect(self._on_bridge_brush_changed)
        bridge.offer_changed.connect(self._on_bridge_offer_changed)
        bridge.proposal_changed.connect(self._on_bridge_proposal_changed)

    # Tools

    @property
    def painter(self) -> Painter:
        return self._session.painter

    @property
    def finder(self) -> Finder:
        return self._session.finder

    @property
    def proposer(self) -> Proposer:
        return self._session.proposer

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
            return PointerMark(position, ()) if cursor is not None else None
        if self.toolbox.pans or isinstance(self.toolbox.gesture, PanGesture):
            return None
        brush = self.painter.brush
        scale = self.zoom / self.devicePixelRatioF()
        radii = [brush.size_px / 2 * scale]
        if brush.hardness < 1:
            radii.append(brush.selected_radius_px * scale)
        return PointerMark(position, tuple(radii))

    def _update_mark(self) -> None:
        """Have the rings painted where they are now, and the picture where they were."""
        mark = self._build_mark()
        if mark != self._mark:
            self.update(self._mark_region)
            self._mark = mark
            self._mark_region = mark.find_region() if mark is not None else QRegion()
            self.update(self._mark_region)

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

    def _paint_picture(self, painter: QPainter, dirty: Box, parts: Iterable[Box]) -> None:
        super()._paint_picture(painter, dirty, parts)
        if self._proposal is not None and self._viewport is not None:
            painter.setClipRect(dirty.left, dirty.upper, dirty.width, dirty.height)
            self._proposal.draw(painter, self._viewport)

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

    @Slot()
    def _on_bridge_proposal_changed(self) -> None:
        """Show what the tool in hand is about to select, and where it was shown, nothing."""
        from turbo_studio.ui.canvas.found_tint import FoundTint  # late, for the start-up

        former, found = self._proposal, self.proposer.found
        self._proposal = FoundTint(found) if found is not None else None
        self._update_previews(former, self._proposal)
