"""The gallery read beside what is being saved: relatives, marks, and damage met while reading."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import add_one, build_answer, build_picture, build_provenance, build_upload
from turbo_studio.core.marks import Flag, Label, Marks
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.problems import Problem

ALL = Query()


def test_relatives_are_found_by_their_bytes(gallery: DiskGallery, job_folder: Path) -> None:
    (first,) = gallery.add(build_answer(job_folder, build_picture("a")), build_provenance("a"))
    sent = gallery.keep_input(build_upload(job_folder, build_picture("as sent")))
    child = ResultId(add_one(gallery, job_folder, "child", uploads=(sent,), source_digests=(first.digest,)))
    same = ResultId(add_one(gallery, job_folder, "a"))  # the same bytes once more
    other = add_one(gallery, job_folder, "other")
    for digest, children in (
        (first.digest, [child]),
        (sent.digest, [child]),
        ("0" * 64, []),
        ("no digest", []),
    ):
        page = gallery.fetch_page(Query(source_digest=digest), None, 9)
        assert [each.id for each in page] == children
    found = gallery.find_by_digest([first.digest, "0" * 64, child])
    assert {each.id for each in found} == {first.id, same}
    order = [ResultId(other), ResultId("0" * 32), first.id]
    assert [each.id for each in gallery.fetch_results(order)] == [other, first.id]


def test_marks_are_kept_in_the_record(gallery: DiskGallery, job_folder: Path) -> None:
    ids = [ResultId(add_one(gallery, job_folder, f"job-{number}")) for number in range(3)]
    record = gallery.folder / ".studio" / "records" / f"{ids[0]}.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"later": [1]}))
    changed = gallery.change_marks([*ids[:2], ids[0], ResultId("0" * 32)], stars=4, label=Label.RED)
    assert [(each.id, each.marks) for each in changed] == [(each, Marks(4, Label.RED)) for each in ids[:2]]
    gallery.change_marks(ids[:1], flag=Flag.PICK, stars=0)
    assert json.loads(record.read_text())["marks"] == {"stars": 0, "label": "red", "flag": "pick"}
    assert json.loads(record.read_text())["later"] == [1]
    (gallery.folder / ".studio" / "index.sqlite").unlink()
    assert gallery.rebuild_index() == 3
    assert [each.marks for each in gallery.fetch_page(ALL, None, 3)] == [
        Marks(),
        Marks(4, Label.RED),
        Marks(0, Label.RED, Flag.PICK),
    ]
    assert gallery.count(Query(labels=frozenset({Label.RED}))) == 2
    assert gallery.count(Query(flag=Flag.NONE)) == 2


def test_a_picture_that_is_not_there_is_said_to_be_missing(gallery: DiskGallery, job_folder: Path) -> None:
    add_one(gallery, job_folder, "a")
    (result,) = gallery.fetch_page(ALL, None, 1)
    assert not result.is_missing
    result.path.unlink()
    assert gallery.fetch_page(ALL, None, 1) == (replace(result, is_missing=True),)
    result.path.symlink_to("/etc/passwd")
    assert gallery.fetch_page(ALL, None, 1) == (replace(result, is_missing=True),)


def test_no_page_waits_for_a_call_that_writes(gallery: DiskGallery, job_folder: Path) -> None:
    add_one(gallery, job_folder, "a")
    with gallery._use():
        found: list[int] = []
        looking = threading.Thread(target=lambda: found.append(gallery.count(ALL)))
        looking.start()
        looking.join(30)
        assert found == [1]


@pytest.mark.parametrize(
    "damage", ["DROP TABLE texts", "DELETE FROM terms_data", "UPDATE results SET record = ''"]
)
def test_damage_that_is_met_while_reading_is_made_good_once(
    damage: str, tmp_path: Path, job_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Problem] = []
    with closing(DiskGallery(tmp_path / "gallery", tell=told.append)) as gallery:
        for number in range(3):
            add_one(gallery, job_folder, f"job-{number}")
        before = gallery.fetch_page(ALL, None, 10)
        with closing(sqlite3.connect(gallery.folder / ".studio" / "index.sqlite")) as connection:
            connection.execute(damage)
            connection.commit()
        assert gallery.fetch_page(Query("otter"), None, 10) == before
        assert [problem.code for problem in told] == [ProblemCode.INDEX_REBUILT]
        assert "built anew" in caplog.text
        assert gallery.fetch_page(Query("otter", stars_min=1), None, 10) == ()
        assert gallery.fetch_anchors(ALL, 2) == (before[0].sequence, before[2].sequence)
    assert len(told) == 1
