"""Looks after the gallery when asked to: every file held against its record, the index made anew."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from turbo_studio.core.facts import GalleryVerified, IndexRebuilt, VerifyingProgressed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.verification import Verification
    from turbo_studio.jobs.worker import Worker

_STEPS = 100
"""So often progress is told: the window is not to be flooded by ten thousand files."""


class Upkeep:
    """One look at a time: another wish gives up the one before."""

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        publish: Callable[[Fact], None],
    ) -> None:
        self._worker = worker
        self._use_gallery = use_gallery
        self._publish = publish
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """From any thread."""
        self._cancelled.set()

    async def verify(self) -> None:
        """Off the disk thread, which it would keep busy for minutes."""
        self._cancelled.set()
        cancelled = self._cancelled = threading.Event()
        verification: Verification | None = None
        try:
            gallery = await self._use_gallery()
            verification = await asyncio.to_thread(gallery.verify, self._tell_progress, cancelled.is_set)
        finally:
            cancelled.set()  # the end of the program cancels this task, and not the thread
            self._publish(GalleryVerified(verification))

    async def rebuild_index(self) -> None:
        gallery = await self._use_gallery()
        self._publish(IndexRebuilt(await self._worker.run_on_disk(gallery.rebuild_index)))

    def _tell_progress(self, done: int, total: int) -> None:
        if done % max(1, total // _STEPS) == 0:
            self._publish(VerifyingProgressed(done, total))
