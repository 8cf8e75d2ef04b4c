"""The view of a picture: shows the source of the session with its mask at any zoom.

It paints the dirty rectangle by itself, so that the cost of a dab is that of the dab and of the
view, never that of the picture.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPen, QRegion
from PySide6.QtWidgets import QWidget

from turbo_studio.core.geometry import EMPTY_BOX, Box, Point, Size
from turbo_studio.ui.canvas.placeholder import draw_invitation, draw_opening, shade
from turbo_studio.ui.canvas.shown_picture import ShownPicture
from turbo_studio.ui.theme import tokens
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

    from turbo_studio.core.sources import SourceId
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.preview import Preview
    from turbo_studio.ui.canvas.viewport import Viewport

_FIT_MARGIN_PX = 24
_SURROUNDS = ("black", "dark", "middle", "light")  # settings.Surround in the order of the theme's greys


class PictureView(QWidget):
    """Everything public is in units of the widget or of the picture; device pixels stay inside."""

    zoom_changed = Signal(float)  # 1 is one image pixel on one device pixel
    overlay_changed = Signal(bool)  # whether the mask is shown

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._picture = ShownPicture()
        self._viewport: Viewport | None = None
        self._shown_id: SourceId | None = None
        self._preview: Preview | None = None
        self._is_fitting = True
        self._is_overlay_visible = True
        self._is_original_shown = False
        self._is_focus_shown = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 90)
        bridge.shown_changed.connect(self._on_bridge_shown_changed)
        bridge.sources_changed.connect(self._on_bridge_sources_changed)
        bridge.mask_changed.connect(self._on_bridge_mask_changed)
        self._show_source()

    def release(self) -> None:
        """Let go of the picture's file; for the end of the window."""
        self._picture.release()

    # Mapping

    @property
    def zoom(self) -> float:
        """Device pixels per image pixel."""
        return self._viewport.zoom if self._viewport is not None else 1.0

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

    def pan(self, by: QPointF) -> None:
        """Move the picture by a distance in units of the widget."""
        if self._viewport is not None:
            self._is_fitting = False
            self._set_viewport(self._viewport.pan(*self._to_device(by)))

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

    def _scroll_by(self, right: int, down: int) -> None:
        """Move by device pixels what is painted already; only the strip that appears is painted.

        The screen moves whole units of the widget alone. What floats over the picture must not move
        along: there the picture is painted again.
        """
        scale = self.devicePixelRatioF()
        is_whole = scale == int(scale) and right % scale == 0 and down % scale == 0
        if not is_whole or self._is_focus_shown or not self._picture.is_ready:
            self.update()
            return
        step = QPoint(round(right / scale), round(down / scale))
        self.scroll(step.x(), step.y())
        self.update(self._find_floating_region().translated(step))

    # What is shown

    @property
    def is_overlay_visible(self) -> bool:
        return self._is_overlay_visible

    @Slot(bool)
    def set_overlay_visible(self, visible: bool) -> None:
        if visible != self._is_overlay_visible:
            self._is_overlay_visible = visible
            self.update()
            self.overlay_changed.emit(visible)

    @Slot(bool)
    def show_original(self, shown: bool) -> None:
        """The picture without its mask, while a key is held."""
        if shown != self._is_original_shown:
            self._is_original_shown = shown
            self.update()

    def show_preview(self, preview: Preview | None) -> None:
        """Draw this above the picture instead of the last preview, until there is another one or none."""
        self._update_previews(self._preview, preview)
        self._preview = preview

    def update_preview(self, changed: Box) -> None:
        """Paint a box of device pixels anew, where the preview that is shown has changed by itself."""
        self.update(self._to_widget_rect(changed))

    def _update_previews(self, *previews: Preview | None) -> None:
        for preview in previews:
            if preview is not None and self._viewport is not None:
                self.update_preview(preview.find_box(self._viewport))

    def _show_source(self) -> None:
        """Show the source of the session, at the zoom that was chosen for it or fitted to the view."""
        source = self._session.painter.shown_source
        self._picture.show(self._session.painter.raster, self._session.painter.shown_mask, self._pick_tint())
        shown_id = source.id if source is not None else None
        if shown_id != self._shown_id:
            self._shown_id = shown_id
            self._preview = None
            self._is_fitting = True
            self._viewport = None
            if source is not None:
                from turbo_studio.ui.canvas.viewport import Viewport  # late, for the start-up

                self._set_viewport(self._fit(Viewport(source.size, self._measure_view())))
        self.update()

    def _pick_surround(self) -> QColor:
        chosen = self._session.preferences.surround
        colors = tokens()
        return colors.canvas_greys[_SURROUNDS.index(chosen)] if chosen in _SURROUNDS else colors.canvas

    def _pick_tint(self) -> QColor:
        return QColor(self._session.preferences.overlay_colour)

    # Slots

    @Slot()
    def _on_bridge_shown_changed(self) -> None:
        self._show_source()

    @Slot()
    def _on_bridge_sources_changed(self) -> None:
        """Before the first source there are words, and they tell when one is being opened."""
        if self._viewport is None:
            self.update()

    @Slot(object, bool)
    def _on_bridge_mask_changed(self, box: Box, is_final: bool) -> None:
        if self._viewport is not None and not box.is_empty:
            self.update(self._to_widget_rect(self._viewport.map_box_from_image(box)))

    # Painting

    def _find_floating_region(self) -> QRegion:
        """Where something is painted over the picture that does not move with it."""
        return QRegion()

    def _paint_floating(self, painter: QPainter) -> None:
        """Paint what floats over the picture, in units of the widget."""

    def _paint_picture(self, painter: QPainter, dirty: Box) -> None:
        """Paint a box of device pixels: surround, picture, mask, preview."""
        viewport = self._viewport
        picture_box = viewport.picture_box if viewport is not None else EMPTY_BOX
        if not self._picture.is_ready or dirty.intersect(picture_box) != dirty:
            painter.setBackground(self._pick_surround())  # fillRect brings in gradients: 2 ms at the start-up
            painter.eraseRect(dirty.left, dirty.upper, dirty.width, dirty.height)
        if viewport is not None:
            with_mask = self._is_overlay_visible and not self._is_original_shown
            self._picture.draw(painter, viewport, dirty, with_mask=with_mask)
            if self._preview is not None and self._picture.is_ready:
                painter.setClipRect(dirty.left, dirty.upper, dirty.width, dirty.height)
                self._preview.draw(painter, viewport)

    def _paint_placeholder(self, painter: QPainter) -> None:
        ground = self._pick_surround()
        area = QRectF(self.rect())
        source = self._session.painter.shown_source
        if source is not None and self._viewport is not None:
            painter.fillRect(self._to_widget_rect(self._viewport.picture_box), shade(ground))
            problem = self._session.painter.shown_problem
            opening = self.tr("Opening {0}…").format(source.name)
            draw_opening(painter, area, ground, opening if problem is None else say_problem(problem))
        elif self._session.opening_count:
            draw_opening(painter, area, ground, self.tr("Opening…"))
        else:
            draw_invitation(painter, area, ground, self.tr("Drop pictures here"), self._build_hints())

    def _build_hints(self) -> list[str]:
        native = QKeySequence.SequenceFormat.NativeText
        submit = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Enter).toString(native)
        open_keys = QKeySequence(QKeySequence.StandardKey.Open).toString(native)
        paste_keys = QKeySequence(QKeySequence.StandardKey.Paste).toString(native)
        return [
            self.tr("or describe a picture and press {0}").format(submit),
            self.tr("{0} opens files · {1} pastes").format(open_keys, paste_keys),
        ]

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setPen(QPen(tokens().accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.save()
        painter.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
        self._paint_picture(painter, self._to_device_box(event.rect()))
        painter.restore()
        if not self._picture.is_ready:
            self._paint_placeholder(painter)
        self._paint_floating(painter)
        if self._is_focus_shown:
            self._paint_focus(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_view()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit_view()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by keyboard."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._is_focus_shown = event.reason() in reasons
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._is_focus_shown:
            self._is_focus_shown = False
            self.update()
