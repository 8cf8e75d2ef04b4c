"""The self-test as a user runs it: one command, no screen, pictures left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.helpers.stub_gateway import CANARY_KEY


def run_self_test(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "turbo_studio", "--self-test", *arguments],
        cwd=folder,
        env={**os.environ, "TURBO_API_KEY": CANARY_KEY, "PYTHONPATH": str(Path.cwd())},
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
