"""What the gallery offers to compare: results with each other, or one with what it was made from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from turbo_studio.ui.compare.page import ComparePage
from turbo_studio.ui.compare.sides import SIDES_MAX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """Made with the first of its verbs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def run(self, verb: str) -> None:
        self._window.chosen.with_selected(partial(compare_results, self._window))


def compare_results(window: MainWindow, results: Sequence[Result]) -> None:
    """Show the compare page in the place of what the window shows; or say what it would take."""
    (window.findChild(_Visits) or _Visits(window)).compare(results)


class _Visits(QObject):
    """Keeps the page for the next time, and the way back from it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._page = ComparePage(window.session, window.bridge)
        self._page.left.connect(self._on_page_left)
        self._page.addAction(window.actions_table["lights_out"])  # pictures want the room
        self._former: QWidget | None = None
        self._focused: QWidget | None = None

    def compare(self, results: Sequence[Result]) -> None:
        if len(results) > SIDES_MAX:
            self._window.show_notice(self.tr("At most %n picture(s) can be compared.", "", SIDES_MAX))
        elif not self._page.compare(results):
            self._window.show_notice(
                self.tr("Choose two results or more, or one that was made from a source.")
            )
        elif self._window.page is not self._page:
            self._former, self._focused = self._window.page, self._window.focusWidget()
            self._window.show_page(self._page)
            self._page.setFocus()

    @Slot()
    def _on_page_left(self) -> None:
        """Back to what was there before, with the focus where it was."""
        self._window.show_page(self._former)
        if self._focused is not None:
            self._focused.setFocus()
