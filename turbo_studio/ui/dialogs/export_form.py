"""The fields of the export dialog: what is written, how, under which names, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLabel,
    QPushButton,
    QSpinBox,
)

from turbo_studio.core.exporting import (
    PER_CENT_MAX,
    SIDE_MAX_PX,
    ExportOptions,
    ExportOrder,
    FileFormat,
    LongerSide,
    PerCent,
    Preset,
)
from turbo_studio.ui.dialogs.export_name_field import ExportNameField
from turbo_studio.ui.dialogs.folder_field import FolderField
from turbo_studio.ui.dialogs.settings_page import SettingsPage, build_choice, build_row
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from turbo_studio.core.exporting import Collision, Resize
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session

_LOSSY = {FileFormat.JPEG, FileFormat.WEBP}
_LONGER_SIDE_PX = 2048
_NOTE_LINES = 2
_NUMBER_WIDTH = 110


class ExportForm(SettingsPage):
    """Begins with what was chosen the last time."""

    changed = Signal()

    def __init__(self, session: Session, results: Sequence[Result], parent: QWidget | None = None) -> None:
        super().__init__("export_form", parent)
        self._results = results
        self._build_preset(session.preferences.export_preset)
        self._build_format(session.preferences.export_format, session.preferences.export_quality)
        self._build_size()
        self._build_background()
        self._build_name(session.preferences.export_template)
        self._build_folder(session.preferences.export_folder)
        indent_spin_boxes(self.quality_box, self.side_box, self.per_cent_box)
        self._refresh()

    # What is chosen

    @property
    def options(self) -> ExportOptions:
        return ExportOptions(
            self._preset,
            FileFormat(self.format_box.currentData()),
            self.quality_box.value(),
            self._read_resize(),
            self.background_box.currentData(),
        )

    @property
    def template(self) -> str:
        return self.name_field.template

    @property
    def is_complete(self) -> bool:
        return self.folder_field.folder is not None and self.name_field.is_good

    def build_order(self, collision: Collision | None) -> ExportOrder:
        """ValueError where it is not complete."""
        folder = self.folder_field.read()
        return ExportOrder(tuple(self._results), self.template, self.options, folder, collision)

    def read_preferences(self) -> dict[str, Any]:
        """What is to be kept for the next time, of what preferences can hold."""
        options = self.options
        kept = {"export_template": self.template} if self.template.isprintable() else {}
        return (
            self.folder_field.read_preferences()
            | kept
            | {
                "export_preset": options.preset.value,
                "export_format": options.format.value,
                "export_quality": options.quality,
            }
        )

    def _read_resize(self) -> Resize | None:
        match self.size_box.currentData():
            case "longer_side":
                return LongerSide(self.side_box.value(), enlarges=self.enlarge_box.isChecked())
            case "per_cent":
                return PerCent(self.per_cent_box.value())
            case _:
                return None

    # Building

    def _build_preset(self, chosen: str) -> None:
        names = {
            Preset.ORIGINAL: self.tr("Original file"),
            Preset.CLEAN: self.tr("Clean copy"),
            Preset.DESCRIBED: self.tr("With description"),
        }
        self._preset = next((preset for preset in Preset if preset.value == chosen), Preset.ORIGINAL)
        group = QButtonGroup(self)
        buttons = []
        for index, (preset, name) in enumerate(names.items()):
            button = QPushButton(name)
            button.setObjectName(f"export_{preset}_button")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setChecked(preset is self._preset)
            button.setProperty("segment", ("left", "middle", "right")[index])
            button.setProperty("preset", preset.value)
            group.addButton(button)
            buttons.append(button)
        group.buttonToggled.connect(self._on_group_button_toggled)
        self.add_row("export_preset", self.tr("Content"), build_row(*buttons, spacing=0))
        self.preset_note = self.add_note("", "export_preset_note")
        self.preset_note.setWordWrap(True)
        self.preset_note.setFixedHeight(_NOTE_LINES * self.preset_note.fontMetrics().lineSpacing())
        self.preset_note.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _build_format(self, chosen: str, quality: int) -> None:
        names = {
            FileFormat.KEEP: self.tr("As it is"),
            FileFormat.PNG: "PNG",
            FileFormat.JPEG: "JPEG",
            FileFormat.WEBP: "WEBP",
            FileFormat.WEBP_LOSSLESS: self.tr("WEBP, lossless"),
        }
        self.format_box = build_choice({each.value: name for each, name in names.items()}, chosen)
        self.format_box.currentIndexChanged.connect(self._refresh)
        self.quality_box = self._build_number("export_quality_box", self.tr("Quality"), 1, 100, quality)
        self.quality_label = QLabel(self.tr("Quality"))
        row = build_row(self.format_box, self.quality_label, self.quality_box)
        self.add_row("export_format_box", self.tr("Format"), self.format_box, row)

    def _build_size(self) -> None:
        choices = {
            "": self.tr("As it is"),
            "longer_side": self.tr("Longer side"),
            "per_cent": self.tr("Per cent"),
        }
        self.size_box = build_choice(choices, "")
        self.size_box.currentIndexChanged.connect(self._refresh)
        self.side_box = self._build_number(
            "export_side_box", self.tr("Longer side"), 1, SIDE_MAX_PX, _LONGER_SIDE_PX
        )
        self.side_box.setSuffix(self.tr(" px"))
        self.per_cent_box = self._build_number(
            "export_per_cent_box", self.tr("Per cent"), 1, PER_CENT_MAX, 50
        )
        self.per_cent_box.setSuffix(self.tr(" %"))
        self.enlarge_box = QCheckBox(self.tr("Enlarge smaller pictures"))
        self.enlarge_box.setObjectName("export_enlarge_box")
        self.enlarge_box.toggled.connect(self._refresh)
        row = build_row(self.size_box, self.side_box, self.per_cent_box, self.enlarge_box)
        self.add_row("export_size_box", self.tr("Size"), self.size_box, row)

    def _build_background(self) -> None:
        colours = {"#ffffff": self.tr("White"), "#808080": self.tr("Grey"), "#000000": self.tr("Black")}
        self.background_box = build_choice(colours, "#ffffff")
        self.background_box.setToolTip(self.tr("JPEG has no transparency: this is seen through instead"))
        self.add_row("export_background_box", self.tr("Background"), self.background_box)

    def _build_name(self, template: str) -> None:
        self.name_field = ExportNameField(self._results, template)
        self.name_field.changed.connect(self._refresh)
        edit = self.name_field.template_edit
        self.add_row("export_template_edit", self.tr("Name"), edit, self.name_field)
        self.name_note = self.add_note("", "export_template_note")

    def _build_folder(self, folder: str) -> None:
        self.folder_field = FolderField(folder)
        self.folder_field.changed.connect(self._refresh)
        edit = self.folder_field.folder_edit
        self.add_row("export_folder_edit", self.tr("Folder"), edit, self.folder_field)

    def _build_number(self, name: str, label: str, low: int, high: int, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setRange(low, high)
        box.setValue(value)
        box.setFixedWidth(_NUMBER_WIDTH)
        box.valueChanged.connect(self._refresh)
        return box

    # Changes

    @Slot()
    def _refresh(self) -> None:
        """Offer what goes together, and say what comes of it."""
        options = self.options
        is_copy, is_jpeg = options.preset is not Preset.ORIGINAL, options.format is FileFormat.JPEG
        for box in (self.format_box, self.size_box):
            box.setEnabled(is_copy)
        for widget in (self.quality_label, self.quality_box):
            widget.setEnabled(is_copy and self._is_lossy(options))
        self.background_box.setEnabled(is_copy and is_jpeg)
        mode = self.size_box.currentData()
        self.side_box.setVisible(mode == "longer_side")
        self.enlarge_box.setVisible(mode == "longer_side")
        self.per_cent_box.setVisible(mode == "per_cent")
        for field in (self.side_box, self.enlarge_box, self.per_cent_box):
            field.setEnabled(is_copy)
        self.preset_note.setText(self._say_preset(options.preset))
        self._show_names(options)
        self.changed.emit()

    def _is_lossy(self, options: ExportOptions) -> bool:
        """Whether a quality is of use: what keeps its format and its size keeps its coding as well."""
        if options.format is FileFormat.KEEP:
            has_lossy = any(result.media_type != "image/png" for result in self._results)
            return has_lossy and options.resize is not None
        return options.format in _LOSSY

    def _say_preset(self, preset: Preset) -> str:
        return {
            Preset.ORIGINAL: self.tr(
                "Each byte as it came, with what the file says about its own origin (C2PA)."
            ),
            Preset.CLEAN: self.tr(
                "The pixels alone: no prompt, no metadata. The proof of origin (C2PA) is left out."
            ),
            Preset.DESCRIBED: self.tr(
                "With the prompt, and that a model made it, as XMP. The proof of origin (C2PA) is left out."
            ),
        }[preset]

    def _show_names(self, options: ExportOptions) -> None:
        said = self.name_field.say_names(options)
        self.name_note.setProperty("role", "secondary" if self.name_field.is_good else "error")
        self.name_note.style().polish(self.name_note)
        self.name_note.setText(said)
        self.name_field.template_edit.setAccessibleDescription(said)

    # Slots

    @Slot(object, bool)
    def _on_group_button_toggled(self, button: QAbstractButton, checked: bool) -> None:
        if checked:
            self._preset = Preset(button.property("preset"))
            self._refresh()
