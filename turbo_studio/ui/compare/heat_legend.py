"""The legend of the heat map: which colour stands for which difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from turbo_studio.core.comparing import HEAT_STOPS
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_SIZE = QSize(220, 28)
_BAR_HEIGHT_PX = 10
_MARGIN_PX = 10
_FONT_SCALE = 0.85


class HeatLegend(QWidget):
    """The stops stand at equal distances: the small differences are those that matter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_legend")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of the differences"))
        said = self.tr(
            "CIEDE2000: 1 can just be noticed, 2 at a glance, 10 is another colour; grey is not measured"
        )
        self.setToolTip(said)
        self.setAccessibleDescription(said)

    def sizeHint(self) -> QSize:
        return _SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(_MARGIN_PX, 2, self.width() - 2 * _MARGIN_PX, _BAR_HEIGHT_PX)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        last = len(HEAT_STOPS) - 1
        for number, (_, colour) in enumerate(HEAT_STOPS):
            gradient.setColorAt(number / last, QColor(*colour))
        painter.fillRect(bar, gradient)
        painter.setPen(QPen(tokens().border, 1))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * _FONT_SCALE)
        painter.setFont(font)
        painter.setPen(tokens().secondary_text)
        for number, (distance, _) in enumerate(HEAT_STOPS):
            x = bar.left() + bar.width() * number / last
            words = QLocale().toString(distance, "f", 0)
            place = QRectF(x - 14, bar.bottom() + 1, 28, self.height() - bar.bottom() - 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)
        painter.end()
