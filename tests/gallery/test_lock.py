"""One process at a time, also after one was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys, pathlib
from turbo_studio.gallery.gallery import DiskGallery
gallery = DiskGallery(pathlib.Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def check_in_use(folder: Path) -> None:
    with pytest.raises(StorageError) as caught:
        DiskGallery(folder)
    assert caught.value.problem.code is ProblemCode.GALLERY_IN_USE


def test_other_process_keeps_us_out_until_it_is_killed(tmp_path: Path) -> None:
    """ST17."""
    folder = tmp_path / "gallery"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        check_in_use(folder)
        holder.kill()
        assert holder.wait() == -signal.SIGKILL
    DiskGallery(folder).close()


def test_second_gallery_of_one_process_is_kept_out(tmp_path: Path) -> None:
    with closing(DiskGallery(tmp_path)) as gallery:
        check_in_use(tmp_path)
        check_in_use(tmp_path)
        assert gallery.count(Query()) == 0
    DiskGallery(tmp_path).close()


def test_same_folder_under_another_name_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gallery")
    with closing(DiskGallery(tmp_path / "gallery")):
        check_in_use(tmp_path / "link")
