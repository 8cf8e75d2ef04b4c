"""Icons: line drawings as SVG, tinted from the palette and drawn sharp when they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

from turbo_studio.ui.resources import resource_path

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QSize
    from PySide6.QtGui import QColor
    from PySide6.QtSvg import QSvgRenderer


def build_icon(name: str, color: QColor | None = None) -> QIcon:
    """An icon by its Lucide name; the text colour of the palette tints it where no colour is given.

    Nothing is read before the icon is painted; an unknown name raises then.
    """
    return QIcon(SvgIconEngine(name, color))


class SvgIconEngine(QIconEngine):
    """Draws one SVG at any size and scale, in the colour that the palette has at that moment."""

    def __init__(self, name: str, color: QColor | None = None) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._rendered: tuple[str, QSvgRenderer] | None = None

    def _pick_color(self, mode: QIcon.Mode) -> QColor:
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        if self._color is not None and not disabled:
            return self._color
        return QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText)

    def _build_renderer(self, color: str) -> QSvgRenderer:
        """The renderer for a colour; the last one is kept, for a button is painted often."""
        if self._rendered is None or self._rendered[0] != color:
            from PySide6.QtSvg import QSvgRenderer  # a module of its own, needed at the first paint

            drawing = resource_path(f"icons/{self._name}.svg").read_bytes()
            renderer = QSvgRenderer(drawing.replace(b"currentColor", color.encode()))
            renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
            self._rendered = (color, renderer)
        return self._rendered[1]

    def clone(self) -> QIconEngine:
        return SvgIconEngine(self._name, self._color)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        renderer = self._build_renderer(self._pick_color(mode).name())
        renderer.render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """``size`` is in device pixels: Qt has multiplied by the scale factor already."""
        renderer = self._build_renderer(self._pick_color(mode).name())
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(QPoint(0, 0), size))
        painter.end()
        return pixmap
