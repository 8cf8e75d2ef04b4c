"""The journal's folders: whole or not there, private, and each step written once."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from tests.gallery.faulty_disk import Fault, FaultyDisk
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from pathlib import Path


def queue(gallery: DiskGallery, job_id: str = "job-1") -> Path:
    gallery.journal.begin(job_id)
    return gallery.journal.queue(job_id, b"request", b"first")


def find_staged(gallery: DiskGallery) -> list[Path]:
    return list((gallery.folder / ".studio" / "staging").iterdir())


def test_a_job_appears_whole_and_private(gallery: DiskGallery) -> None:
    begun = gallery.journal.begin("0123-abc")
    assert gallery.journal.load_all() == ()
    (begun / "prepared").write_bytes(b"x")
    folder = gallery.journal.queue("0123-abc", b"request", b"first")
    assert folder == gallery.folder / ".studio" / "journal" / "0123-abc"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "request.json").stat().st_mode) == 0o600
    (kept,) = gallery.journal.load_all()
    assert (kept.job_id, kept.folder, kept.request, kept.entries, kept.last_number) == (
        "0123-abc",
        folder,
        b"request",
        (b"first",),
        1,
    )
    assert find_staged(gallery) == []


def test_a_job_is_new(gallery: DiskGallery) -> None:
    queue(gallery)
    gallery.journal.begin("job-1")
    with pytest.raises(StorageError):
        gallery.journal.queue("job-1", b"another", b"entry")
    (kept,) = gallery.journal.load_all()
    assert kept.request == b"request"


def test_of_two_who_write_the_same_step_one_fails(gallery: DiskGallery) -> None:
    queue(gallery)
    gallery.journal.append("job-1", 2, b"mine")
    with pytest.raises(StorageError):
        gallery.journal.append("job-1", 2, b"yours")
    gallery.journal.append("job-1", 3, b"third")
    (kept,) = gallery.journal.load_all()
    assert kept.entries == (b"first", b"mine", b"third")
    assert find_staged(gallery) == []


def test_what_was_begun_is_dropped_or_goes_with_the_next_start(gallery: DiskGallery) -> None:
    gallery.journal.begin("job-1")
    gallery.journal.drop("job-1")
    gallery.journal.drop("job-1")
    gallery.journal.begin("job-2")
    gallery.close()
    again = DiskGallery(gallery.folder)
    assert find_staged(again) == []
    again.close()


def test_a_folder_goes_as_a_whole(gallery: DiskGallery) -> None:
    folder = queue(gallery)
    (folder / "deep").mkdir()
    (folder / "deep" / "file").write_text("x")
    gallery.journal.remove("job-1")
    gallery.journal.remove("job-1")
    assert not folder.exists()
    assert find_staged(gallery) == []


def test_a_link_in_place_of_a_folder_is_not_followed(gallery: DiskGallery, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")
    (gallery.folder / ".studio" / "journal" / "job-1").symlink_to(tmp_path)
    gallery.journal.remove("job-1")
    assert (tmp_path / "precious").read_text() == "x"


@pytest.mark.parametrize("job_id", ["", ".", "..", "../x", "a/b", "a\\b", "a" * 65, "-x", "a\x00b", "ä"])
def test_an_id_that_is_no_name_is_refused(job_id: str, gallery: DiskGallery) -> None:
    for call in (gallery.journal.begin, gallery.journal.drop, gallery.journal.remove):
        with pytest.raises(ValueError, match="no name"):
            call(job_id)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_that_is_none_is_refused(number: int, gallery: DiskGallery) -> None:
    queue(gallery)
    with pytest.raises(ValueError, match="no number"):
        gallery.journal.append("job-1", number, b"x")


def test_what_cannot_be_read_is_missing_and_the_rest_is_there(
    gallery: DiskGallery, caplog: pytest.LogCaptureFixture
) -> None:
    folder = queue(gallery)
    gallery.journal.append("job-1", 2, b"second")
    (folder / "request.json").unlink()
    os.mkfifo(folder / "request.json")
    (folder / "entry-0003.json").symlink_to("/etc/passwd")
    (folder / "entry-4.json").write_text("no entry")
    (kept,) = gallery.journal.load_all()
    assert (kept.request, kept.entries, kept.last_number) == (None, (b"first", b"second", None), 3)
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.FULL_ONCE, ProblemCode.DISK_FULL), (Fault.BROKEN_ONCE, ProblemCode.STORAGE_FAILED)],
)
def test_where_the_disk_fails_at_any_operation_a_step_is_there_or_not(
    fault: Fault, code: ProblemCode, gallery: DiskGallery
) -> None:
    queue(gallery)
    with FaultyDisk() as disk:
        gallery.journal.append("job-1", 2, b"counted")
        count = len(disk.log)
    failures, number = list[ProblemCode](), 3
    for position in range(1, count + 1):
        with FaultyDisk(fault, position):
            try:
                gallery.journal.append("job-1", number, b"entry")
            except StorageError as error:
                failures.append(error.problem.code)
        (kept,) = gallery.journal.load_all()
        assert set(kept.entries[2:]) <= {b"entry"}
        if kept.last_number < number:  # then the same step can be tried again
            gallery.journal.append("job-1", number, b"entry")
        number += 1
    assert set(failures) == {code}
