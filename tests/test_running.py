"""Two starts with one home: what is handed over, by whom, and what a killed one leaves behind."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from turbo_studio import running
from turbo_studio.running import claim_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.running import Claim

KILLED = """
import os, signal, sys, pathlib
from turbo_studio.running import claim_home
claim_home(pathlib.Path(sys.argv[1]), ()).listen(print)
os.kill(os.getpid(), signal.SIGKILL)
"""


class Guests:
    """What was handed over."""

    def __init__(self) -> None:
        self.images: list[tuple[Path, ...]] = []

    def welcome(self, images: tuple[Path, ...]) -> None:
        self.images.append(images)


@pytest.fixture
def guests() -> Guests:
    return Guests()


@pytest.fixture
def first(tmp_path: Path, guests: Guests) -> Iterator[Claim]:
    claim = claim_home(tmp_path / "config", ())
    assert claim is not None
    claim.listen(guests.welcome)
    yield claim
    claim.release()


@pytest.mark.usefixtures("first")
def test_the_second_hands_over_and_ends(guests: Guests, tmp_path: Path) -> None:
    """ST17."""
    odd = os.fsdecode(b"/of no\nencoding \xff.png")
    assert claim_home(tmp_path / "config", [Path("here.png"), Path(odd)]) is None
    assert claim_home(tmp_path / "config", ()) is None
    assert guests.images == [(Path.cwd() / "here.png", Path(odd)), ()]


def test_who_released_can_be_followed(first: Claim, guests: Guests, tmp_path: Path) -> None:
    first.release()
    assert {path.name for path in (tmp_path / "config").iterdir()} == {"running.lock"}
    second = claim_home(tmp_path / "config", ())
    assert second is not None
    second.listen(guests.welcome)
    assert claim_home(tmp_path / "config", ()) is None
    second.release()


def test_a_home_with_a_very_long_path_has_a_door_too(guests: Guests, tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 40) / "config"
    claim = claim_home(folder, ())
    assert claim is not None
    claim.listen(guests.welcome)
    assert claim_home(folder, ()) is None
    claim.release()


def test_one_that_is_still_starting_is_waited_for(guests: Guests, tmp_path: Path) -> None:
    claim = claim_home(tmp_path, ())
    assert claim is not None
    second = threading.Thread(target=claim_home, args=(tmp_path, [Path("/x.png")]))
    second.start()
    claim.listen(guests.welcome)
    second.join()
    assert guests.images == [(Path("/x.png"),)]
    claim.release()


def test_one_that_does_not_answer_does_not_hold_up_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_PATIENCE_S", 0.1)
    claim = claim_home(tmp_path, ())
    second = claim_home(tmp_path, ())
    assert claim is not None
    assert second is not None
    second.listen(Guests().welcome)
    second.release()
    assert claim_home(tmp_path, ()) is not None
    claim.release()


def test_a_killed_one_leaves_nothing_in_the_way(guests: Guests, tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert stat.S_ISSOCK((tmp_path / "running.socket").stat().st_mode)
    claim = claim_home(tmp_path, ())
    assert claim is not None
    claim.listen(guests.welcome)
    assert claim_home(tmp_path, ()) is None
    claim.release()


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("message", [b"", b"{", b"7", b"[7]", b"\xff", b"[" * 100_000, b"x" * 2_000_000])
def test_nonsense_is_not_welcome_and_does_no_harm(
    message: bytes, guests: Guests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "config")
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect("running.socket")
        try:
            caller.sendall(message)
            caller.shutdown(socket.SHUT_WR)
            assert caller.recv(100) == b""
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert guests.images == []
    assert claim_home(tmp_path / "config", ()) is None
    assert guests.images == [()]


def test_a_home_that_cannot_be_written_can_be_started_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    claim = claim_home(tmp_path / "file" / "config", ())
    assert claim is not None
    claim.listen(Guests().welcome)
    claim.release()
