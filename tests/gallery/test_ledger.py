"""The ledger's file: lines are only added, and what a crash tears harms no other."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tests.gallery.faulty_disk import Fault, FaultyDisk
from turbo_studio.core.problems import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.gallery.gallery import DiskGallery


@pytest.fixture
def file(gallery: DiskGallery) -> Path:
    return gallery.folder / ".studio" / "ledger.jsonl"


def test_lines_are_added_and_private(gallery: DiskGallery, file: Path) -> None:
    assert gallery.ledger.load() == ()
    for line in (b"first", b"second"):
        gallery.ledger.append(line)
    assert gallery.ledger.load() == (b"first", b"second")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("kept", range(12))
def test_a_torn_line_is_ended_by_the_next(kept: int, gallery: DiskGallery, file: Path) -> None:
    gallery.ledger.append(b"first line")
    file.write_bytes(file.read_bytes()[:kept])
    gallery.ledger.append(b"second")
    assert gallery.ledger.load()[-1] == b"second"
    assert b"".join(gallery.ledger.load()) == b"first line"[:kept] + b"second"


@pytest.mark.parametrize("fault", [Fault.FULL_ONCE, Fault.BROKEN_ONCE])
def test_a_line_that_the_disk_refused_can_be_added_again(fault: Fault, gallery: DiskGallery) -> None:
    with FaultyDisk() as disk:
        gallery.ledger.append(b"counted")
        count = len(disk.log)
    refused: list[bytes] = []
    for position in range(1, count + 1):
        line = f"line {position}".encode()
        with FaultyDisk(fault, position):
            try:
                gallery.ledger.append(line)
            except StorageError:
                refused.append(line)
        if line in refused:
            gallery.ledger.append(line)
        assert gallery.ledger.load()[-1] == line
        assert gallery.ledger.load().count(b"counted") == 1
    assert refused


def test_a_link_in_its_place_is_not_written_through(gallery: DiskGallery, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("x")
    file.symlink_to(target)
    with pytest.raises(StorageError):
        gallery.ledger.append(b"line")
    assert target.read_text() == "x"
