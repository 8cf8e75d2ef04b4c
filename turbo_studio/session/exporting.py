"""Exports and contact sheets as the window asks for them: one order at a time, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import ExportCollided, ExportEnded, ExportProgressed, PngMade

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.contact_sheet import SheetOrder
    from turbo_studio.core.exporting import ExportOrder
    from turbo_studio.core.result import Result
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views


class Exporter:
    """Each verb returns at once; how it goes is told by the views' signals of exports."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self._use_engine = use_engine
        self._views = views
        self.is_running = False

    def export(self, order: ExportOrder | SheetOrder) -> None:
        """Begin an order; RuntimeError while another one is under way."""
        if self.is_running:
            raise RuntimeError("an export is under way")
        self.is_running = True
        self._use_engine().export(order)

    def cancel(self) -> None:
        """Begin no further file; its end is told all the same."""
        if self.is_running:
            self._use_engine().cancel_export()

    def make_png(self, result: Result) -> None:
        """Have a PNG made of a result that is none; also while an export runs."""
        self._use_engine().make_png(result)

    def receive(self, fact: ExportProgressed | ExportCollided | ExportEnded | PngMade) -> None:
        match fact:
            case ExportProgressed(done, total):
                self._views.export_progressed.emit(done, total)
            case ExportCollided(names):
                self.is_running = False
                self._views.export_collided.emit(names)
            case PngMade(result_id, content):
                self._views.png_made.emit(result_id, content)
            case ExportEnded(report):
                self.is_running = False
                self._views.export_ended.emit(report)
