"""Results that leave the gallery come back as they were, and nothing else is ever touched."""

from __future__ import annotations

import errno
import json
import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import (
    add_one,
    build_answer,
    build_picture,
    build_provenance,
    build_upload,
    find_pictures,
)
from tests.helpers.folder_trash import FolderTrash
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Flag, Label
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbo_studio.core.result import Result
    from turbo_studio.core.verification import Verification


@pytest.fixture
def trash(tmp_path: Path) -> FolderTrash:
    return FolderTrash(tmp_path / "Trash")


@pytest.fixture
def gallery(tmp_path: Path, trash: FolderTrash) -> Iterator[DiskGallery]:
    with closing(DiskGallery(tmp_path / "gallery", system_trash=trash)) as gallery:
        yield gallery


def add(gallery: DiskGallery, job_folder: Path, *names: str) -> list[ResultId]:
    return [ResultId(add_one(gallery, job_folder, name)) for name in names]


def read_all(gallery: DiskGallery) -> tuple[Result, ...]:
    return gallery.fetch_page(Query(), None, 100)


def read_files(gallery: DiskGallery) -> dict[str, bytes]:
    """All that is there of results, in the trash or not."""
    folders = ("records", "thumbnails", "trash")
    private = gallery.folder / ".studio"
    files = [
        *find_pictures(gallery.folder),
        *(path for name in folders for path in (private / name).iterdir()),
    ]
    return {path.relative_to(gallery.folder).as_posix(): path.read_bytes() for path in files}


def reopen(gallery: DiskGallery, trash: FolderTrash) -> DiskGallery:
    gallery.close()
    return DiskGallery(gallery.folder, system_trash=trash)


def verify(gallery: DiskGallery) -> Verification:
    return gallery.verify(lambda done, total: None, lambda: False)


