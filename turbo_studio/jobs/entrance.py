"""The entrance: a press becomes a frozen job in the journal, or ends there with nothing left behind."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.facts import JobCancelled, JobFailed, JobProgressed
from turbo_studio.core.job import JobState
from turbo_studio.core.journal import JournalState
from turbo_studio.core.problems import Charged, ProblemCode, StorageError, StudioError
from turbo_studio.jobs.diary import Diary
from turbo_studio.jobs.entries import Entry, encode_entry
from turbo_studio.jobs.freezing import Freezer
from turbo_studio.jobs.frozen import encode_frozen
from turbo_studio.jobs.leash import CutOffError, Leash
from turbo_studio.jobs.outcomes import BREAKAGES, describe_error
from turbo_studio.jobs.run import JobRun

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from turbo_studio.core.job import Job, JobId
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports

_log = logging.getLogger(__name__)


class Entrance:
    """Used on the worker's loop alone. ``enqueue`` takes over each job that is in the journal."""

    def __init__(
        self,
        ports: Ports,
        recover_once: Callable[[], Awaitable[None]],
        enqueue: Callable[[JobRun], None],
    ) -> None:
        self._ports = ports
        self._recover_once = recover_once
        self._enqueue = enqueue
        self._freezer = Freezer(ports)
        self._leashes: dict[JobId, Leash] = {}
        self._refused: dict[JobId, Job] = {}
        """Presses that never got into the journal, for another try."""
        self._last_order = 0.0
        self._turn = asyncio.Lock()
        """Taken in the order of the presses: one job is prepared at a time, and none overtakes another."""

    @property
    def is_idle(self) -> bool:
        """Whether no press is being prepared."""
        return not self._leashes

    def forget_prepared(self) -> None:
        """To be called before inputs are freed."""
        self._freezer.forget_prepared()

    def count_from(self, order: float) -> None:
        """What comes now stands behind ``order``."""
        self._last_order = max(self._last_order, order)

    def cancel(self, job_id: JobId) -> None:
        if job_id in self._leashes:
            self._leashes[job_id].cut()

    def cancel_all(self) -> None:
        for leash in self._leashes.values():
            leash.cut()

    def forget(self, job_id: JobId) -> None:
        self._refused.pop(job_id, None)

    def submit(self, job: Job) -> Coroutine[Any, Any, None]:
        """To be awaited to its end; from this call on, the job can be cancelled."""
        self._refused[job.id] = job
        return self._let_in(job.id, partial(self._freeze, job), self._open(job.id))

    def retry(self, job_id: JobId, frozen: FrozenJob | None, new_id: JobId) -> Coroutine[Any, Any, None]:
        """Queue a job once more, as a press of its own; else as ``submit``."""
        if frozen is not None:
            freeze = partial(self._freeze_again, frozen, new_id)
            return self._let_in(new_id, freeze, self._open(new_id), is_released=True)
        if job_id in self._refused:
            return self.submit(self._refused[job_id]._replace(id=new_id))
        return self._let_in(new_id, _refuse_damaged, self._open(new_id))

    def _open(self, job_id: JobId) -> Leash:
        self._leashes[job_id] = leash = Leash()
        self._ports.publish(JobProgressed(job_id, JobState.PREPARING))
        return leash

    async def _let_in(
        self,
        job_id: JobId,
        freeze: Callable[[], Awaitable[FrozenJob]],
        leash: Leash,
        *,
        is_released: bool = False,
    ) -> None:
        """One end, or the queue; what could not be queued leaves nothing behind."""
        try:
            run = await leash.hold(self._keep(freeze))
        except CutOffError:
            await self._drop(job_id)
            self._ports.publish(JobCancelled(job_id, Charged.NO))
        except BREAKAGES as error:
            await self._drop(job_id)
            self._ports.publish(JobFailed(job_id, JobState.NOT_SENT, describe_error(error), Charged.NO))
        else:
            self._refused.pop(job_id, None)
            run.is_released = is_released
            self._enqueue(run)
        finally:
            del self._leashes[job_id]

    async def _freeze(self, job: Job) -> FrozenJob:
        async with self._turn:
            await self._recover_once()
            return await self._freezer.freeze(job, self._take_order())

    async def _freeze_again(self, frozen: FrozenJob, new_id: JobId) -> FrozenJob:
        """With the inputs that were kept, and to where jobs go now."""
        worker, gallery = self._ports.worker, await self._ports.use_gallery()
        async with self._turn:
            target = await self._ports.find_target()
            await worker.run_on_disk(gallery.check_free_space)
            await worker.run_on_disk(gallery.journal.begin, new_id)
            order = self._take_order()
        summary = frozen.summary._replace(
            id=new_id, created_at=datetime.now(UTC), press_id=new_id, variation=1, variations=1
        )
        return replace(frozen, summary=summary, target=target, order=order)

    def _take_order(self) -> float:
        self._last_order += 1
        return self._last_order

    async def _keep(self, freeze: Callable[[], Awaitable[FrozenJob]]) -> JobRun:
        """The job in the journal, from where its folder is taken away again if it is cancelled meanwhile."""
        frozen = await freeze()
        gallery, entry = await self._ports.use_gallery(), Entry(JournalState.QUEUED)
        folder = await self._ports.worker.run_on_disk(
            gallery.journal.queue, frozen.id, encode_frozen(frozen), encode_entry(entry)
        )
        return JobRun(frozen, Diary(frozen.id, folder, [entry], 1, self._ports), self._ports)

    async def _drop(self, job_id: JobId) -> None:
        """After all that still waits for the disk: wherever the job got to, nothing of it stays."""
        try:
            gallery = await self._ports.use_gallery()
        except StudioError:  # and nothing was written into it
            return
        try:
            await self._ports.worker.run_on_disk(gallery.journal.drop, job_id)
            await self._ports.worker.run_on_disk(gallery.journal.remove, job_id)
        except BREAKAGES as error:
            _log.warning("the folder of a job stays: %s", describe_error(error).code)


async def _refuse_damaged() -> FrozenJob:
    raise StorageError(ProblemCode.JOURNAL_DAMAGED)
