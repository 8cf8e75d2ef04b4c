"""What the menu offers for a mask as a whole, with the questions that some of it needs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QInputDialog

from turbo_studio.core.geometry import Size
from turbo_studio.core.operators import RADIUS_MAX_PX, FillHoles, Grow, RemoveSpecks, Shrink, Smooth
from turbo_studio.core.shapes import Combine

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog

    from turbo_studio.core.operators import MaskOperator
    from turbo_studio.ui.window import MainWindow

_SPECK_MAX_PX = 1_000_000
_PATTERNS = "*.png *.jpg *.jpeg *.webp"


class MaskCommands(QObject):
    """One method a verb of the menu."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._finder = window.session.finder
        self._numbers = {"grow_mask": 4, "shrink_mask": 4, "smooth_mask": 3, "remove_specks": 64}
        """What was chosen last for each verb that asks."""
        window.bridge.mask_saved.connect(self._on_bridge_mask_saved)

    def run(self, verb: str) -> None:
        verbs: dict[str, Callable[[], None]] = {
            "grow_mask": partial(self._ask, "grow_mask", self.tr("Grow the mask by"), Grow),
            "shrink_mask": partial(self._ask, "shrink_mask", self.tr("Shrink the mask by"), Shrink),
            "smooth_mask": partial(self._ask, "smooth_mask", self.tr("Smooth the mask's edge over"), Smooth),
            "fill_holes": partial(self._finder.rework_mask, FillHoles()),
            "remove_specks": partial(
                self._ask,
                "remove_specks",
                self.tr("Remove areas smaller than"),
                RemoveSpecks,
                number_max=_SPECK_MAX_PX,
            ),
            "mask_from_transparency": partial(self._finder.select_transparency, Combine.REPLACE),
            "open_mask": self._open_mask,
            "paste_mask": self._paste_mask,
            "save_mask": self._save_mask,
        }
        verbs[verb]()

    def _ask(
        self,
        verb: str,
        question: str,
        operator: Callable[[int], MaskOperator],
        *,
        number_max: int = RADIUS_MAX_PX,
    ) -> None:
        """Ask for a number of pixels in a small dialog, and go on from there."""
        dialog = QInputDialog(self._window)
        dialog.setObjectName(f"{verb}_dialog")
        dialog.setWindowTitle(self.tr("Mask"))
        dialog.setLabelText(self.tr("{0} (pixels):").format(question))
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, number_max)
        dialog.setIntValue(self._numbers[verb])

        def go_on(number: int) -> None:
            self._numbers[verb] = number
            self._finder.rework_mask(operator(number))

        dialog.intValueSelected.connect(go_on)
        _open(dialog)

    def _open_mask(self) -> None:
        pictures, others = self.tr("Pictures"), self.tr("All files")
        patterns = f"{pictures} ({_PATTERNS});;{others} (*)"
        dialog = QFileDialog(self._window, self.tr("Open a picture as the mask"), "", patterns)
        dialog.setObjectName("open_mask_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_open_mask_dialog_file_selected)
        _open(dialog)

    def _paste_mask(self) -> None:
        from turbo_studio.ui.incoming import find_local_files, read_rgba

        mime = QGuiApplication.clipboard().mimeData()
        files = find_local_files(mime)
        image = mime.imageData() if mime.hasImage() else None
        if files:
            self._finder.offer_file(files[0])
        elif isinstance(image, QImage) and not image.isNull():
            self._finder.offer_pixels(Size(image.width(), image.height()), read_rgba(image))
        else:
            self._window.show_notice(self.tr("There is no picture on the clipboard."))

    def _save_mask(self) -> None:
        source = self._window.session.painter.shown_source
        name = f"{Path(source.name).stem}-mask.png" if source is not None else "mask.png"
        dialog = QFileDialog(self._window, self.tr("Save the mask"), name, "PNG (*.png)")
        dialog.setObjectName("save_mask_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._on_save_mask_dialog_file_selected)
        _open(dialog)

    @Slot(str)
    def _on_open_mask_dialog_file_selected(self, file: str) -> None:
        self._finder.offer_file(Path(file))

    @Slot(str)
    def _on_save_mask_dialog_file_selected(self, file: str) -> None:
        self._finder.save_mask(Path(file))

    @Slot(object)
    def _on_bridge_mask_saved(self, path: Path) -> None:
        self._window.show_notice(self.tr("The mask is saved as {0}.").format(path.name))


def _open(dialog: QDialog) -> None:
    """Modal to the window, without a loop of its own, and gone once closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
