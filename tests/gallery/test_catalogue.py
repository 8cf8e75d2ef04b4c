"""Records and rows kept in line: the index lost, damaged, foreign, or behind."""

from __future__ import annotations

import errno
import json
import logging
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.gallery.builders import add_one, build_answer, build_picture, build_provenance, build_upload
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.gallery.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result

pytestmark = pytest.mark.usefixtures("caplog")  # a rebuilt index is said in the log
COUNT = 12


def find_index(folder: Path) -> Path:
    return folder / ".studio" / "index.sqlite"


@pytest.fixture
def filled(tmp_path: Path, job_folder: Path) -> Path:
    """The folder of a gallery with some results, closed."""
    folder = tmp_path / "gallery"
    with closing(DiskGallery(folder)) as gallery:
        source = gallery.keep_input(build_upload(job_folder, build_picture("source")))
        for number in range(COUNT):
            prompt = f"第 {number} {'long ' * 200}"
            changes = {"uploads": (source,), "source_names": ("a.png",), "mask": source}
            result_id = add_one(gallery, job_folder, f"job-{number}", prompt, **changes)
        gallery.set_thumbnail(gallery.fetch_page(Query(), None, 1)[0].id, "image/png", Size(20, 10))
        assert gallery.fetch_page(Query(), None, 1)[0].id == result_id
    return folder


def fetch_all(folder: Path) -> tuple[Result, ...]:
    with closing(DiskGallery(folder)) as gallery:
        assert gallery.count(Query()) == len(gallery.fetch_page(Query(), None, 1_000))
        return gallery.fetch_page(Query(), None, 1_000)


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def destroy_head(path: Path) -> None:
    path.write_bytes(b"no database at all" + path.read_bytes()[18:])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def replace_by_another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE results (theirs)")


def drop_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE results")


def forget_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM results WHERE place % 2")
        connection.commit()


def spoil_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE results SET record = '{}' WHERE place % 2")
        connection.execute("UPDATE results SET record = x'00' WHERE place % 3 = 0")
        connection.commit()


def lead_rows_out(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE results SET record = json_set(record, '$.picture.file', '../../../../etc/passwd')"
        )
        connection.commit()


def add_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO results VALUES (99, '../../x', '', ''), (98, x'ff', '', '')")
        connection.commit()


@pytest.mark.parametrize(
    "damage",
    [
        remove,
        empty,
        destroy_head,
        cut,
        replace_by_another_programs,
        drop_table,
        forget_rows,
        spoil_rows,
        lead_rows_out,
        add_rows,
    ],
)
def test_index_is_made_good_from_the_records(damage: Callable[[Path], None], filled: Path) -> None:
    """ST14, ST18."""
    before = fetch_all(filled)
    assert len(before) == COUNT
    damage(find_index(filled))
    assert fetch_all(filled) == before
    assert fetch_all(filled) == before


def test_any_zeroed_page_is_made_good(filled: Path, tmp_path: Path) -> None:
    """ST18."""
    before, pristine = fetch_all(filled), find_index(filled).read_bytes()
    page_bytes = int.from_bytes(pristine[16:18], "big")
    assert len(pristine) > 8 * page_bytes
    for start in range(0, len(pristine), page_bytes):
        find_index(filled).write_bytes(pristine[:start] + bytes(page_bytes) + pristine[start + page_bytes :])
        assert fetch_all(filled) == before


def test_damaged_index_is_kept_aside_and_said(filled: Path, caplog: pytest.LogCaptureFixture) -> None:
    """ST18."""
    destroy_head(find_index(filled))
    damaged = find_index(filled).read_bytes()
    told: list[Problem] = []
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            DiskGallery(filled, tell=told.append).close()
    assert [problem.code for problem in told] == [ProblemCode.INDEX_REBUILT]
    assert find_index(filled).with_name("index.damaged.sqlite").read_bytes() == damaged
    assert "built anew" in caplog.text


