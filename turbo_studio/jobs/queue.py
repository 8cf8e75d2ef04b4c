"""The queue: the jobs that wait, in the order in which they are sent, and whether they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import QueueChanged
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.jobs.charges import estimate_dollars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        if self._paused is None or self._paused.problem is None:
            return
        kept_back = self._find_recovered() if _is_from_last_time(self._paused) else self._waiting
        if not kept_back:
            self._end_pause()

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
        if self._paused is not None and not _is_from_last_time(self._paused):
            return None
        return next((run for run in self._waiting if not (run.hold_problem or run.is_recovered)), None)

    def pause(self, problem: Problem | None = None) -> None:
        """``problem`` says why, where nobody asked for it."""
        paused = QueueChanged(is_paused=True, problem=problem)
        if paused != self._paused:
            self._paused = paused
            self._publish(paused)

    def keep_back_recovered(self) -> None:
        """Have what waits from the last run wait until somebody continues just that."""
        if recovered := self._find_recovered():
            paid = (run.frozen for run in recovered if not run.frozen.target.is_sandbox)
            params = {"count": len(recovered), "estimate_dollars": sum(map(estimate_dollars, paid))}
            self.pause(Problem(ProblemCode.WAITING_FROM_LAST_TIME, params))

    def resume(self) -> None:
        """Go on after one stop: who clears away what stood in the way has not asked for last time's jobs."""
        if self._paused is None:
            return
        if _is_from_last_time(self._paused):
            for run in self._find_recovered():
                run.is_recovered = False
        if self._find_recovered():
            self.keep_back_recovered()
        else:
            self._end_pause()

    def _end_pause(self) -> None:
        self._paused = None
        self._publish(QueueChanged(is_paused=False))

    def _find_recovered(self) -> list[JobRun]:
        return [run for run in self._waiting if run.is_recovered]


def _is_from_last_time(paused: QueueChanged) -> bool:
    return paused.problem is not None and paused.problem.code is ProblemCode.WAITING_FROM_LAST_TIME
