"""Long looks at what lies on disks: one at a time, told in steps, and given up when another begins."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from turbo_studio.core.ports import Gallery

    Publish = Callable[[int, int], None]
    IsCancelled = Callable[[], bool]

Found = TypeVar("Found")
_STEPS = 100
"""So often progress is told: the window is not to be flooded by ten thousand files."""


class LongLook:
    """On a thread of its own: the gallery's would be busy for minutes, and a user's disk may never answer."""

    def __init__(self, use_gallery: Callable[[], Awaitable[Gallery]], tell: Publish) -> None:
        """``tell`` hears how many files of how many are done, from whatever thread."""
        self._use_gallery = use_gallery
        self._tell = tell
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """From any thread; what was found until then is found."""
        self._cancelled.set()

    async def take(self, look: Callable[[Gallery, Publish, IsCancelled], Found]) -> Found:
        """Call ``look``, and give up the one before; whatever breaks it is raised."""
        self._cancelled.set()
        cancelled = self._cancelled = threading.Event()
        try:
            gallery = await self._use_gallery()
            return await asyncio.to_thread(look, gallery, self._tell_step, cancelled.is_set)
        finally:
            cancelled.set()  # the end of the program cancels this task, and not the thread

    def _tell_step(self, done: int, total: int) -> None:
        if done % max(1, total // _STEPS) == 0:
            self._tell(done, total)
