"""Asks for the name of a collection or a saved search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from turbo_studio.core.collection import clean_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

_WIDTH_PX = 340
"""So that titles are read in full, and names of some length."""


def ask_for_name(
    window: QWidget,
    title: str,
    label: str,
    go_on: Callable[[str], None],
    *,
    text: str = "",
    offered: Sequence[str] = (),
) -> None:
    """Goes on with the name, cleaned, and not at all without one; names there are may be offered."""
    dialog = QInputDialog(window)
    dialog.setObjectName("name_dialog")
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    if offered:
        dialog.setComboBoxEditable(True)
        dialog.setComboBoxItems(list(offered))
    dialog.setTextValue(text)
    dialog.resize(_WIDTH_PX, dialog.sizeHint().height())

    def accept(name: str) -> None:
        if cleaned := clean_name(name):
            go_on(cleaned)

    dialog.textValueSelected.connect(accept)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
