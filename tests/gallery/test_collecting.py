"""Collections: results put together in small files, which the index follows."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import add_one
from turbo_studio.core.problems import StorageError
from turbo_studio.core.query import CollectionId, Query
from turbo_studio.core.result import ResultId
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ids(gallery: DiskGallery, job_folder: Path) -> list[ResultId]:
    """Three results, oldest first."""
    return [ResultId(add_one(gallery, job_folder, f"job-{number}")) for number in range(3)]


def find(gallery: DiskGallery, collection_id: CollectionId, words: str = "") -> list[str]:
    query = Query(words, collection=collection_id)
    found: list[str] = [result.id for result in gallery.fetch_page(query, None, 100)]
    assert gallery.count(query) == len(found)
    return found


def list_names(gallery: DiskGallery) -> list[tuple[str, int]]:
    return [(each.name, each.total) for each in gallery.collections.list_all()]


def find_file(gallery: DiskGallery, collection_id: CollectionId) -> Path:
    return gallery.folder / ".studio" / "collections" / f"{collection_id}.json"


def test_a_result_is_in_several(gallery: DiskGallery, ids: list[ResultId]) -> None:
    cups = gallery.collections.create("  Cups\nand pots ", ids[:2])
    birds = gallery.collections.create("birds", [])
    gallery.collections.add(birds, [ids[2], ids[1], ids[1]])
    assert list_names(gallery) == [("birds", 2), ("Cups and pots", 2)]
    assert find(gallery, cups) == [ids[1], ids[0]]
    assert find(gallery, birds, "otter") == [ids[2], ids[1]]
    assert find(gallery, birds, "cat") == []
    gallery.collections.remove(birds, [ids[1], ids[0]])
    gallery.collections.rename(birds, "Birds")
    assert list_names(gallery) == [("Birds", 1), ("Cups and pots", 2)]
    assert find(gallery, birds) == [ids[2]]
    assert gallery.collections.delete(cups) == ("Cups and pots", tuple(ids[:2]))
    assert list_names(gallery) == [("Birds", 1)]
    assert find(gallery, cups) == []
    assert gallery.count(Query()) == 3


def test_they_outlive_the_program_and_the_index(gallery: DiskGallery, ids: list[ResultId]) -> None:
    kept = gallery.collections.create("kept", [ids[2], ids[0]])
    gallery.close()
    for is_index_lost in (False, True):
        if is_index_lost:
            (gallery.folder / ".studio" / "index.sqlite").unlink()
        with closing(DiskGallery(gallery.folder)) as reopened:
            assert find(reopened, kept) == [ids[2], ids[0]]
            assert list_names(reopened) == [("kept", 2)]
            reopened.change_marks([ids[0]], stars=3)
            assert find(reopened, kept) == [ids[2], ids[0]]


def test_a_file_that_was_changed_meanwhile_is_followed(gallery: DiskGallery, ids: list[ResultId]) -> None:
    kept = gallery.collections.create("kept", ids[:2])
    gallery.close()
    path = find_file(gallery, kept)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"results": [ids[2], "nonsense", 7], "new": 1}))
    with closing(DiskGallery(gallery.folder)) as reopened:
        assert find(reopened, kept) == [ids[2]]
        reopened.collections.add(kept, [ids[0]])
        assert find(reopened, kept) == [ids[2], ids[0]]
    assert json.loads(path.read_text())["new"] == 1


def test_a_result_that_comes_back_is_where_it_was(gallery: DiskGallery, ids: list[ResultId]) -> None:
    kept = gallery.collections.create("kept", ids)
    assert gallery.move_to_trash([ids[1]]).problem is None
    assert (find(gallery, kept), list_names(gallery)) == ([ids[2], ids[0]], [("kept", 2)])
    assert gallery.restore([ids[1]]).problem is None
    assert (find(gallery, kept), list_names(gallery)) == (ids[::-1], [("kept", 3)])


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"\xff", b"{}", b'{"format": "turbo-studio-collection", "version": 2}', b"[" * 100_000],
)
def test_what_cannot_be_read_is_left_alone(
    content: bytes, gallery: DiskGallery, ids: list[ResultId], caplog: pytest.LogCaptureFixture
) -> None:
    spoilt = gallery.collections.create("spoilt", ids)
    good = gallery.collections.create("good", ids[:1])
    find_file(gallery, spoilt).write_bytes(content)
    find_file(gallery, CollectionId("0" * 32)).symlink_to("/etc/passwd")
    assert list_names(gallery) == [("good", 1)]
    assert "cannot be read" in caplog.text
    with pytest.raises(StorageError):
        gallery.collections.add(spoilt, ids)
    with pytest.raises(StorageError):
        gallery.collections.rename(CollectionId("../../x"), "x")
    assert find_file(gallery, spoilt).read_bytes() == content
    assert find(gallery, good) == ids[:1]


def test_files_are_private(gallery: DiskGallery, ids: list[ResultId]) -> None:
    path = find_file(gallery, gallery.collections.create("x", ids))
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
