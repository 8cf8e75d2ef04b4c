"""The status line: where requests go, and what the canvas shows, down to the pixel under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import QLabel, QStatusBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.facts import ConnectionChanged
    from turbo_studio.core.geometry import Point
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.tool_view import ToolView

_CONVERTED = ("converted_to_srgb", "converted_from_cmyk")  # of core.sources.Note
_PADDING_PX = 14


class StatusLine(QStatusBar):
    """Each field has a fixed least width where its text changes with every move of the pointer."""

    def __init__(
        self, session: Session, bridge: Bridge, canvas: ToolView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self.setSizeGripEnabled(False)
        self._gateway = _build_field("status_gateway", "")
        self._pointer = _build_field(
            "status_pointer", self.tr("Place of the pointer in the picture, in pixels")
        )
        self._colour = _build_field("status_colour", self.tr("Colour under the pointer, in sRGB"))
        self._size = _build_field("status_size", self.tr("Size of the shown picture, in pixels"))
        self._conversion = _build_field(
            "status_conversion",
            self.tr("The picture has other colours than sRGB: it is shown, and sent, converted."),
        )
        self._share = _build_field("status_share", self.tr("How much of the shown picture the mask selects"))
        self._feather = _build_field(
            "status_feather",
            self.tr("The soft edge is a look of the canvas alone: the mask that is sent stays hard."),
        )
        self._zoom = _build_field("status_zoom", self.tr("Zoom"))
        self.addWidget(self._gateway)
        for field in (self._pointer, self._colour, self._size, self._conversion, self._share):
            self.addPermanentWidget(field)
        for field in (self._feather, self._zoom):
            self.addPermanentWidget(field)
        for field, widest in ((self._pointer, "00000, 00000"), (self._colour, "#dddddd")):
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance(widest) + _PADDING_PX)
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bridge.connection_changed.connect(self._on_bridge_connection_changed)
        bridge.shown_changed.connect(self._on_bridge_shown_changed)
        bridge.mask_changed.connect(self._on_bridge_mask_changed)
        bridge.preferences_changed.connect(self._show_feather)
        canvas.zoom_changed.connect(self._on_canvas_zoom_changed)
        canvas.pointer_moved.connect(self._on_canvas_pointer_moved)
        self._show_feather()

    def _show_zoom(self) -> None:
        if self._session.painter.shown_source is None:
            self._zoom.setText("")
        else:
            percent = QLocale().toString(round(self._canvas.zoom * 100, 1), "g", 4)
            self._zoom.setText(self.tr("{0} %").format(percent))

    @Slot()
    def _show_feather(self) -> None:
        """Only while it is shown: nobody shall take the soft edge for what is sent."""
        preferences = self._session.preferences
        self._feather.setVisible(preferences.feather_preview)
        if preferences.feather_preview:
            self._feather.setText(self.tr("feather {0} px, only shown").format(preferences.feather_px))

    def _show_share(self) -> None:
        """Some is not none, and nearly all is not all."""
        mask = self._session.painter.shown_mask
        share = 0.0 if mask is None else mask.selected_share
        self._share.setVisible(share > 0)
        if share == 0:
            self._share.setText("")
            return
        percent = 100.0 if share == 1 else min(max(share * 100, 0.1), 99.9)
        self._share.setText(self.tr("mask {0} %").format(QLocale().toString(percent, "f", 1)))

    @Slot(object)
    def _on_bridge_connection_changed(self, connection: ConnectionChanged) -> None:
        """The host, and the key's last characters so that two keys can be told apart."""
        if connection.is_sandbox:
            self._gateway.setText(self.tr("Sandbox"))
            return
        host = connection.base_url.partition("://")[2].partition("/")[0]
        self._gateway.setText(self.tr("{0} · key …{1}").format(host, connection.key_tail))

    @Slot()
    def _on_bridge_shown_changed(self) -> None:
        source = self._session.painter.shown_source
        is_converted = source is not None and any(note in _CONVERTED for note in source.notes)
        self._size.setText("" if source is None else f"{source.size.width} × {source.size.height}")
        self._conversion.setText(self.tr("sRGB preview") if is_converted else "")
        self._conversion.setVisible(is_converted)
        self._show_zoom()
        self._show_share()

    @Slot(object, bool)
    def _on_bridge_mask_changed(self, box: object, is_final: bool) -> None:
        if is_final:
            self._show_share()

    @Slot(float)
    def _on_canvas_zoom_changed(self, zoom: float) -> None:
        self._show_zoom()

    @Slot(object)
    def _on_canvas_pointer_moved(self, point: Point | None) -> None:
        """The pixel under the pointer, counted from 0, and its colour once the picture is sharp."""
        colour = None if point is None else self._canvas.find_colour(point)
        self._pointer.setText("" if point is None else f"{int(point.x)}, {int(point.y)}")
        self._colour.setText("" if colour is None else colour.name())


def _build_field(name: str, meaning: str) -> QLabel:
    field = QLabel()
    field.setObjectName(name)
    field.setTextFormat(Qt.TextFormat.PlainText)
    field.setToolTip(meaning)
    field.setAccessibleDescription(meaning)
    return field
