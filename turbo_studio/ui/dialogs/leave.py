"""The one question before the end: jobs are running, wait for them, leave all the same, or stay?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget


class LeaveBox(QMessageBox):
    """Enter waits; Escape and closing it stay."""

    wait_chosen = Signal()
    leave_chosen = Signal()

    def __init__(self, running_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leave_box")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Jobs are running"))
        self.setText(self.tr("%n job(s) are still running.", "", running_count))
        self.setInformativeText(
            self.tr(
                "Wait, and the program closes by itself once they have ended. If you leave now, their "
                "pictures are lost, and they may be charged all the same. What is only queued is kept for "
                "the next start."
            )
        )
        roles = QMessageBox.ButtonRole
        self._wait = self._add(self.tr("Wait and close"), "wait_button", roles.AcceptRole)
        self._leave = self._add(self.tr("Leave now"), "leave_button", roles.DestructiveRole)
        stay = self._add(self.tr("Cancel"), "stay_button", roles.RejectRole)
        self.setDefaultButton(self._wait)
        self.setEscapeButton(stay)
        self.buttonClicked.connect(self._on_button_clicked)

    def _add(self, words: str, name: str, role: QMessageBox.ButtonRole) -> QPushButton:
        button = self.addButton(words, role)
        button.setObjectName(name)
        return button

    @Slot(object)
    def _on_button_clicked(self, button: QAbstractButton) -> None:
        if button is self._wait:
            self.wait_chosen.emit()
        elif button is self._leave:
            self.leave_chosen.emit()
