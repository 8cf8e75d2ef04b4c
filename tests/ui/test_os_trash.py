"""The trash of the desktop, a real one in a folder of the test: in and out of it without a trace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from turbo_studio.ui.os_trash import DesktopTrash

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the trash is not the test's own")
NAMES = ["plain.png", "水獺 otter %41.png", "two\nlines.png"]


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_file_goes_there_and_leaves_no_trace_when_it_is_taken_out(
    name: str, data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(b"picture")
    trash = DesktopTrash()
    place = trash.put(path)
    assert place is not None
    assert place.read_bytes() == b"picture"
    assert place.is_relative_to(data_folder)
    assert not path.exists()
    (note,) = (data_folder / "Trash" / "info").iterdir()
    assert "Path=" in note.read_text()
    place.rename(path)
    trash.forget(place)
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_known_where_a_file_came_from(name: str, data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"picture")
    place = DesktopTrash().put(path)
    assert place is not None
    assert DesktopTrash().came_from(place) == path
    DesktopTrash().forget(place)
    assert DesktopTrash().came_from(place) is None
    assert DesktopTrash().came_from(path) is None


@pytest.mark.parametrize("trash", [".Trash-1000", ".Trash/1000"])
def test_on_another_disk_a_path_counts_from_its_top(trash: str, tmp_path: Path) -> None:
    for part in ("files", "info"):
        (tmp_path / trash / part).mkdir(parents=True)
    note = tmp_path / trash / "info" / "a.png.trashinfo"
    note.write_text("[Trash Info]\nPath=pictures/%E8%8C%B6.png\nDeletionDate=2026-11-20T16:12:33\n")
    place = tmp_path / trash / "files" / "a.png"
    assert DesktopTrash().came_from(place) == tmp_path / "pictures" / "茶.png"


def test_two_files_of_one_name(data_folder: Path, tmp_path: Path) -> None:
    trash = DesktopTrash()
    places = set()
    for content in (b"one", b"two"):
        (tmp_path / "same.png").write_bytes(content)
        places.add(trash.put(tmp_path / "same.png"))
    assert {place.read_bytes() for place in places if place is not None} == {b"one", b"two"}


def test_without_a_trash_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "missing"))
    path = tmp_path / "picture.png"
    path.write_bytes(b"picture")
    with pytest.raises(OSError, match=r"picture\.png"):
        DesktopTrash().put(path)
    assert path.read_bytes() == b"picture"


def test_only_a_note_of_the_trash_is_dropped(tmp_path: Path) -> None:
    note = tmp_path / "info" / "picture.png.trashinfo"
    note.parent.mkdir()
    note.touch()
    DesktopTrash().forget(tmp_path / "other" / "picture.png")
    DesktopTrash().forget(tmp_path / "files" / "another.png")
    assert note.exists()
