"""Says what was reopened, with a way back, and offers the original of a worn copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from turbo_studio.ui.words import join_sentences

if TYPE_CHECKING:
    from turbo_studio.core.facts import OriginalFound
    from turbo_studio.ui.window import MainWindow


class LineageNotices(QObject):
    """Made after the first paint."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.bridge.result_reopened.connect(self._on_bridge_result_reopened)
        window.bridge.original_offered.connect(self._on_bridge_original_offered)

    @Slot(bool)
    def _on_bridge_result_reopened(self, has_put_aside: bool) -> None:
        self._window.show_page(None)
        said = self.tr("Reopened as it was sent: prompt, settings, and any sources and mask.")
        if has_put_aside:
            aside = self.tr("What was open was put aside.")
            restore = self._window.session.reopen_work
            self._window.show_notice(join_sentences((said, aside)), self.tr("Bring It Back"), restore)
        else:
            self._window.show_notice(said)

    @Slot(object)
    def _on_bridge_original_offered(self, found: OriginalFound) -> None:
        said = self.tr(
            "This picture comes from %n edit(s) in a row; each takes some of the quality.",
            "",
            found.original.edit_count,
        )
        take = partial(self._window.session.lineage.take_original, found.digest)
        self._window.show_notice(said, self.tr("Edit the Original"), take)
