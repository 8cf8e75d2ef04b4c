"""Private folders: nobody else reads them, and a crash leaves none behind for long."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from turbo_studio.imaging.private_folder import PrivateFolder, open_new, remove_abandoned_folders

CRASH = """
import os, sys, pathlib
from turbo_studio.imaging.private_folder import PrivateFolder
folder = PrivateFolder(pathlib.Path(sys.argv[1]))
folder.build_path().write_bytes(b"left")
print(folder.path)
sys.stdout.flush()
os._exit(1)
"""


def make_old(folder: Path) -> None:
    os.utime(folder, (1, 1))


def test_is_private_and_goes_with_its_owner(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert folder.build_path() != folder.build_path()
    folder.build_path().write_bytes(b"x")
    folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    make_old(folder.path)
    remove_abandoned_folders(tmp_path)
    assert folder.path.exists()
    folder.remove()


def test_folder_of_a_crashed_process_is_removed(tmp_path: Path) -> None:
    crashed = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path)], capture_output=True, text=True, check=False
    )
    left = Path(crashed.stdout.strip())
    assert len(list(left.iterdir())) == 1
    remove_abandoned_folders(tmp_path)
    assert left.exists()  # young: its owner may be about to lock it
    make_old(left)
    remove_abandoned_folders(tmp_path)
    assert not left.exists()


def test_links_and_strangers_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "turbo-studio-link").symlink_to(tmp_path / "elsewhere")
    os.utime(tmp_path / "turbo-studio-link", (1, 1), follow_symlinks=False)
    (tmp_path / "other").mkdir()
    make_old(tmp_path / "other")
    remove_abandoned_folders(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_new_files_are_private_and_new(tmp_path: Path) -> None:
    with open_new(tmp_path / "file") as file:
        file.write(b"x")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        open_new(tmp_path / "file")
