"""What the gallery offers to be rid of results, and for those whose file is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog

from turbo_studio.ui.words import join_sentences

if TYPE_CHECKING:
    from turbo_studio.core.result import Result
    from turbo_studio.core.trash import Trashed
    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """Made with the first of its verbs; says from then on what has gone to the trash, and offers it back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._trash = window.session.trash
        self._missing: Result | None = None
        window.bridge.results_trashed.connect(self._on_bridge_results_trashed)
        window.bridge.restoring_ended.connect(self._on_bridge_restoring_ended)
        window.bridge.trash_changed.connect(self._on_bridge_trash_changed)

    def run(self, verb: str) -> None:
        if verb == "move_to_trash":
            self._window.chosen.with_selected(self._trash.move)
        elif verb == "bring_back":
            self._trash.bring_back()
        elif verb == "remove_missing":
            self._window.chosen.with_selected(self._remove_missing)
        elif verb == "find_missing_file":
            self._find_file()

    def _remove_missing(self, results: tuple[Result, ...]) -> None:
        self._trash.move(result for result in results if result.is_missing)

    def _find_file(self) -> None:
        self._missing = self._window.chosen.current_result()
        if self._missing is None:
            return
        title = self.tr("Find a copy of {0}").format(self._missing.path.name)
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName("find_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_find_dialog_file_selected)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def _on_find_dialog_file_selected(self, file: str) -> None:
        if self._missing is not None:
            self._trash.relink(self._missing, Path(file))

    @Slot(object)
    def _on_bridge_results_trashed(self, trashed: Trashed) -> None:
        if trashed.kept_in is None:
            said = [self.tr("%n result(s) moved to the trash.", "", len(trashed.ids))]
        else:
            said = [self.tr("%n result(s) taken out of the gallery.", "", len(trashed.ids))]
            kept = self.tr(
                "This disk has no trash: the pictures are kept in {0} until you delete them there."
            )
            said.append(kept.format(trashed.kept_in))
        if trashed.left_count:
            left = self.tr(
                "%n file(s) left in place: links, or files of other results too.", "", trashed.left_count
            )
            said.append(left)
        self._window.show_notice(join_sentences(said), self.tr("Undo"), self._trash.undo)

    @Slot(object)
    def _on_bridge_restoring_ended(self, results: tuple[Result, ...]) -> None:
        """Chosen again, as they were when they went."""
        self._window.chosen.choose(*results)

    @Slot()
    def _on_bridge_trash_changed(self) -> None:
        """The button would bring back something else now."""
        self._window.message_bar.close_notice(self._trash.undo)
