"""The program as a process of its own: the self-test, and the end by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.helpers.driver import wait_until
from tests.helpers.process_state import list_children, read_environment
from tests.helpers.stub_gateway import CANARY_KEY, build_png


def build_environment() -> dict[str, str]:
    return {**os.environ, "TURBO_API_KEY": CANARY_KEY, "PYTHONPATH": str(Path.cwd())}


def run_self_test(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "turbo_studio", "--self-test", *arguments],
        cwd=folder,
        env=build_environment(),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_it_leaves_a_generation_an_edit_and_a_screenshot(tmp_path: Path) -> None:
    ended = run_self_test(str(tmp_path / "out"), folder=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    sizes = {}
    for name in ("generation.png", "edit.png", "window.png"):
        with Image.open(tmp_path / "out" / name) as picture:
            sizes[name] = picture.size
    assert sizes["generation.png"] == (1024, 1024)
    assert min(sizes["window.png"]) > 500
    assert all(line.startswith(("ok: ", "passed: ")) for line in ended.stdout.splitlines())
    assert CANARY_KEY not in ended.stdout
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and CANARY_KEY.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_the_window_and_all_that_it_started(number: signal.Signals, tmp_path: Path) -> None:
    home = tmp_path / "home"
    program = [sys.executable, "-W", "error", "-m", "turbo_studio", "--home", str(home)]
    picture = tmp_path / "picture.png"
    picture.write_bytes(build_png((64, 48)))
    with subprocess.Popen(
        [*program, str(picture)], env=build_environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        wait_until(lambda: list_children(process.pid), "the picture is being read by a child")
        children = list_children(process.pid)
        process.send_signal(number)
        _, error = process.communicate(timeout=60)
        assert (process.returncode, error) == (0, "")
        wait_until(lambda: not any(map(read_environment, children)), "the children have ended too")
    assert not list(home.glob("scratch/*"))  # the folder is made with its first file: there may be none yet
