"""Says what went wrong, in the message bar: a failed job, a queue that stands still, a lost gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from turbo_studio.core.problems import Problem
    from turbo_studio.ui.window import MainWindow


class ProblemNotices(QObject):
    """Made after the first paint, before the worker starts: nothing goes wrong earlier."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        window.bridge.message_shown.connect(self._on_bridge_message_shown)
        window.bridge.job_changed.connect(self._on_bridge_job_changed)
        window.bridge.queue_changed.connect(self._on_bridge_queue_changed)

    @Slot(object, str)
    def _on_bridge_message_shown(self, problem: Problem, name: str) -> None:
        from turbo_studio.ui.words import say_problem  # late, for the start-up

        said = say_problem(problem)
        self._show(self.tr("{0}: {1}").format(name, said) if name else said, problem)

    @Slot(str)
    def _on_bridge_job_changed(self, job_id: str) -> None:
        """A failure stands at its job and here: the jobs may be hidden, or far down their list."""
        from turbo_studio.core.job import JobId  # both late, for the start-up
        from turbo_studio.ui.words import join_sentences, say_charged, say_problem

        view = self._session.job_list.jobs.get(JobId(job_id))
        if view is not None and view.problem is not None and view.charged is not None:
            said = join_sentences((say_problem(view.problem), say_charged(view.charged)))
            self._show(said, view.problem)

    def _show(self, said: str, problem: Problem) -> None:
        from turbo_studio.core.problems import ProblemCode  # both late, for the start-up
        from turbo_studio.ui.words import say_detail

        if problem.code is ProblemCode.GALLERY_MISSING:
            self._ask_for_gallery(said)
            return
        detail = say_detail(problem)
        self._window.message_bar.show_error(f"{said}\n{detail}" if detail else said)

    def _ask_for_gallery(self, said: str) -> None:
        """Once for all that had need of it."""
        from turbo_studio.ui.dialogs.missing_gallery import MissingGalleryBox  # late, for the start-up

        if not any(box.isVisible() for box in self._window.findChildren(MissingGalleryBox)):
            MissingGalleryBox(self._session, said, self._window).open()

    @Slot()
    def _on_bridge_queue_changed(self) -> None:
        """Where the queue stands still unasked, say why, and offer what makes it go on."""
        problem = self._session.job_list.pause_problem
        if problem is None:
            if not self._session.job_list.is_paused:
                self._window.message_bar.close_offer()
            return
        from turbo_studio.core.problems import ProblemCode  # both late, for the start-up
        from turbo_studio.ui.words import say_problem

        label, accept = self.tr("Continue"), self._session.job_list.resume
        if problem.code in (ProblemCode.WRONG_KEY, ProblemCode.KEY_MISSING):
            label, accept = self.tr("Connect…"), self._window.actions_table["connect"].trigger
        elif problem.code is ProblemCode.DAILY_CAP_REACHED:
            label, accept = self.tr("Settings…"), self._window.actions_table["settings"].trigger
        self._window.message_bar.show_offer(say_problem(problem), label, accept)
