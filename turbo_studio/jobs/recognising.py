"""Recognises results among what comes from outside: sources as they are opened, and whole folders."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from turbo_studio.core.facts import IntakeEnded, IntakeProgressed, SourceRecognised
from turbo_studio.core.intake import Intake
from turbo_studio.core.problems import StudioError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Source
    from turbo_studio.jobs.worker import Worker

_STEPS = 10
"""So often progress is told, however many files there are."""


class Recogniser:
    """One look at a time: another one gives up the one before."""

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
        """From any thread; what was found until then is told."""
        self._cancelled.set()

    async def recognise(self, source: Source) -> None:
        """Nothing is told of a source that is no result, nor of a gallery that cannot be asked."""
        results: tuple[Result, ...] = ()
        with suppress(StudioError):
            gallery = await self._use_gallery()
            results = await self._worker.run_reading(gallery.find_by_digest, {source.digest})
        if results:
            self._publish(SourceRecognised(source.id, results[0]))

    async def look_through(self, paths: Sequence[Path]) -> None:
        """On a thread of its own, for a disk of the user's may take its time, or never answer."""
        self._cancelled.set()
        cancelled = self._cancelled = threading.Event()
        found = Intake(is_whole=False)
        try:
            gallery = await self._use_gallery()
            found = await asyncio.to_thread(
                gallery.look_through, paths, self._tell_progress, cancelled.is_set
            )
        finally:
            cancelled.set()  # the end of the program cancels this task, and not the thread
            self._publish(IntakeEnded(found))

    def _tell_progress(self, done: int, total: int) -> None:
        if done % max(1, total // _STEPS) == 0:
            self._publish(IntakeProgressed(done, total))
