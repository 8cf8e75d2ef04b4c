"""The sandbox as a child: it starts, it answers, it keeps its token to itself, it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from turbo_studio.core.problems import ProblemCode, StudioError
from turbo_studio.sandbox import launch
from turbo_studio.sandbox.launch import build_environment, start_sandbox

if TYPE_CHECKING:
    from turbo_studio.sandbox.launch import RunningSandbox

KEY = "sk-canary-never-in-a-child"
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


async def fetch_models(sandbox: RunningSandbox) -> int:
    headers = {"Authorization": f"Bearer {sandbox.token}"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        return (await client.get(f"{sandbox.base_url}/models", headers=headers)).status_code


def test_starts_answers_and_ends() -> None:
    async def run() -> None:
        sandbox = await start_sandbox()
        assert await fetch_models(sandbox) == 200
        await asyncio.gather(sandbox.close(), sandbox.close())
        await sandbox.close()
        assert not sandbox.is_running
        with pytest.raises(ProcessLookupError):
            os.kill(sandbox.pid, 0)

    asyncio.run(run())


def test_two_at_once_have_their_own_tokens() -> None:
    async def run() -> None:
        one, two = await asyncio.gather(start_sandbox(), start_sandbox())
        try:
            assert one.token != two.token
            assert one.token not in repr(one)
            assert [await fetch_models(one), await fetch_models(two)] == [200, 200]
        finally:
            await asyncio.gather(one.close(), two.close())

    asyncio.run(run())


@needs_proc
def test_neither_argv_nor_environment_holds_token_or_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBO_API_KEY", KEY)

    async def run() -> None:
        sandbox = await start_sandbox()
        folder = Path(f"/proc/{sandbox.pid}")
        shown = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        await sandbox.close()
        assert b"turbo_studio.sandbox" in shown
        assert sandbox.token.encode() not in shown
        assert KEY.encode() not in shown

    asyncio.run(run())


def test_environment_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TURBO_API_KEY", "OPENAI_API_KEY", "HTTPS_PROXY", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, KEY)
    environment = build_environment()
    assert KEY not in environment.values()
    assert environment["PATH"] == os.environ["PATH"]


@needs_proc
def test_listens_on_loopback_alone() -> None:
    async def run() -> None:
        sandbox = await start_sandbox()
        port = int(sandbox.base_url.removesuffix("/v1").rpartition(":")[2])
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        rows6 = [line.split() for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]]
        await sandbox.close()
        listening = [row[1] for row in rows + rows6 if row[3] == "0A" and row[1].endswith(f":{port:04X}")]
        assert listening == [f"0100007F:{port:04X}"]

    asyncio.run(run())


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_parent_that_dies_leaves_no_child() -> None:
    """The parent is killed without a chance to clean up; its child's stdout then ends as well."""
    parent = (
        "import asyncio, sys\n"
        "from turbo_studio.sandbox.launch import start_sandbox\n"
        "async def run():\n"
        "    print((await start_sandbox()).pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(run())\n"
    )
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
    wait_until_gone(child)


def wait_until_gone(pid: int) -> None:
    """A killed parent's child belongs to the init process, which may or may not reap it."""
    for _ in range(600):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return
        if state == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} is still there")


@pytest.mark.skipif(os.name != "posix", reason="stops by signal")
def test_a_child_that_hangs_is_killed() -> None:
    async def run() -> None:
        sandbox = await start_sandbox()
        os.kill(sandbox.pid, signal.SIGSTOP)
        await sandbox.close()
        assert not sandbox.is_running

    asyncio.run(run())


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/true", "/bin/echo"])
def test_a_start_that_fails_says_so(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with pytest.raises(StudioError) as caught:
        asyncio.run(start_sandbox())
    assert caught.value.problem.code is ProblemCode.SANDBOX_FAILED


def test_a_start_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "python"
    sleeper.write_text("#!/bin/sh\nexec sleep 600\n")
    sleeper.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(sleeper))
    monkeypatch.setattr(launch, "_START_LIMIT_S", 0.2)
    with pytest.raises(StudioError) as caught:
        asyncio.run(start_sandbox())
    assert caught.value.problem.code is ProblemCode.SANDBOX_FAILED


def test_a_cancelled_start_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    greet = launch._greet

    async def greet_and_hang(process: asyncio.subprocess.Process, token: str) -> int:
        await greet(process, token)
        pids.append(process.pid)
        await asyncio.sleep(600)
        return 0

    monkeypatch.setattr(launch, "_greet", greet_and_hang)

    async def run() -> None:
        start = asyncio.create_task(start_sandbox())
        while not pids:
            await asyncio.sleep(0.01)
        start.cancel()
        with pytest.raises(asyncio.CancelledError):
            await start
        with pytest.raises(ProcessLookupError):
            os.kill(pids[0], 0)

    asyncio.run(run())


def test_launch_imports_nothing_heavy() -> None:
    code = (
        "import sys, turbo_studio.sandbox.launch\n"
        "print([name for name in ('numpy', 'PIL', 'werkzeug') if name in sys.modules])"
    )
    shown = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert shown.strip() == "[]"
