"""The one question before the end: jobs are running, wait for them or leave?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class LeaveBox(QMessageBox):
    """``accepted`` means leave; Escape, Enter and closing it mean wait."""

    def __init__(self, running_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leave_box")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Jobs are running"))
        self.setText(self.tr("%n job(s) are still running.", "", running_count))
        self.setInformativeText(
            self.tr("If you leave now, their pictures are lost, and they may be charged all the same.")
        )
        wait = self.addButton(self.tr("Wait"), QMessageBox.ButtonRole.RejectRole)
        wait.setObjectName("wait_button")
        leave = self.addButton(self.tr("Leave"), QMessageBox.ButtonRole.AcceptRole)
        leave.setObjectName("leave_button")
        self.setDefaultButton(wait)
        self.setEscapeButton(wait)
