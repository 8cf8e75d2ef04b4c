"""A user's file is read once, without waiting for anything, and only if it is a plain one."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.imaging import intake
from turbo_studio.imaging.intake import Copied, copy_in, digest_file, keep
from turbo_studio.imaging.limits import FILE_BYTES_MAX


def refusal(path: Path, target: Path) -> ProblemCode:
    with pytest.raises(PictureError) as caught:
        copy_in(path, target, threading.Event())
    assert not target.exists()
    return caught.value.problem.code


def test_copies_and_hashes(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "user").write_bytes(content)
    copy_in(tmp_path / "user", tmp_path / "copy", threading.Event())
    assert digest_file(tmp_path / "copy") == Copied(hashlib.sha256(content).hexdigest(), len(content))
    assert (tmp_path / "copy").read_bytes() == content
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_what_is_kept_is_hashed_on_the_way(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "taken").write_bytes(content)
    copied = keep(tmp_path / "taken", tmp_path / "kept", threading.Event())
    assert copied == Copied(hashlib.sha256(content).hexdigest(), len(content))
    assert (tmp_path / "kept").read_bytes() == content
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


def test_file_that_changes_later_does_not_change_the_copy(tmp_path: Path) -> None:
    (tmp_path / "user").write_bytes(b"before")
    copy_in(tmp_path / "user", tmp_path / "copy", threading.Event())
    (tmp_path / "user").write_bytes(b"after, and longer")
    assert (tmp_path / "copy").read_bytes() == b"before"


def test_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert refusal(tmp_path / "fifo", tmp_path / "copy") is ProblemCode.FILE_NOT_REGULAR


def test_devices_folders_and_sockets_are_refused(tmp_path: Path) -> None:
    """ST13."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for path in (Path("/dev/zero"), tmp_path, tmp_path / "socket"):
            assert refusal(path, tmp_path / "copy") is ProblemCode.FILE_NOT_REGULAR


def test_unreadable_files_tell_why(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path / "gone", tmp_path / "dangling", tmp_path / "loop", Path("nul\0byte")):
        assert refusal(path, tmp_path / "copy") is ProblemCode.FILE_UNREADABLE


def test_empty_file_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert refusal(tmp_path / "empty", tmp_path / "copy") is ProblemCode.NOT_A_PICTURE


def test_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "long").open("wb") as file:
        file.truncate(FILE_BYTES_MAX + 1)
    assert refusal(tmp_path / "long", tmp_path / "copy") is ProblemCode.FILE_TOO_LARGE


def test_stops_when_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "user").write_bytes(b"x")
    stopped = threading.Event()
    stopped.set()
    for copy in (copy_in, keep):
        with pytest.raises(PictureError):
            copy(tmp_path / "user", tmp_path / "copy", stopped)
        assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("length", [10, 3_000_000], ids=["as the copy closes", "as it is written"])
def test_full_disk_is_told_as_such(length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_full(_: Path) -> BinaryIO:
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(intake, "open_new", open_full)
    (tmp_path / "user").write_bytes(b"x" * length)
    for copy in (copy_in, keep):
        with pytest.raises(StorageError) as caught:
            copy(tmp_path / "user", tmp_path / "copy", threading.Event())
        problem = caught.value.problem
        assert (problem.code, problem.params) == (ProblemCode.DISK_FULL, {"folder": str(tmp_path)})
