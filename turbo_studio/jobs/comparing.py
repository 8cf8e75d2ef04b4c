"""Comparisons: asked for under a number, told as they grow, and kept until that number is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import ComparisonEnded, ComparisonFailed, ComparisonProgressed
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from turbo_studio.core.comparing import Comparing
    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Comparer
    from turbo_studio.core.sources import Raster
    from turbo_studio.jobs.worker import Worker


class Comparisons:
    """Its verbs are called on the worker's loop."""

    def __init__(self, worker: Worker, comparer: Comparer, publish: Callable[[Fact], None]) -> None:
        self._worker = worker
        self._comparer = comparer
        self._publish = publish
        self._running: dict[int, Future[None]] = {}
        self._rasters: dict[int, Raster] = {}

    def compare(self, token: int, asked: Comparing) -> None:
        self._running[token] = self._worker.run(self._compare(token, asked))

    def drop(self, token: int) -> None:
        """Give it up, and delete its raster; nothing happens where it is not there any more."""
        running = self._running.pop(token, None)
        if running is not None:
            running.cancel()
        raster = self._rasters.pop(token, None)
        if raster is not None:
            raster.path.unlink(missing_ok=True)

    async def _compare(self, token: int, asked: Comparing) -> None:
        def tell(raster: Raster, done_rows: int) -> None:
            if token in self._running:
                self._rasters[token] = raster
                self._publish(ComparisonProgressed(token, raster, done_rows))

        try:
            fact: Fact = ComparisonEnded(token, await self._comparer.compare(asked, tell))
        except Exception as error:  # noqa: BLE001 - whoever looks waits for one fact or the other
            self._rasters.pop(token, None)
            fact = ComparisonFailed(token, describe_error(error))
        if token in self._running:
            self._publish(fact)
