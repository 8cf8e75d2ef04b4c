"""A few warm child processes for pictures: started when needed, killed when late, replaced when dead."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING, Any, TypeVar

from turbo_studio.core.comparing import Measure
from turbo_studio.core.problems import PictureError, ProblemCode, StudioError
from turbo_studio.imaging.answers import Facts, FoundBox, parse_answer

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from turbo_studio.imaging.answers import Answer

_Expected = TypeVar("_Expected", Facts, FoundBox, Measure)

COMMAND = (sys.executable, "-I", "-m", "turbo_studio.imaging.child")
TIME_LIMIT_S = 20.0
_TASKS_PER_CHILD = 100
"""Then a child retires, with whatever memory its libraries lost and its pictures left behind."""
_MALLOC = {"MALLOC_MMAP_THRESHOLD_": "4000000", "MALLOC_TRIM_THRESHOLD_": "12000000"}
"""Of glibc: left to itself it keeps up to 30 MB of a large picture's memory in a child that has none open."""
_PASSED_ON = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP")


def build_environment() -> dict[str, str]:
    """All that a child is told of its surroundings: no key, no proxy, nobody's home."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    return passed_on | one_thread | _MALLOC | {"LANG": "C.UTF-8"}


class _Child:
    """One process and how often it was used."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._tasks_left = _TASKS_PER_CHILD

    @property
    def is_usable(self) -> bool:
        return self._process.returncode is None and self._tasks_left > 0

    async def ask(self, request: dict[str, Any]) -> bytes:
        """One line for one line; ConnectionError or ValueError where the child does not keep to that."""
        self._tasks_left -= 1
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ConnectionError("a child without pipes")
        stdin.write(json.dumps(request).encode() + b"\n")
        await stdin.drain()
        line = await stdout.readline()
        if not line.endswith(b"\n"):
            raise ConnectionError("the child ended without an answer")
        return line

    def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()

    async def wait(self) -> None:
        await self._process.wait()


class ChildPool:
    """Runs tasks in at most ``count`` children, two or fewer by default; further ones wait their turn."""

    def __init__(self, command: Sequence[str] = COMMAND, count: int | None = None) -> None:
        self.is_urgent = False
        """Whether the tasks that begin from now on go beside the window's own work, and not behind it."""
        self._command = command
        self._turns = asyncio.Semaphore(count or min(2, os.cpu_count() or 1))
        self._idle: list[_Child] = []
        self._ending: set[asyncio.Task[None]] = set()

    async def run(self, task: str, time_limit_s: float = TIME_LIMIT_S, **arguments: Any) -> Facts:
        """What the task tells of a picture; the StudioError that it reports, or that its child met.

        Cancelling kills the child at once: its work is of no use to anyone.
        """
        return _expect(Facts, await self._run(task, time_limit_s, arguments))

    async def find(self, task: str, time_limit_s: float = TIME_LIMIT_S, **arguments: Any) -> FoundBox:
        """Where the task found pixels; otherwise like ``run``."""
        return _expect(FoundBox, await self._run(task, time_limit_s, arguments))

    async def measure(self, task: str, time_limit_s: float = TIME_LIMIT_S, **arguments: Any) -> Measure:
        """What the task found between pictures; otherwise like ``run``."""
        return _expect(Measure, await self._run(task, time_limit_s, arguments))

    async def _run(self, task: str, time_limit_s: float, arguments: dict[str, Any]) -> Answer:
        async with self._turns:
            child = self._take_idle() or await self._start()
            is_sound = False
            try:
                request = {"task": task, **arguments} | ({"is_urgent": True} if self.is_urgent else {})
                answer = await _ask_in_time(child, request, time_limit_s)
                is_sound = True
            finally:
                self._put_back(child, is_sound=is_sound)
        if isinstance(answer, StudioError):
            raise answer
        return answer

    async def warm_up(self) -> None:
        """Start a child if none waits. One that cannot be started is missed by the first task."""
        async with self._turns:
            if not self._idle:
                with contextlib.suppress(PictureError):
                    self._idle.append(await self._start())

    async def close(self) -> None:
        """End the idle children and wait until the system has let go of all that ended."""
        while self._idle:
            self._put_back(self._idle.pop(), is_sound=False)
        if self._ending:
            await asyncio.wait(self._ending)

    def _take_idle(self) -> _Child | None:
        """The child used last, if it still lives: the system may have ended it meanwhile."""
        while self._idle:
            child = self._idle.pop()
            if child.is_usable:
                return child
            self._put_back(child, is_sound=False)
        return None

    async def _start(self) -> _Child:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=build_environment()
            )
        except OSError as error:
            raise PictureError(ProblemCode.DECODER_DIED, str(error)) from error
        return _Child(process)

    def _put_back(self, child: _Child, *, is_sound: bool) -> None:
        if is_sound and child.is_usable:
            self._idle.append(child)
            return
        child.kill()
        ending = asyncio.create_task(child.wait())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


def _expect(kind: type[_Expected], answer: Answer) -> _Expected:
    """An answer of the kind that the task gives; a child that gives another one has lost its way."""
    if not isinstance(answer, kind):
        raise PictureError(ProblemCode.DECODER_DIED, "an answer to something else")
    return answer


async def _ask_in_time(child: _Child, request: dict[str, Any], time_limit_s: float) -> Answer | StudioError:
    try:
        async with asyncio.timeout(time_limit_s):
            return parse_answer(await child.ask(request))
    except TimeoutError as error:
        raise PictureError(ProblemCode.DECODER_TIMED_OUT, limit_s=time_limit_s) from error
    except (ConnectionError, ValueError) as error:
        raise PictureError(ProblemCode.DECODER_DIED, str(error)) from error
