"""The marks of what is chosen: stars, a colour label, and whether it is picked or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from turbo_studio.core.marks import STARS_MAX, Flag, Label
from turbo_studio.ui.gallery.query_words import say_flag, say_label
from turbo_studio.ui.gallery.signs import LABEL_COLORS, build_label_icon

if TYPE_CHECKING:
    from turbo_studio.core.marks import Marks
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow

_WIDTH_PX = 34
_ICON_PX = 14
_STAR_SCALE = 1.25


class MarksBar(QWidget):
    """Each button gives its mark to all that is chosen, or takes it away where it is down."""

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._stars = {
            count: self._build_button(f"detail_star_{count}", self.tr("%n star(s)", "", count))
            for count in range(1, STARS_MAX + 1)
        }
        self._labels = {
            label: self._build_button(f"detail_label_{label}", say_label(label)) for label in LABEL_COLORS
        }
        self._flags = {
            flag: self._build_button(f"detail_flag_{flag}", say_flag(flag))
            for flag in (Flag.PICK, Flag.REJECT)
        }
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _STAR_SCALE)
        for button in self._stars.values():
            button.setFont(font)
        for label, button in self._labels.items():
            button.setIcon(build_label_icon(label, _ICON_PX, self.devicePixelRatioF()))
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        for flag, button in self._flags.items():
            button.setText(say_flag(flag))
        self._lay_out()

    def show_marks(self, marks: Marks) -> None:
        for count, button in self._stars.items():
            button.setText("★" if count <= marks.stars else "☆")
            button.setChecked(count == marks.stars)
        for label, button in self._labels.items():
            button.setChecked(label is marks.label)
        for flag, button in self._flags.items():
            button.setChecked(flag is marks.flag)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for buttons in (self._stars.values(), self._labels.values(), self._flags.values()):
            row = QHBoxLayout()
            row.setSpacing(0)
            for button in buttons:
                row.addWidget(button)
            layout.addLayout(row)
            _join(list(buttons))

    def _build_button(self, name: str, said: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setAccessibleName(said)
        button.setToolTip(said)
        button.setMinimumWidth(_WIDTH_PX)
        button.clicked.connect(self._on_button_clicked)
        return button

    @Slot(bool)
    def _on_button_clicked(self, is_down: bool) -> None:
        sender = self.sender()
        for count, button in self._stars.items():
            if button is sender:
                self._change(stars=count if is_down else 0)
        for label, button in self._labels.items():
            if button is sender:
                self._change(label=label if is_down else Label.NONE)
        for flag, button in self._flags.items():
            if button is sender:
                self._change(flag=flag if is_down else Flag.NONE)

    def _change(self, stars: int | None = None, label: Label | None = None, flag: Flag | None = None) -> None:
        def change(results: tuple[Result, ...]) -> None:
            ids = [result.id for result in results]
            self._window.session.results.change_marks(ids, stars=stars, label=label, flag=flag)

        self._window.chosen.with_selected(change)


def _join(buttons: list[QPushButton]) -> None:
    """As parts of one control."""
    for button in buttons:
        place = "left" if button is buttons[0] else "right" if button is buttons[-1] else "middle"
        button.setProperty("segment", place)
