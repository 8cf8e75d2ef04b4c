"""The bridge: the one object that carries facts to the GUI thread, and changes to the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from turbo_studio.core.facts import Fact
    from turbo_studio.session.session import Session


class Bridge(QObject):
    """Fills ``session.views.Views``. ``post`` may be called from any thread, and nothing else may."""

    fact_posted = Signal(object)
    sources_changed = Signal()
    shown_changed = Signal()
    mask_changed = Signal(object, bool)  # Box, is_final
    history_changed = Signal()
    draft_changed = Signal()
    brush_changed = Signal()
    finding_changed = Signal()
    offer_changed = Signal()
    proposal_changed = Signal()
    mask_saved = Signal(object)  # Path
    preferences_changed = Signal()
    job_changed = Signal(str)  # JobId
    jobs_replaced = Signal()
    queue_changed = Signal()
    spending_changed = Signal()
    results_arrived = Signal(object)  # tuple[Result, ...], newest last
    picture_decoded = Signal(object)  # Path
    query_changed = Signal()
    page_fetched = Signal(object)  # PageFetched
    results_counted = Signal(object)  # ResultsCounted
    anchors_fetched = Signal(object)  # AnchorsFetched
    results_changed = Signal(object)  # tuple[Result, ...]
    results_removed = Signal(object)  # tuple[ResultId, ...]
    results_restored = Signal(object)  # tuple[Result, ...]
    restoring_ended = Signal(object)  # tuple[Result, ...]
    members_changed = Signal(object)  # MembersChanged
    collection_deleted = Signal(str, object)  # name, tuple[ResultId, ...]
    collections_changed = Signal()
    results_trashed = Signal(object)  # Trashed
    trash_changed = Signal()
    comparison_changed = Signal()
    kin_fetched = Signal(object)  # Kin
    input_thumbnail_made = Signal(str, object)  # digest, Path
    result_reopened = Signal(bool)  # whether other work was put aside
    original_offered = Signal(object)  # OriginalFound
    source_recognised = Signal(str, object)  # SourceId, Result
    intake_progressed = Signal(int, int)
    intake_ended = Signal(object)  # Intake
    connection_changed = Signal(object)  # ConnectionChanged
    connection_tested = Signal(object)  # ConnectionTested
    verifying_progressed = Signal(int, int)
    gallery_verified = Signal(object)  # Verification or None
    index_rebuilt = Signal(int)
    export_progressed = Signal(int, int)
    export_collided = Signal(object)  # tuple[str, ...]
    export_ended = Signal(object)  # ExportReport
    png_made = Signal(str, object)  # ResultId, bytes
    raise_requested = Signal()
    message_shown = Signal(object, str)  # Problem, the name of the picture it is about

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.fact_posted.connect(self._on_fact_posted, Qt.ConnectionType.QueuedConnection)
        session.show_in(self)

    def post(self, fact: Fact) -> None:
        """Hand a fact to the session, on the GUI thread and in order."""
        self.fact_posted.emit(fact)

    @Slot(object)
    def _on_fact_posted(self, fact: Fact) -> None:
        self._session.receive(fact)
