"""What a result was made from and what was made from it, as small pictures that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from turbo_studio.ui.gallery.picture_buttons import PictureButtons, Tile
from turbo_studio.ui.gallery.showing import show_in_gallery

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.lineage import Kin
    from turbo_studio.core.result import Provenance, Result, Upload
    from turbo_studio.ui.thumbnails import ThumbnailLoader
    from turbo_studio.ui.window import MainWindow

_CHILDREN_SHOWN_MAX = 8


class KinSection(QWidget):
    """Asks for the kin of each result that it is shown."""

    tiles_changed = Signal()

    def __init__(
        self, window: MainWindow, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._result: Result | None = None
        self._kin: Kin | None = None
        self._input_thumbnails: dict[str, str] = {}
        self._sources_heading = self._build_heading(self.tr("Made from, as sent"))
        self._sources = PictureButtons("detail_source", thumbnails, self)
        self._children_heading = self._build_heading("")
        self._children = PictureButtons("detail_child", thumbnails, self)
        self._buttons = [
            self._build_button("detail_lineage_button", self.tr("Show Lineage"), "show_lineage"),
            self._build_button("detail_reopen_button", self.tr("Reopen with Its Sources"), "reopen_result"),
            self._build_button(
                "detail_original_button", self.tr("Edit from the Original"), "edit_from_original"
            ),
        ]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        for widget in (self._sources_heading, self._sources, self._children_heading, self._children):
            layout.addWidget(widget)
        for button in self._buttons:
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._sources.result_pressed.connect(self._on_picture_result_pressed)
        self._children.result_pressed.connect(self._on_picture_result_pressed)
        for signal in (
            window.bridge.results_arrived,
            window.bridge.results_removed,
            window.bridge.results_restored,
        ):
            signal.connect(self._on_bridge_results_moved)
        window.bridge.kin_fetched.connect(self._on_bridge_kin_fetched)
        window.bridge.input_thumbnail_made.connect(self._on_bridge_input_thumbnail_made)

    def show_result(self, result: Result) -> None:
        """Its sources at once; what they are, and what was made from it, once that is known."""
        self._result, self._kin = result, None
        self._input_thumbnails.clear()
        self._refresh()
        made_by = result.provenance
        inputs = [*self._list_uploads(made_by), *([] if made_by.mask is None else [made_by.mask])]
        lineage = self._window.session.lineage
        if inputs:
            lineage.fetch_thumbnails(inputs)
        lineage.fetch_kin(result)

    # Building

    def _build_heading(self, text: str) -> QLabel:
        heading = QLabel(text, self)
        heading.setProperty("role", "heading")
        return heading

    def _build_button(self, name: str, text: str, verb: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("link", "true")
        button.clicked.connect(self._window.actions_table[verb].trigger)
        return button

    # What is shown

    def _refresh(self) -> None:
        sources, children = self._build_source_tiles(), self._build_child_tiles()
        for heading, buttons, tiles in (
            (self._sources_heading, self._sources, sources),
            (self._children_heading, self._children, children),
        ):
            heading.setVisible(bool(tiles))
            buttons.setVisible(bool(tiles))
            buttons.show_tiles(tiles)
        self.tiles_changed.emit()
        self._buttons[2].setVisible(self._kin is not None and self._kin.edit_count > 0)

    def _build_source_tiles(self) -> list[Tile]:
        if self._result is None:
            return []
        made_by = self._result.provenance
        count = len(self._list_uploads(made_by))
        return [self._build_source_tile(made_by, index) for index in range(count)]

    def _list_uploads(self, made_by: Provenance) -> tuple[Upload, ...]:
        """As many as a request can have: a record may claim any number."""
        return made_by.uploads[: self._window.session.profile.sources_max]

    def _build_source_tile(self, made_by: Provenance, index: int) -> Tile:
        known = self._kin.sources[index : index + 1] if self._kin is not None else ()
        result = known[0].result if known else None
        mask = made_by.mask if index == 0 else None
        said = [self.tr("Image {0}: {1}").format(index + 1, made_by.name_source(index) or self.tr("unnamed"))]
        if result is not None:
            said.append(self.tr("a result of this gallery; press to go there"))
        if mask is not None:
            said.append(self.tr("what was to change is tinted"))
        return Tile(
            "\n".join(said),
            self._find_input_thumbnail(made_by.uploads[index]),
            result,
            str(index + 1),
            self._find_input_thumbnail(mask),
        )

    def _find_input_thumbnail(self, upload: Upload | None) -> str:
        return "" if upload is None else self._input_thumbnails.get(upload.digest, "")

    def _build_child_tiles(self) -> list[Tile]:
        children = self._kin.children if self._kin is not None else ()
        self._children_heading.setText(self.tr("Made from it: {0}").format(len(children)))
        return [
            Tile(
                child.provenance.prompt.strip()[:200],
                "" if child.thumbnail is None else str(child.thumbnail),
                child,
            )
            for child in children[-_CHILDREN_SHOWN_MAX:]
        ]

    # Slots

    @Slot(object)
    def _on_bridge_kin_fetched(self, kin: Kin) -> None:
        if self._result is not None and kin.result.id == self._result.id:
            self._kin = kin
            self._refresh()

    @Slot()
    def _on_bridge_results_moved(self) -> None:
        """One of them may be a relative."""
        if self._result is not None and self.isVisible():
            self._window.session.lineage.fetch_kin(self._result)

    @Slot(str, object)
    def _on_bridge_input_thumbnail_made(self, digest: str, path: Path) -> None:
        self._input_thumbnails[digest] = str(path)
        self._refresh()

    @Slot(object)
    def _on_picture_result_pressed(self, result: Result) -> None:
        show_in_gallery(self._window, result)
