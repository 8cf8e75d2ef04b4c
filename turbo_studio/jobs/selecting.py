"""What is computed for a mask: asked for under a number, given up by that number, told as one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import MaskSaved, PixelsFound, PixelsNotFound, TroubleMet
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.operators import Selecting
    from turbo_studio.core.ports import Selector
    from turbo_studio.jobs.worker import Worker


class Selections:
    """Each verb returns at once, on any thread."""

    def __init__(self, worker: Worker, selector: Selector, publish: Callable[[Fact], None]) -> None:
        self._worker = worker
        self._selector = selector
        self._publish = publish
        self._running: dict[int, Future[None]] = {}

    def find_pixels(self, token: int, asked: Selecting) -> None:
        """Compute something; ``token`` names it in the fact that tells its end."""
        future = self._worker.run(self._find(token, asked))
        self._running[token] = future
        future.add_done_callback(lambda _: self._running.pop(token, None))

    def cancel_finding(self, token: int) -> None:
        """Give up what was asked for under a number: no fact tells of it, unless it was on its way."""
        future = self._running.pop(token, None)
        if future is not None:
            future.cancel()

    def save_mask(self, mask: MaskSnapshot, path: Path) -> None:
        """Write a mask to a PNG file of the user's."""
        self._worker.run(self._save(mask, path))

    async def _find(self, token: int, asked: Selecting) -> None:
        try:
            found = await self._selector.select(asked)
        except Exception as error:  # noqa: BLE001 - the session waits for one fact or the other
            self._publish(PixelsNotFound(token, describe_error(error)))
        else:
            self._publish(PixelsFound(token, found))

    async def _save(self, mask: MaskSnapshot, path: Path) -> None:
        try:
            await self._selector.save_mask(mask, path)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._publish(TroubleMet(describe_error(error)))
        else:
            self._publish(MaskSaved(path))
