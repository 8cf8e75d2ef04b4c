"""Starts the sandbox as a child of the program, and ends it.

The child gets its token over stdin, so that neither the process table nor an environment shows
it; its environment is built, so that it never holds a real key.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import TYPE_CHECKING

import turbo_studio
from turbo_studio.core.problems import ProblemCode, StudioError

if TYPE_CHECKING:
    from asyncio.subprocess import Process

_START_LIMIT_S = 20.0
_END_LIMIT_S = 0.8
_KEPT_VARIABLES = (
    "PATH",
    "LANG",
    "LC_ALL",
    "HOME",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "WINDIR",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
)


class RunningSandbox:
    """A sandbox that answers at ``base_url`` to whoever sends ``token`` as the key."""

    def __init__(self, base_url: str, token: str, process: Process) -> None:
        self.base_url = base_url
        self.token = token
        self._process = process

    def __repr__(self) -> str:
        """Without the token: a repr ends in logs and tracebacks."""
        return f"RunningSandbox({self.base_url!r}, pid={self.pid})"

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.returncode is None

    async def close(self) -> None:
        """End the child: by closing its stdin, after 0.8 s by force. May be called again."""
        await _end(self._process)


async def start_sandbox() -> RunningSandbox:
    """Start a child and return when it listens. StudioError where it does not."""
    token = secrets.token_hex(16)
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # what lies in the current folder is nobody's module
            "-m",
            "turbo_studio.sandbox",
            "--port",
            "0",
            "--child",
            stdin=PIPE,
            stdout=PIPE,
            env=build_environment(),
        )
    except OSError as error:
        raise StudioError(ProblemCode.SANDBOX_FAILED, str(error)) from None
    try:
        port = await asyncio.wait_for(_greet(process, token), _START_LIMIT_S)
    except (OSError, ValueError, TimeoutError) as error:
        await _end(process)
        raise StudioError(ProblemCode.SANDBOX_FAILED, str(error)) from None
    except BaseException:  # cancelled: no child is left behind
        await _end(process)
        raise
    return RunningSandbox(f"http://127.0.0.1:{port}/v1", token, process)


def build_environment() -> dict[str, str]:
    """The child's environment: what an interpreter needs to start and to find its modules."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(Path(turbo_studio.__file__).resolve().parents[1]),
        "OPENBLAS_NUM_THREADS": "1",  # no picture here needs more, and each costs memory
    }


async def _greet(process: Process, token: str) -> int:
    """Hand over the token and read the port. ValueError where the child says anything else."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the sandbox has no pipes")
    process.stdin.write(f"{token}\n".encode())
    await process.stdin.drain()
    greeting = json.loads(await process.stdout.readline())
    port = greeting.get("port") if isinstance(greeting, dict) else None
    if not isinstance(port, int):
        raise ValueError("the sandbox said no port")
    return port


async def _end(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _END_LIMIT_S)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
