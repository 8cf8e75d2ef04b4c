"""The bridge: the one object that carries facts to the GUI thread, and changes to the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from turbo_studio.core.facts import ConnectionChanged, ResultsFetched
from turbo_studio.session.changes import (
    BrushChanged,
    DraftChanged,
    HistoryChanged,
    JobsChanged,
    MaskChanged,
    MessageShown,
    ResultsArrived,
    ShownChanged,
    SourcesChanged,
)

if TYPE_CHECKING:
    from turbo_studio.core.facts import Fact
    from turbo_studio.session.changes import Change
    from turbo_studio.session.session import Session


class Bridge(QObject):
    """``post`` may be called from any thread; every other signal is emitted on the GUI thread."""

    fact_posted = Signal(object)
    sources_changed = Signal()
    shown_changed = Signal()
    mask_changed = Signal(object, bool)  # Box, is_final
    history_changed = Signal()
    draft_changed = Signal()
    brush_changed = Signal()
    job_changed = Signal(str)  # JobId
    results_arrived = Signal(object)  # tuple[Result, ...], newest last
    results_fetched = Signal(object)  # ResultsFetched
    connection_changed = Signal(object)  # ConnectionChanged
    message_shown = Signal(object, str)  # Problem, the name of the picture it is about

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.fact_posted.connect(self._on_fact_posted, Qt.ConnectionType.QueuedConnection)
        session.subscribe(self._publish)

    def post(self, fact: Fact) -> None:
        """Hand a fact to the session, on the GUI thread and in order."""
        self.fact_posted.emit(fact)

    @Slot(object)
    def _on_fact_posted(self, fact: Fact) -> None:
        self._session.receive(fact)

    def _publish(self, change: Change) -> None:
        match change:
            case SourcesChanged():
                self.sources_changed.emit()
            case ShownChanged():
                self.shown_changed.emit()
            case MaskChanged(box, is_final):
                self.mask_changed.emit(box, is_final)
            case HistoryChanged():
                self.history_changed.emit()
            case DraftChanged():
                self.draft_changed.emit()
            case BrushChanged():
                self.brush_changed.emit()
            case JobsChanged(job_id):
                self.job_changed.emit(job_id)
            case ResultsArrived(results):
                self.results_arrived.emit(results)
            case ResultsFetched():
                self.results_fetched.emit(change)
            case ConnectionChanged():
                self.connection_changed.emit(change)
            case MessageShown(problem, name):
                self.message_shown.emit(problem, name)
