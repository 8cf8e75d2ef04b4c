"""Disks that are really full, really read-only, or bounded by a quota: small file systems of our own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

NAMESPACE = "-m" if os.geteuid() == 0 else "-Urm"

SETUP = """
import pathlib, resource, shutil, subprocess, sys
from tests.gallery.builders import *
from turbo_studio.core.query import Query
from turbo_studio.core.problems import StorageError
from turbo_studio.gallery.gallery import DiskGallery

root, job = map(pathlib.Path, sys.argv[1:])
pictures = [build_picture("first", 400_000), build_picture("second", 400_000)]
answer = build_answer(job, *pictures)

def remount(options):
    subprocess.run(["mount", "-o", "remount," + options, str(root)], check=True)

def tell(call, *arguments):
    try:
        call(*arguments)
    except StorageError as error:
        return error.problem.code.value
    return "done"

def check_saved_once(gallery):
    results = gallery.fetch_page(Query(), None, 10)
    assert [result.path.read_bytes() for result in reversed(results)] == pictures
    assert len(find_pictures(gallery.folder)) == 2
"""

FULL = """
gallery = DiskGallery(root / "gallery")
outcomes = set()
for spare_bytes in range(0, 1_000_000, 20_000):
    filler = root / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(root).free // 4096 * 4096 - spare_bytes // 4096 * 4096))
    outcomes.add(tell(gallery.add, answer, build_provenance(f"job-{spare_bytes}")))
    filler.unlink()
    for path in find_pictures(gallery.folder):
        assert path.read_bytes() in pictures
    gallery.add(answer, build_provenance(f"job-{spare_bytes}"))
    check_saved_once(gallery)
    gallery.close()
    shutil.rmtree(root / "gallery")
    gallery = DiskGallery(root / "gallery")
assert outcomes == {"disk_full", "done"}, outcomes
assert tell(gallery.check_free_space) == "disk_full"
"""

READ_ONLY = """
remount("size=300M")
gallery = DiskGallery(root / "gallery")
assert tell(gallery.check_free_space) == "done"
gallery.close()
remount("ro")
told = []
looked_at = DiskGallery(root / "gallery", tell=told.append)
assert [problem.code.value for problem in told] == ["gallery_read_only"]
assert looked_at.fetch_page(Query(), None, 10) == ()
assert tell(looked_at.check_free_space) == "gallery_read_only"
assert tell(looked_at.add, answer, build_provenance()) == "gallery_read_only"
looked_at.close()
assert tell(DiskGallery, root / "other") == "folder_unwritable"
remount("rw")
gallery = DiskGallery(root / "gallery")
gallery.add(answer, build_provenance())
check_saved_once(gallery)
"""

OTHER_FILE_SYSTEM_AND_QUOTA = """
gallery = DiskGallery(root / "gallery")
assert root.stat().st_dev != job.stat().st_dev
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
assert tell(gallery.add, answer, build_provenance()) == "disk_full"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
gallery.add(answer, build_provenance())
check_saved_once(gallery)
"""


def _can_mount() -> bool:
    """Whether this process may have a mount namespace: not in every container and chroot."""
    if sys.platform != "linux":
        return False
    command = ["unshare", NAMESPACE, "mount", "--make-rprivate", "/"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def run_on_small_disk(program: str, folder: Path) -> None:
    """Run a program after ``SETUP``, with a file system of 3 MB as ``root`` and ``folder`` as ``job``."""
    if not _can_mount():
        pytest.skip("no file system can be mounted here")
    root = folder / "small"
    root.mkdir()
    python = shlex.join([sys.executable, "-c", SETUP + program, str(root), str(folder)])
    mount = shlex.join(["mount", "-t", "tmpfs", "-o", "size=3M", "tmpfs", str(root)])
    finished = subprocess.run(
        ["unshare", NAMESPACE, "sh", "-c", f"{mount} && exec {python}"],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize(
    "program", [FULL, READ_ONLY, OTHER_FILE_SYSTEM_AND_QUOTA], ids=["full", "read-only", "quota"]
)
def test_on_a_file_system_of_its_own(program: str, tmp_path: Path) -> None:
    """ST04, ST07, ST08."""
    run_on_small_disk(program, tmp_path)
