"""The jobs of a session: what a press queues, and what became of each."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.request import EditRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.facts import JobFact
    from turbo_studio.core.request import Request
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.job_view import JobView
    from turbo_studio.session.views import Views

SAME_PRESS_S = 0.8
"""A second press with nothing changed within this time is a bounce of the first."""


class JobList:
    """One view a job, in the order of their presses."""

    def __init__(self, use_engine: Callable[[], Engine]) -> None:
        self.jobs: dict[JobId, JobView] = {}
        self._use_engine = use_engine
        self._views: Views
        self._last_press: tuple[float, Request] | None = None

    def show_in(self, views: Views) -> None:
        self._views = views

    @property
    def running_count(self) -> int:
        return sum(1 for view in self.jobs.values() if not view.state.is_final)

    def submit(self, request: Request, variations: int) -> None:
        """Queue one job a variation, each to be sent at most once; nothing for the bounce of a press."""
        if not self._is_bounce(request):
            press_id = _build_job_id()
            for variation in range(1, variations + 1):
                self._queue(Job(_build_job_id(), request, variation, variations, press_id))

    def cancel(self, job_id: JobId) -> None:
        if not self.jobs[job_id].state.is_final:
            self._use_engine().cancel(job_id)

    def retry(self, job_id: JobId) -> None:
        """After a failure: save a kept answer again, which is free, or send the same request anew."""
        view = self.jobs[job_id]
        if view.state is JobState.UNSAVED:
            self._use_engine().save_again(job_id)
        elif view.state.is_final and view.state is not JobState.DONE:
            new_id = _build_job_id()
            self._use_engine().retry(job_id, new_id)
            self._list(Job(new_id, view.job.request))
            self.dismiss(job_id)

    def dismiss(self, job_id: JobId) -> None:
        """Take a job that has ended off the list."""
        if self.jobs[job_id].state.is_final:
            del self.jobs[job_id]
            self._use_engine().forget(job_id)
            self._views.job_changed.emit(job_id)

    def receive(self, fact: JobFact) -> None:
        """Take in what became of a job; one that was dismissed is nobody's any more."""
        from turbo_studio.core.facts import JobSucceeded  # both late, for the start-up
        from turbo_studio.session.job_view import advance_view

        view = self.jobs.get(fact.job_id)
        if view is None:
            return
        self.jobs[fact.job_id] = advance_view(view, fact, time.monotonic())
        self._views.job_changed.emit(fact.job_id)
        if isinstance(fact, JobSucceeded):
            self._views.results_arrived.emit(fact.results)

    def _queue(self, job: Job) -> None:
        self._use_engine().submit(job)
        self._list(job)

    def _list(self, job: Job) -> None:
        from turbo_studio.session.job_view import JobView  # late, for the start-up

        self.jobs[job.id] = JobView(job, JobState.QUEUED, time.monotonic())
        self._views.job_changed.emit(job.id)

    def _is_bounce(self, request: Request) -> bool:
        """True for the second half of a double click or a key that repeats."""
        now_s = time.monotonic()
        last, self._last_press = self._last_press, (now_s, request)
        if last is None or now_s - last[0] > SAME_PRESS_S:
            return False
        return _describe(last[1]) == _describe(request)


def _build_job_id() -> JobId:
    return JobId(os.urandom(16).hex())


def _describe(request: Request) -> tuple[object, ...]:
    """What makes two requests the same press: everything but the mask's pixels, of which the count."""
    if isinstance(request, EditRequest):
        selected = request.mask.selected_pixels if request.mask is not None else 0
        return (request.prompt, request.size, request.quality, request.sources, selected)
    return (request.prompt, request.size, request.quality)
