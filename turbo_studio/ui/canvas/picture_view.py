"""The view of a picture: shows the source of the session with its mask at any zoom.

It paints the dirty rectangle by itself, so that the cost of a dab is that of the dab and of the
view, never that of the picture.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPainter

from turbo_studio.core.geometry import EMPTY_BOX, Box
from turbo_studio.core.mask_look import MaskLook
from turbo_studio.ui.canvas.placeholder import draw_invitation, draw_opening, shade
from turbo_studio.ui.canvas.shown_picture import ShownPicture
from turbo_studio.ui.canvas.zoom_view import ZoomView
from turbo_studio.ui.theme import pick_surround

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QRect, QTimerEvent
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.geometry import Point
    from turbo_studio.core.sources import SourceId
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.mask_overlay import OverlayStyle
    from turbo_studio.ui.canvas.preview import Preview
    from turbo_studio.ui.canvas.viewport import Viewport

_MARCH_MS = 120


class PictureView(ZoomView):
    """What the session shows, painted into the view."""

    overlay_changed = Signal(bool)  # whether the mask is shown
    resized = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._picture = ShownPicture()
        self._shown_id: SourceId | None = None
        self._preview: Preview | None = None
        self._is_overlay_visible = True
        self._is_original_shown = False
        self._march_timer_id = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 90)
        bridge.shown_changed.connect(self._on_bridge_shown_changed)
        bridge.sources_changed.connect(self._on_bridge_sources_changed)
        bridge.mask_changed.connect(self._on_bridge_mask_changed)
        bridge.preferences_changed.connect(self._on_bridge_preferences_changed)
        self._show_source()

    def release(self) -> None:
        """Let go of the picture's file; for the end of the window."""
        self._picture.release()

    # What is shown

    @property
    def is_overlay_visible(self) -> bool:
        return self._is_overlay_visible

    @Slot(bool)
    def set_overlay_visible(self, visible: bool) -> None:
        if visible != self._is_overlay_visible:
            self._is_overlay_visible = visible
            self._show_mask()
            self.overlay_changed.emit(visible)

    @Slot(bool)
    def show_original(self, shown: bool) -> None:
        """The picture without its mask, while a key is held."""
        if shown != self._is_original_shown:
            self._is_original_shown = shown
            self._show_mask()

    def find_colour(self, point: Point) -> QColor | None:
        """The colour of a pixel of the picture; None where there is none, or none yet."""
        view, viewport = self._picture.raster_view, self._viewport
        return view.find_colour(point, viewport.image) if view is not None and viewport is not None else None

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
        self._picture.show(self._session.painter.raster)
        shown_id = source.id if source is not None else None
        if shown_id != self._shown_id:
            self._shown_id = shown_id
            self._preview = None
            self._is_fitting = True
            self._viewport = None
            if source is not None:
                from turbo_studio.ui.canvas.viewport import Viewport  # late, for the start-up

                self._set_viewport(self._fit(Viewport(source.size, self._measure_view())))
        self._show_mask()

    def _show_mask(self) -> None:
        """Show the mask in the look that was chosen, or not at all, and have everything painted."""
        is_shown = self._is_overlay_visible and not self._is_original_shown
        mask = self._session.painter.shown_mask
        style = self._build_style() if is_shown and mask is not None else None
        self._picture.show_mask(mask, style, self.devicePixelRatioF())
        self._start_marching()
        self.update()

    def _build_style(self) -> OverlayStyle:
        from turbo_studio.ui.canvas.mask_overlay import OverlayStyle  # loads numpy

        preferences = self._session.preferences
        return OverlayStyle(
            preferences.mask_look,
            QColor(preferences.overlay_colour),
            preferences.overlay_opacity,
            preferences.marks_outside,
            preferences.feather_px if preferences.feather_preview else 0,
        )

    def _pick_surround(self) -> QColor:
        return pick_surround(self._session.preferences.surround)

    def _follow_scale(self) -> None:
        super()._follow_scale()
        self._show_mask()  # patterns are as wide on every screen

    # The outline that marches

    def _start_marching(self) -> None:
        """Not for those who have told their desktop that nothing shall blink."""
        is_outline = (
            self._session.preferences.mask_look is MaskLook.OUTLINE and self._picture.overlay is not None
        )
        if is_outline and QGuiApplication.styleHints().cursorFlashTime() > 0:
            self._march_timer_id = self._march_timer_id or self.startTimer(_MARCH_MS)
        elif self._march_timer_id:
            self.killTimer(self._march_timer_id)
            self._march_timer_id = 0

    def _march(self) -> None:
        """A step, unless nobody looks or a hand is at work, which needs the time."""
        from turbo_studio.ui.canvas.mask_patterns import MarchingOutline  # loads numpy

        overlay, viewport = self._picture.overlay, self._viewport
        is_still = QGuiApplication.mouseButtons() or not (self.isVisible() and self.isActiveWindow())
        if isinstance(overlay, MarchingOutline) and viewport is not None and not is_still:
            overlay.advance()
            for box in overlay.find_boxes(viewport):
                self.update(self._to_widget_rect(box))

    # Slots

    @Slot()
    def _on_bridge_shown_changed(self) -> None:
        self._show_source()

    @Slot()
    def _on_bridge_sources_changed(self) -> None:
        """Before the first source there are words, and they tell when one is being opened."""
        if self._viewport is None:
            self.update()

    @Slot()
    def _on_bridge_preferences_changed(self) -> None:
        self._show_mask()

    @Slot(object, bool)
    def _on_bridge_mask_changed(self, box: Box, is_final: bool) -> None:
        """Outlines lie on pixels within the edge, so that those beside the box may change, too."""
        if self._viewport is not None and not box.is_empty:
            margin = ceil(self.devicePixelRatioF()) + self._find_feather_margin(self._viewport)
            seen = self._viewport.map_box_from_image(box)
            wide = Box(seen.left - margin, seen.upper - margin, seen.right + margin, seen.lower + margin)
            self.update(self._to_widget_rect(wide))

    def _find_feather_margin(self, viewport: Viewport) -> int:
        """How far around a change of the mask its feather changes, in device pixels."""
        preferences = self._session.preferences
        if not preferences.feather_preview or self._picture.overlay is None:
            return 0
        from turbo_studio.ui.canvas.feather_sample import find_margin  # loads numpy

        return find_margin(preferences.feather_px, viewport.zoom)

    # Painting

    @property
    def _is_scrollable(self) -> bool:
        return self._picture.is_ready and not self._is_focus_shown

    def _paint_floating(self, painter: QPainter) -> None:
        """Paint what floats over the picture, in units of the widget."""

    def _paint_picture(self, painter: QPainter, dirty: Box, parts: Iterable[Box]) -> None:
        """Paint a box of device pixels: surround, picture, mask, grid, preview; outside of parts nothing."""
        viewport = self._viewport
        picture_box = viewport.picture_box if viewport is not None else EMPTY_BOX
        if not self._picture.is_ready or dirty.intersect(picture_box) != dirty:
            painter.setBackground(self._pick_surround())  # fillRect brings in gradients: 2 ms at the start-up
            painter.eraseRect(dirty.left, dirty.upper, dirty.width, dirty.height)
        if viewport is None or not self._picture.is_ready:
            return
        self._picture.draw(painter, viewport, dirty, parts)
        if self._session.preferences.pixel_grid:
            self._paint_pixel_grid(painter, viewport, dirty)
        if self._preview is not None:
            painter.setClipRect(dirty.left, dirty.upper, dirty.width, dirty.height)
            self._preview.draw(painter, viewport)

    def _paint_pixel_grid(self, painter: QPainter, viewport: Viewport, dirty: Box) -> None:
        from turbo_studio.ui.canvas.pixel_grid import GRID_FROM_ZOOM, draw_pixel_grid  # late, as the picture

        if viewport.zoom >= GRID_FROM_ZOOM:
            draw_pixel_grid(painter, viewport, dirty)

    def _paint_placeholder(self, painter: QPainter) -> None:
        ground = self._pick_surround()
        area = QRectF(self.rect())
        source = self._session.painter.shown_source
        if source is not None and self._viewport is not None:
            painter.fillRect(self._to_widget_rect(self._viewport.picture_box), shade(ground))
            draw_opening(painter, area, ground, self._say_opening(source.name))
        elif self._session.opening_count:
            draw_opening(painter, area, ground, self.tr("Opening…"))
        else:
            draw_invitation(painter, area, ground, self.tr("Drop pictures here"), self._build_hints())

    def _say_opening(self, name: str) -> str:
        problem = self._session.painter.shown_problem
        if problem is None:
            return self.tr("Opening {0}…").format(name)
        from turbo_studio.ui.words import say_problem  # late, for the start-up

        return say_problem(problem)

    def _build_hints(self) -> list[str]:
        native = QKeySequence.SequenceFormat.NativeText
        submit = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Enter).toString(native)
        open_keys = QKeySequence(QKeySequence.StandardKey.Open).toString(native)
        paste_keys = QKeySequence(QKeySequence.StandardKey.Paste).toString(native)
        return [
            self.tr("or describe a picture and press {0}").format(submit),
            self.tr("{0} opens files · {1} pastes").format(open_keys, paste_keys),
        ]

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.save()
        painter.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
        parts = map(self._to_device_box, cast("Iterable[QRect]", event.region()))
        self._paint_picture(painter, self._to_device_box(event.rect()), parts)
        painter.restore()
        if not self._picture.is_ready:
            self._paint_placeholder(painter)
        self._paint_floating(painter)
        if self._is_focus_shown:
            self._paint_focus(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._march_timer_id:
            self._march()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
