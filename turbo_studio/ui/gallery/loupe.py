"""The loupe: one result as large as there is room, in the canvas's place or on the whole screen.

The arrows walk through the results. Until the pixels of one have come, its thumbnail stands in for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter

from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import NO_MARKS
from turbo_studio.ui.actions import Scope
from turbo_studio.ui.canvas.placeholder import draw_opening
from turbo_studio.ui.canvas.raster_view import RasterView
from turbo_studio.ui.canvas.viewport import Viewport
from turbo_studio.ui.canvas.zoom_view import ZoomView
from turbo_studio.ui.gallery.result_words import say_aloud
from turbo_studio.ui.gallery.signs import Signs
from turbo_studio.ui.theme import tokens
from turbo_studio.ui.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QPixmap,
        QShowEvent,
        QWheelEvent,
    )

    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow

_MARGIN_PX = 14
_FAINT = 0.3
"""Of a thumbnail below words: they keep a contrast of 5 on white and on black."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGE_STEPS = {Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class Loupe(ZoomView):
    """Shows the current result of the gallery while it is seen; ``left`` when it is to go away."""

    left = Signal()

    def __init__(self, window: MainWindow, viewer: str) -> None:
        """``viewer``: its name among those who look at pictures."""
        super().__init__()
        self._window = window
        self._viewer = viewer
        self._result: Result | None = None
        self._raster: RasterView | None = None
        self._problem = ""
        self._dragged_from: QPointF | None = None
        self._thumbnails = ThumbnailLoader(self)
        self._signs = Signs(self)
        self._thumbnails.loaded.connect(self._on_thumbnails_loaded)
        self.setObjectName(viewer)
        self.setAccessibleName(self.tr("Loupe"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.addActions([*window.actions_table.in_scope(Scope.GALLERY), window.actions_table["lights_out"]])
        window.chosen.changed.connect(self._on_chosen_changed)
        window.results.total_changed.connect(self._on_results_total_changed)
        window.bridge.picture_decoded.connect(self._on_bridge_picture_decoded)

    @property
    def zoom_view(self) -> ZoomView:
        """What the keys of the window zoom."""
        return self

    # What is shown

    def _show_current(self) -> None:
        result = self._window.chosen.current_result()
        if result == self._result or result is None:
            return
        is_other = self._result is None or self._result.id != result.id
        self._result = result
        self.setAccessibleDescription(say_aloud(result))
        if is_other:
            self._release()
            size = result.size or Size(1024, 1024)
            self._is_fitting, self._viewport = True, None
            self._set_viewport(self._fit(Viewport(size, self._measure_view())))
            self._window.session.looking.look_at(self._viewer, [result, *self._find_neighbours()])
            self._take_raster()
        self.update()

    def _find_neighbours(self) -> list[Result]:
        """The next one first: most people go on."""
        row, results = self._window.chosen.row, self._window.results
        near = (results.result_at(each) for each in (row + 1, row - 1) if 0 <= each < results.rowCount())
        return [result for result in near if result is not None]

    def _take_raster(self) -> None:
        """The pixels, if they have come, or why they cannot."""
        looking = self._window.session.looking
        if self._result is None or self._raster is not None:
            return
        raster, problem = looking.find_raster(self._result), looking.find_problem(self._result)
        if raster is not None:
            self._raster = RasterView(raster)
        elif problem is not None:
            from turbo_studio.ui.words import say_problem  # late: most pictures have none

            self._problem = say_problem(problem)
        self.update()

    def _release(self) -> None:
        """Let go of the raster's file, before it may go."""
        self._problem = ""
        if self._raster is not None:
            self._raster.release()
            self._raster = None

    # Slots

    @Slot()
    def _on_chosen_changed(self) -> None:
        if self.isVisible():
            self._show_current()

    @Slot()
    def _on_results_total_changed(self) -> None:
        """There is nothing left to be shown."""
        if self.isVisible() and not self._window.results.rowCount():
            self.left.emit()

    @Slot(object)
    def _on_bridge_picture_decoded(self) -> None:
        if self.isVisible():
            self._take_raster()

    @Slot()
    def _on_thumbnails_loaded(self) -> None:
        self.update()

    # Qt virtuals

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, scale = QPainter(self), self.devicePixelRatioF()
        painter.fillRect(event.rect(), tokens().canvas)
        if self._viewport is None or self._result is None:
            return
        box = self._to_device_box(event.rect())
        if self._raster is not None:
            painter.save()
            painter.scale(1 / scale, 1 / scale)
            picture = self._viewport.picture_box
            dirty = QRect(box.left, box.upper, box.width, box.height)
            shown = dirty.intersected(QRect(picture.left, picture.upper, picture.width, picture.height))
            self._raster.draw(painter, self._viewport, shown)
            painter.restore()
        else:
            self._paint_stand_in(painter)
        if self._result.marks != NO_MARKS:
            self._paint_marks(painter, self._signs.draw_marks(self._result.marks))
        if self._problem:
            draw_opening(painter, QRectF(self.rect()), tokens().canvas, self._problem)
        if self._is_focus_shown:
            self._paint_focus(painter)

    def _paint_stand_in(self, painter: QPainter) -> None:
        thumbnail = self._result.thumbnail if self._result is not None else None
        pixmap = self._thumbnails.find(str(thumbnail)) if thumbnail is not None else None
        if pixmap is not None and self._viewport is not None:
            size = self._viewport.image
            corner = self.map_from_image(QPointF(0, 0))
            opposite = self.map_from_image(QPointF(size.width, size.height))
            painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(_FAINT if self._problem else 1.0)
            painter.drawPixmap(QRectF(corner, opposite), pixmap, QRectF(pixmap.rect()))
            painter.setOpacity(1.0)

    def _paint_marks(self, painter: QPainter, sign: QPixmap) -> None:
        """At the bottom: who gives marks here sees them."""
        size = sign.deviceIndependentSize().toSize()
        painter.drawPixmap(
            (self.width() - size.width()) // 2, self.height() - size.height() - _MARGIN_PX, sign
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_current()

    def hideEvent(self, event: QHideEvent) -> None:
        self._release()
        self._result = None
        self._thumbnails.stop()
        self._window.session.looking.look_at(self._viewer, [])
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen, key = self._window.chosen, event.key()
        steps = _STEPS.get(Qt.Key(key)) or _PAGE_STEPS.get(Qt.Key(key))
        last = self._window.results.rowCount() - 1
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.left.emit()
        elif steps is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            chosen.choose_row(min(max(0, chosen.row + steps), last))
        elif key == Qt.Key.Key_Home:
            chosen.choose_row(0)
        elif key == Qt.Key.Key_End:
            chosen.choose_row(last)
        elif not self.press_view_key(event):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To the pixels, and back to the whole."""
        if self.is_fitting:
            self.zoom_to(self.devicePixelRatioF(), event.position())
        else:
            self.zoom_fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            self.pan(event.position() - self._dragged_from)
            self._dragged_from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.turn_wheel(event)
