"""Icons: line drawings as SVG, tinted from the palette and drawn sharp when they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPalette, QPixmap

from turbo_studio.ui.resources import resource_path

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QColor, QPainter


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
        self._drawn: tuple[str, int, QPixmap] | None = None

    def _pick_color(self, mode: QIcon.Mode) -> QColor:
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        if self._color is not None and not disabled:
            return self._color
        return QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText)

    def _draw(self, color: str, side_px: int) -> QPixmap:
        """The drawing in device pixels; the last one is kept, for a button is painted often.

        Qt's SVG plugin draws it, as it does the style sheet's arrows: ``PySide6.QtSvg`` would draw the
        same and cost 1.5 ms of the start-up. The plugin takes the size from the file's own first lines.
        """
        if self._drawn is None or self._drawn[:2] != (color, side_px):
            drawing = resource_path(f"icons/{self._name}.svg").read_text("utf-8")
            for side in ("width", "height"):
                drawing = drawing.replace(f'{side}="24"', f'{side}="{side_px}"', 1)
            pixmap = QPixmap()
            pixmap.loadFromData(drawing.replace("currentColor", color).encode(), "svg")
            self._drawn = (color, side_px, pixmap)
        return self._drawn[2]

    def clone(self) -> QIconEngine:
        return SvgIconEngine(self._name, self._color)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(place, self._draw(self._pick_color(mode).name(), round(side * scale)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """``size`` is in device pixels: Qt has multiplied by the scale factor already."""
        return self._draw(self._pick_color(mode).name(), min(size.width(), size.height()))
