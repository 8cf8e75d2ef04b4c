"""The field for the size: the sizes on offer, a custom one in edit mode, and why a size is not legal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from turbo_studio.core.geometry import Size, parse_size
from turbo_studio.ui.panels.field_note import FieldNote

if TYPE_CHECKING:
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.profile import ModelProfile

CUSTOM = "custom"
"""Item data of the last entry, beside ``WIDTHxHEIGHT`` of the others."""

_BOX_FRAME_PX = 34
"""Around the text of a combo box: padding, frame and arrow."""


class SideBox(QSpinBox):
    """One side of a custom size in pixels; anything may be typed, and snaps when the editing ends."""

    def __init__(self, profile: ModelProfile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self.setRange(1, profile.long_side_max)
        self.setSingleStep(profile.size_multiple)
        self.editingFinished.connect(self.snap)

    @Slot()
    def snap(self) -> None:
        from turbo_studio.core.size_rules import snap_to_multiple  # late, for the start-up

        self.interpretText()
        self.setValue(snap_to_multiple(self.value(), self._profile))

    def stepBy(self, steps: int) -> None:
        super().stepBy(steps)
        self.snap()


class SizeField(QWidget):
    """Tells each size that the user chooses as ``size_chosen``; ``show_sizes`` tells nothing."""

    size_chosen = Signal(object)  # Size

    def __init__(self, profile: ModelProfile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._is_edit = False
        self._offered: tuple[Size, ...] = ()
        self._build_boxes()
        self._custom_row = self._build_custom_row()
        self.note = FieldNote(self.size_box, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.size_box, self._custom_row, self.note):
            layout.addWidget(widget)
        self.setFocusProxy(self.size_box)
        self.size_box.activated.connect(self._on_size_box_activated)
        self.width_box.valueChanged.connect(self._on_side_changed)
        self.height_box.valueChanged.connect(self._on_side_changed)

    @property
    def is_custom(self) -> bool:
        return bool(self.size_box.currentData() == CUSTOM)

    def show_sizes(self, offered: tuple[Size, ...], size: Size, *, is_edit: bool) -> None:
        """Offer these sizes and show one as chosen; one that is not among them is a custom one.

        A custom size stays one while it is being worked on, even where it equals one on offer.
        """
        keeps_custom = self.is_custom and is_edit and size == self._read_sides()
        if (offered, is_edit) != (self._offered, self._is_edit) or not self.size_box.count():
            self._offered, self._is_edit = offered, is_edit
            self._fill_box()
        row = self.size_box.findData(CUSTOM if keeps_custom else str(size))
        self.size_box.setCurrentIndex(row if row >= 0 else self.size_box.findData(CUSTOM))
        self._show_sides(size)
        self._custom_row.setVisible(self.is_custom)
        self._explain(size)

    def finish_editing(self) -> None:
        """Snap what is being typed, as leaving the field would."""
        if self.is_custom:
            self.width_box.snap()
            self.height_box.snap()

    def show_problem(self, problem: Problem) -> None:
        """Say why this size cannot be sent, and go to where it can be changed."""
        from turbo_studio.ui.words import say_problem  # late, for the start-up

        self.note.say(say_problem(problem), is_error=True)
        (self.width_box if self.is_custom else self.size_box).setFocus()

    def _build_boxes(self) -> None:
        self.size_box = QComboBox(self)
        self.size_box.setObjectName("size_box")
        self.size_box.setAccessibleName(self.tr("Size"))
        longest = self._describe(
            Size(self._profile.long_side_max, self._profile.short_side_max), follows=True
        )
        self.size_box.setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + _BOX_FRAME_PX)
        self.width_box = self._build_side_box("width_box", self.tr("Width in pixels"))
        self.height_box = self._build_side_box("height_box", self.tr("Height in pixels"))

    def _build_side_box(self, name: str, words: str) -> SideBox:
        box = SideBox(self._profile, self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setToolTip(words)
        return box

    def _build_custom_row(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.width_box, 1)
        layout.addWidget(QLabel("×", row))
        layout.addWidget(self.height_box, 1)
        row.hide()
        return row

    def _fill_box(self) -> None:
        with QSignalBlocker(self.size_box):
            self.size_box.clear()
            for number, size in enumerate(self._offered):
                follows = self._is_edit and number == 0
                self.size_box.addItem(self._describe(size, follows=follows), str(size))
            if self._is_edit:
                self.size_box.addItem(self.tr("Custom…"), CUSTOM)

    def _describe(self, size: Size, *, follows: bool) -> str:
        text = f"{size.width} × {size.height}"
        return self.tr("{size} · like image 1").format(size=text) if follows else text

    def _show_sides(self, size: Size) -> None:
        with QSignalBlocker(self.width_box), QSignalBlocker(self.height_box):
            self.width_box.setValue(size.width)
            self.height_box.setValue(size.height)

    def _read_sides(self) -> Size:
        return Size(self.width_box.value(), self.height_box.value())

    def _explain(self, size: Size) -> None:
        """Below the field: every rule that the size breaks, else advice; those of a generation are fine."""
        if not self._is_edit:
            self.note.say("")
            return
        from turbo_studio.core.size_rules import (
            find_edit_size_problems,
            find_size_advice,
        )  # both late, for the start-up
        from turbo_studio.ui.words import say_advice, say_problem

        problems = find_edit_size_problems(size, self._profile)
        advice = find_size_advice(size, self._profile)
        if problems:
            self.note.say("\n".join(map(say_problem, problems)), is_error=True)
        else:
            self.note.say(say_advice(advice) if advice is not None else "")

    @Slot(int)
    def _on_size_box_activated(self, index: int) -> None:
        is_custom = self.size_box.itemData(index) == CUSTOM
        self._custom_row.setVisible(is_custom)
        if is_custom:
            self.width_box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.width_box.selectAll()
            return
        size = parse_size(self.size_box.itemData(index))
        self._show_sides(size)
        self._explain(size)
        self.size_chosen.emit(size)

    @Slot()
    def _on_side_changed(self) -> None:
        size = self._read_sides()
        self._explain(size)
        self.size_chosen.emit(size)
