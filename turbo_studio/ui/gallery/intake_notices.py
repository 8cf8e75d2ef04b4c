"""Says what is known of pictures that came from outside, and offers what can be done with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Slot

from turbo_studio.core.query import Query
from turbo_studio.ui.words import join_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.intake import Intake
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow


_CHOSEN_MAX = 500


class IntakeNotices(QObject):
    """Made after the first paint; each notice takes the place of the one before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        bridge = window.bridge
        bridge.source_recognised.connect(self._on_bridge_source_recognised)
        bridge.intake_progressed.connect(self._on_bridge_intake_progressed)
        bridge.intake_ended.connect(self._on_bridge_intake_ended)

    @Slot(str, object)
    def _on_bridge_source_recognised(self, source_id: str, result: Result) -> None:
        names = (source.name for source in self._session.document.sources if source.id == source_id)
        name = next(names, "")
        if name:  # it may be gone again
            said = self.tr("{0} is a result of this gallery.").format(name)
            self._window.show_notice(said, *self._offer_reopening(result))

    @Slot(int, int)
    def _on_bridge_intake_progressed(self, done: int, total: int) -> None:
        said = self.tr("Looking through the files: {done} of {total}")
        numbers = {"done": QLocale().toString(done), "total": QLocale().toString(total)}
        self._window.show_notice(said.format(**numbers), self.tr("Cancel"), self._session.intake.cancel)

    @Slot(object)
    def _on_bridge_intake_ended(self, found: Intake) -> None:
        self._choose(found.known[:_CHOSEN_MAX])
        label = ""
        accept: Callable[[], None] | None = None
        pictures = found.unknown[: self._session.source_room]
        if pictures:
            label = self.tr("Open %n as Source(s)", "", len(pictures))
            accept = partial(self._session.open_files, pictures)
        elif len(found.known) == 1:
            label, accept = self._offer_reopening(found.known[0])
        self._window.show_notice(self._describe(found), label, accept)

    def _choose(self, known: tuple[Result, ...]) -> None:
        """In the views, which then show all results where these would not be among them."""
        results = self._session.results
        if not all(map(results.meets, known)):
            results.set_query(Query())
        if known:
            self._window.chosen.choose(*known)

    def _describe(self, found: Intake) -> str:
        """One sentence, and a second one where not all was looked at."""
        parts = []
        if found.known:
            parts.append(self.tr("%n result(s) of this gallery", "", len(found.known)))
        if found.unknown:
            parts.append(self.tr("%n other picture(s)", "", len(found.unknown)))
        if found.others_count:
            parts.append(self.tr("%n other file(s)", "", found.others_count))
        said = [self.tr("Found there: {0}.").format(self.tr(", ").join(parts))] if parts else []
        if not found.is_whole:
            said.append(self.tr("Not all files were looked at."))
        return join_sentences(said) or self.tr("There is no picture.")

    def _offer_reopening(self, result: Result) -> tuple[str, Callable[[], None]]:
        return self.tr("Reopen with Its Sources"), partial(self._session.lineage.reopen, result)
