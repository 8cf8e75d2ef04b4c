"""The field for the folder that files are brought to: its path, typed or chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from turbo_studio.ui.dialogs.settings_page import build_line


class FolderField(QWidget):
    changed = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        """``folder`` is that of the last time; empty for one where pictures use to lie."""
        super().__init__(parent)
        self.folder_edit = build_line(folder or _find_first_folder())
        self.folder_edit.textChanged.connect(self._on_folder_edit_text_changed)
        choose = QPushButton(self.tr("Choose…"))
        choose.setObjectName("export_choose_button")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._on_choose_button_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.folder_edit, stretch=1)
        layout.addWidget(choose)

    @property
    def folder(self) -> Path | None:
        """None for what is no whole path."""
        try:
            path = Path(self.folder_edit.text().strip()).expanduser()
        except RuntimeError:  # nobody of that name has a home
            return None
        return path if path.is_absolute() else None

    def read(self) -> Path:
        """ValueError for what is no whole path."""
        if self.folder is None:
            raise ValueError(self.folder_edit.text())
        return self.folder

    def read_preferences(self) -> dict[str, Any]:
        folder = str(self.folder)
        return {"export_folder": folder} if folder.isprintable() else {}

    @Slot()
    def _on_folder_edit_text_changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_choose_button_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self.folder_edit.text())
        dialog.setObjectName("export_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_edit.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _find_first_folder() -> str:
    """Where pictures lie, if there is such a folder."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return pictures if Path(pictures).is_dir() else str(Path.home())
