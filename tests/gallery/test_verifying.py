"""Every file held against its record, and the index made anew from the records."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import build_answer, build_picture, build_provenance, build_upload
from turbo_studio.core.query import Query
from turbo_studio.core.verification import Finding, Flaw, Verification
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.gallery.names import build_result_id
from turbo_studio.gallery.records import Picture, Record, encode_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.result import Result, Upload

MANY = 10_000


@pytest.fixture
def kept(gallery: DiskGallery, job_folder: Path) -> tuple[Result, Upload]:
    """One of three results, and the input that it was made of."""
    upload = gallery.keep_input(build_upload(job_folder, build_picture("source")))
    results = [
        gallery.add(
            build_answer(job_folder, build_picture(str(number))),
            build_provenance(f"job-{number}", uploads=(upload,), source_names=("a.png",), mask=upload),
        )
        for number in range(3)
    ]
    return results[1][0], upload


def verify(gallery: DiskGallery) -> Verification:
    steps: list[tuple[int, int]] = []
    found = gallery.verify(lambda done, total: steps.append((done, total)), lambda: False)
    assert steps == [(number + 1, len(steps)) for number in range(len(steps))]
    assert found.checked_files == len(steps)
    assert found.is_whole
    return found


@pytest.mark.usefixtures("kept")
def test_a_good_gallery_has_no_findings(gallery: DiskGallery) -> None:
    assert verify(gallery) == Verification(4, (), 0, is_whole=True)


def remove(path: Path) -> None:
    path.unlink()


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def link_elsewhere(path: Path) -> None:
    """To the same bytes, even: what lies there is not ours any more."""
    path.rename(path.parents[3] / "elsewhere")
    path.symlink_to(path.parents[3] / "elsewhere")


def link_in_a_circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def put_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "flaw"),
    [
        (remove, Flaw.MISSING),
        (flip_a_bit, Flaw.CHANGED),
        (cut, Flaw.CHANGED),
        (link_elsewhere, Flaw.CHANGED),
        (link_in_a_circle, Flaw.CHANGED),
        (put_a_pipe, Flaw.CHANGED),
        (put_a_folder, Flaw.CHANGED),
    ],
)
@pytest.mark.parametrize("target", ["picture", "input"])
def test_each_damage_is_found(
    target: str,
    damage: Callable[[Path], None],
    flaw: Flaw,
    gallery: DiskGallery,
    kept: tuple[Result, Upload],
) -> None:
    """ST11, ST12, ST13."""
    path = kept[0].path if target == "picture" else kept[1].path
    damage(path)
    before = gallery.fetch_page(Query(), None, 10)
    assert verify(gallery).findings == (Finding(flaw, path),)
    assert gallery.fetch_page(Query(), None, 10) == before


@pytest.mark.usefixtures("kept")
def test_what_no_record_names_is_found(gallery: DiskGallery, job_folder: Path) -> None:
    stray = gallery.folder / "2026" / "11" / "20261120-161233-stray-7f3a9c.png"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    (gallery.folder / "notes.txt").write_text("the user's own")
    lost = gallery.keep_input(build_upload(job_folder, b"lost"))
    needed = gallery.keep_input(build_upload(job_folder, b"needed"))
    gallery.journal.begin("job-9")
    gallery.journal.queue("job-9", f'{{"sha256": "{needed.digest}"}}'.encode(), b"{}")
    found = set(verify(gallery).findings)
    assert found == {Finding(Flaw.UNKNOWN, stray), Finding(Flaw.UNKNOWN, lost.path)}


def test_a_record_that_cannot_be_read_is_found_with_its_picture(
    gallery: DiskGallery, kept: tuple[Result, Upload]
) -> None:
    record = gallery.folder / ".studio" / "records" / f"{kept[0].id}.json"
    record.write_text("{")
    found = set(verify(gallery).findings)
    assert found == {Finding(Flaw.UNREADABLE, record), Finding(Flaw.UNKNOWN, kept[0].path)}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("folder", ["collections", "searches"])
def test_a_list_of_the_users_that_cannot_be_read_is_found(
    folder: str, gallery: DiskGallery, kept: tuple[Result, Upload]
) -> None:
    gallery.collections.create("cups", [kept[0].id])
    gallery.saved_searches.save("cups", Query("cup"))
    assert verify(gallery).findings == ()
    (path,) = (gallery.folder / ".studio" / folder).iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert verify(gallery).findings == (Finding(Flaw.UNREADABLE, path),)


def test_what_comes_meanwhile_is_no_finding(gallery: DiskGallery, job_folder: Path) -> None:
    def add_one(done: int, total: int) -> None:
        gallery.add(build_answer(job_folder, build_picture("late")), build_provenance("job-late"))

    assert gallery.verify(add_one, lambda: False).findings == ()


@pytest.mark.usefixtures("kept")
def test_a_cancelled_look_says_so(gallery: DiskGallery) -> None:
    steps: list[int] = []
    found = gallery.verify(lambda done, total: steps.append(done), lambda: len(steps) == 2)
    assert found == Verification(2, (), 0, is_whole=False)


def test_the_record_wins_over_its_row(gallery: DiskGallery, kept: tuple[Result, Upload]) -> None:
    """ST19: What changes silently in the index no check of the database sees."""
    before = gallery.fetch_page(Query(), None, 10)
    index = gallery.folder / ".studio" / "index.sqlite"
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("UPDATE results SET record = replace(record, 'otter', 'adder')")
        connection.execute("UPDATE texts SET searchable = 'x' WHERE place = ?", [kept[0].sequence])
        connection.commit()
    assert gallery.fetch_page(Query(), None, 10) != before
    assert verify(gallery).mended_rows == 3
    assert gallery.fetch_page(Query(), None, 10) == before
    assert gallery.count(Query("otter")) == 3
    assert verify(gallery).mended_rows == 0


def test_ten_thousand_results_come_back_without_a_difference(tmp_path: Path) -> None:
    folder = tmp_path / "gallery"
    DiskGallery(folder).close()
    for number in range(MANY):
        result_id = build_result_id("job", number, "")
        picture = Picture(f"2026/11/20261120-161233-x-{number:06}.png", f"{number:064x}", 3, "image/png")
        record = Record(result_id, number, picture, 0, build_provenance(prompt=f"第 {number}"), None, (), {})
        path = folder / ".studio" / "records" / f"{result_id}.json"
        path.write_text(encode_record(record))
    with closing(DiskGallery(folder)) as gallery:
        before = gallery.fetch_page(Query(), None, MANY)
        assert gallery.rebuild_index() == MANY
        assert gallery.fetch_page(Query(), None, MANY) == before


@pytest.mark.usefixtures("kept")
def test_a_rebuilt_index_is_used_at_once(gallery: DiskGallery, job_folder: Path) -> None:
    before = gallery.fetch_page(Query(), None, 10)
    assert gallery.rebuild_index() == 3
    (late,) = gallery.add(build_answer(job_folder, build_picture("late")), build_provenance("job-late"))
    assert gallery.fetch_page(Query(), None, 10) == (late, *before)
