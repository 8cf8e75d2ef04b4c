"""What the gallery offers of a result's past: its work opened again, its original, its relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from turbo_studio.ui.gallery.lineage_page import LineagePage
    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """Made with the first of its verbs; ``lineage_notices`` says what comes of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._lineage = window.session.lineage
        self._page: LineagePage | None = None

    def run(self, verb: str) -> None:
        result = self._window.chosen.current_result()
        if result is None:
            return
        if verb == "reopen_result":
            self._window.show_notice(self.tr("Opening what was sent…"))
            self._lineage.reopen(result)
        elif verb == "edit_from_original":
            self._window.show_page(None)
            self._lineage.edit_from_original(result)
        elif verb == "show_lineage":
            self._use_page().show_result(result)

    def _use_page(self) -> LineagePage:
        if self._page is None:
            from turbo_studio.ui.gallery.lineage_page import LineagePage  # needed by few

            self._page = LineagePage(self._window)
        return self._page
