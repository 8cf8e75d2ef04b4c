"""Rows of small buttons of which any number may be down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from turbo_studio.core.marks import Label
from turbo_studio.core.profile import Quality
from turbo_studio.ui.figures import say_quality
from turbo_studio.ui.gallery.query_words import say_label
from turbo_studio.ui.gallery.signs import LABEL_COLORS, build_label_icon

if TYPE_CHECKING:
    from collections.abc import Collection

_ICON_PX = 14
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
    """The labels as on the tiles, each with its letter for those who cannot tell them apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for label in LABEL_COLORS:
            is_last = label is Label.PURPLE
            button = self._add(label, f"filter_label_{label}_button", say_label(label), is_last=is_last)
            button.setIcon(build_label_icon(label, _ICON_PX, self.devicePixelRatioF()))
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))

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
