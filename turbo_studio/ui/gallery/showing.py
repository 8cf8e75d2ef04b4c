"""Brings a result into view in the gallery, also where the query hides it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from turbo_studio.core.query import Query

if TYPE_CHECKING:
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow


def show_in_gallery(window: MainWindow, result: Result) -> None:
    """Choose it, or offer to clear the query that hides it."""
    if window.session.results.meets(result):
        window.chosen.choose(result)
        return
    said = QCoreApplication.translate("Showing", "The search or the filters hide this result.")
    label = QCoreApplication.translate("Showing", "Show All")
    window.show_notice(said, label, partial(_show_among_all, window, result))


def _show_among_all(window: MainWindow, result: Result) -> None:
    window.session.results.set_query(Query())
    window.chosen.choose(result)
