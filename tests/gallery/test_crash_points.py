"""Saving a result when the disk fails, or the process dies, at each single file operation."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import build_answer, build_picture, build_provenance, find_pictures
from tests.gallery.faulty_disk import Fault, FaultyDisk, Killed
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.result import Answer

PICTURES = (build_picture("first"), build_picture("second", head=b"\xff\xd8\xff\xe0"))
PROVENANCE = build_provenance()
CODES = {
    Fault.FULL_ONCE: {ProblemCode.DISK_FULL},
    Fault.FULL_FROM_THEN_ON: {ProblemCode.DISK_FULL},
    Fault.BROKEN_ONCE: {ProblemCode.STORAGE_FAILED},
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where the system has a place for that: each test here flushes some thousand times."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def build_case(folder: Path) -> tuple[DiskGallery, Answer]:
    folder.mkdir()
    gallery = DiskGallery(folder / "gallery")
    gallery.journal.begin("job-1")
    return gallery, build_answer(gallery.journal.queue("job-1", b"{}", b"{}"), *PICTURES)


def count_operations(folder: Path) -> int:
    gallery, answer = build_case(folder)
    with closing(gallery), FaultyDisk() as disk:
        gallery.add(answer, PROVENANCE)
        return len(disk.log)


def check_nothing_torn(gallery: DiskGallery, answer: Answer) -> None:
    """Whatever is visible is whole, each row has its file, and the job's folder has what it had."""
    for path in find_pictures(gallery.folder):
        assert path.read_bytes() in PICTURES
    assert [path.read_bytes() for path in answer.pictures] == list(PICTURES)
    with closing(sqlite3.connect(gallery.folder / ".studio" / "index.sqlite")) as connection:
        rows = connection.execute("SELECT record ->> '$.picture.file' FROM results").fetchall()
    for (name,) in rows:
        assert (gallery.folder / name).read_bytes() in PICTURES


def check_saved_once(gallery: DiskGallery) -> None:
    results = gallery.fetch_page(Query(), None, 10)
    assert [result.path.read_bytes() for result in reversed(results)] == list(PICTURES)
    assert [path.read_bytes() for path in find_pictures(gallery.folder)].count(PICTURES[0]) == 1
    assert len(find_pictures(gallery.folder)) == len(PICTURES)
    assert len(list((gallery.folder / ".studio" / "records").iterdir())) == len(PICTURES)


@pytest.mark.expects_log("the note of what was being changed cannot be read")
@pytest.mark.parametrize("fault", CODES)
def test_failed_operation_can_be_made_good_by_the_same_call(fault: Fault, folder: Path) -> None:
    """ST03, ST04, ST05."""
    failed = 0
    for position in range(1, count_operations(folder / "counted") + 1):
        gallery, answer = build_case(folder / f"{position}")
        with closing(gallery):
            with FaultyDisk(fault, position):
                try:
                    gallery.add(answer, PROVENANCE)
                except StorageError as error:
                    failed += 1
                    assert error.problem.code in CODES[fault]  # noqa: PT017 - some faults are harmless
            check_nothing_torn(gallery, answer)
            gallery.add(answer, PROVENANCE)
            check_saved_once(gallery)
    assert failed > 30


@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER])
def test_killed_process_leaves_what_the_next_one_makes_good(fault: Fault, folder: Path) -> None:
    """ST01."""
    for position in range(1, count_operations(folder / "counted") + 1):
        gallery, answer = build_case(folder / f"{position}")
        with closing(gallery), FaultyDisk(fault, position), pytest.raises(Killed):
            gallery.add(answer, PROVENANCE)
        check_nothing_torn(gallery, answer)
        with closing(DiskGallery(gallery.folder)) as reopened:
            check_nothing_torn(reopened, answer)
            assert list((gallery.folder / ".studio" / "staging").iterdir()) == []
            recorded = len(list((gallery.folder / ".studio" / "records").iterdir()))
            assert reopened.count(Query()) == recorded
            reopened.add(answer, PROVENANCE)
            check_saved_once(reopened)


def test_file_system_without_links(folder: Path) -> None:
    gallery, answer = build_case(folder / "case")
    with closing(gallery):
        with FaultyDisk(has_links=False):
            gallery.add(answer, PROVENANCE)
            gallery.add(answer, PROVENANCE)
        check_saved_once(gallery)


def test_each_step_is_on_the_disk_before_the_next(folder: Path) -> None:
    """Nothing here pulls the plug; so the order is compared: what is named has been flushed before."""
    gallery, answer = build_case(folder / "case")
    with closing(gallery):
        gallery.add(replace(answer, pictures=answer.pictures[:1]), PROVENANCE)  # makes the month's folder
        with FaultyDisk() as disk:
            gallery.add(replace(answer, pictures=answer.pictures[1:]), PROVENANCE)
    steps = [name for name in disk.log if name in {"write", "fsync", "link", "replace", "put"}]
    picture, record, row = (
        ["write", "fsync", "link", "fsync"],
        ["write", "fsync", "replace", "fsync"],
        ["put"],
    )
    assert steps == picture + record + row
