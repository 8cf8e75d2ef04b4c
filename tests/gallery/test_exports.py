"""ST28: files for folders of the user's are whole or not there, and nothing that lay there is lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.gallery.faulty_disk import Fault, FaultyDisk, Killed
from tests.gallery.test_small_disk import run_on_small_disk
from turbo_studio.core.exporting import Collision
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError, StudioError
from turbo_studio.gallery import disk
from turbo_studio.gallery.exports import DiskExports
from turbo_studio.gallery.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTENT = os.urandom(3_000_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
STAGING = "gallery/.studio/staging"
"""As an open gallery has it."""
FORMER = b"what lay there before"
CODES = {
    Fault.FULL_ONCE: {ProblemCode.DISK_FULL, ProblemCode.FILE_UNREADABLE},
    Fault.FULL_FROM_THEN_ON: {ProblemCode.DISK_FULL, ProblemCode.FILE_UNREADABLE},
    Fault.BROKEN_ONCE: {ProblemCode.STORAGE_FAILED, ProblemCode.FILE_UNREADABLE},
}


@pytest.fixture
def root() -> Iterator[Path]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        (Path(folder) / STAGING).mkdir(parents=True)
        (Path(folder) / "gallery" / "picture.png").write_bytes(CONTENT)
        (Path(folder) / "out").mkdir()
        yield Path(folder)


def build_exports(root: Path) -> DiskExports:
    return DiskExports(Layout((root / "gallery").resolve()))


def place(root: Path, collision: Collision | None = None, digest: str | None = DIGEST) -> Path | None:
    return build_exports(root).place(
        root / "gallery" / "picture.png", digest, root / "out", "tea.png", collision
    )


def problem_of(error: pytest.ExceptionInfo[StudioError]) -> ProblemCode:
    return error.value.problem.code


def list_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("collision", [None, *Collision])
def test_file_is_placed_with_its_bytes(root: Path, collision: Collision | None) -> None:
    assert place(root, collision) == root / "out" / "tea.png"
    assert list_folder(root / "out") == {"tea.png": CONTENT}


@pytest.mark.parametrize(
    ("collision", "expected"),
    [
        (Collision.REPLACE, {"tea.png": CONTENT}),
        (Collision.KEEP_BOTH, {"tea.png": FORMER, "tea-2.png": CONTENT}),
        (Collision.SKIP, {"tea.png": FORMER}),
    ],
)
def test_taken_name(root: Path, collision: Collision, expected: dict[str, bytes]) -> None:
    (root / "out" / "tea.png").write_bytes(FORMER)
    placed = place(root, collision)
    assert list_folder(root / "out") == expected
    assert placed is None or placed.read_bytes() == CONTENT


def test_name_that_was_free_a_moment_ago_is_not_overwritten(root: Path) -> None:
    (root / "out" / "tea.png").write_bytes(FORMER)
    with pytest.raises(StorageError) as raised:
        place(root)
    assert problem_of(raised) is ProblemCode.EXPORT_NAME_TAKEN
    assert list_folder(root / "out") == {"tea.png": FORMER}


def test_folder_or_link_of_that_name_is_left_alone(root: Path) -> None:
    target = root / "out" / "tea.png"
    target.mkdir()
    with pytest.raises(StorageError):
        place(root, Collision.REPLACE)
    assert list(target.parent.iterdir()) == [target]
    target.rmdir()
    target.symlink_to(root / "nowhere")
    assert build_exports(root).find_taken(root / "out", ["tea.png", "b.png"]) == ("tea.png",)
    assert place(root, Collision.KEEP_BOTH) == root / "out" / "tea-2.png"
    assert not (root / "nowhere").exists()


@pytest.mark.parametrize("place_in_gallery", ["gallery", "gallery/2026", "link"])
def test_gallery_takes_no_exports(root: Path, place_in_gallery: str) -> None:
    (root / "gallery" / "2026").mkdir()
    (root / "link").symlink_to(root / "gallery" / "2026")
    exports = build_exports(root)
    for call in (
        lambda folder: exports.find_taken(folder, ["a.png"]),
        lambda folder: exports.place(root / "gallery" / "picture.png", DIGEST, folder, "a.png", None),
    ):
        with pytest.raises(StorageError) as raised:
            call(root / place_in_gallery)
        assert problem_of(raised) is ProblemCode.EXPORT_IN_GALLERY


@pytest.mark.parametrize("folder", ["missing", "gallery.txt"])
def test_place_that_is_no_folder(root: Path, folder: str) -> None:
    (root / "gallery.txt").write_bytes(b"")
    with pytest.raises(StorageError) as raised:
        build_exports(root).find_taken(root / folder, ["a.png"])
    assert problem_of(raised) is ProblemCode.FOLDER_UNWRITABLE


def test_changed_source_is_refused(root: Path) -> None:
    (root / "gallery" / "picture.png").write_bytes(b"changed" + CONTENT)
    (root / "out" / "tea.png").write_bytes(FORMER)
    with pytest.raises(PictureError) as raised:
        place(root, Collision.REPLACE)
    assert problem_of(raised) is ProblemCode.RESULT_CHANGED
    assert list_folder(root / "out") == {"tea.png": FORMER}
    assert place(root, Collision.REPLACE, digest=None) is not None


@pytest.mark.parametrize("kind", ["missing", "link", "fifo"])
def test_source_that_is_no_file(root: Path, kind: str) -> None:
    """ST13."""
    source = root / "gallery" / "picture.png"
    source.unlink()
    if kind == "link":
        source.symlink_to("/etc/hostname")
    elif kind == "fifo":
        os.mkfifo(source)
    with pytest.raises(PictureError) as raised:
        place(root)
    assert problem_of(raised) is ProblemCode.FILE_UNREADABLE
    assert list_folder(root / "out") == {}


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o700, 0o600), (0o755, 0o644), (0o2775, 0o644)])
def test_file_can_be_read_by_those_who_see_the_folder(root: Path, folder_mode: int, file_mode: int) -> None:
    (root / "out").chmod(folder_mode)
    placed = place(root)
    assert placed is not None
    assert placed.stat().st_mode & 0o777 == file_mode


def build_case(folder: Path) -> Path:
    for name in (STAGING, "out"):
        (folder / name).mkdir(parents=True)
    (folder / "gallery" / "picture.png").write_bytes(CONTENT)
    (folder / "out" / "tea.png").write_bytes(FORMER)
    return folder


def count_operations(folder: Path, collision: Collision | None, *, has_links: bool = True) -> int:
    build_case(folder)
    with FaultyDisk(has_links=has_links) as faulty:
        place(folder, collision)
    return len(faulty.log)


COLLISIONS = [Collision.REPLACE, Collision.KEEP_BOTH]


def check_whole(root: Path, collision: Collision) -> None:
    """What lay there is there, or its successor is; and no third thing has a name that is seen."""
    seen = {name: held for name, held in list_folder(root / "out").items() if not name.startswith(".")}
    allowed = {FORMER, CONTENT} if collision is Collision.REPLACE else {FORMER}
    assert seen.pop("tea.png") in allowed
    assert seen in ({}, {"tea-2.png": CONTENT})


@pytest.mark.parametrize("collision", COLLISIONS)
@pytest.mark.parametrize("fault", CODES)
def test_failed_operation_leaves_nothing_half_written(root: Path, fault: Fault, collision: Collision) -> None:
    codes = []
    for position in range(1, count_operations(root / "counted", collision) + 1):
        folder = build_case(root / f"{position}")
        try:
            with FaultyDisk(fault, position) as faulty:
                place(folder, collision)
        except StudioError as error:
            codes.append(error.problem.code)
        check_whole(folder, collision)
        is_left = any(name.startswith(".") for name in list_folder(folder / "out"))
        assert not is_left or faulty.log[position - 1] == "unlink"
    assert len(codes) > 3
    assert set(codes) <= CODES[fault]


@pytest.mark.parametrize("has_links", [True, False])
@pytest.mark.parametrize("collision", COLLISIONS)
@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER])
def test_kill_at_any_operation_leaves_nothing_half_written(
    root: Path, fault: Fault, collision: Collision, has_links: bool
) -> None:
    """Nor anything at all, once the program has been started again."""
    counted = count_operations(root / "counted", collision, has_links=has_links)
    for position in range(1, counted + 1):
        folder = build_case(root / f"{position}")
        with pytest.raises(Killed), FaultyDisk(fault, position, has_links=has_links):
            place(folder, collision)
        build_exports(folder).remove_left_parts()
        check_whole(folder, collision)
        assert not [name for name in list_folder(folder / "out") if name.startswith(".")]
        assert list_notes(folder) == []


def list_notes(root: Path) -> list[str]:
    return [path.name for path in (root / "gallery" / ".studio").glob("parts/*")]


def test_part_in_a_folder_that_is_away_waits_for_it(root: Path) -> None:
    build_case(root / "counted")
    with FaultyDisk() as faulty:
        place(root / "counted", Collision.REPLACE)
    last_write = len(faulty.log) - faulty.log[::-1].index("write")
    with pytest.raises(Killed), FaultyDisk(Fault.KILLED_AFTER, last_write):
        place(root)
    (part,) = (root / "out").iterdir()
    (root / "out").rename(root / "away")
    build_exports(root).remove_left_parts()
    assert len(list_notes(root)) == 1
    (root / "away").rename(root / "out")
    assert part.exists()
    build_exports(root).remove_left_parts()
    assert not part.exists()
    assert list_notes(root) == []


def test_part_that_is_being_written_is_no_left_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exports, write_chunks = build_exports(root), disk.write_chunks

    def write_and_sweep(path: Path, chunks: Iterable[bytes]) -> str:
        digest = write_chunks(path, chunks)
        exports.remove_left_parts()
        return digest

    monkeypatch.setattr(disk, "write_chunks", write_and_sweep)
    source = root / "gallery" / "picture.png"
    assert exports.place(source, DIGEST, root / "out", "tea.png", None) is not None
    assert list_folder(root / "out") == {"tea.png": CONTENT}


@pytest.mark.parametrize(
    "taken", ["", "empty.txt", "../empty.txt", "/etc/hostname", "..", "full.txt", 7, None]
)
@pytest.mark.parametrize("name", ["full.txt", "..-full.txt", ".turbo-studio-1.part", ""])
def test_note_of_others_removes_nothing_but_parts(root: Path, name: str, taken: object) -> None:
    notes, out = root / "gallery" / ".studio" / "parts", root / "out"
    disk.make_private_folder(notes)
    for path in (out / "empty.txt", root / "empty.txt", out / "full.txt", out / ".turbo-studio-1.part"):
        path.write_bytes(b"" if path.name == "empty.txt" else b"full")
    before = sorted(path for path in root.rglob("*.*") if path.parent != notes)
    for folder in (out, "relative", root / "gallery" / ".."):
        noted = json.dumps({"folder": str(folder), "taken": taken})
        for stem in (name, f".turbo-studio-{'0' * 32}.part"):
            (notes / f"{stem}.json").write_text(noted)
        build_exports(root).remove_left_parts()
        assert list_notes(root) == []
    assert sorted(root.rglob("*.*")) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"folder": "/a\\u0000b", "taken": ""}',
        b'{"folder": "/tmp", "taken": "a\\u0000b"}',
        b'{"folder": "/tmp", "taken": "\\ud800"}',
    ],
)
def test_note_that_is_none_goes(root: Path, content: bytes) -> None:
    note = root / "gallery" / ".studio" / "parts" / f".turbo-studio-{'0' * 32}.part.json"
    disk.make_private_folder(note.parent)
    note.write_bytes(content)
    build_exports(root).remove_left_parts()
    assert list_notes(root) == []


def test_gallery_that_takes_no_note_lets_its_pictures_out(root: Path) -> None:
    exports = build_exports(root)
    (root / "gallery" / ".studio" / "parts").write_bytes(b"a file of that name")
    assert exports.place(root / "gallery" / "picture.png", DIGEST, root / "out", "tea.png", None) is not None
    assert list_folder(root / "out") == {"tea.png": CONTENT}


@pytest.mark.parametrize("collision", [None, *COLLISIONS])
def test_file_system_without_links(root: Path, collision: Collision | None) -> None:
    if collision is not None:
        (root / "out" / "tea.png").write_bytes(FORMER)
    with FaultyDisk(has_links=False):
        placed = place(root, collision)
    assert placed is not None
    assert placed.read_bytes() == CONTENT
    assert len(list_folder(root / "out")) == (2 if collision is Collision.KEEP_BOTH else 1)


SMALL = """
from turbo_studio.core.exporting import Collision
from turbo_studio.gallery.exports import DiskExports
from turbo_studio.gallery.layout import Layout
source = job / "source"
source.write_bytes(bytes(2_000_000))
(root / "tea.png").write_bytes(b"former")
exports = DiskExports(Layout(job / "gallery"))
filler = root / "filler"
filler.write_bytes(bytes(2_500_000))
for collision in Collision.REPLACE, Collision.KEEP_BOTH, None:
    assert tell(exports.place, source, None, root, "tea.png", collision) == "disk_full"
assert sorted(path.name for path in root.iterdir()) == ["filler", "tea.png"]
assert (root / "tea.png").read_bytes() == b"former"
filler.unlink()
assert tell(exports.place, source, None, root, "tea.png", Collision.REPLACE) == "done"
assert (root / "tea.png").read_bytes() == source.read_bytes()
remount("ro")
assert tell(exports.place, source, None, root, "other.png", None) == "folder_unwritable"
assert [path.name for path in root.iterdir()] == ["tea.png"]
"""


def test_full_and_read_only_stick(tmp_path: Path) -> None:
    """ST28: A file system of its own, so that a copy has to cross over to it."""
    run_on_small_disk(SMALL, tmp_path)
