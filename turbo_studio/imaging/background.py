"""Runs blocking work beside the event loop in threads that nobody has to wait for.

A read from a network drive may never return: with a pool's threads the program could then not end.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


async def run_in_background(work: Callable[[threading.Event], _T]) -> _T:
    """What ``work`` returns or raises. Cancelling sets the event that it is given, and waits no longer."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_T] = loop.create_future()
    stopped = threading.Event()

    def report(result: _T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # the two come from one call

    def run() -> None:
        result, error = None, None
        try:
            result = work(stopped)
        except BaseException as raised:  # noqa: BLE001  carried over to the one who waits
            error = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(report, result, error)

    threading.Thread(target=run, name="imaging", daemon=True).start()
    try:
        return await done
    except asyncio.CancelledError:
        stopped.set()
        raise
