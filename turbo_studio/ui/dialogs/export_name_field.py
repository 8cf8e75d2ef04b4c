"""The field for the names of exported files: a template, what can be put into it, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from turbo_studio.core.export_names import DEFAULT_TEMPLATE, TOKENS, find_unknown_tokens, plan_files
from turbo_studio.core.exporting import Preset, find_export_size
from turbo_studio.ui.dialogs.settings_page import build_line
from turbo_studio.ui.figures import format_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from turbo_studio.core.exporting import ExportOptions
    from turbo_studio.core.result import Result

_NAMES_SHOWN = 3
_CHARACTERS_MAX = 200


class ExportNameField(QWidget):
    changed = Signal()

    def __init__(self, results: Sequence[Result], template: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self.template_edit = build_line(template or DEFAULT_TEMPLATE, DEFAULT_TEMPLATE)
        self.template_edit.setMaxLength(_CHARACTERS_MAX)
        self.template_edit.textChanged.connect(self._on_template_edit_text_changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.template_edit, stretch=1)
        layout.addWidget(self._build_insert_button())

    def _build_insert_button(self) -> QPushButton:
        button = QPushButton(self.tr("Insert"))
        button.setObjectName("export_insert_button")
        button.setAutoDefault(False)
        menu = QMenu(button)
        for token, name in self._name_tokens().items():
            menu.addAction(f"{name}\t{{{token}}}").setData(f"{{{token}}}")
        menu.triggered.connect(self._on_menu_triggered)
        button.setMenu(menu)
        return button

    def _name_tokens(self) -> dict[str, str]:
        names = {
            "name": self.tr("Name in the gallery"),
            "date": self.tr("Date"),
            "time": self.tr("Time"),
            "prompt": self.tr("First words of the prompt"),
            "id": self.tr("Id"),
            "size": self.tr("Size in the gallery"),
            "quality": self.tr("Quality of the request"),
            "stars": self.tr("Stars"),
            "model": self.tr("Model"),
            "index": self.tr("Number in this export"),
        }
        return {token: names[token] for token in TOKENS}

    @property
    def template(self) -> str:
        text: str = self.template_edit.text()
        return text.strip() or DEFAULT_TEMPLATE

    @property
    def is_good(self) -> bool:
        return not find_unknown_tokens(self.template)

    def say_names(self, options: ExportOptions) -> str:
        """The first names that it gives, or what is wrong with it."""
        unknown = find_unknown_tokens(self.template)
        if unknown:
            tokens = ", ".join(f"{{{token}}}" for token in unknown)
            return self.tr("{0} stands for nothing: choose from the list.").format(tokens)
        count = len(self._results)
        files = plan_files(self.template, self._results[:_NAMES_SHOWN], options, count)
        said = [file.name for file in files]
        size = self._results[0].size
        if count == 1 and options.preset is not Preset.ORIGINAL and size is not None:
            said.append(format_size(find_export_size(size, options.resize)))
        if count > len(files):
            said.append(self.tr("and %n more", "", count - len(files)))
        return "\n".join(said)

    @Slot()
    def _on_template_edit_text_changed(self) -> None:
        self.changed.emit()

    @Slot("QAction*")
    def _on_menu_triggered(self, action: QAction) -> None:
        self.template_edit.insert(action.data())
        self.template_edit.setFocus()
