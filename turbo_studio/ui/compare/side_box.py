"""The choice of a side: a letter, and the picture that bears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from turbo_studio.ui.compare.sides import LETTERS, say_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from turbo_studio.ui.compare.sides import Side

_WIDTH_MIN_CHARACTERS = 12


class SideBox(QWidget):
    """One of the boxes above the pictures."""

    chosen = Signal(int, int)  # the place of the side, the index of its picture

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        letter = QLabel(LETTERS[place], self)
        letter.setTextFormat(Qt.TextFormat.PlainText)
        letter.setProperty("role", "heading")
        self.box = _ElidedBox(self)
        self.box.setObjectName(f"compare_side_box_{LETTERS[place].lower()}")
        self.box.setAccessibleName(self.tr("Side {0}").format(LETTERS[place]))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(_WIDTH_MIN_CHARACTERS)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(letter)
        row.addWidget(self.box, 1)
        self.box.activated.connect(self._on_box_activated)

    def show_choices(self, sides: Sequence[Side], chosen: int) -> None:
        """Offer these, one of which is chosen."""
        with QSignalBlocker(self.box):
            self.box.clear()
            for side in sides:
                self.box.addItem(say_side(side))
            self.box.setCurrentIndex(chosen)
        self.box.setToolTip(self.box.currentText())

    @Slot(int)
    def _on_box_activated(self, index: int) -> None:
        self.chosen.emit(self._place, index)


class _ElidedBox(QComboBox):
    """Says with dots that there is more: the style cuts a text that is too long in the middle of a letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
