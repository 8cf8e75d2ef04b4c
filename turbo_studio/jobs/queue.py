"""The queue: the jobs that wait, in the order in which they are sent, and whether they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import QueueChanged
from turbo_studio.core.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbo_studio.core.problems import Problem
    from turbo_studio.jobs.run import JobRun


class Queue:
    """Used on the worker's loop alone; tells when it is paused or goes on."""

    def __init__(self, publish: Callable[[QueueChanged], None]) -> None:
        self._publish = publish
        self._waiting: list[JobRun] = []
        self._paused: QueueChanged | None = None

    def __iter__(self) -> Iterator[JobRun]:
        return iter(tuple(self._waiting))

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, run: JobRun) -> bool:
        return run in self._waiting

    def add(self, run: JobRun) -> None:
        self._waiting.append(run)
        self._waiting.sort(key=lambda waiting: waiting.order)

    def remove(self, run: JobRun) -> None:
        """A pause that only kept others back ends with the last of them."""
        self._waiting.remove(run)
        if not self._waiting and self._paused is not None and self._paused.problem is not None:
            self.resume()

    def move(self, run: JobRun, index: int) -> None:
        """Give a job the place ``index`` among those that wait, by an order between its neighbours'."""
        self._waiting.remove(run)
        index = max(0, min(index, len(self._waiting)))
        before = self._waiting[index - 1].order if index else None
        after = self._waiting[index].order if index < len(self._waiting) else None
        if before is None:
            run.order = run.order if after is None else after - 1
        else:
            run.order = before + 1 if after is None else (before + after) / 2
        self._waiting.insert(index, run)

    def find_next(self) -> JobRun | None:
        """The first that may be sent. What waits from the last run keeps back nobody who comes now."""
        paused = self._paused
        if paused is not None and not _is_from_last_time(paused.problem):
            return None
        for run in self._waiting:
            if run.hold_problem is None and not (paused is not None and run.is_recovered):
                return run
        return None

    def pause(self, problem: Problem | None = None) -> None:
        """``problem`` says why, where nobody asked for it."""
        paused = QueueChanged(is_paused=True, problem=problem)
        if paused != self._paused:
            self._paused = paused
            self._publish(paused)

    def resume(self) -> None:
        if self._paused is not None:
            self._paused = None
            self._publish(QueueChanged(is_paused=False))


def _is_from_last_time(problem: Problem | None) -> bool:
    return problem is not None and problem.code is ProblemCode.WAITING_FROM_LAST_TIME
