"""What can be done with results in the window and on the desktop: use them, copy them, open one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.ui.gallery.copying import ResultCopier
from turbo_studio.ui.panels.reveal import Revealer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """Made with the first of its verbs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._revealer = Revealer(self)
        self._copier = ResultCopier(window.session.exporter, window.bridge, self)
        self._copier.copy_failed.connect(self._on_copier_copy_failed)
        window.closed.connect(self._on_window_closed)

    def run(self, verb: str) -> None:
        for_several = {"copy_image": self._copier.copy, "use_as_source": self._use_as_sources}.get(verb)
        if for_several is not None and self._window.chosen.count > 1:
            self._window.chosen.with_selected(for_several)
            return
        result = self._window.chosen.current_result()
        if result is None:
            return
        if verb == "reuse_settings":
            self._window.session.reuse_settings(result)
        elif not result.path.is_file():
            self._tell_unreadable(result.path.name, self.tr("it was moved or deleted"))
        else:
            self._use_file(verb, result)

    def _use_file(self, verb: str, result: Result) -> None:
        match verb:
            case "use_as_source":
                self._use_as_sources([result])
            case "copy_image":
                self._copier.copy([result])
            case "open_result":
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.path)))
            case "reveal_result":
                self._revealer.reveal(result.path)

    def _use_as_sources(self, results: Sequence[Result]) -> None:
        """Where the canvas is not seen, nobody would notice."""
        self._window.session.use_results_as_sources(results)
        if self._window.page is not None:
            said = self.tr("%n result(s) used as sources.", "", len(results))
            self._window.show_notice(said, self.tr("Show Canvas"), partial(self._window.show_page, None))

    def _tell_unreadable(self, name: str, reason: str) -> None:
        problem = Problem(ProblemCode.FILE_UNREADABLE, {"reason": reason})
        self._window.bridge.message_shown.emit(problem, name)

    @Slot(str, str)
    def _on_copier_copy_failed(self, path: str, reason: str) -> None:
        self._tell_unreadable(Path(path).name, reason)

    @Slot()
    def _on_window_closed(self) -> None:
        self._copier.stop()
