"""Rows of what is known, each a label and a text, and the ids for the gateway's support."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.ui.gallery.detail_words import DetailRow

_IDS_SHOWN_MAX = 10
_BREAKABLE = re.compile(r"[-_./:]|[^\s\-_./:]{12}")
_LABEL_WIDTH_PX = 84


class DetailRows(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids = ""
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH_PX)
        self._grid.setColumnStretch(1, 1)
        self._copy_ids = QPushButton(self.tr("Copy Request IDs"), self)
        self._copy_ids.setObjectName("detail_copy_ids_button")
        self._copy_ids.setProperty("link", "true")
        self._copy_ids.clicked.connect(self._on_copy_ids_clicked)

    def show_rows(self, rows: Sequence[DetailRow], request_ids: Sequence[str]) -> None:
        """The ids come last: they are for the gateway's support."""
        self._ids = "\n".join(request_ids[:_IDS_SHOWN_MAX])
        ids = [(self.tr("Request ID"), self._ids, False)] if self._ids else []
        shown = [*rows, *ids]
        while len(self._labels) < len(shown):
            self._add_row()
        for index, (label, text) in enumerate(self._labels):
            for widget in (label, text):
                widget.setVisible(index < len(shown))
            if index < len(shown):
                said, value, is_difference = shown[index]
                label.setText(said)
                text.setText(_break_anywhere(value))
                text.setAccessibleName(f"{said}: {value}")
                _set_role(text, "error" if is_difference else "")
        self._grid.addWidget(self._copy_ids, len(self._labels), 1, Qt.AlignmentFlag.AlignLeft)
        self._copy_ids.setVisible(bool(self._ids))

    def _add_row(self) -> None:
        label, text = QLabel(self), QLabel(self)
        label.setProperty("role", "secondary")
        text.setObjectName(f"detail_text_{len(self._labels) + 1}")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label, len(self._labels), 0, top)
        self._grid.addWidget(text, len(self._labels), 1, top)
        self._labels.append((label, text))

    @Slot()
    def _on_copy_ids_clicked(self) -> None:
        copy_text(self._ids)


def copy_text(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _break_anywhere(text: str) -> str:
    """A word that is longer than a line would make the column wider: names of files and ids are."""
    return _BREAKABLE.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)


def _set_role(label: QLabel, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
