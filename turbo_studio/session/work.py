"""Keeps the open work as it changes, so that neither a crash nor an end takes any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.workspace import KeptSource, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.document import Document
    from turbo_studio.core.draft import Draft
    from turbo_studio.core.sources import SourceId
    from turbo_studio.session.engine import Engine


class OpenWork:
    """What was saved last, and what differs from it now."""

    def __init__(self, document: Document, draft: Draft, use_engine: Callable[[], Engine]) -> None:
        self._document = document
        self._use_engine = use_engine
        self._saved = self._untouched = Workspace(draft, is_size_chosen=False)
        self.is_awaited = False
        """True while the work of the last time is on its way: until then nothing may take its place."""

    def restore(self, *, aside: bool) -> None:
        self.is_awaited = True
        self._use_engine().restore_workspace(aside=aside)

    def save_draft(self, draft: Draft, *, is_size_chosen: bool) -> None:
        """Save what takes no time; sources and masks stay as they were saved last."""
        self._save(self._saved._replace(draft=draft, is_size_chosen=is_size_chosen))

    def save(self, draft: Draft, shown_id: SourceId | None, *, is_size_chosen: bool) -> None:
        self._save(self.build(draft, shown_id, is_size_chosen=is_size_chosen))

    def take_last(self, draft: Draft, shown_id: SourceId | None, *, is_size_chosen: bool) -> Workspace | None:
        """The state to keep at the end; None where nothing was begun, or the last time is not back yet."""
        workspace = self.build(draft, shown_id, is_size_chosen=is_size_chosen)
        is_untouched = workspace == self._saved == self._untouched
        return None if self.is_awaited or is_untouched else workspace

    def build(self, draft: Draft, shown_id: SourceId | None, *, is_size_chosen: bool) -> Workspace:
        """As of the last finished edit; copies what was painted since the last time."""
        take_mask = self._document.take_mask
        sources = self._document.sources
        kept = tuple(
            KeptSource(source.name, source.path, source.digest, take_mask(source.id)) for source in sources
        )
        shown = next((index for index, source in enumerate(sources) if source.id == shown_id), 0)
        return Workspace(draft, is_size_chosen, kept, shown)

    def _save(self, workspace: Workspace) -> None:
        if not self.is_awaited and workspace != self._saved:
            self._saved = workspace
            self._use_engine().save_workspace(workspace)