def test_a_result_goes_to_the_trash_and_comes_back_as_it_was(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second", "third")
    gallery.thumbnail_path(ids[1]).write_bytes(b"thumbnail")
    gallery.set_thumbnail(ids[1], "image/png", Size(3, 2))
    before, files = read_all(gallery), read_files(gallery)
    trashed = gallery.move_to_trash([ids[1]])
    assert trashed == ((ids[1],), None, 0, None)
    assert [result.id for result in read_all(gallery)] == [ids[2], ids[0]]
    assert not before[1].path.exists()
    assert [path.name for path in trash.files.iterdir()] == [f"0-{before[1].path.name}"]
    restored = gallery.restore([ids[1]])
    assert restored == ((before[1],), (), None)
    assert read_all(gallery) == before
    assert read_files(gallery) == files
    assert [*trash.files.iterdir(), *trash.notes.iterdir()] == []


@pytest.mark.parametrize("is_reopened", [False, True])
def test_marks_and_collections_come_back_with_it(
    is_reopened: bool, gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    gallery.change_marks(ids[:1], stars=4, label=Label.GREEN, flag=Flag.PICK)
    collection = gallery.collections.create("Best of", ids)
    before = read_all(gallery)
    gallery.move_to_trash(ids)
    assert gallery.fetch_page(Query(collection=collection), None, 10) == ()
    if is_reopened:
        for result in before:
            next(trash.files.glob(f"*{result.path.name}")).rename(result.path)
        gallery = reopen(gallery, trash)
    else:
        gallery.restore(ids)
    with closing(gallery):
        assert gallery.fetch_page(Query(collection=collection), None, 10) == before
        assert gallery.fetch_page(Query(stars_min=4, flag=Flag.PICK), None, 10) == before[1:]


def test_a_key_that_is_pressed_twice_is_no_trouble(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    assert gallery.move_to_trash(ids[:1]).ids == (ids[0],)
    assert gallery.move_to_trash(ids) == ((ids[1],), None, 0, None)
    assert len(gallery.restore(ids).results) == 2


def test_a_damaged_record_keeps_no_other_from_going(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    (gallery.folder / ".studio" / "records" / f"{ids[0]}.json").write_bytes(b"torn")
    trashed = gallery.move_to_trash(ids)
    assert trashed.ids == (ids[1],)
    assert trashed.problem is not None
    assert trashed.problem.code is ProblemCode.STORAGE_FAILED


def test_many_at_once(gallery: DiskGallery, trash: FolderTrash, job_folder: Path) -> None:
    ids = add(gallery, job_folder, *(f"job-{number}" for number in range(20)))
    before = read_all(gallery)
    assert gallery.move_to_trash(ids[3:]).ids == tuple(ids[3:])
    assert gallery.count(Query()) == 3
    assert len(gallery.restore(ids[3:]).results) == 17
    assert read_all(gallery) == before


def test_a_trashed_result_stays_away_at_the_next_start_and_in_a_new_index(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    gallery.move_to_trash(ids[:1])
    with closing(reopen(gallery, trash)) as again:
        assert [result.id for result in read_all(again)] == ids[1:]
        assert again.rebuild_index() == 1


@pytest.mark.parametrize("is_rebuilt", [False, True])
def test_what_the_desktop_restores_is_found_again(
    is_rebuilt: bool, gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    before, files = read_all(gallery), read_files(gallery)
    gallery.move_to_trash(ids)
    for result in before:
        next(trash.files.glob(f"*{result.path.name}")).rename(result.path)
    with closing(gallery if is_rebuilt else reopen(gallery, trash)) as again:
        if is_rebuilt:
            assert again.rebuild_index() == 2
        assert read_all(again) == before
        assert read_files(again).items() >= files.items()


def test_what_has_gone_from_the_systems_trash_is_forgotten_with_its_inputs(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    upload = gallery.keep_input(build_upload(job_folder, b"a source"))
    gone, kept = (
        ResultId(add_one(gallery, job_folder, name, uploads=(upload,))) for name in ("gone", "kept")
    )
    gallery.thumbnail_path(gone).write_bytes(b"thumbnail")
    gallery.move_to_trash([gone, kept])
    gallery.free_inputs([upload.digest])
    assert upload.path.exists()
    assert verify(gallery).findings == ()
    next(trash.files.glob("0-*")).unlink()
    with closing(reopen(gallery, trash)) as again:
        assert {path.stem for path in (again.folder / ".studio" / "trash").iterdir()} == {kept}
        assert not again.thumbnail_path(gone).exists()
        again.free_inputs([upload.digest])
        assert upload.path.exists()
        next(trash.files.glob("1-*")).unlink()
        with closing(reopen(again, trash)) as last:
            last.free_inputs([upload.digest])
            assert not upload.path.exists()
            assert list((last.folder / ".studio" / "trash").iterdir()) == []


def test_undo_says_that_the_picture_is_gone_for_good(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    gallery.move_to_trash(ids)
    next(trash.files.glob("0-*")).unlink()
    restored = gallery.restore(ids)
    assert [result.id for result in restored.results] == ids[1:]
    assert restored.failed == (ids[0],)
    assert restored.problem is not None
    assert restored.problem.code is ProblemCode.NOT_IN_TRASH


def test_a_trash_that_does_not_tell_where(gallery: DiskGallery, trash: FolderTrash, job_folder: Path) -> None:
    """Undo says what to do; whoever does it, and asks again, has the result back."""
    trash.tells = False
    ids = add(gallery, job_folder, "first")
    (before,) = read_all(gallery)
    gallery.move_to_trash(ids)
    restored = gallery.restore(ids)
    assert restored.problem == (ProblemCode.TRASH_BY_HAND, {"name": before.path.name}, "")
    next(trash.files.iterdir()).rename(before.path)
    assert gallery.restore(ids).results == (before,)


def test_without_a_trash_of_the_system_the_gallery_keeps_the_picture(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    trash.error = OSError(errno.ENOTSUP, "no trash")
    ids = add(gallery, job_folder, "first")
    before, files = read_all(gallery), read_files(gallery)
    folder = gallery.folder / ".studio" / "trash"
    assert gallery.move_to_trash(ids).kept_in == folder
    assert (folder / f"{ids[0]}.png").read_bytes() == files[f"{before[0].path.relative_to(gallery.folder)}"]
    assert find_pictures(gallery.folder) == []
    assert gallery.restore(ids).results == before
    assert read_files(gallery) == files


@pytest.mark.parametrize("thing", ["link", "loop", "pipe", "folder", "linked month"])
def test_what_is_no_file_of_ours_is_left_where_it_is(
    thing: str, gallery: DiskGallery, trash: FolderTrash, job_folder: Path, tmp_path: Path
) -> None:
    """ST13: nothing is followed, nothing moved; the result goes all the same, and comes back."""
    foreign = tmp_path / "elsewhere"
    foreign.mkdir()
    (foreign / "secret").write_bytes(b"mine")
    ids = add(gallery, job_folder, "first")
    (result,) = read_all(gallery)
    if thing == "linked month":
        result.path.rename(foreign / result.path.name)
        result.path.parent.rmdir()
        result.path.parent.symlink_to(foreign)
    else:
        result.path.unlink()
    if thing == "link":
        result.path.symlink_to(foreign / "secret")
    elif thing == "loop":
        result.path.symlink_to(result.path)
    elif thing == "pipe":
        os.mkfifo(result.path)
    elif thing == "folder":
        result.path.mkdir()
    trashed = gallery.move_to_trash(ids)
    assert (trashed.ids, trashed.left_count, trashed.problem) == (tuple(ids), 1, None)
    assert os.path.lexists(result.path)
    assert (foreign / "secret").read_bytes() == b"mine"
    assert not trash.folder.exists()
    with closing(reopen(gallery, trash)) as again:
        assert read_all(again) == ()
        assert [each.id for each in again.restore(ids).results] == ids


def test_a_file_of_two_results_stays_as_long_as_one_of_them(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    """ST26: the same picture twice."""
    ids = add(gallery, job_folder, "first")
    (result,) = read_all(gallery)
    record = json.loads((gallery.folder / ".studio" / "records" / f"{ids[0]}.json").read_bytes())
    twin = ResultId("f" * 32)
    twin_path = gallery.folder / ".studio" / "records" / f"{twin}.json"
    twin_path.write_text(json.dumps(record | {"id": twin, "sequence": 2}))
    gallery.rebuild_index()
    trashed = gallery.move_to_trash([twin])
    assert (trashed.ids, trashed.left_count) == ((twin,), 1)
    assert [each.id for each in read_all(gallery)] == ids
    assert gallery.move_to_trash(ids).left_count == 0
    assert not result.path.exists()
    with closing(reopen(gallery, trash)) as again:
        assert read_all(again) == ()


def test_a_result_whose_file_is_missing_can_be_removed_and_comes_back_with_it(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first")
    (result,) = read_all(gallery)
    aside = result.path.rename(gallery.folder.parent / "aside.png")
    assert gallery.move_to_trash(ids).ids == tuple(ids)
    assert gallery.restore(ids).problem is None
    gallery.move_to_trash(ids)
    aside.rename(result.path)
    with closing(reopen(gallery, trash)) as again:
        assert [each.id for each in read_all(again)] == ids


def test_nothing_is_overwritten_on_the_way_back(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first")
    (result,) = read_all(gallery)
    gallery.move_to_trash(ids)
    result.path.write_bytes(b"somebody else's")
    restored = gallery.restore(ids)
    assert restored.problem == (ProblemCode.PLACE_TAKEN, {"name": result.path.name}, "")
    assert result.path.read_bytes() == b"somebody else's"
    result.path.unlink()
    assert gallery.restore(ids).results == (result,)


def test_a_record_without_a_note_is_forgotten_after_a_month(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    trash.tells = False
    ids = add(gallery, job_folder, "first")
    gallery.move_to_trash(ids)
    note = gallery.folder / ".studio" / "trash" / f"{ids[0]}.note"
    note.write_bytes(b"torn")
    with closing(reopen(gallery, trash)) as again:
        noted = json.loads(note.read_bytes())
        noted["trashed_at"] = (datetime.now(UTC) - timedelta(days=31)).isoformat()
        note.write_text(json.dumps(noted))
        with closing(reopen(again, trash)):
            assert not list(note.parent.iterdir())


def test_a_note_of_strangers_moves_no_file(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path, tmp_path: Path
) -> None:
    """ST14: a gallery may come from anywhere, and its notes name any path."""
    ids = add(gallery, job_folder, "first")
    gallery.move_to_trash(ids)
    secret = tmp_path / "secret"
    secret.write_bytes(b"mine")
    note = gallery.folder / ".studio" / "trash" / f"{ids[0]}.note"
    note.write_text(json.dumps(json.loads(note.read_bytes()) | {"place": str(secret)}))
    with closing(reopen(gallery, trash)) as again:
        again.restore(ids)
        assert secret.read_bytes() == b"mine"
        assert find_pictures(again.folder) == []


@pytest.mark.parametrize("has_system_trash", [True, False])
def test_the_next_run_brings_back_what_went_together(
    has_system_trash: bool, gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    if not has_system_trash:
        trash.error = OSError(errno.ENOTSUP, "no trash")
    ids = add(gallery, job_folder, "first", "second", "third", "fourth")
    gallery.change_marks(ids[:1], stars=4)
    before, files = read_all(gallery), read_files(gallery)
    moment = datetime.now(UTC)
    gallery.move_to_trash(ids[2:], moment - timedelta(minutes=5))
    for result_id in ids[:2]:  # some at a time
        gallery.move_to_trash([result_id], moment)
    assert gallery.list_trashed() == ()  # of earlier runs
    with closing(reopen(gallery, trash)) as again:
        deeds = again.list_trashed()
        assert [set(deed) for deed in deeds] == [set(ids[2:]), set(ids[:2])]
        for deed in deeds:
            assert again.restore(deed).problem is None
        assert read_all(again) == before
        assert read_files(again) == files
    assert [path for path in trash.folder.rglob("*") if path.is_file()] == []


def test_what_was_put_into_the_place_in_the_trash_is_not_taken(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first")
    gallery.move_to_trash(ids)
    (place,) = trash.files.iterdir()
    place.write_bytes(b"mine")
    with closing(reopen(gallery, trash)) as again:
        assert again.list_trashed() == (tuple(ids),)
        problem = again.restore(ids).problem
        assert problem is not None
        assert problem.code is ProblemCode.NOT_IN_TRASH
        assert place.read_bytes() == b"mine"
        assert read_all(again) == ()


@pytest.mark.parametrize(
    "forgery", ["no note of the trash", "of another path", "a linked folder", "elsewhere"]
)
def test_the_trash_has_to_say_so_too(
    forgery: str, gallery: DiskGallery, trash: FolderTrash, job_folder: Path, tmp_path: Path
) -> None:
    """ST14: even of the very bytes nothing is taken from where a note alone says that they lie."""
    ids = add(gallery, job_folder, "first")
    gallery.move_to_trash(ids)
    (place,), (own_note,) = trash.files.iterdir(), trash.notes.iterdir()
    path = gallery.folder / ".studio" / "trash" / f"{ids[0]}.note"
    match forgery:
        case "no note of the trash":
            own_note.unlink()
        case "of another path":
            own_note.write_text(own_note.read_text() + "x")
        case "a linked folder":
            linked = tmp_path / "linked"
            linked.symlink_to(trash.files)
            path.write_text(path.read_text().replace(str(trash.files), str(linked)))
        case "elsewhere":
            moved = place.rename(tmp_path / "mine.png")
            path.write_text(path.read_text().replace(str(place), str(moved)))
    with closing(reopen(gallery, trash)) as again:
        assert again.list_trashed() == ()
        again.restore(ids)
        assert find_pictures(again.folder) == []


def test_a_result_that_was_saved_again_wins_over_the_one_in_the_trash(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    answer, provenance = build_answer(job_folder, build_picture("job-1")), build_provenance()
    (result,) = gallery.add(answer, provenance)
    gallery.move_to_trash([result.id])
    gallery.add(answer, provenance)
    with closing(reopen(gallery, trash)) as again:
        assert [each.id for each in read_all(again)] == [result.id]
        assert list((again.folder / ".studio" / "trash").iterdir()) == []


def test_the_place_in_time_of_a_trashed_result_is_given_to_no_other(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, "first", "second")
    gallery.move_to_trash(ids[1:])
    with closing(reopen(gallery, trash)) as again:
        ids += add(again, job_folder, "third")
        for result in (again.folder / ".studio" / "trash").glob("*.json"):
            result.rename(again.folder / ".studio" / "records" / result.name)
        again.rebuild_index()
        assert [result.id for result in read_all(again)] == ids[::-1]


def test_a_look_at_every_file_beside_the_trash_finds_no_flaw(
    gallery: DiskGallery, trash: FolderTrash, job_folder: Path
) -> None:
    ids = add(gallery, job_folder, *"abcdef")
    rest = iter(sorted(ids)[1:])

    def trash_next(done: int, total: int) -> None:
        gallery.move_to_trash([*islice(rest, 1)])

    found = gallery.verify(trash_next, lambda: False)
    assert found.findings == ()


def test_relinking_takes_only_the_very_bytes(gallery: DiskGallery, job_folder: Path, tmp_path: Path) -> None:
    """ST11."""
    (result_id,) = add(gallery, job_folder, "first")
    (result,) = read_all(gallery)
    found = tmp_path / "found.png"
    found.write_bytes(build_picture("another"))
    result.path.unlink()
    with pytest.raises(Exception, match=ProblemCode.NOT_THAT_FILE):
        gallery.relink(result_id, found)
    found.write_bytes(build_picture("first"))
    assert gallery.relink(result_id, found).path.read_bytes() == build_picture("first")
    assert found.exists()
    result.path.write_bytes(b"somebody else's")
    with pytest.raises(Exception, match=ProblemCode.PLACE_TAKEN):
        gallery.relink(result_id, found)
