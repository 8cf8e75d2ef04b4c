"""What a session tells those who show it: signals on the window's thread, facts in the past."""

from __future__ import annotations

from typing import Protocol


class Emitter(Protocol):
    def emit(self, *values: object) -> None: ...


class Views(Protocol):
    """Filled by the window's bridge. What each signal carries stands behind it."""

    @property
    def sources_changed(self) -> Emitter:
        """The list of sources, their order, or how many are being opened."""
        ...

    @property
    def shown_changed(self) -> Emitter:
        """Another source is on the canvas, or its pixels have come: ``Session.raster``."""
        ...

    @property
    def mask_changed(self) -> Emitter:
        """Box, bool: a box of the shown mask was painted; True once its share is counted anew."""
        ...

    @property
    def history_changed(self) -> Emitter:
        """What can be undone or redone."""
        ...

    @property
    def draft_changed(self) -> Emitter:
        """The draft, by the session and not by a field of the panel."""
        ...

    @property
    def brush_changed(self) -> Emitter: ...

    @property
    def preferences_changed(self) -> Emitter: ...

    @property
    def finding_changed(self) -> Emitter:
        """Whether anything is being computed for the mask: ``Finder.is_busy``."""
        ...

    @property
    def offer_changed(self) -> Emitter:
        """A mask from outside is offered, another one, or none any more: ``Finder.offer``."""
        ...

    @property
    def proposal_changed(self) -> Emitter:
        """What a tool is about to select: ``Proposer.found``."""
        ...

    @property
    def mask_saved(self) -> Emitter:
        """Path: a mask was written there."""
        ...

    @property
    def job_changed(self) -> Emitter:
        """JobId: one job is new, moved on, was moved, ended or was dismissed."""
        ...

    @property
    def jobs_replaced(self) -> Emitter:
        """Many jobs at once: those of earlier runs have joined the list."""
        ...

    @property
    def queue_changed(self) -> Emitter:
        """Whether the queue is paused, and why: ``JobList.is_paused``."""
        ...

    @property
    def spending_changed(self) -> Emitter:
        """What was spent: ``JobList.spending``."""
        ...

    @property
    def results_arrived(self) -> Emitter:
        """tuple[Result, ...]: just saved, newest last."""
        ...

    @property
    def picture_decoded(self) -> Emitter:
        """Path: the pixels of a picture that someone looks at, or why there are none: ``Session.looking``."""
        ...

    @property
    def query_changed(self) -> Emitter:
        """Other results are asked for: ``Results.query``."""
        ...

    @property
    def page_fetched(self) -> Emitter:
        """PageFetched, of whatever query it was asked for."""
        ...

    @property
    def results_counted(self) -> Emitter:
        """ResultsCounted."""
        ...

    @property
    def anchors_fetched(self) -> Emitter:
        """AnchorsFetched."""
        ...

    @property
    def results_changed(self) -> Emitter:
        """tuple[Result, ...]: the same results with other values."""
        ...

    @property
    def results_removed(self) -> Emitter:
        """tuple[ResultId, ...]: not in the gallery any more."""
        ...

    @property
    def results_restored(self) -> Emitter:
        """tuple[Result, ...]: in the gallery again, each at its place in time."""
        ...

    @property
    def restoring_ended(self) -> Emitter:
        """tuple[Result, ...]: all that one wish has brought back, told part by part before."""
        ...

    @property
    def members_changed(self) -> Emitter:
        """MembersChanged: results have joined a collection or left it."""
        ...

    @property
    def collection_deleted(self) -> Emitter:
        """str, tuple[ResultId, ...]: the name and the members that it had."""
        ...

    @property
    def collections_changed(self) -> Emitter:
        """What there is: ``Results.collections`` and ``Results.saved_searches``."""
        ...

    @property
    def results_trashed(self) -> Emitter:
        """Trashed: one wish has been done."""
        ...

    @property
    def trash_changed(self) -> Emitter:
        """Whether anything can be brought back: ``Trash.can_undo``."""
        ...

    @property
    def comparison_changed(self) -> Emitter:
        """How far a comparison is, or that there is another one: ``Session.comparison``."""
        ...

    @property
    def kin_fetched(self) -> Emitter:
        """Kin: the relatives of a result that were asked for."""
        ...

    @property
    def input_thumbnail_made(self) -> Emitter:
        """str, Path: a source or a mask as sent, by its digest, and a small PNG of it."""
        ...

    @property
    def result_reopened(self) -> Emitter:
        """bool: what a result came from is the open work now; True where other work was put aside for it."""
        ...

    @property
    def original_offered(self) -> Emitter:
        """OriginalFound: one of the sources was edited again and again."""
        ...

    @property
    def source_recognised(self) -> Emitter:
        """SourceId, Result: a source is a result of the gallery."""
        ...

    @property
    def intake_progressed(self) -> Emitter:
        """int, int: files from outside that were looked at, and all."""
        ...

    @property
    def intake_ended(self) -> Emitter:
        """Intake: what was found in them."""
        ...

    @property
    def connection_changed(self) -> Emitter:
        """ConnectionChanged."""
        ...

    @property
    def connection_tested(self) -> Emitter:
        """ConnectionTested."""
        ...

    @property
    def verifying_progressed(self) -> Emitter:
        """int, int: files of the gallery that were looked at, and all."""
        ...

    @property
    def gallery_verified(self) -> Emitter:
        """Verification, or None where it could not be done."""
        ...

    @property
    def index_rebuilt(self) -> Emitter:
        """int: so many results are in it."""
        ...

    @property
    def export_progressed(self) -> Emitter:
        """int, int: files of an export that are through, and all."""
        ...

    @property
    def export_collided(self) -> Emitter:
        """tuple[str, ...]: names that are taken in its folder; nothing was written."""
        ...

    @property
    def export_ended(self) -> Emitter:
        """ExportReport."""
        ...

    @property
    def png_made(self) -> Emitter:
        """ResultId, bytes: a result of another format as a PNG."""
        ...

    @property
    def raise_requested(self) -> Emitter:
        """The window is to come to the front: the program was started once more."""
        ...

    @property
    def message_shown(self) -> Emitter:
        """Problem, str: to be said, about the picture of that name where it is one of several."""
        ...
