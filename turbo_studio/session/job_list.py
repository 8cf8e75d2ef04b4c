"""The jobs of a session: what a press queues, what became of each, and what was spent."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.facts import JobFact, JobsRecovered, QueueChanged, SpendingChanged
    from turbo_studio.core.job import Job, JobId
    from turbo_studio.core.price import Prices
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.request import Request
    from turbo_studio.core.spending import Spending
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.job_view import JobView
    from turbo_studio.session.views import Views

SAME_PRESS_S = 0.8
"""A second press with nothing changed within this time is a bounce of the first."""


class JobList:
    """One view a job: those under way first, then the queue in its order, then the ended ones."""

    def __init__(self, use_engine: Callable[[], Engine]) -> None:
        self.jobs: dict[JobId, JobView] = {}
        self.order: list[JobId] = []
        """As the window lists them; see ``JobGroup``."""
        self.is_paused = False
        self.pause_problem: Problem | None = None
        """Why the queue stands still, where nobody asked for that."""
        self.spending: Spending | None = None
        """None until it is known."""
        self._use_engine = use_engine
        self._views: Views
        self._last_press: tuple[float, Request] | None = None
        self._resumed_s = float("-inf")

    def show_in(self, views: Views) -> None:
        self._views = views

    @property
    def running_count(self) -> int:
        return sum(1 for view in self.jobs.values() if not view.state.is_final)

    @property
    def waiting_count(self) -> int:
        """How many wait to be sent."""
        return sum(1 for view in self.jobs.values() if view.state.is_queued)

    @property
    def under_way_count(self) -> int:
        """How many would be broken off by an end of the program."""
        return sum(1 for view in self.jobs.values() if view.state.is_under_way)

    @property
    def unsaved(self) -> tuple[JobView, ...]:
        """Those whose answer has come, but could not be put into the gallery yet."""
        return tuple(view for view in self.jobs.values() if view.is_unsaved)

    @property
    def unsettled_count(self) -> int:
        """How many the end of the program should wait for."""
        return self.under_way_count + len(self.unsaved)

    @property
    def spoken_for_dollars(self) -> float:
        """What the jobs that have not ended may cost, as far as that is known."""
        running = (view for view in self.jobs.values() if not view.state.is_final)
        return sum(view.summary.estimate.dollars or 0.0 for view in running)

    @property
    def is_stopped(self) -> bool:
        """Whether nothing is sent; where only jobs from last time wait, those of this run are."""
        return self.is_paused and not self._waits_from_last_time

    def keeps_back(self, view: JobView) -> bool:
        """Whether a pause keeps a queued job back; that of jobs from last time keeps back them alone."""
        return self.is_paused and (view.is_recovered or not self._waits_from_last_time)

    @property
    def _waits_from_last_time(self) -> bool:
        from turbo_studio.core.problems import ProblemCode  # late, for the start-up

        problem = self.pause_problem
        return problem is not None and problem.code is ProblemCode.WAITING_FROM_LAST_TIME

    # Verbs

    def submit(self, request: Request, variations: int, prices: Prices) -> None:
        """Queue one job a variation, each to be sent at most once; nothing for the bounce of a press."""
        if self._is_bounce(request):
            return
        from turbo_studio.core.job import Job, JobId  # late, for the start-up

        press_id = _build_id()
        for variation in range(1, variations + 1):
            self._queue(Job(JobId(_build_id()), request, variation, variations, press_id, prices))

    def cancel(self, job_id: JobId) -> None:
        if not self.jobs[job_id].state.is_final:
            self._use_engine().cancel(job_id)

    def cancel_waiting(self) -> None:
        """Cancel all that wait to be sent; what is under way goes on."""
        self._use_engine().cancel_all()

    def release(self, job_id: JobId) -> None:
        """Let a held job be sent all the same."""
        if self.jobs[job_id].is_held:
            self._use_engine().release(job_id)

    def run_again(self, job_id: JobId) -> None:
        """Send the same request, with the same inputs, as a new job in place of this one.

        A paid answer that could not be used stays in the list: with its job it would be thrown away.
        """
        from datetime import datetime  # all late, for the start-up

        from turbo_studio.core.job import JobId
        from turbo_studio.session.job_view import build_view

        view = self.jobs[job_id]
        if not view.can_run_again:
            return
        new_id = JobId(_build_id())
        now = datetime.now().astimezone()
        summary = view.summary._replace(id=new_id, created_at=now, variation=1, variations=1, press_id="")
        self._use_engine().retry(job_id, new_id)
        self._add(build_view(summary, time.monotonic()))
        if not view.is_unusable:
            self.dismiss(job_id)

    def save_again(self, job_id: JobId) -> None:
        """Save a kept answer once more; nothing is sent."""
        if self.jobs[job_id].is_unsaved:
            self._use_engine().save_again(job_id)

    def read_again(self, job_id: JobId) -> None:
        """Read a kept answer once more; nothing is sent."""
        if self.jobs[job_id].is_unusable:
            self._use_engine().read_again(job_id)

    def dismiss(self, job_id: JobId) -> None:
        """Take a job that has ended off the list."""
        if self.jobs[job_id].state.is_final:
            del self.jobs[job_id]
            self.order.remove(job_id)
            self._use_engine().forget(job_id)
            self._views.job_changed.emit(job_id)

    def move(self, job_id: JobId, index: int) -> None:
        """Give a job that waits another place among those that wait, counted from 0."""
        from turbo_studio.session.job_view import JobGroup  # late, for the start-up

        waiting = [each for each in self.order if self.jobs[each].group is JobGroup.WAITING]
        index = min(max(index, 0), len(waiting) - 1)
        if job_id not in waiting or waiting[index] == job_id:
            return
        first = self.order.index(waiting[0])
        self.order.remove(job_id)
        self.order.insert(first + index, job_id)
        self._use_engine().move_job(job_id, index)
        self._views.job_changed.emit(job_id)

    def find_place(self, job_id: JobId) -> int:
        """The place of a job among those that wait, counted from 0."""
        group = self.jobs[job_id].group
        return sum(1 for each in self.order[: self.order.index(job_id)] if self.jobs[each].group is group)

    def pause(self) -> None:
        """Send nothing more; what is under way goes on."""
        self._use_engine().pause_queue()

    def resume(self) -> None:
        """Go on after the stop that is shown; the next one under the same button takes a press of its own."""
        now_s = time.monotonic()
        is_bounce = self._waits_from_last_time and now_s - self._resumed_s <= SAME_PRESS_S
        self._resumed_s = now_s
        if not is_bounce:
            self._use_engine().resume_queue()

    # Facts

    def receive(self, fact: JobFact) -> None:
        """Take in what became of a job; one that was dismissed is nobody's any more."""
        from turbo_studio.core.facts import JobSucceeded  # both late, for the start-up
        from turbo_studio.session.job_view import advance_view

        former = self.jobs.get(fact.job_id)
        if former is None:
            return
        view = self.jobs[fact.job_id] = advance_view(former, fact, time.monotonic())
        if view.group is not former.group:
            self.order.remove(view.id)
            self._insert(view)
        self._views.job_changed.emit(fact.job_id)
        if isinstance(fact, JobSucceeded):
            self._views.results_arrived.emit(fact.results)

    def receive_recovered(self, fact: JobsRecovered) -> None:
        """Take in what earlier runs left; presses of this run keep their places after it."""
        from turbo_studio.session.job_view import JobGroup, build_recovered_view

        now_s = time.monotonic()
        views = [build_recovered_view(job, now_s) for job in fact.jobs if job.summary.id not in self.jobs]
        self.jobs.update((view.id, view) for view in views)
        ranks = list(JobGroup)
        ended = [view.id for view in views if view.group is JobGroup.ENDED]
        others = [view.id for view in views if view.group is not JobGroup.ENDED]
        self.order = [*others, *self.order, *reversed(ended)]
        self.order.sort(key=lambda job_id: ranks.index(self.jobs[job_id].group))
        self._views.jobs_replaced.emit()

    def receive_queue(self, fact: QueueChanged) -> None:
        self.is_paused, self.pause_problem = fact.is_paused, fact.problem
        self._views.queue_changed.emit()

    def receive_spending(self, fact: SpendingChanged) -> None:
        self.spending = fact.spending
        self._views.spending_changed.emit()

    # Inside

    def _queue(self, job: Job) -> None:
        from datetime import datetime  # all late, for the start-up

        from turbo_studio.core.job import build_summary
        from turbo_studio.session.job_view import build_view

        summary = build_summary(job, datetime.now().astimezone())
        self._use_engine().submit(job)
        self._add(build_view(summary, time.monotonic()))

    def _add(self, view: JobView) -> None:
        self.jobs[view.id] = view
        self._insert(view)
        self._views.job_changed.emit(view.id)

    def _insert(self, view: JobView) -> None:
        """At the end of its group; the ended ones begin with the latest."""
        from turbo_studio.session.job_view import JobGroup  # late, for the start-up

        ranks = list(JobGroup)
        rank = ranks.index(view.group) + (view.group is not JobGroup.ENDED)
        row = next(
            (row for row, each in enumerate(self.order) if ranks.index(self.jobs[each].group) >= rank),
            len(self.order),
        )
        self.order.insert(row, view.id)

    def _is_bounce(self, request: Request) -> bool:
        """True for the second half of a double click or a key that repeats."""
        now_s = time.monotonic()
        last, self._last_press = self._last_press, (now_s, request)
        if last is None or now_s - last[0] > SAME_PRESS_S:
            return False
        return _describe(last[1]) == _describe(request)


def _build_id() -> str:
    return os.urandom(16).hex()


def _describe(request: Request) -> tuple[object, ...]:
    """What makes two requests the same press: everything but the mask's pixels, of which the count."""
    from turbo_studio.core.request import EditRequest  # late, for the start-up

    if isinstance(request, EditRequest):
        selected = request.mask.selected_pixels if request.mask is not None else 0
        return (request.prompt, request.size, request.quality, request.sources, selected)
    return (request.prompt, request.size, request.quality)
