"""The jobs panel: each job with its state and progress, what can be done about it, and what was spent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from turbo_studio.ui.panels.jobs_model import JobsModel
from turbo_studio.ui.panels.jobs_view import JobsView

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.job import JobId
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.panels.jobs_bars import QueueBar, SpendingLabel

_TICK_MS = 1000
_PATIENCE_MS = 400


class JobsPanel(QWidget):
    result_chosen = Signal(object)
    """Result: the first of a job that is done was asked for."""
    answer_chosen = Signal(object)
    """Path: the kept answer of a job was asked for."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = session.job_list
        self._model = JobsModel(session, self)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_timeout)
        self._count = QLabel(self)
        self._count.setProperty("role", "secondary")
        self._queue_bar: QueueBar | None = None
        self._spending: SpendingLabel | None = None
        self._build_list()
        self._lay_out()
        self._connect(bridge)
        self._show_queue()

    def is_ticking(self) -> bool:
        return self._clock.isActive()

    def current_job_id(self) -> JobId | None:
        """The chosen job; without one, the one that was sent last and still runs."""
        index = self.jobs_list.currentIndex()
        if index.isValid():
            return self._model.view_at(index.row()).id
        running = [view.id for view in self._jobs.jobs.values() if not view.state.is_final]
        return running[-1] if running else None

    @Slot()
    def cancel_current(self) -> None:
        job_id = self.current_job_id()
        if job_id is not None:
            self._cancel(job_id)

    @Slot()
    def retry_current(self) -> None:
        """What is offered first for a job that has ended: free of charge where that is possible."""
        job_id = self.current_job_id()
        if job_id is None:
            return
        from turbo_studio.session.job_view import AFRESH  # late, for the start-up

        for button in self._model.buttons_at(self._model.find_row(job_id))[:1]:
            if button.verb in AFRESH:
                self._do(button.verb, job_id)

    # Building

    def _build_list(self) -> None:
        self.jobs_list = JobsView(self._model)
        self.jobs_list.setObjectName("jobs_list")
        self.jobs_list.setAccessibleName(self.tr("Jobs"))
        self.jobs_list.setAccessibleDescription(
            self.tr(
                "Enter presses a job's button, Left and Right choose it, Delete cancels a job or takes it "
                "off the list, Alt+Up and Alt+Down change the order of those that wait"
            )
        )
        self.jobs_list.empty_label.setText(self.tr("No jobs yet"))

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Jobs"), self)
        title.setProperty("role", "heading")
        heading = QHBoxLayout()
        heading.setContentsMargins(8, 0, 8, 0)
        heading.addWidget(title)
        heading.addStretch()
        heading.addWidget(self._count)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 10, 6, 6)
        self._layout.setSpacing(4)
        self._layout.addLayout(heading)
        self._layout.addWidget(self.jobs_list, 1)

    def _connect(self, bridge: Bridge) -> None:
        self._clock.timeout.connect(self.jobs_list.repaint_rows)
        self.jobs_list.verb_requested.connect(self._on_list_verb_requested)
        self.jobs_list.cross_requested.connect(self._on_list_cross_requested)
        self.jobs_list.open_requested.connect(self._on_list_open_requested)
        self.jobs_list.move_requested.connect(self._on_list_move_requested)
        self.jobs_list.customContextMenuRequested.connect(self._on_list_context_menu_requested)
        bridge.job_changed.connect(self._on_bridge_job_changed)
        bridge.jobs_replaced.connect(self._on_bridge_jobs_replaced)
        bridge.queue_changed.connect(self._on_bridge_queue_changed)
        bridge.spending_changed.connect(self._on_bridge_spending_changed)

    # Showing

    def _show_queue(self) -> None:
        """How many run; the clock goes while any does. The queue's bar is there while there is a queue."""
        under_way = self._jobs.running_count - self._jobs.waiting_count
        self._count.setText(self.tr("%n running", "", under_way) if under_way else "")
        if self._jobs.running_count and not self._clock.isActive():
            self._clock.start()
        elif not self._jobs.running_count:
            self._clock.stop()
        self._show_queue_bar()

    def _show_queue_bar(self) -> None:
        """A job that passes through the queue at once shows no bar: it comes when one has waited a little."""
        is_shown = self._queue_bar is not None and not self._queue_bar.isHidden()
        if not self._jobs.is_paused and not self._jobs.waiting_count:
            self._patience.stop()
            if self._queue_bar is not None:
                self._queue_bar.hide()
        elif self._jobs.is_paused or is_shown:
            self._on_patience_timeout()
        elif not self._patience.isActive():
            self._patience.start()

    @Slot()
    def _on_patience_timeout(self) -> None:
        bar = self._use_queue_bar()
        bar.show_queue(self._jobs)
        bar.show()

    def _use_queue_bar(self) -> QueueBar:
        if self._queue_bar is None:
            from turbo_studio.ui.panels.jobs_bars import QueueBar  # late, for the start-up

            self._queue_bar = QueueBar(self)
            self._queue_bar.setObjectName("queue_bar")
            self._queue_bar.pause_requested.connect(self._on_queue_bar_pause_requested)
            self._queue_bar.resume_requested.connect(self._on_queue_bar_resume_requested)
            self._queue_bar.cancel_requested.connect(self._on_queue_bar_cancel_requested)
            self._layout.insertWidget(1, self._queue_bar)
        return self._queue_bar

    # Verbs

    def _do(self, verb: str, job_id: JobId) -> None:
        from turbo_studio.session.job_view import JobVerb  # late, for the start-up

        jobs = self._jobs
        does: dict[str, Callable[[JobId], None]] = {
            JobVerb.CANCEL: self._cancel,
            JobVerb.KEEP_WAITING: self._keep_waiting,
            JobVerb.STOP_WAITING: jobs.cancel,
            JobVerb.RELEASE: jobs.release,
            JobVerb.RUN_AGAIN: jobs.run_again,
            JobVerb.SAVE_AGAIN: jobs.save_again,
            JobVerb.READ_AGAIN: jobs.read_again,
            JobVerb.REUSE: self._session.reuse_job,
            JobVerb.SHOW_ANSWER: self._show_answer,
            JobVerb.SHOW_RESULT: self._show_result,
            JobVerb.MOVE_EARLIER: self._move_earlier,
            JobVerb.MOVE_LATER: self._move_later,
            JobVerb.COPY_DETAILS: self._copy_details,
            JobVerb.DISMISS: jobs.dismiss,
        }
        does[verb](job_id)

    def _cancel(self, job_id: JobId) -> None:
        """End a job at once where that is free; where it may cost money, ask in its row before."""
        if self._jobs.jobs[job_id].may_cost:
            self._model.ask(job_id)
            self.jobs_list.setCurrentIndex(self._model.index(self._model.find_row(job_id)))
            self.jobs_list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._jobs.cancel(job_id)

    def _keep_waiting(self, job_id: JobId) -> None:
        self._model.ask(None)

    def _show_answer(self, job_id: JobId) -> None:
        kept = self._jobs.jobs[job_id].kept_answer
        if kept is not None:
            self.answer_chosen.emit(kept)

    def _show_result(self, job_id: JobId) -> None:
        results = self._jobs.jobs[job_id].results
        if results:
            self.result_chosen.emit(results[0])

    def _copy_details(self, job_id: JobId) -> None:
        """For a letter to the provider: what was said, and the ids of the request."""
        from turbo_studio.ui.panels.jobs_words import describe_job  # late, for the start-up

        lines = describe_job(self._jobs.jobs[job_id], time.monotonic())
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _move_earlier(self, job_id: JobId) -> None:
        self._jobs.move(job_id, self._jobs.find_place(job_id) - 1)

    def _move_later(self, job_id: JobId) -> None:
        self._jobs.move(job_id, self._jobs.find_place(job_id) + 1)

    # Slots

    @Slot(str)
    def _on_bridge_job_changed(self, job_id: JobId) -> None:
        self._model.refresh(job_id)
        if job_id not in self._jobs.jobs:
            self.jobs_list.forget_height(job_id)
        self._show_queue()

    @Slot()
    def _on_bridge_jobs_replaced(self) -> None:
        self._model.replace_all()
        self._show_queue()

    @Slot()
    def _on_bridge_queue_changed(self) -> None:
        self._model.refresh_all()
        self._show_queue()

    @Slot()
    def _on_bridge_spending_changed(self) -> None:
        spending = self._jobs.spending
        if spending is None:
            return
        if self._spending is None:
            from turbo_studio.ui.panels.jobs_bars import SpendingLabel  # late, for the start-up

            self._spending = SpendingLabel(self)
            self._layout.addWidget(self._spending)
        self._spending.show_spending(spending, self._session.preferences.daily_cap_dollars)

    @Slot()
    def _on_queue_bar_pause_requested(self) -> None:
        self._jobs.pause()

    @Slot()
    def _on_queue_bar_resume_requested(self) -> None:
        self._jobs.resume()

    @Slot()
    def _on_queue_bar_cancel_requested(self) -> None:
        self._jobs.cancel_waiting()

    @Slot(int, str)
    def _on_list_verb_requested(self, row: int, verb: str) -> None:
        self._do(verb, self._model.view_at(row).id)

    @Slot(int)
    def _on_list_cross_requested(self, row: int) -> None:
        view = self._model.view_at(row)
        if view.state.is_final:
            self._jobs.dismiss(view.id)
        else:
            self._cancel(view.id)

    @Slot(int)
    def _on_list_open_requested(self, row: int) -> None:
        self._show_result(self._model.view_at(row).id)

    @Slot(int, int)
    def _on_list_move_requested(self, row: int, place: int) -> None:
        self._jobs.move(self._model.view_at(row).id, place)

    @Slot(QPoint)
    def _on_list_context_menu_requested(self, position: QPoint) -> None:
        """The press has made the job under the pointer the current one."""
        index = self.jobs_list.indexAt(position)
        if index.isValid():
            self._build_menu(index.row()).popup(self.jobs_list.viewport().mapToGlobal(position))

    def _build_menu(self, row: int) -> QMenu:
        """All that can be done with the job, its buttons included."""
        from turbo_studio.session.job_view import find_more_verbs  # both late, for the start-up
        from turbo_studio.ui.panels.jobs_words import say_verb

        view = self._model.view_at(row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self._model.buttons_at(row):
            menu.addAction(button.label).setData((view.id, button.verb.value))
        if menu.actions():
            menu.addSeparator()
        for verb in find_more_verbs(view):
            menu.addAction(say_verb(verb, view)).setData((view.id, verb.value))
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        """The job may have gone while the menu was open."""
        job_id, verb = action.data()
        if job_id in self._jobs.jobs:
            self._do(verb, job_id)
