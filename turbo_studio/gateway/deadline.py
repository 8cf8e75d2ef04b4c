"""A deadline that goes on while the computer sleeps, as it does for the gateway."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

WATCH_S = 5.0
GRACE_S = 20.0
"""What is left after a sleep at the least: an answer may lie in the socket, and is paid for."""

_CLOCK_ID: int | None = getattr(time, "CLOCK_BOOTTIME", None)


def read_clock() -> float:
    """Seconds that never go back; those of a sleep count where the system has a clock for that."""
    return time.monotonic() if _CLOCK_ID is None else time.clock_gettime(_CLOCK_ID)


class Deadline:
    """Ends the block with TimeoutError: ``setup_limit_s`` after its start, or ``limit_s`` once it has begun.

    The timers of an event loop stand still in a sleep: that is why somebody looks at the clock besides.
    """

    def __init__(self, limit_s: float, setup_limit_s: float, clock: Callable[[], float] = read_clock) -> None:
        self._limit_s = limit_s
        self._setup_limit_s = min(setup_limit_s, limit_s)
        self._clock = clock

    def begin(self) -> None:
        """From now on the whole limit counts, from the start of the block."""
        self._timeout.reschedule(self._started_s + self._limit_s)

    @property
    def is_past(self) -> bool:
        """Whether this is what ended the block."""
        return self._timeout.expired()

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._started_s, self._started_clock_s = self._loop.time(), self._clock()
        self._timeout = asyncio.timeout_at(self._started_s + self._setup_limit_s)
        await self._timeout.__aenter__()
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._watching.cancel()
        await self._timeout.__aexit__(kind, error, traceback)

    async def _watch(self) -> None:
        """Bring the timer forward by what the computer slept."""
        while not self._timeout.expired():
            await asyncio.sleep(WATCH_S)
            now_s, ends_s = self._loop.time(), self._timeout.when()
            slept_s = (self._clock() - self._started_clock_s) - (now_s - self._started_s)
            if ends_s is not None and not self._timeout.expired():
                awake_until_s = self._started_s + self._limit_s - slept_s
                self._timeout.reschedule(min(ends_s, max(awake_until_s, now_s + GRACE_S)))
