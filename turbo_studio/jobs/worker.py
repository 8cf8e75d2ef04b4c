"""The worker thread: one asyncio loop that everything slow runs on, and the threads of the gallery."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future
    from typing import Any

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

STOP_LIMIT_S = 3.0
_log = logging.getLogger(__name__)


class Worker:
    """One thread with one event loop. ``run``, ``call`` and ``stop`` may be called from any other thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._disk = ThreadPoolExecutor(1, "disk")
        self._reading = ThreadPoolExecutor(1, "reading")
        self._counting = ThreadPoolExecutor(1, "counting")
        self._others = ThreadPoolExecutor(thread_name_prefix="other")
        self._loop.set_default_executor(self._others)
        self._is_stopping = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._thread = threading.Thread(target=self._serve, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Returned]) -> Future[Returned]:
        """Start a coroutine on the loop; an error of it is raised by the future's ``result``."""
        return asyncio.run_coroutine_threadsafe(self._track(coroutine), self._loop)

    def call(self, function: Callable[Given, object], *given: Given.args, **named: Given.kwargs) -> None:
        """Call a function on the loop, after all calls that were asked for before."""
        self._loop.call_soon_threadsafe(lambda: function(*given, **named))

    async def run_on_disk(
        self, call: Callable[Given, Returned], *given: Given.args, **named: Given.kwargs
    ) -> Returned:
        """Make a blocking call on the one disk thread; calls keep their order.

        A call that has begun goes on when the task that waits for it is cancelled.
        """
        return await self._loop.run_in_executor(self._disk, lambda: call(*given, **named))

    async def run_reading(
        self, call: Callable[Given, Returned], *given: Given.args, **named: Given.kwargs
    ) -> Returned:
        """Make a blocking call that only reads the gallery, on a thread that does not wait for the disk's."""
        return await self._loop.run_in_executor(self._reading, lambda: call(*given, **named))

    async def run_counting(
        self, call: Callable[Given, Returned], *given: Given.args, **named: Given.kwargs
    ) -> Returned:
        """``run_reading`` for what goes over all of the gallery: no page waits for that."""
        return await self._loop.run_in_executor(self._counting, lambda: call(*given, **named))

    def stop(self, closing: Coroutine[Any, Any, None]) -> None:
        """Cancel all tasks, run ``closing`` on the loop, and end every thread.

        TimeoutError where the tasks do not end within the limit. What the disk is writing is waited for;
        a look-up of a host name that hangs is not.
        """
        future = asyncio.run_coroutine_threadsafe(self._close(closing), self._loop)
        try:
            future.result(STOP_LIMIT_S)
        finally:
            self._is_stopping = True
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(STOP_LIMIT_S)
            self._disk.shutdown()
            self._reading.shutdown()
            self._counting.shutdown()
            ending = threading.Thread(target=self._others.shutdown, name="ending", daemon=True)
            ending.start()
            ending.join(STOP_LIMIT_S)

    async def _track(self, coroutine: Coroutine[Any, Any, Returned]) -> Returned:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await coroutine

    async def _close(self, closing: Coroutine[Any, Any, None]) -> None:
        running = tuple(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await closing

    def _serve(self) -> None:
        go_behind()
        asyncio.set_event_loop(self._loop)
        try:
            while not self._is_stopping:
                self._serve_until_stopped()
        finally:
            self._loop.close()

    def _serve_until_stopped(self) -> None:
        """asyncio ends its loop where a task raises one of these two; other jobs are under way."""
        try:
            self._loop.run_forever()
        except (SystemExit, KeyboardInterrupt) as error:
            _log.error("a task of the worker raised %s", type(error).__name__)


def go_behind() -> None:
    """Have the system let a thread that wakes, as the one that paints does, run at once in place of this one.

    So it is then for all threads and processes that this one starts. Their share of a processor stays the
    same: Linux's ``SCHED_BATCH``, see sched(7). Other systems are left to judge by themselves.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # forbidden: then as it was
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
