"""Rows of small buttons of which any number may be down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from turbo_studio.core.marks import Label
from turbo_studio.core.profile import Quality
from turbo_studio.ui.figures import say_quality
from turbo_studio.ui.gallery.query_words import say_label

if TYPE_CHECKING:
    from collections.abc import Collection

LABEL_COLORS = {
    Label.RED: QColor("#e5484d"),
    Label.YELLOW: QColor("#e2b203"),
    Label.GREEN: QColor("#30a46c"),
    Label.BLUE: QColor("#3e8ed0"),
    Label.PURPLE: QColor("#9b6bd1"),
}
_DOT_PX = 12
_WIDTH_MIN_PX = 28


class Toggles(QWidget):
    """Buttons that stand together; none down means that all are let through."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def set_chosen(self, values: Collection[str]) -> None:
        for value, button in self._buttons.items():
            button.setChecked(value in values)

    def _read(self) -> list[str]:
        return [value for value, button in self._buttons.items() if button.isChecked()]

    def _add(self, value: str, name: str, said: str, *, is_last: bool) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setAccessibleName(said)
        button.setToolTip(said)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(_WIDTH_MIN_PX)
        button.setProperty("segment", "left" if not self._buttons else "right" if is_last else "middle")
        button.clicked.connect(self.toggled)
        self._row.addWidget(button)
        self._buttons[value] = button
        return button


class LabelToggles(Toggles):
    """The colours of labels, each with its name for those who cannot tell them apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for label in LABEL_COLORS:
            is_last = label is Label.PURPLE
            button = self._add(label, f"filter_label_{label}_button", say_label(label), is_last=is_last)
            button.setIcon(build_dot(LABEL_COLORS[label], self.devicePixelRatioF()))
            button.setIconSize(QSize(_DOT_PX, _DOT_PX))

    @property
    def chosen(self) -> frozenset[Label]:
        return frozenset(map(Label, self._read()))


class QualityToggles(Toggles):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for quality in Quality:
            said, is_last = say_quality(quality), quality is list(Quality)[-1]
            self._add(quality, f"filter_quality_{quality}_button", said, is_last=is_last).setText(said)

    @property
    def chosen(self) -> frozenset[Quality]:
        return frozenset(map(Quality, self._read()))


def build_dot(color: QColor, scale: float) -> QIcon:
    """A disc of a colour."""
    pixmap = QPixmap(QSize(_DOT_PX, _DOT_PX) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(0, 0, _DOT_PX, _DOT_PX)
    painter.end()
    return QIcon(pixmap)
