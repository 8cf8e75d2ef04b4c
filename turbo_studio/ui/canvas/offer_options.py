"""The options of a mask that came from outside: the other way round, how it joins, taken or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

if TYPE_CHECKING:
    from turbo_studio.ui.canvas.tool_view import ToolView


class OfferOptions(QWidget):
    """Stands in the bar for the options of the tool while a mask is offered."""

    def __init__(self, canvas: ToolView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.invert_check = QCheckBox(self.tr("Invert"), self)
        self.invert_check.setObjectName("offer_invert_check")
        self.invert_check.setToolTip(self.tr("Read the picture the other way round"))
        self.replace_button = self._build_button("offer_replace_button", self.tr("Use as Mask"))
        self.replace_button.setToolTip(
            self.tr("Replace the mask (Enter); Shift+Enter adds, Alt+Enter subtracts")
        )
        self.cancel_button = self._build_button("offer_cancel_button", self.tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.invert_check)
        row.addSpacing(6)
        row.addWidget(self.replace_button)
        row.addWidget(self.cancel_button)
        self.invert_check.clicked.connect(self._on_invert_check_clicked)
        self.replace_button.clicked.connect(self._on_replace_button_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_button_clicked)

    def show_offer(self) -> None:
        """Show how the offered mask is read."""
        offer = self._canvas.finder.offer
        with QSignalBlocker(self.invert_check):
            self.invert_check.setChecked(offer is not None and offer.is_inverted)
        self.show()

    def _build_button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        return button

    @Slot()
    def _on_invert_check_clicked(self) -> None:
        self._canvas.finder.invert_offer()

    @Slot()
    def _on_replace_button_clicked(self) -> None:
        self._canvas.toolbox.accept_sketch()

    @Slot()
    def _on_cancel_button_clicked(self) -> None:
        self._canvas.toolbox.discard_sketch()
