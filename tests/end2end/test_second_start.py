"""The program started twice: the first goes on with the pictures of the second."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from tests.helpers.driver import wait_until
from turbo_studio.app import _welcome
from turbo_studio.running import claim_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio


def build_command(home: Path, *images: Path) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "turbo_studio", "--home", str(home), *map(str, images)]


def test_the_second_start_brings_its_pictures_to_the_first_window(
    home: Path, studio: OpenStudio, make_picture: Callable[..., Path]
) -> None:
    claim = claim_home(home / "config", ())
    assert claim is not None
    driver = studio(make_picture())
    claim.listen(partial(_welcome, driver.window.bridge.post))
    driver.window.showMinimized()
    ended = subprocess.run(
        build_command(home, make_picture("second.png")), capture_output=True, check=False, text=True
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    driver.wait_until(lambda: driver.source_count == 2, "the second picture is open")
    assert not driver.window.windowState() & Qt.WindowState.WindowMinimized
    claim.release()


def test_a_killed_program_keeps_none_from_starting(home: Path) -> None:
    door, index = home / "config" / "running.socket", home / "gallery" / ".studio" / "index.sqlite"
    with subprocess.Popen(build_command(home)) as first:
        wait_until(index.exists, "the first uses the gallery")
        assert subprocess.run(build_command(home), check=False).returncode == 0
        assert first.poll() is None
        first.kill()
    assert first.returncode == -signal.SIGKILL
    index.unlink()
    with subprocess.Popen(build_command(home), stderr=subprocess.PIPE, text=True) as second:
        wait_until(index.exists, "the second uses the gallery")
        second.send_signal(signal.SIGTERM)
        _, error = second.communicate(timeout=60)
    assert (second.returncode, error) == (0, "")
    assert not door.exists()
