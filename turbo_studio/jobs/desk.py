"""The desk: all jobs, of this run and of earlier ones: what people ask of them, and which is sent next."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from turbo_studio.core.facts import JobFailed, JobsRecovered, SpendingChanged
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode, StorageError
from turbo_studio.jobs.charges import estimate_dollars
from turbo_studio.jobs.doubts import Doubts
from turbo_studio.jobs.entrance import Entrance
from turbo_studio.jobs.queue import Queue
from turbo_studio.jobs.recovery import describe_recovered, recover_runs
from turbo_studio.jobs.spare_inputs import SpareInputs
from turbo_studio.jobs.transmission import ObstacleError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from turbo_studio.core.job import Job, JobId
    from turbo_studio.jobs.ports import Ports
    from turbo_studio.jobs.run import JobRun

_STOPPING_CODES = frozenset({ProblemCode.WRONG_KEY, ProblemCode.NO_CREDIT})
"""What would meet every other job in the same way."""

_LAST_PRESS_S = 1.0
_log = logging.getLogger(__name__)


class Desk:
    """Used on the worker's loop alone. Its tasks are never cancelled: each has an end to write down."""

    def __init__(self, ports: Ports, concurrency: int, daily_cap_dollars: float) -> None:
        self._ports = ports
        self._concurrency = concurrency
        self._daily_cap_dollars = daily_cap_dollars
        self._entrance = Entrance(ports, self._recover_once, self._enqueue)
        self._queue = Queue(ports.publish)
        self._doubts = Doubts()
        self._runs: dict[JobId, JobRun] = {}
        self._spare_inputs = SpareInputs(ports, self._entrance, self._runs)
        self._damaged: set[JobId] = set()
        self._sends_unpriced = False
        self._sending: set[JobRun] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._recovery: asyncio.Task[None] | None = None
        self._is_closing = False

    # Life

    def recover(self) -> None:
        """List what earlier runs left, and save what they had received; to be called once."""
        self._start(self._recover_at_start())

    async def close(self) -> None:
        """Let go of the network, and wait until everything is written down.

        A press just before the end gets a moment to come into the queue; a paid answer that no disk has
        taken yet, another try.
        """
        self._is_closing = True
        for run in self._runs.values():
            if run.state is JobState.UNSAVED:
                self._start(self._save(run))
            else:
                run.quit()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LAST_PRESS_S)
        self._entrance.cancel_all()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a step of a job broke", exc_info=error)

    # What people ask for

    def submit(self, job: Job) -> None:
        self._start(self._entrance.submit(job))

    def retry(self, job_id: JobId, new_id: JobId) -> None:
        """What was frozen once is used again; only what was never queued is prepared anew."""
        run = self._runs.get(job_id)
        self._start(self._entrance.retry(job_id, None if run is None else run.frozen, new_id))

    def cancel(self, job_id: JobId) -> None:
        run = self._runs.get(job_id)
        if run is None:
            self._entrance.cancel(job_id)
        else:
            self._cancel_run(run)

    def cancel_all(self) -> None:
        """All that wait to be sent, also those that will be by themselves; what is under way goes on."""
        self._entrance.cancel_all()
        counting_down = [run for run in self._sending if run.state is JobState.COUNTING_DOWN]
        for run in (*self._queue, *counting_down):
            self._cancel_run(run)

    def pause_queue(self) -> None:
        self._queue.pause()

    def resume_queue(self) -> None:
        self._queue.resume()
        self._dispatch()

    def move_job(self, job_id: JobId, index: int) -> None:
        run = self._runs.get(job_id)
        if run is not None and run in self._queue:
            self._queue.move(run, index)
            self._start(run.note_order())

    def release(self, job_id: JobId) -> None:
        run = self._runs.get(job_id)
        if run is not None and run in self._queue and run.hold_problem is not None:
            if run.hold_problem.code is ProblemCode.PRICE_UNKNOWN:
                self._sends_unpriced = True
            run.release()
            self._release_unpriced()
            self._dispatch()

    def _release_unpriced(self) -> None:
        """Who has said once that a price need not be known is not asked for each job."""
        for run in self._queue:
            problem = run.hold_problem
            if self._sends_unpriced and problem is not None and problem.code is ProblemCode.PRICE_UNKNOWN:
                run.release()

    def save_again(self, job_id: JobId) -> None:
        run = self._runs.get(job_id)
        if run is not None and run.state is JobState.UNSAVED:
            run.state = JobState.SAVING  # now, for the second press of a double click
            self._start(self._save(run))

    def read_again(self, job_id: JobId) -> None:
        run = self._runs.get(job_id)
        if run is not None and run.end is not None and run.state.is_final:
            run.state = JobState.SAVING
            self._start(self._read_again(run))

    def forget(self, job_id: JobId) -> None:
        run = self._runs.get(job_id)
        if run is not None and run.state.is_final:
            del self._runs[job_id]
            self._start(self._remove(run))
        elif job_id in self._damaged:
            self._damaged.discard(job_id)
            self._start(self._remove_damaged(job_id))
        else:
            self._entrance.forget(job_id)

    def set_limits(self, concurrency: int, daily_cap_dollars: float) -> None:
        self._concurrency, self._daily_cap_dollars = concurrency, daily_cap_dollars
        self._dispatch()

    def _cancel_run(self, run: JobRun) -> None:
        if run in self._queue:
            self._queue.remove(run)
            self._start(run.cancel_queued())
        else:
            run.cancel()

    # Into the queue

    def _enqueue(self, run: JobRun) -> None:
        self._runs[run.id] = run
        self._queue.add(run)
        run.tell_queued()
        self._hold_doubtful(run)
        self._dispatch()

    def _hold_doubtful(self, run: JobRun) -> None:
        if run.is_released or run.frozen.target.is_sandbox or run.hold_problem is not None:
            return
        problem = self._doubts.find(run.frozen)
        if problem is None and run.frozen.summary.estimate.dollars is None and not self._sends_unpriced:
            problem = Problem(ProblemCode.PRICE_UNKNOWN)
        if problem is not None:
            run.hold(problem)

    # Out of the queue

    def _dispatch(self) -> None:
        """Send what may be sent now."""
        while not self._is_closing and len(self._sending) < self._concurrency:
            run = self._queue.find_next()
            if run is None:
                return
            self._hold_doubtful(run)
            if run.hold_problem is not None:
                continue
            if (problem := self._find_cap_problem(run)) is not None:
                self._queue.pause(problem)
                return
            self._queue.remove(run)
            self._sending.add(run)
            self._start(self._carry(run))

    async def _carry(self, run: JobRun) -> None:
        """Send a job; its slot is free once nothing of it is on the network."""
        try:
            await run.send()
        except ObstacleError as error:
            self._queue.add(run)
            run.tell_queued()
            if not self._is_closing:
                self._queue.pause(error.problem)
        finally:
            self._sending.discard(run)
        self._heed_end(run)
        self._dispatch()
        if run.is_answered:
            await self._save(run)
        elif run.end is not None and run.end.charged is not Charged.NO:
            self._tell_spending()

    def _heed_end(self, run: JobRun) -> None:
        """What the end of one means for the others."""
        end = run.end
        if not isinstance(end, JobFailed):
            return
        if end.state is JobState.UNKNOWN:
            self._doubts.add(run.frozen)
        if end.problem.code in _STOPPING_CODES and len(self._queue):
            self._queue.pause(end.problem)

    def _find_cap_problem(self, run: JobRun) -> Problem | None:
        """Whether a day's limit would be passed, with all that the ledger has not counted yet as spent."""
        cap = self._daily_cap_dollars
        if not cap or run.frozen.target.is_sandbox:
            return None
        spending = self._ports.accounts.count_spending()
        spoken_for = sum(
            estimate_dollars(other.frozen)
            for other in self._runs.values()
            if not other.frozen.target.is_sandbox and (other in self._sending or other.is_to_be_counted)
        )
        spent = spending.today + spending.today_maybe + spoken_for
        if spent + estimate_dollars(run.frozen) <= cap:
            return None
        return Problem(ProblemCode.DAILY_CAP_REACHED, {"cap_dollars": cap, "spent_dollars": spent})

    # After the network

    async def _save(self, run: JobRun) -> None:
        await run.save()
        self._tell_spending()

    async def _read_again(self, run: JobRun) -> None:
        await run.read_again()
        self._tell_spending()

    async def _remove(self, run: JobRun) -> None:
        await run.remove()
        if run.state is not JobState.DONE:  # then a record names them
            await self._spare_inputs.free(run.frozen)

    async def _remove_damaged(self, job_id: JobId) -> None:
        gallery = await self._ports.use_gallery()
        await self._ports.worker.run_on_disk(gallery.journal.remove, job_id)

    def _tell_spending(self) -> None:
        self._ports.publish(SpendingChanged(self._ports.accounts.count_spending()))

    # What earlier runs left

    async def _recover_at_start(self) -> None:
        try:
            await self._recover_once()
        except StorageError as error:
            _log.info("the journal cannot be read yet: %s", error.problem.code)  # who needs it is told

    async def _recover_once(self) -> None:
        """Whoever needs the journal first recovers it; where that failed, the next one tries again."""
        if self._recovery is None or (self._recovery.done() and self._recovery.exception() is not None):
            self._recovery = asyncio.ensure_future(self._recover())
        await asyncio.shield(self._recovery)

    async def _recover(self) -> None:
        await self._ports.accounts.load()
        runs, damaged = await recover_runs(self._ports)
        self._damaged = {job.summary.id for job in damaged}
        for run in runs:
            self._take_recovered(run)
        if runs or damaged:
            self._ports.publish(JobsRecovered((*damaged, *map(describe_recovered, runs))))
        self._queue.keep_back_recovered()
        self._tell_spending()
        self._start(self._save_recovered([run for run in runs if run.is_answered]))

    def _take_recovered(self, run: JobRun) -> None:
        self._runs[run.id] = run
        self._entrance.count_from(run.frozen.order)
        if run.state is JobState.UNKNOWN:
            self._doubts.add(run.frozen, run.changed_at)
        if run.state is JobState.QUEUED:
            self._queue.add(run)

    async def _save_recovered(self, runs: list[JobRun]) -> None:
        for run in runs:
            if not self._is_closing:
                await self._save(run)
        if not self._is_closing:
            await self._spare_inputs.free_all()
