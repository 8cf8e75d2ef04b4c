"""Results are known by their bytes among whatever people drop, and nothing in a folder holds the look up."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import add_one, build_picture
from turbo_studio.core.query import Query
from turbo_studio.gallery import recognising

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.intake import Intake
    from turbo_studio.gallery.gallery import DiskGallery

HOSTILE = ["<img src=x>.png", "$(reboot).png", "\u202egnp.exe", "a\nb.png", "猫" * 80 + ".png", "-rf.png"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "dropped"
    folder.mkdir()
    return folder


def look(gallery: DiskGallery, *paths: Path) -> Intake:
    return gallery.look_through(paths, lambda done, total: None, lambda: False)


def test_known_and_unknown_and_others(gallery: DiskGallery, job_folder: Path, folder: Path) -> None:
    ids = [add_one(gallery, job_folder, name) for name in ("first", "second", "third")]
    inner = folder / "inner"
    inner.mkdir()
    (folder / "any name.txt").write_bytes(build_picture("first"))
    (inner / "copy.png").write_bytes(build_picture("third"))
    (inner / "again.png").write_bytes(build_picture("third"))
    (folder / "new.jpg").write_bytes(build_picture("new"))
    (folder / "newer.jpg").write_bytes(build_picture("new"))
    (folder / "notes.png").write_bytes(b"no picture")
    (folder / "empty.png").touch()
    found = look(gallery, folder)
    assert [result.id for result in found.known] == [ids[2], ids[0]]
    assert found.unknown == (folder / "new.jpg",)
    assert (found.others_count, found.is_whole) == (2, True)


def test_files_in_the_order_given(gallery: DiskGallery, folder: Path) -> None:
    paths = [folder / name for name in ("2.png", "1.png")]
    for path in paths:
        path.write_bytes(build_picture(path.name))
    assert look(gallery, *paths).unknown == tuple(paths)
    assert look(gallery, folder).unknown == tuple(reversed(paths))


def test_the_gallery_itself_knows_all_of_its_own(gallery: DiskGallery, job_folder: Path) -> None:
    add_one(gallery, job_folder, "first")
    found = look(gallery, gallery.folder)
    assert found.known == gallery.fetch_page(Query(), None, 10)
    assert found.unknown == ()


def test_links_pipes_and_loops_are_passed_over(gallery: DiskGallery, folder: Path, tmp_path: Path) -> None:
    """ST13."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "mine.png").write_bytes(build_picture("mine"))
    (folder / "loop").symlink_to(folder)
    (folder / "away").symlink_to(secret)
    (folder / "mine.png").symlink_to(secret / "mine.png")
    os.mkfifo(folder / "pipe.png")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "thumbnail.png").write_bytes(build_picture("thumbnail"))
    assert look(gallery, folder) == ((), (), 0, True)
    assert look(gallery, folder / "pipe.png").others_count == 1
    assert look(gallery, folder / "away").unknown == (secret / "mine.png",)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_nothing_but_names(name: str, gallery: DiskGallery, folder: Path) -> None:
    try:
        (folder / name).write_bytes(build_picture("any"))
    except OSError:
        pytest.skip("this file system does not take the name")
    assert look(gallery, folder).unknown == (folder / name,)


def test_what_cannot_be_read_is_counted(gallery: DiskGallery, folder: Path) -> None:
    assert look(gallery, folder / "gone.png") == ((), (), 1, True)


@pytest.mark.parametrize("bound", ["_FILES_MAX", "_ENTRIES_MAX"])
def test_a_huge_folder_is_looked_through_in_part(
    bound: str, gallery: DiskGallery, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, bound, 3)
    for number in range(10):
        (folder / f"{number}.png").write_bytes(build_picture(str(number)))
    found = look(gallery, folder / "1.png", folder)
    assert found.unknown[:1] == (folder / "1.png",)
    assert not found.is_whole


def test_a_look_can_be_given_up(gallery: DiskGallery, folder: Path) -> None:
    for number in range(10):
        (folder / f"{number}.png").write_bytes(build_picture(str(number)))
    told: list[int] = []
    found = gallery.look_through([folder], lambda done, total: told.append(done), lambda: len(told) > 2)
    assert len(found.unknown) == 3
    assert not found.is_whole


def test_a_file_larger_than_a_source_may_be(
    gallery: DiskGallery, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "FILE_BYTES_MAX", 2_999)
    (folder / "large.png").write_bytes(build_picture("large"))
    assert look(gallery, folder).others_count == 1
