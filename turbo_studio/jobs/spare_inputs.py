"""Frees inputs that nothing names any more: at the start, and when the job that had them is dismissed."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from turbo_studio.jobs.outcomes import BREAKAGES, describe_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbo_studio.core.job import JobId
    from turbo_studio.jobs.entrance import Entrance
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports
    from turbo_studio.jobs.run import JobRun

_log = logging.getLogger(__name__)


class SpareInputs:
    """Used on the worker's loop alone. The gallery spares what a record or a job's folder names.

    Kept from it besides are the inputs of every job of this run, which may be run again without a folder.
    Nothing is freed while a press is prepared, for what that has kept is named nowhere yet.
    """

    def __init__(self, ports: Ports, entrance: Entrance, runs: Mapping[JobId, JobRun]) -> None:
        self._ports = ports
        self._entrance = entrance
        self._runs = runs
        self._due: set[str] = set()
        self._turn = asyncio.Lock()

    async def free_all(self) -> None:
        """Look through the whole store: a crash may have left what was never named, or is not any more."""
        try:
            gallery = await self._ports.use_gallery()
            self._due |= await self._ports.worker.run_on_disk(gallery.list_inputs)
            await self._free_due()
        except BREAKAGES as error:
            _log.info("no inputs are freed: %s", describe_error(error).code)

    async def free(self, job: FrozenJob) -> None:
        """To be called once the folder of the job is gone."""
        self._due |= job.input_digests
        try:
            await self._free_due()
        except BREAKAGES as error:
            _log.info("no inputs are freed: %s", describe_error(error).code)

    async def _free_due(self) -> None:
        """All that is due, in one look through the records; what must wait is due the next time."""
        async with self._turn:
            gallery = await self._ports.use_gallery()
            if not self._entrance.is_idle:
                return
            # From here to the call nothing is awaited. Who prepares the same now keeps it after the call.
            due = self._due.difference(*(run.frozen.input_digests for run in self._runs.values()))
            self._due.clear()
            self._entrance.forget_prepared()
            if due:
                await self._ports.worker.run_on_disk(gallery.free_inputs, due)
