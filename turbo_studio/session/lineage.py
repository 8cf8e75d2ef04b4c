"""What results came from: relatives, their work opened again, the original in place of a worn copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core import facts
from turbo_studio.core.facts import SourceOpened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from turbo_studio.core.result import Result, Upload
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.session import Session
    from turbo_studio.session.views import Views


class Lineage:
    """Each verb returns at once; what comes of it is told to the views."""

    def __init__(self, session: Session, use_engine: Callable[[], Engine], views: Views) -> None:
        self._session = session
        self._use_engine = use_engine
        self._views = views
        self._as_reopened: Workspace | None = None
        """The work as a result brought it back: while nothing is done to it, it can be had again."""

    # Verbs

    def fetch_kin(self, result: Result) -> None:
        """It comes as ``views.kin_fetched``."""
        self._use_engine().lineage.fetch_kin(result)

    def fetch_thumbnails(self, inputs: Sequence[Upload]) -> None:
        """Small pictures of sources and masks as sent, for ``views.input_thumbnail_made``, in this order."""
        self._use_engine().lineage.fetch_thumbnails(inputs)

    def reopen(self, result: Result) -> None:
        """Put a result's sources, mask, prompt and settings in place of the open work, which is put aside.

        Sources and mask are those that were sent: upright, in sRGB, and perhaps smaller than the files were.
        """
        self._use_engine().lineage.reopen(result, self._take_work_to_keep())

    def edit_from_original(self, result: Result) -> None:
        """Take as a source what a result's chain of edits began with; the draft stays, where there is any."""
        if not self._session.draft.prompt:
            self._session.reuse_settings(result)
        self.take_original(result.digest)

    def weigh_source(self, digest: str) -> None:
        """See whether a picture has been edited again and again: then its original is offered."""
        self._use_engine().lineage.find_original(digest)

    def take_original(self, digest: str) -> None:
        """Open the original of a result's picture, in the place of that picture where it is a source."""
        self._use_engine().lineage.open_original(digest)

    def _take_work_to_keep(self) -> Workspace | None:
        """The open work; None where there is nothing that could not be had again."""
        workspace = self._session.take_workspace()
        return None if workspace.is_empty or workspace == self._as_reopened else workspace

    # Facts

    def receive(self, fact: facts.LineageFact) -> None:
        match fact:
            case facts.KinFetched():
                self._views.kin_fetched.emit(fact.kin)
            case facts.InputThumbnailMade(digest, thumbnail):
                self._views.input_thumbnail_made.emit(digest, thumbnail)
            case facts.ResultReopened():
                self._on_result_reopened(fact)
            case facts.OriginalFound():
                if any(source.digest == fact.digest for source in self._session.document.sources):
                    self._views.original_offered.emit(fact)
            case facts.OriginalOpened(digest, SourceOpened() as opened):
                self._session.replace_source(digest, opened)
            case facts.OriginalOpened(_, facts.SourceRefused(name, problem)):
                self._views.message_shown.emit(problem, name)

    def _on_result_reopened(self, fact: facts.ResultReopened) -> None:
        kept = self._take_work_to_keep()
        if kept is not None and kept != fact.put_aside:  # something was done while the result was on its way
            self._use_engine().lineage.put_aside(kept)
        self._session.take_over(fact.work)
        self._as_reopened = self._session.take_workspace()
        for lost in fact.lost:
            self._views.message_shown.emit(lost.problem, lost.name)
        self._views.result_reopened.emit(kept is not None or fact.put_aside is not None)
        self._session.save_work(draft_only=False)
