"""A job's diary: its entries in the journal, written one after the other."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from turbo_studio.core.journal import JournalState, may_follow
from turbo_studio.core.problems import Charged
from turbo_studio.jobs.entries import encode_entry
from turbo_studio.jobs.outcomes import BREAKAGES, describe_error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.jobs.entries import Entry
    from turbo_studio.jobs.ports import Ports

_log = logging.getLogger(__name__)


class Diary:
    """What the journal holds of one job, kept in line with its folder."""

    def __init__(
        self, job_id: str, folder: Path, entries: Sequence[Entry], last_number: int, ports: Ports
    ) -> None:
        self.folder = folder
        self.entries = list(entries)
        self._job_id = job_id
        self._last_number = last_number
        self._ports = ports
        self._turn = asyncio.Lock()

    @property
    def state(self) -> JournalState:
        return self.entries[-1].state

    @property
    def attempt(self) -> int:
        """The number of the last attempt; 0 before the first."""
        return self.entries[-1].attempt

    @property
    def order(self) -> float | None:
        """The place in the queue that the job was given last, where it was moved."""
        return next((entry.order for entry in reversed(self.entries) if entry.order is not None), None)

    @property
    def is_closed(self) -> bool:
        """Whether nothing in the folder is needed any more: all of it is saved, or nothing came of it."""
        last = self.entries[-1]
        if last.state is JournalState.CANCELLED and last.charged is Charged.NO:
            return self._ports.gateway.find_kept_answer(self.folder) is None
        return last.state is JournalState.DONE

    async def write(self, entry: Entry) -> None:
        """Durable when it returns; StorageError. RuntimeError for a step that the journal does not know."""
        async with self._turn:
            if not may_follow(self.state, entry.state):
                raise RuntimeError(f"no step from {self.state} to {entry.state}")
            gallery = await self._ports.use_gallery()
            # Not used again where that fails: the entry may lie there all the same.
            self._last_number += 1
            await self._ports.worker.run_on_disk(
                gallery.journal.append, self._job_id, self._last_number, encode_entry(entry)
            )
            self.entries.append(entry)

    async def note(self, entry: Entry) -> None:
        """Write where possible: what a crash would make of the entry before is on the safe side."""
        try:
            await self.write(entry)
        except BREAKAGES as error:
            _log.warning("a step of a job is not in the journal: %s", describe_error(error).code)

    async def remove(self) -> None:
        """What cannot be removed is in nobody's way."""
        try:
            gallery = await self._ports.use_gallery()
            await self._ports.worker.run_on_disk(gallery.journal.remove, self._job_id)
        except BREAKAGES as error:
            _log.warning("the folder of a job stays: %s", describe_error(error).code)
