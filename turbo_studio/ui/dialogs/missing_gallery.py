"""The question where the gallery of the last time is missing: look again, or begin a new one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

    from turbo_studio.session.session import Session


class MissingGalleryBox(QMessageBox):
    """Enter looks again; Escape and closing it leave the program without a gallery."""

    def __init__(self, session: Session, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("missing_gallery_box")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The gallery is missing"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(said)
        self.setInformativeText(
            self.tr("Without a gallery nothing can be sent, for there is no place to keep what comes back.")
        )
        roles = QMessageBox.ButtonRole
        self._again = self._add(self.tr("Look again"), "look_again_button", roles.AcceptRole)
        self._anew = self._add(self.tr("Begin a new gallery"), "new_gallery_button", roles.DestructiveRole)
        stay = self._add(self.tr("Not now"), "not_now_button", roles.RejectRole)
        self.setDefaultButton(self._again)
        self.setEscapeButton(stay)
        self.buttonClicked.connect(self._on_button_clicked)

    def _add(self, words: str, name: str, role: QMessageBox.ButtonRole) -> QPushButton:
        button = self.addButton(words, role)
        button.setObjectName(name)
        return button

    @Slot(object)
    def _on_button_clicked(self, button: QAbstractButton) -> None:
        if button in {self._again, self._anew}:
            self._session.reopen_gallery(anew=button is self._anew)