def test_journal_of_the_old_index_does_not_reach_the_new_one(filled: Path) -> None:
    """ST21: As a process leaves it that is killed in the middle of a transaction."""
    before = fetch_all(filled)
    index = find_index(filled)
    journal = index.with_name("index.sqlite-journal")
    with closing(sqlite3.connect(index, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # so that it has to write before the end
        connection.execute("BEGIN")
        connection.execute("UPDATE texts SET searchable = searchable || 'x'")
        left = journal.read_bytes()
        connection.execute("ROLLBACK")
    assert len(left) > 4_096
    for damage in (destroy_head, empty, remove, replace_by_another_programs):
        damage(index)
        journal.write_bytes(left)
        assert fetch_all(filled) == before
        assert not journal.exists()


def test_index_that_is_damaged_while_open_is_made_good(filled: Path, job_folder: Path) -> None:
    """ST18, ST20."""
    before = fetch_all(filled)
    told: list[Problem] = []
    with closing(DiskGallery(filled, tell=told.append)) as gallery:
        find_index(filled).unlink()  # SQLite then says that the database is read-only
        add_one(gallery, job_folder, "job-late")
        after = gallery.fetch_page(Query(), None, 1_000)
    assert [problem.code for problem in told] == [ProblemCode.INDEX_REBUILT]
    assert after[1:] == before
    assert fetch_all(filled) == after


def test_order_survives_a_rebuild_and_goes_on(filled: Path, job_folder: Path) -> None:
    before = [result.id for result in fetch_all(filled)]
    find_index(filled).unlink()
    with closing(DiskGallery(filled)) as gallery:
        late = add_one(gallery, job_folder, "job-late")
        assert [result.id for result in gallery.fetch_page(Query(), None, 1_000)] == [late, *before]


def test_newer_gallery_is_refused(filled: Path) -> None:
    """ST23."""
    with closing(sqlite3.connect(find_index(filled))) as connection:
        connection.execute("PRAGMA user_version = 99")
    for _ in range(2):  # the second shows that the first let go of the lock
        with pytest.raises(StorageError) as caught:
            DiskGallery(filled)
        assert caught.value.problem.code is ProblemCode.GALLERY_NEWER


def test_record_that_cannot_be_read_is_left_alone(filled: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = fetch_all(filled)
    records = filled / ".studio" / "records"
    spoilt = records / f"{before[0].id}.json"
    document = json.loads(spoilt.read_text())
    spoilt.write_text(json.dumps(document | {"version": 2}))
    (records / f"{'0' * 32}.json").write_text(json.dumps(document))  # under another id's name
    (records / f"{'1' * 32}.json").symlink_to("/etc/passwd")
    (records / f"{'2' * 32}.json").mkdir()
    (records / f"{'3' * 32}.json").write_bytes(b"\xff" * 5_000_000)
    (records / "notes.txt").write_text("the user's")
    content = spoilt.read_bytes()
    find_index(filled).unlink()
    with caplog.at_level(logging.WARNING):
        assert fetch_all(filled) == before[1:]
    assert spoilt.read_bytes() == content
    assert caplog.text.count("cannot be read") == 5


def test_removed_record_takes_its_row_along(filled: Path) -> None:
    before = fetch_all(filled)
    (filled / ".studio" / "records" / f"{before[3].id}.json").unlink()
    assert fetch_all(filled) == before[:3] + before[4:]


@pytest.mark.parametrize("note", ["", "[", "7", '[7, "../x", "{}"]', "[" * 100_000])
@pytest.mark.expects_log("the note of what was being changed cannot be read")
def test_any_note_of_what_was_being_changed_is_survived(note: str, filled: Path) -> None:
    before = fetch_all(filled)
    path = filled / ".studio" / "unsettled.json"
    path.write_text(note.replace("{}", before[0].id))
    assert fetch_all(filled) == before
    assert not path.exists()


def test_change_that_failed_is_made_good_with_the_next_one(filled: Path) -> None:
    """A record was written, and its row was not: the next change, of another result, brings it along."""
    first, second = (result.id for result in fetch_all(filled)[:2])
    with closing(DiskGallery(filled)) as gallery:
        with patch.object(Index, "put", side_effect=OSError(errno.EIO, "x")), pytest.raises(StorageError):
            gallery.change_marks([first], stars=5)
        gallery.change_marks([second], stars=3)
        marks = {result.id: result.marks.stars for result in gallery.fetch_page(Query(stars_min=1), None, 10)}
    assert marks == {first: 5, second: 3}


def test_forged_sequence_does_not_stop_the_gallery(filled: Path, job_folder: Path) -> None:
    before = fetch_all(filled)
    path = filled / ".studio" / "records" / f"{before[0].id}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"sequence": 2**53}))
    find_index(filled).unlink()
    with closing(DiskGallery(filled)) as gallery:
        late = add_one(gallery, job_folder, "job-late")
    find_index(filled).unlink()
    assert late in [result.id for result in fetch_all(filled)]


def test_copied_gallery_opens(filled: Path, tmp_path: Path) -> None:
    """ST22."""
    with closing(DiskGallery(filled)):
        shutil.copytree(filled, tmp_path / "copy")
    results = fetch_all(tmp_path / "copy")
    assert [result.path.is_relative_to(tmp_path / "copy") for result in results] == [True] * COUNT
    assert [result.id for result in results] == [result.id for result in fetch_all(filled)]


def test_gallery_that_is_copied_while_it_changes_opens(filled: Path, tmp_path: Path) -> None:
    """ST22: whatever is met of the index, the records are whole, and a look at all files finds no flaw."""
    before = [result.id for result in fetch_all(filled)]
    with closing(DiskGallery(filled)) as gallery, ThreadPoolExecutor(1) as threads:
        for number in range(4):
            changes = threads.submit(gallery.change_marks, before, stars=number % 6)
            shutil.copytree(filled, tmp_path / f"{number}", copy_function=copy_where_it_is_there)
            assert len(changes.result()) == COUNT
    for number in range(4):
        with closing(DiskGallery(tmp_path / f"{number}")) as copied:
            assert copied.verify(lambda done, total: None, lambda: False).findings == ()
            assert [result.id for result in copied.fetch_page(Query(), None, 1_000)] == before


def copy_where_it_is_there(source: str, target: str) -> None:
    """As people's file managers do: what was listed may be gone."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def test_full_disk_does_not_cost_the_index(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that cannot be written for want of space is not a damaged one."""

    def fail(*arguments: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    before = fetch_all(filled)
    with closing(DiskGallery(filled)) as gallery, monkeypatch.context() as patch:
        patch.setattr("turbo_studio.gallery.index.Index.put", fail)
        with pytest.raises(StorageError) as caught:
            gallery.add(build_answer(filled.parent, build_picture("x")), build_provenance("job-x"))
        assert caught.value.problem.code is ProblemCode.DISK_FULL
    assert not find_index(filled).with_name("index.damaged.sqlite").exists()
    assert fetch_all(filled)[1:] == before


def test_index_that_another_program_holds_is_waited_for_and_then_said(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ST16."""
    monkeypatch.setattr("turbo_studio.gallery.schema._BUSY_TIMEOUT_MS", 50)
    before = fetch_all(filled)
    answer = build_answer(filled.parent, build_picture("x"))
    with closing(DiskGallery(filled)) as gallery:
        with closing(sqlite3.connect(find_index(filled), isolation_level=None)) as theirs:
            theirs.execute("BEGIN EXCLUSIVE")
            for call in (
                lambda: gallery.add(answer, build_provenance("job-x")),
                lambda: gallery.count(Query()),
            ):
                with pytest.raises(StorageError) as caught:
                    call()
                assert caught.value.problem.code is ProblemCode.STORAGE_FAILED
        (result,) = gallery.add(answer, build_provenance("job-x"))
        assert gallery.fetch_page(Query(), None, 1_000) == (result, *before)
    assert not find_index(filled).with_name("index.damaged.sqlite").exists()


@pytest.mark.parametrize("number", range(16, 34))
def test_any_flipped_byte_of_the_index_is_survived(number: int, filled: Path) -> None:
    """ST19: What SQLite does not notice, a look at all files does: the record wins."""
    before = fetch_all(filled)
    content = bytearray(find_index(filled).read_bytes())
    content[(number * 7_919) % len(content)] ^= 0xFF
    find_index(filled).write_bytes(content)
    with closing(DiskGallery(filled)) as gallery:
        assert gallery.verify(lambda done, total: None, lambda: False).findings == ()
        assert gallery.fetch_page(Query(), None, 1_000) == before
