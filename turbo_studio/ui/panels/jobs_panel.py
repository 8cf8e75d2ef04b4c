"""The jobs panel: each job with its state, time and progress, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QMenu, QVBoxLayout, QWidget

from turbo_studio.core.job import JobId, JobState
from turbo_studio.ui.panels.jobs_delegate import JobDelegate
from turbo_studio.ui.panels.jobs_model import JobRole, JobsModel
from turbo_studio.ui.panels.tiles import StudioListView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_TICK_MS = 1000


class JobsPanel(QWidget):
    result_chosen = Signal(object)
    """Result: the first of a job that is done was asked for."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = JobsModel(session, self)
        self._delegate = JobDelegate(self)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._count = QLabel(self)
        self._count.setProperty("role", "secondary")
        self._build_list()
        self._lay_out()
        self._clock.timeout.connect(self._model.refresh_times)
        self._delegate.cross_pressed.connect(self._on_delegate_cross_pressed)
        self._delegate.retry_pressed.connect(self._on_delegate_retry_pressed)
        self.jobs_list.customContextMenuRequested.connect(self._on_list_context_menu_requested)
        self.jobs_list.doubleClicked.connect(self._on_list_double_clicked)
        self.jobs_list.remove_requested.connect(self._on_delegate_cross_pressed)
        self.jobs_list.open_requested.connect(self._on_list_open_requested)
        bridge.job_changed.connect(self._on_bridge_job_changed)
        self._show_running()

    def is_ticking(self) -> bool:
        return self._clock.isActive()

    def current_job_id(self) -> JobId | None:
        """The chosen job; without one, the newest that still runs."""
        index = self.jobs_list.currentIndex()
        if index.isValid():
            return self._model.view_at(index.row()).job.id
        running = [view.job.id for view in self._session.job_list.jobs.values() if not view.state.is_final]
        return running[-1] if running else None

    @Slot()
    def cancel_current(self) -> None:
        job_id = self.current_job_id()
        if job_id is not None:
            self._session.job_list.cancel(job_id)

    @Slot()
    def retry_current(self) -> None:
        job_id = self.current_job_id()
        if job_id is not None:
            self._session.job_list.retry(job_id)

    @Slot()
    def dismiss_current(self) -> None:
        job_id = self.current_job_id()
        if job_id is not None:
            self._session.job_list.dismiss(job_id)

    # Building

    def _build_list(self) -> None:
        self.jobs_list = JobsView()
        self.jobs_list.setObjectName("jobs_list")
        self.jobs_list.setAccessibleName(self.tr("Jobs"))
        self.jobs_list.setAccessibleDescription(
            self.tr("Delete cancels a job or takes it off the list, Enter sends it again or shows its result")
        )
        self.jobs_list.empty_label.setText(self.tr("No jobs yet"))
        self.jobs_list.setModel(self._model)
        self.jobs_list.setItemDelegate(self._delegate)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Jobs"), self)
        title.setProperty("role", "heading")
        heading = QHBoxLayout()
        heading.setContentsMargins(8, 0, 8, 0)
        heading.addWidget(title)
        heading.addStretch()
        heading.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 10, 6, 6)
        layout.setSpacing(4)
        layout.addLayout(heading)
        layout.addWidget(self.jobs_list)

    def _show_running(self) -> None:
        """How many run; the clock goes while any does."""
        running = self._session.job_list.running_count
        self._count.setText(self.tr("%n running", "", running) if running else "")
        if running and not self._clock.isActive():
            self._clock.start()
        elif not running:
            self._clock.stop()

    # Slots

    @Slot(str)
    def _on_bridge_job_changed(self, job_id: str) -> None:
        self._model.refresh(JobId(job_id))
        self._show_running()

    @Slot(int)
    def _on_delegate_cross_pressed(self, row: int) -> None:
        view = self._model.view_at(row)
        if view.state.is_final:
            self._session.job_list.dismiss(view.job.id)
        else:
            self._session.job_list.cancel(view.job.id)

    @Slot(int)
    def _on_delegate_retry_pressed(self, row: int) -> None:
        self._session.job_list.retry(self._model.view_at(row).job.id)

    @Slot(int)
    def _on_list_open_requested(self, row: int) -> None:
        """Enter: on to the result, or once more after a failure."""
        if self._model.index(row).data(JobRole.RETRY):
            self._on_delegate_retry_pressed(row)
        else:
            self._choose_result(row)

    @Slot()
    def _on_list_double_clicked(self, index: QModelIndex) -> None:
        self._choose_result(index.row())

    def _choose_result(self, row: int) -> None:
        results = self._model.view_at(row).results
        if results:
            self.result_chosen.emit(results[0])

    @Slot(QPoint)
    def _on_list_context_menu_requested(self, position: QPoint) -> None:
        """The press has made the job under the pointer the current one."""
        index = self.jobs_list.indexAt(position)
        if index.isValid():
            self._build_menu(index.row()).popup(self.jobs_list.viewport().mapToGlobal(position))

    def _build_menu(self, row: int) -> QMenu:
        view = self._model.view_at(row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        retry = self._model.index(row).data(JobRole.RETRY)
        if not view.state.is_final:
            menu.addAction(self.tr("Cancel"), self.cancel_current)
            return menu
        if retry:
            menu.addAction(retry, self.retry_current)
        if view.state is JobState.DONE:
            menu.addAction(self.tr("Show result"), self._on_show_result_triggered)
        menu.addAction(self.tr("Remove from the list"), self.dismiss_current)
        return menu

    @Slot()
    def _on_show_result_triggered(self) -> None:
        self._choose_result(self.jobs_list.currentIndex().row())


class JobsView(StudioListView):
    """Rows as high as their words; Delete and Enter tell what they ask for."""

    remove_requested = Signal(int)
    open_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__(inset_px=8)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit(row)
        else:
            super().keyPressEvent(event)
