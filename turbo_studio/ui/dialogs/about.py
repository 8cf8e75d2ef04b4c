"""The about dialog: name, version, and whose work is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout

from turbo_studio import __version__

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(self.tr("About Turbo Studio"))
        title = QLabel(self.tr("Turbo Studio {0}").format(__version__))
        title.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(title)
        for text in (
            self.tr("Edit pictures by hand with an image model. MIT licence."),
            self.tr("Made with Qt {0} (LGPL), Lucide icons (ISC), httpx, Pillow and numpy.").format(
                qVersion()
            ),
        ):
            line = QLabel(text)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setProperty("role", "secondary")
            layout.addWidget(line)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("about_close_button")
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
