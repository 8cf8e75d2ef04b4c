"""The one question before the end: jobs are not through, wait for them, leave all the same, or stay?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox

from turbo_studio.ui.words import join_sentences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget


class LeaveBox(QMessageBox):
    """Enter waits; Escape and closing it stay."""

    wait_chosen = Signal()
    leave_chosen = Signal()

    def __init__(
        self,
        running_count: int,
        parent: QWidget | None = None,
        *,
        unsaved_count: int = 0,
        is_in_memory: bool = False,
    ) -> None:
        """``unsaved_count`` answers wait for the gallery; ``is_in_memory``: one of them is on no disk."""
        super().__init__(parent)
        self.setObjectName("leave_box")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words, more = [], []
        if running_count:
            words.append(self.tr("%n job(s) are still running.", "", running_count))
            more.append(self._describe_running())
        if unsaved_count:
            words.append(self.tr("%n answer(s) could not be saved yet.", "", unsaved_count))
            more.append(self._describe_unsaved(is_in_memory=is_in_memory))
        self.setWindowTitle(
            self.tr("Jobs are running") if running_count else self.tr("Answers are not saved yet")
        )
        self.setText(join_sentences(words))
        self.setInformativeText("\n\n".join(more))
        roles = QMessageBox.ButtonRole
        self._wait = self._add(self.tr("Wait and close"), "wait_button", roles.AcceptRole)
        self._leave = self._add(self.tr("Leave now"), "leave_button", roles.DestructiveRole)
        stay = self._add(self.tr("Cancel"), "stay_button", roles.RejectRole)
        self.setDefaultButton(self._wait)
        self.setEscapeButton(stay)
        self.buttonClicked.connect(self._on_button_clicked)

    def _describe_running(self) -> str:
        return self.tr(
            "Wait, and the program closes by itself once they have ended. If you leave now, their "
            "pictures are lost, and they may be charged all the same. What is only queued is kept for "
            "the next start."
        )

    def _describe_unsaved(self, *, is_in_memory: bool) -> str:
        if is_in_memory:
            return self.tr(
                "No disk has taken all of what came: if you leave now, pictures that were paid for are lost. "
                "Make room on the disk, or bring the gallery's folder back, and wait: it is saved once more."
            )
        return self.tr(
            "What came is kept on the disk, and is put into the gallery at the next start. Wait, and it is "
            "tried once more now."
        )

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
