"""The fields of a contact sheet: its paper, what stands on it, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QSpinBox

from turbo_studio.core.contact_sheet import (
    COLUMNS_MAX,
    RESULTS_MAX,
    Caption,
    Paper,
    SheetOptions,
    SheetOrder,
    lay_out_sheet,
    name_pages,
)
from turbo_studio.core.export_names import build_name
from turbo_studio.ui.dialogs.folder_field import FolderField
from turbo_studio.ui.dialogs.settings_page import SettingsPage, build_choice, build_line, build_row
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.exporting import Collision
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session

_CHARACTERS_MAX = 200
_LONGEST_END = "-000.png"


class SheetForm(SettingsPage):
    changed = Signal()

    def __init__(self, session: Session, results: Sequence[Result], parent: QWidget | None = None) -> None:
        super().__init__("sheet_form", parent)
        self._results = results
        self._sizes = [result.size for result in results]
        self._build_look()
        self._build_paper()
        self._build_captions()
        self.name_edit = build_line(self.tr("Contact sheet"))
        self.name_edit.setMaxLength(_CHARACTERS_MAX)
        self.name_edit.textChanged.connect(self._refresh)
        self.add_row("sheet_name_edit", self.tr("Name"), self.name_edit)
        self.name_note = self.add_note("", "sheet_name_note")
        self.folder_field = FolderField(session.preferences.export_folder)
        self.folder_field.changed.connect(self._refresh)
        self.add_row(
            "export_folder_edit", self.tr("Folder"), self.folder_field.folder_edit, self.folder_field
        )
        indent_spin_boxes(self.columns_box)
        self._refresh()

    @property
    def options(self) -> SheetOptions:
        return SheetOptions(
            Paper(self.paper_box.currentData()),
            self.turn_box.currentData() == "landscape",
            self.columns_box.value(),
            frozenset(caption for caption, box in self.caption_boxes.items() if box.isChecked()),
            self.title_edit.text().strip(),
            self.ground_box.currentData() == "dark",
            self.format_box.currentData() == "pdf",
        )

    @property
    def is_complete(self) -> bool:
        return self.folder_field.folder is not None and len(self._results) <= RESULTS_MAX

    def build_order(self, collision: Collision | None) -> SheetOrder:
        """ValueError where it is not complete."""
        folder = self.folder_field.read()
        return SheetOrder(tuple(self._results), self.options, folder, self._name, collision)

    def read_preferences(self) -> dict[str, Any]:
        return self.folder_field.read_preferences()

    @property
    def _name(self) -> str:
        return build_name(self.name_edit.text(), _LONGEST_END).removesuffix(_LONGEST_END)

    # Building

    def _build_look(self) -> None:
        self.title_edit = build_line("", self.tr("None"))
        self.title_edit.setMaxLength(_CHARACTERS_MAX)
        self.title_edit.textChanged.connect(self._refresh)
        self.add_row("sheet_title_edit", self.tr("Title"), self.title_edit)
        self.format_box = build_choice({"pdf": "PDF", "png": "PNG"}, "pdf")
        self.ground_box = build_choice({"white": self.tr("On white"), "dark": self.tr("On dark grey")}, "")
        self.ground_box.setObjectName("sheet_ground_box")
        self.ground_box.setAccessibleName(self.tr("Ground"))
        row = build_row(self.format_box, self.ground_box)
        self.add_row("sheet_format_box", self.tr("Format"), self.format_box, row)

    def _build_paper(self) -> None:
        papers = {"a4": "A4", "letter": self.tr("Letter"), "square": self.tr("Square")}
        self.paper_box = build_choice(papers, "a4")
        turns = {"portrait": self.tr("Portrait"), "landscape": self.tr("Landscape")}
        self.turn_box = build_choice(turns, "portrait")
        self.turn_box.setObjectName("sheet_turn_box")
        self.turn_box.setAccessibleName(self.tr("Orientation"))
        row = build_row(self.paper_box, self.turn_box)
        self.add_row("sheet_paper_box", self.tr("Paper"), self.paper_box, row)
        self.columns_box = QSpinBox()
        self.columns_box.setRange(1, COLUMNS_MAX)
        self.columns_box.setValue(SheetOptions().columns)
        self.columns_box.valueChanged.connect(self._refresh)
        self.add_row("sheet_columns_box", self.tr("Columns"), self.columns_box)
        for box in (self.paper_box, self.turn_box, self.format_box):
            box.currentIndexChanged.connect(self._refresh)

    def _build_captions(self) -> None:
        names = {
            Caption.NAME: self.tr("File name"),
            Caption.PROMPT: self.tr("Prompt"),
            Caption.SIZE: self.tr("Size"),
            Caption.STARS: self.tr("Stars"),
        }
        self.caption_boxes = {caption: QCheckBox(name) for caption, name in names.items()}
        for caption, box in self.caption_boxes.items():
            box.setObjectName(f"sheet_{caption}_box")
            box.setChecked(caption in SheetOptions().captions)
            box.toggled.connect(self._refresh)
        row = build_row(*self.caption_boxes.values(), spacing=16)
        self.add_row("sheet_captions", self.tr("Captions"), row)

    @Slot()
    def _refresh(self) -> None:
        is_short = len(self._results) <= RESULTS_MAX
        self.name_note.setProperty("role", "secondary" if is_short else "error")
        self.name_note.style().polish(self.name_note)
        self.name_note.setText(
            self._say_pages()
            if is_short
            else self.tr("A contact sheet takes %n results at most: choose fewer.", "", RESULTS_MAX)
        )
        self.name_edit.setAccessibleDescription(self.name_note.text())
        self.changed.emit()

    def _say_pages(self) -> str:
        options = self.options
        layout = lay_out_sheet(options, self._sizes)
        page_count = layout.count_pages(len(self._results))
        names = name_pages(self._name, page_count, is_pdf=options.is_pdf)
        shown = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
        pages = self.tr("%n page(s)", "", page_count)
        return f"{shown}\n{pages} · {layout.columns} × {layout.rows}"
