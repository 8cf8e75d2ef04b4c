"""The pool of children: every way in which one can fail ends in one clear problem, and the pool goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.imaging.making import encode, make_photo
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.answers import Facts
from turbo_studio.imaging.confinement import MEMORY_BYTES_MAX
from turbo_studio.imaging.processes import COMMAND, ChildPool, build_environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# A child that ends while it is being killed may be reaped by ``kill`` before asyncio's watcher gets to it.
pytestmark = pytest.mark.expects_log("Unknown child process")

TELL = 'print(\'{"facts": {"media_type": "image/png", "width": 1, "height": 1, "notes": []}}\', flush=True)'


def use(pool: ChildPool, work: Callable[[ChildPool], Awaitable[object]]) -> object:
    async def run() -> object:
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def make_pool(script: str, count: int = 1) -> ChildPool:
    return ChildPool((sys.executable, "-I", "-c", script), count)


async def refusal(pool: ChildPool, time_limit_s: float = 30) -> ProblemCode:
    with pytest.raises(PictureError) as caught:
        await pool.run("judge", time_limit_s, path="x")
    return caught.value.problem.code


async def wait_until_gone(pid: int) -> None:
    while Path(f"/proc/{pid}").exists():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "script",
    [
        "import sys; sys.exit()",
        "import sys; sys.stdin.readline()",
        "import os, sys; sys.stdin.readline(); os.kill(os.getpid(), 11)",
        "import sys; sys.stdin.readline(); print('{\"facts\":', end='', flush=True)",
        "import sys; sys.stdin.readline(); print('nonsense', flush=True); sys.stdin.readline()",
        "import sys; sys.stdin.readline(); print('x' * 1_000_000, flush=True); sys.stdin.readline()",
    ],
)
def test_child_that_dies_or_babbles(script: str) -> None:
    async def work(pool: ChildPool) -> None:
        assert await refusal(pool) is ProblemCode.DECODER_DIED
        assert await refusal(pool) is ProblemCode.DECODER_DIED

    use(make_pool(script), work)


def test_program_that_is_missing() -> None:
    pool = ChildPool(("/nonexistent/program",), 1)
    assert use(pool, refusal) is ProblemCode.DECODER_DIED


def test_child_that_hangs_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    script = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(1000)"

    async def work(pool: ChildPool) -> None:
        limit_s = 0.05
        while not told.exists() or not told.read_text():  # a slow machine may not start it in that time
            assert await refusal(pool, limit_s) is ProblemCode.DECODER_TIMED_OUT
            limit_s *= 2
        await wait_until_gone(int(told.read_text()))

    use(make_pool(script), work)


def test_cancelling_kills_the_child_and_the_pool_goes_on(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    script = (
        f"import os, sys, time\nsys.stdin.readline()\n"
        f"if not os.path.exists({str(told)!r}):\n"
        f"    open({str(told)!r} + '.part', 'w').write(str(os.getpid()))\n"
        f"    os.rename({str(told)!r} + '.part', {str(told)!r}); time.sleep(1000)\n{TELL}"
    )

    async def work(pool: ChildPool) -> None:
        task = asyncio.create_task(pool.run("judge", path="x"))
        while not told.exists():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await wait_until_gone(int(told.read_text()))
        assert await pool.run("judge", path="x") == Facts("image/png", (1, 1), (), has_alpha=False)  # type: ignore[arg-type]

    use(make_pool(script), work)


def test_child_is_kept_warm_and_replaced_when_it_died_meanwhile(tmp_path: Path) -> None:
    told = tmp_path / "pids"
    script = (
        f"import os, sys\nopen({str(told)!r}, 'a').write(f'{{os.getpid()}}\\n')\nfor _ in sys.stdin: {TELL}"
    )

    async def work(pool: ChildPool) -> None:
        for _ in range(5):
            await pool.run("judge", path="x")
        (pid,) = map(int, told.read_text().split())
        os.kill(pid, signal.SIGKILL)
        await wait_until_gone(pid)
        with contextlib.suppress(PictureError):  # the loop may not have been told of the death yet
            await pool.run("judge", path="x")
        await pool.run("judge", path="x")
        assert len(told.read_text().split()) == 2

    use(make_pool(script), work)


def test_tasks_wait_for_a_free_child(tmp_path: Path) -> None:
    told = tmp_path / "pids"
    script = (
        f"import os, sys\nopen({str(told)!r}, 'a').write(f'{{os.getpid()}}\\n')\nfor _ in sys.stdin: {TELL}"
    )

    async def work(pool: ChildPool) -> None:
        await asyncio.gather(*(pool.run("judge", path="x") for _ in range(20)))
        assert len(told.read_text().split()) == 2

    use(make_pool(script, count=2), work)


def test_child_knows_nothing_of_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TURBO_API_KEY", "HTTPS_PROXY", "HOME", "PYTHONPATH", "LD_PRELOAD"):
        monkeypatch.setenv(name, "secret-7c1f")
    told = tmp_path / "environment"
    script = (
        f"import json, os, sys; open({str(told)!r}, 'w').write(json.dumps(dict(os.environ)))\n"
        f"sys.stdin.readline(); {TELL}"
    )
    use(make_pool(script), lambda pool: pool.run("judge", path="x"))
    environment = json.loads(told.read_text())
    assert "secret-7c1f" not in environment.values()
    assert environment.keys() - {"LC_CTYPE"} == build_environment().keys()


# The real program


def test_real_child_judges(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(encode(make_photo(), "GIF"))
    target = str(tmp_path / "raster")
    facts = use(ChildPool(), lambda pool: pool.run("build_raster", path=str(path), target=target))
    assert facts == Facts("image/gif", (40, 30), (), has_alpha=False)  # type: ignore[arg-type]


def test_real_child_reports_problems_and_lives_on(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(encode(make_photo(), "PNG"))
    bad.write_bytes(b"%PDF-1.7")

    async def work(pool: ChildPool) -> None:
        for path, code in ((bad, ProblemCode.NOT_A_PICTURE), (tmp_path / "gone", ProblemCode.STORAGE_FAILED)):
            with pytest.raises(Exception, match=code) as caught:
                await pool.run("build_raster", path=str(path), target=str(tmp_path / "raster"))
            assert caught.value.problem.code is code  # type: ignore[attr-defined]  # a StudioError by its code
        with pytest.raises(PictureError) as unexpected:
            await pool.run("no_such_task")
        assert unexpected.value.problem.params == {"kind": "KeyError"}
        facts = await pool.run("build_raster", path=str(good), target=str(tmp_path / "raster"))
        assert facts.notes == ()

    use(ChildPool(count=1), work)


def test_real_child_ends_with_its_input(tmp_path: Path) -> None:
    async def run() -> int:
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=pipe, stdout=pipe, env=build_environment()
        )
        await child.communicate(b"")
        return await child.wait()

    assert asyncio.run(run()) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_real_child_is_confined(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(encode(make_photo(), "PNG"))

    async def run() -> dict[str, str]:
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=pipe, stdout=pipe, env=build_environment()
        )
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps({"task": "judge", "path": str(path)}).encode() + b"\n")
        assert Note.TURNED_UPRIGHT.encode() not in await child.stdout.readline()
        proc = Path(f"/proc/{child.pid}")
        told = {name: (proc / name).read_text() for name in ("limits", "status", "net/dev")}
        await child.communicate(b"")
        return told

    told = asyncio.run(run())
    limits = {line[:26].strip(): line[26:].split()[0] for line in told["limits"].splitlines()[1:]}
    assert limits["Max address space"] == str(MEMORY_BYTES_MAX)
    assert limits["Max core file size"] == "0"
    assert limits["Max cpu time"] != "unlimited"
    assert "NoNewPrivs:\t1" in told["status"]
    own = Path("/proc/self/net/dev").read_text()
    assert len(told["net/dev"].splitlines()) <= len(own.splitlines())
