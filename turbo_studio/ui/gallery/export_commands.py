"""What the gallery offers to bring results out of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from turbo_studio.ui.dialogs.export import ExportDialog
from turbo_studio.ui.dialogs.export_form import ExportForm
from turbo_studio.ui.dialogs.sheet_form import SheetForm
from turbo_studio.ui.words import join_sentences, say_note, say_problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.exporting import ExportReport
    from turbo_studio.core.result import Result
    from turbo_studio.ui.panels.reveal import Revealer
    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """Made with the first of its verbs; says from then on how each export ended."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._revealer: Revealer | None = None
        window.bridge.export_ended.connect(self._on_bridge_export_ended)

    def run(self, verb: str) -> None:
        ask = {"export": self._export, "contact_sheet": self._make_contact_sheet}[verb]
        self._window.chosen.with_selected(lambda results: ask(results) if results else None)

    def _export(self, results: tuple[Result, ...]) -> None:
        title = self.tr("Export %n Result(s)", "", len(results))
        self._ask(partial(ExportForm, self._window.session, results), title)

    def _make_contact_sheet(self, results: tuple[Result, ...]) -> None:
        title = self.tr("Contact Sheet of %n Result(s)", "", len(results))
        self._ask(partial(SheetForm, self._window.session, results), title)

    def _ask(self, build_form: Callable[[], ExportForm | SheetForm], title: str) -> None:
        """One dialog at a time: one that is under way stays, any other makes room."""
        dialog = self._find_dialog()
        if dialog is not None and not dialog.is_running:
            dialog.close()
            dialog = None
        if dialog is None:
            window = self._window
            if window.session.exporter.is_running:
                window.show_notice(self.tr("The export before this one is still being stopped."))
                return
            dialog = ExportDialog(window.session, window.bridge, build_form(), title, window)
            dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _find_dialog(self) -> ExportDialog | None:
        dialogs = self._window.findChildren(ExportDialog)
        return next((dialog for dialog in dialogs if dialog.isVisible()), None)

    @Slot(object)
    def _on_bridge_export_ended(self, report: ExportReport) -> None:
        """What went well is said by the window; what did not, where it can be tried again."""
        dialog = self._find_dialog()
        is_smooth = not (report.failures or report.skipped or report.problem)
        if dialog is not None and not is_smooth:
            dialog.show_report(report)
            return
        if dialog is not None:
            dialog.accept()
        said = [self._say_count(report), *map(say_note, report.notes)]
        if report.problem is not None:
            said.append(say_problem(report.problem))
        text = join_sentences(said)
        if report.paths:
            self._window.show_notice(text, self.tr("Show in Folder"), partial(self._reveal, report.paths[0]))
        else:
            self._window.show_notice(text)

    def _say_count(self, report: ExportReport) -> str:
        said = self.tr("%n file(s) exported to {0}.", "", len(report.paths)).format(report.folder)
        return self.tr("Stopped: {0}").format(said) if report.is_cancelled else said

    def _reveal(self, path: Path) -> None:
        from turbo_studio.ui.panels.reveal import Revealer  # needed by few

        self._revealer = self._revealer or Revealer(self)
        self._revealer.reveal(path)
