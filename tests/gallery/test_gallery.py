"""The gallery as the worker uses it."""

from __future__ import annotations

import os
import stat
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import (
    PROMPT,
    STARTED,
    add_one,
    build_answer,
    build_picture,
    build_provenance,
    build_upload,
    find_pictures,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.core.result import Result, ResultId, Usage
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.ports import Gallery


def test_fills_the_port(gallery: DiskGallery) -> None:
    port: Gallery = gallery
    assert port.count(Query()) == 0


def test_result_tells_everything(gallery: DiskGallery, job_folder: Path) -> None:
    source = gallery.keep_input(build_upload(job_folder, build_picture("source")))
    mask = gallery.keep_input(build_upload(job_folder, build_picture("mask")))
    provenance = build_provenance(uploads=(source,), source_names=("猫.png",), mask=mask)
    answer = build_answer(job_folder, build_picture("x"))
    (result,) = gallery.add(answer, provenance)
    assert result == Result(
        id=result.id,
        path=result.path,
        thumbnail=None,
        media_type="image/png",
        size=None,
        digest=result.digest,
        created_at=provenance.finished_at,
        provenance=provenance,
        usage=Usage(12, 0, 12, 1_584, 1_596),
        request_ids=("req_1", "ray-2"),
        sequence=1,
        size_bytes=3_000,
    )
    assert gallery.fetch_page(Query(), None, 10) == (result,)
    folder = gallery.folder
    gallery.close()
    with closing(DiskGallery(folder)) as reopened:
        assert reopened.fetch_page(Query(), None, 10) == (result,)


@pytest.mark.parametrize(("answered", "told"), [("low", "low"), ("x" * 99, "x" * 32), (7, ""), (None, "")])
def test_the_quality_is_told_as_the_gateway_says_it(
    answered: object, told: str, gallery: DiskGallery, job_folder: Path
) -> None:
    answer = build_answer(job_folder, build_picture("x"), raw={"quality": answered})
    (result,) = gallery.add(answer, build_provenance())
    assert result.answered_quality == told


@pytest.mark.parametrize(
    ("head", "suffix", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
        (b"\xff\xd8\xff\xe0", ".jpg", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBP", ".webp", "image/webp"),
        (b"<html>", ".bin", "application/octet-stream"),
        (b"", ".bin", "application/octet-stream"),
    ],
)
def test_bytes_are_kept_as_they_came(
    head: bytes, suffix: str, media_type: str, gallery: DiskGallery, job_folder: Path
) -> None:
    picture = build_picture("x", 2_500_000, head)
    (result,) = gallery.add(build_answer(job_folder, picture), build_provenance())
    local = result.created_at.astimezone()
    assert result.path.read_bytes() == picture
    assert result.media_type == media_type
    assert result.path.parent == gallery.folder / f"{local:%Y}" / f"{local:%m}"
    assert (
        result.path.name == f"{local:%Y%m%d-%H%M%S}-a-cute-baby-sea-otter-floating-on-{result.id[:6]}{suffix}"
    )


def test_empty_picture_is_kept_too(gallery: DiskGallery, job_folder: Path) -> None:
    (result,) = gallery.add(build_answer(job_folder, b""), build_provenance())
    assert result.path.read_bytes() == b""


def test_every_picture_of_an_answer_is_kept(gallery: DiskGallery, job_folder: Path) -> None:
    """ST26: also one that came twice."""
    pictures = [build_picture(f"{number}") for number in range(3)] + [build_picture("0")]
    results = gallery.add(build_answer(job_folder, *pictures), build_provenance())
    assert [result.path.read_bytes() for result in results] == pictures
    assert gallery.fetch_page(Query(), None, 10) == tuple(reversed(results))
    assert len(find_pictures(gallery.folder)) == 4


def test_same_answer_again_makes_nothing_twice(gallery: DiskGallery, job_folder: Path) -> None:
    answer = build_answer(job_folder, build_picture("a"), build_picture("b"))
    first = gallery.add(answer, build_provenance())
    assert gallery.add(answer, build_provenance()) == first
    assert gallery.count(Query()) == 2
    assert len(find_pictures(gallery.folder)) == 2


def test_same_name_for_two_pictures_overwrites_nothing(gallery: DiskGallery, job_folder: Path) -> None:
    answer = build_answer(job_folder, build_picture("a"))
    (result,) = gallery.add(answer, build_provenance())
    theirs = b"a file of the user's that happens to stand there"
    result.path.write_bytes(theirs)
    (again,) = gallery.add(answer, build_provenance())
    assert again.id == result.id
    assert again.path.read_bytes() == build_picture("a")
    assert result.path.read_bytes() == theirs
    assert gallery.count(Query()) == 1


def test_no_link_is_followed(gallery: DiskGallery, job_folder: Path) -> None:
    """ST13."""
    precious = job_folder / "precious"
    precious.write_text("not to be touched")
    answer = build_answer(job_folder, build_picture("a"))
    (result,) = gallery.add(answer, build_provenance())
    result.path.unlink()
    result.path.symlink_to(precious)
    (again,) = gallery.add(answer, build_provenance())
    assert again.path != result.path
    assert precious.read_text() == "not to be touched"
    answer.pictures[0].unlink()
    answer.pictures[0].symlink_to(precious)
    with pytest.raises(StorageError):
        gallery.add(answer, build_provenance("job-2"))


def test_pipe_in_place_of_a_picture_does_not_hang(gallery: DiskGallery, job_folder: Path) -> None:
    """ST13."""
    answer = build_answer(job_folder, build_picture("a"))
    answer.pictures[0].unlink()
    os.mkfifo(answer.pictures[0])
    with pytest.raises(StorageError) as caught:
        gallery.add(answer, build_provenance())
    assert caught.value.problem.code is ProblemCode.STORAGE_FAILED


def test_clock_that_jumps_reorders_nothing(gallery: DiskGallery, job_folder: Path) -> None:
    """ST25."""
    jumps = [0, 400, -9_000, 1, -1]
    ids = [
        add_one(gallery, job_folder, f"job-{days}", finished_at=STARTED + timedelta(days=days))
        for days in jumps
    ]
    assert [result.id for result in gallery.fetch_page(Query(), None, 10)] == ids[::-1]


def test_pages_and_search(gallery: DiskGallery, job_folder: Path) -> None:
    for number in range(7):
        add_one(gallery, job_folder, f"job-{number}", f"海獭 otter {number % 2}", source_names=("Sea.JPG",))
    first = gallery.fetch_page(Query("OTTER"), None, 3)
    second = gallery.fetch_page(Query("OTTER"), first[-1].sequence, 3)
    third = gallery.fetch_page(Query("OTTER"), second[-1].sequence, 3)
    assert [result.provenance.job_id for result in first + second + third] == [
        f"job-{number}" for number in reversed(range(7))
    ]
    assert gallery.count(Query("海獭 1")) == 3
    assert gallery.count(Query("sea.jpg")) == 7
    assert gallery.count(Query("cat")) == 0


def test_missing_file_keeps_its_row(gallery: DiskGallery, job_folder: Path) -> None:
    """ST11."""
    result_id = add_one(gallery, job_folder, "job-1")
    (result,) = gallery.fetch_page(Query(), None, 10)
    result.path.unlink()
    assert [row.id for row in gallery.fetch_page(Query(), None, 10)] == [result_id]
    answer = build_answer(job_folder, build_picture("job-1"))
    (again,) = gallery.add(answer, build_provenance("job-1"))
    assert again.id == result_id
    assert again.path.read_bytes() == build_picture("job-1")


def test_thumbnail_and_size_are_told(gallery: DiskGallery, job_folder: Path) -> None:
    older = ResultId(add_one(gallery, job_folder, "job-1"))
    newer = ResultId(add_one(gallery, job_folder, "job-2"))
    path = gallery.thumbnail_path(older)
    assert path.is_relative_to(gallery.folder / ".studio" / "thumbnails")
    path.write_bytes(b"thumbnail")
    result = gallery.set_thumbnail(older, "image/webp", Size(1_500, 1_000))
    assert (result.thumbnail, result.media_type, result.size) == (path, "image/webp", Size(1_500, 1_000))
    assert [row.id for row in gallery.fetch_page(Query(), None, 10)] == [newer, older]
    assert gallery.fetch_page(Query(), None, 10)[1] == result
    path.unlink()
    assert gallery.fetch_page(Query(), None, 10)[1] == replace(result, thumbnail=None)


def test_thumbnail_of_what_is_not_there(gallery: DiskGallery) -> None:
    with pytest.raises(StorageError):
        gallery.set_thumbnail(ResultId("0" * 32), "image/png", Size(1, 1))


@pytest.mark.parametrize("result_id", ["", "../../x", "0" * 31, "/etc/passwd"])
def test_id_that_is_none_makes_no_path(result_id: str, gallery: DiskGallery) -> None:
    with pytest.raises(ValueError, match="no name"):
        gallery.thumbnail_path(ResultId(result_id))


def test_input_is_kept_once(gallery: DiskGallery, job_folder: Path) -> None:
    upload = build_upload(job_folder, b"content")
    kept = gallery.keep_input(upload)
    assert kept == replace(upload, path=gallery.folder / ".studio" / "inputs" / upload.digest)
    assert kept.path.read_bytes() == b"content"
    node = kept.path.stat().st_ino
    upload.path.unlink()
    assert gallery.keep_input(upload) == kept
    assert gallery.keep_input(kept) == kept
    assert kept.path.stat().st_ino == node


def test_input_with_another_hash_is_refused(gallery: DiskGallery, job_folder: Path) -> None:
    upload = build_upload(job_folder, b"content")
    upload.path.write_bytes(b"changed")
    with pytest.raises(StorageError):
        gallery.keep_input(upload)
    assert list((gallery.folder / ".studio" / "inputs").iterdir()) == []


def test_cut_input_is_made_good(gallery: DiskGallery, job_folder: Path) -> None:
    upload = build_upload(job_folder, b"content")
    gallery.keep_input(upload).path.write_bytes(b"cont")
    assert gallery.keep_input(upload).path.read_bytes() == b"content"


def test_a_job_that_goes_takes_nothing_of_one_that_comes(gallery: DiskGallery) -> None:
    for job_id in ("job-1", "job-2"):
        gallery.journal.begin(job_id)
    gallery.journal.queue("job-1", b"{}", b"{}")
    gallery.journal.remove("job-1")
    assert gallery.journal.queue("job-2", b"{}", b"{}").is_dir()


def test_everything_is_private_under_any_mask(tmp_path: Path, job_folder: Path) -> None:
    """ST32."""
    before = os.umask(0)
    try:
        with closing(DiskGallery(tmp_path / "gallery")) as gallery:
            gallery.keep_input(build_upload(job_folder, b"content"))
            gallery.journal.begin("job-1")
            gallery.journal.queue("job-1", b"{}", b"{}")
            gallery.journal.append("job-1", 2, b"{}")
            gallery.ledger.append(b"{}")
            add_one(gallery, job_folder, "job-1")
    finally:
        os.umask(before)
    for path in [gallery.folder, *gallery.folder.rglob("*")]:
        expected = 0o700 if path.is_dir() else 0o600
        assert (path, stat.S_IMODE(path.stat().st_mode)) == (path, expected)


def test_gallery_keeps_its_id(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "one", "two"):
        with closing(DiskGallery(tmp_path / name)) as gallery:
            ids.add(gallery.gallery_id)
    (tmp_path / "one").rename(tmp_path / "moved")
    with closing(DiskGallery(tmp_path / "moved")) as gallery:
        assert gallery.gallery_id in ids
    assert len(ids) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "turbo-studio-gallery", "id": "../x"}'])
def test_damaged_marker_is_written_anew(content: bytes, tmp_path: Path) -> None:
    DiskGallery(tmp_path).close()
    (tmp_path / ".studio" / "gallery.json").write_bytes(content)
    with closing(DiskGallery(tmp_path)) as gallery:
        gallery_id = gallery.gallery_id
    with closing(DiskGallery(tmp_path)) as gallery:
        assert gallery.gallery_id == gallery_id


def test_what_a_crash_left_is_swept_at_the_start(tmp_path: Path, job_folder: Path) -> None:
    """ST15."""
    DiskGallery(tmp_path / "gallery").close()
    staging = tmp_path / "gallery" / ".studio" / "staging"
    (staging / "left.part").write_text("x")
    (staging / "folder").mkdir()
    (staging / "folder" / "file").write_text("x")
    (staging / "link").symlink_to(job_folder)
    DiskGallery(tmp_path / "gallery").close()
    assert list(staging.iterdir()) == []
    assert job_folder.is_dir()


def test_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    """ST09."""
    (tmp_path / "gallery").write_text("x")
    with pytest.raises(StorageError) as caught:
        DiskGallery(tmp_path / "gallery")
    assert caught.value.problem.code is ProblemCode.FOLDER_UNWRITABLE
    assert caught.value.problem.params["folder"] == str(tmp_path / "gallery")


def test_folder_that_vanished_is_said(gallery: DiskGallery, job_folder: Path) -> None:
    """ST10."""
    gallery.folder.rename(job_folder / "elsewhere")
    with pytest.raises(StorageError) as caught:
        gallery.check_free_space()
    assert caught.value.problem.code is ProblemCode.FOLDER_UNWRITABLE
    answer = build_answer(job_folder, build_picture("a"))
    with pytest.raises(StorageError):
        gallery.add(answer, build_provenance())
    assert answer.pictures[0].read_bytes() == build_picture("a")
    assert not gallery.folder.exists()


def test_closed_gallery_says_so(gallery: DiskGallery) -> None:
    gallery.close()
    gallery.close()
    with pytest.raises(StorageError) as caught:
        gallery.count(Query())
    assert caught.value.problem.code is ProblemCode.STORAGE_FAILED


def test_closing_from_another_thread_waits_for_the_call_under_way(
    gallery: DiskGallery, job_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = build_answer(job_folder, build_picture("a"))
    writing, closer = threading.Event(), threading.Thread(target=gallery.close)
    place = os.link

    def link(*arguments: Path) -> None:
        closer.start()
        writing.set()
        closer.join(0.05)
        assert closer.is_alive()
        place(*arguments)

    monkeypatch.setattr(os, "link", link)
    (result,) = gallery.add(answer, build_provenance(prompt=PROMPT))
    closer.join()
    assert writing.is_set()
    with closing(DiskGallery(gallery.folder)) as reopened:
        assert reopened.fetch_page(Query(), None, 10) == (result,)


def test_a_gallery_that_is_away_is_not_replaced(tmp_path: Path, job_folder: Path) -> None:
    """ST09."""
    folder = tmp_path / "gallery"
    with closing(DiskGallery(folder)) as gallery:
        known_id = gallery.gallery_id
        add_one(gallery, job_folder, "job-1")
    folder.rename(tmp_path / "away")
    for stands_there in ("nothing", "an empty folder", "a file"):
        if stands_there == "an empty folder":
            folder.mkdir()
        elif stands_there == "a file":
            folder.rmdir()
            folder.write_text("x")
        with pytest.raises(StorageError) as caught:
            DiskGallery(folder, known_id)
        assert caught.value.problem.code is ProblemCode.GALLERY_MISSING, stands_there
        assert not (folder / ".studio").exists()
    folder.unlink()
    (tmp_path / "away").rename(folder)
    with closing(DiskGallery(folder, known_id)) as gallery:
        assert (gallery.gallery_id, gallery.count(Query())) == (known_id, 1)


def test_a_gallery_that_lost_its_marker_is_still_known(tmp_path: Path, job_folder: Path) -> None:
    with closing(DiskGallery(tmp_path)) as gallery:
        known_id = gallery.gallery_id
        add_one(gallery, job_folder, "job-1")
    (tmp_path / ".studio" / "gallery.json").unlink()
    with closing(DiskGallery(tmp_path, known_id)) as gallery:
        assert gallery.gallery_id == known_id
    with closing(DiskGallery(tmp_path)) as gallery:
        assert gallery.gallery_id == known_id


def test_a_linked_folder_is_resolved_once(tmp_path: Path, job_folder: Path) -> None:
    """ST14: A link that is turned elsewhere while the gallery is open leads nothing there."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    link = tmp_path / "gallery"
    link.symlink_to(tmp_path / "one")
    with closing(DiskGallery(link)) as gallery:
        link.unlink()
        link.symlink_to(tmp_path / "two")
        add_one(gallery, job_folder, "job-1")
    assert find_pictures(tmp_path / "one")
    assert not list((tmp_path / "two").iterdir())
