"""The open work on disk: whole at any moment, and still of use where something of it is damaged."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gallery.faulty_disk import Fault, FaultyDisk, Killed
from turbo_studio.core.brush import Brush
from turbo_studio.core.draft import Draft
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.profile import Quality
from turbo_studio.core.stroke import Stroke
from turbo_studio.core.workspace import KeptSource, Workspace
from turbo_studio.gallery.workspace import WorkspaceShelf, decode_mask, encode_mask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.mask_snapshot import MaskSnapshot

SIZE = Size(900, 700)
DRAFT = Draft("a cup of 茶 — “hot”\n", Size(1536, 864), Quality.LOW, 3)


def paint(brush_px: int, size: Size = SIZE) -> MaskSnapshot:
    """One dab in the middle: a large one selects some tiles throughout and others in part."""
    mask = Mask(size)
    stroke = Stroke(mask, Brush(brush_px, 0.5), erase=False)
    stroke.begin(Point(size.width / 2, size.height / 2))
    stroke.commit()
    return mask.take_snapshot()


class Bench:
    """A shelf, and sources that lie elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "workspace"
        self.staging = folder / "staging"
        self.elsewhere = folder / "elsewhere"
        for each in (self.staging, self.elsewhere):
            each.mkdir(parents=True)
        self.shelf = self.restart()

    def restart(self) -> WorkspaceShelf:
        self.shelf = WorkspaceShelf(self.folder, self.staging)
        return self.shelf

    def build_source(self, name: str, mask: MaskSnapshot | None = None) -> KeptSource:
        content = name.encode() * 100
        digest = hashlib.sha256(content).hexdigest()
        path = self.elsewhere / digest
        path.write_bytes(content)
        return KeptSource(name, path, digest, mask)

    def build(self, prompt: str = DRAFT.prompt, brush_px: int = 300) -> Workspace:
        sources = (self.build_source("one.png", paint(brush_px)), self.build_source("two.png"))
        return Workspace(DRAFT._replace(prompt=prompt), is_size_chosen=True, sources=sources, shown=1)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the system has a place for that: a crash test flushes some hundred times."""
    place = Path("/dev/shm")
    with TemporaryDirectory(dir=place if place.is_dir() else None) as folder:
        yield Path(folder)


def check_same(loaded: Workspace | None, saved: Workspace) -> None:
    """The same but for where the bytes lie now."""
    assert loaded is not None
    assert loaded[:2] == saved[:2]
    assert loaded.shown == saved.shown
    assert [source.name for source in loaded.sources] == [source.name for source in saved.sources]
    for mine, theirs in zip(loaded.sources, saved.sources, strict=True):
        assert hashlib.sha256(mine.path.read_bytes()).hexdigest() == theirs.digest
        assert (mine.mask is None) == (theirs.mask is None)
        if mine.mask is not None and theirs.mask is not None:
            assert np.array_equal(mine.mask.coverage, theirs.mask.coverage)


@given(st.builds(Size, st.integers(1, 700), st.integers(1, 600)), st.integers(1, 900))
def test_a_mask_comes_back_as_it_was(size: Size, brush_px: int) -> None:
    mask = paint(brush_px, size)
    back = decode_mask(encode_mask(mask))
    assert (back.size, back.selected_pixels) == (mask.size, mask.selected_pixels)
    assert np.array_equal(back.coverage, mask.coverage)
    rebuilt = Mask.build(back)
    assert rebuilt.selected_pixels == mask.selected_pixels
    assert np.array_equal(rebuilt.take_snapshot().coverage, mask.coverage)


def test_work_comes_back_after_a_restart(bench: Bench) -> None:
    saved = bench.build()
    bench.shelf.save(saved)
    for source in saved.sources:
        source.path.unlink()
    loaded, is_damaged = bench.restart().load()
    assert not is_damaged
    assert loaded is not None
    assert loaded[:2] == saved[:2]
    assert [source.digest for source in loaded.sources] == [source.digest for source in saved.sources]


def test_nothing_was_kept(bench: Bench) -> None:
    assert bench.shelf.load() == (None, False)
    assert bench.shelf.swap_aside() == (None, False)


def test_sources_and_masks_that_nobody_names_go(bench: Bench) -> None:
    bench.shelf.save(bench.build(brush_px=10))
    bench.shelf.save(bench.build(brush_px=20))
    bench.shelf.save(bench.build(brush_px=30))
    names = [path.name for path in bench.folder.iterdir()]
    assert len(names) == len({"workspace.json", "previous.json"}) + len(("one", "two")) + len((20, 30))
    empty = Workspace(DRAFT, is_size_chosen=False)
    bench.shelf.save(empty)
    bench.shelf.save(empty._replace(is_size_chosen=True))
    assert sorted(path.name for path in bench.folder.iterdir()) == ["previous.json", "workspace.json"]


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone", "no words"])
@pytest.mark.parametrize("part", ["workspace.json", "mask"])
def test_a_damaged_state_gives_way_to_the_one_before(bench: Bench, part: str, damage: str) -> None:
    """ST29."""
    before, after = bench.build("before", brush_px=100), bench.build("after", brush_px=200)
    bench.shelf.save(before)
    kept = {path.name for path in bench.folder.iterdir()}
    bench.shelf.save(after)
    fresh = {path.name for path in bench.folder.iterdir()} - kept - {"previous.json"}
    path = bench.folder / (part if part.endswith(".json") else fresh.pop())
    content = path.read_bytes()
    match damage:
        case "flipped":
            path.write_bytes(content[:-40] + bytes([content[-40] ^ 1]) + content[-39:])
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "gone":
            path.unlink()
        case "no words":
            path.write_bytes(b"\x00" * len(content))
    loaded, is_damaged = bench.restart().load()
    check_same(loaded, before)
    assert is_damaged or damage == "gone"
    bench.shelf.save(after)
    (bench.folder / "workspace.json").unlink()
    check_same(bench.restart().load()[0], before)


def test_what_is_left_of_damaged_work_comes_back(bench: Bench) -> None:
    saved = bench.build()
    bench.shelf.save(saved)
    (bench.folder / saved.sources[1].digest).write_bytes(b"something else")
    loaded, is_damaged = bench.restart().load()
    assert is_damaged
    assert loaded is not None
    assert [source.name for source in loaded.sources] == ["one.png"]
    assert loaded.shown == 0
    bench.shelf.save(saved)
    assert (bench.folder / saved.sources[1].digest).read_bytes() == saved.sources[1].path.read_bytes()


def test_work_that_was_not_loaded_is_put_aside_and_changes_places(bench: Bench) -> None:
    first, second = bench.build("first"), bench.build("second")
    bench.shelf.save(first)
    bench.restart().save(second)
    loaded, is_damaged = bench.shelf.swap_aside()
    assert not is_damaged
    check_same(loaded, first)
    bench.shelf.save(first)
    loaded, _ = bench.shelf.swap_aside()
    check_same(loaded, second)


def take_aside(shelf: WorkspaceShelf) -> str:
    """The prompt of the state that changes places with the newest one."""
    loaded, is_damaged = shelf.swap_aside()
    assert loaded is not None
    assert not is_damaged
    return loaded.draft.prompt


def test_all_that_lies_aside_comes_back_in_turn(bench: Bench) -> None:
    """The one put aside last comes first; what is open goes behind all others."""
    for name in ("a", "b", "c"):
        bench.shelf.put_aside(bench.build(name))
    open_now = bench.build("d")
    seen = []
    for _ in range(5):
        bench.shelf.save(open_now)
        seen.append(take_aside(bench.shelf))
        open_now = bench.build(seen[-1])
    assert seen == ["c", "b", "a", "d", "c"]


def test_work_put_aside_leaves_the_newest_state_as_it_is(bench: Bench) -> None:
    bench.shelf.save(bench.build("open"))
    bench.shelf.put_aside(bench.build("aside", brush_px=200))
    loaded, _ = bench.restart().load()
    check_same(loaded, bench.build("open"))


def test_a_few_states_lie_aside_and_the_oldest_goes(bench: Bench) -> None:
    for number in range(8):
        bench.shelf.put_aside(bench.build(str(number), brush_px=100 + number))
    seen = []
    while (loaded := bench.shelf.swap_aside()[0]) is not None:
        seen.append(loaded.draft.prompt)
    assert seen == ["7", "6", "5", "4", "3"]


def test_work_of_the_last_time_is_not_displaced_by_what_is_put_aside(bench: Bench) -> None:
    bench.shelf.save(bench.build("last time"))
    shelf = bench.restart()
    shelf.save(bench.build("begun"))
    shelf.put_aside(bench.build("begun"))
    shelf.save(bench.build("reopened"))
    assert [take_aside(shelf) for _ in range(2)] == ["begun", "last time"]


@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.FULL_ONCE])
def test_putting_aside_loses_nothing_by_any_fault(memory: Path, fault: Fault) -> None:
    count = 0
    while True:
        bench = Bench(memory / str(count))
        bench.shelf.put_aside(bench.build("before"))
        bench.shelf.save(bench.build("open"))
        count += 1
        with FaultyDisk(fault, count) as disk, suppress(Killed, OSError):
            bench.shelf.put_aside(bench.build("after", brush_px=200))
        if len(disk.log) < count:
            break
        shelf = bench.restart()
        check_same(shelf.load()[0], bench.build("open"))
        assert "before" in (take_aside(shelf), take_aside(shelf))


@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.FULL_ONCE])
def test_a_whole_state_is_there_after_any_fault(memory: Path, fault: Fault) -> None:
    """ST29."""
    count = 0
    while True:
        bench = Bench(memory / str(count))
        before, after = bench.build("before", brush_px=100), bench.build("after", brush_px=200)
        bench.shelf.save(before)
        count += 1
        with FaultyDisk(fault, count) as disk, suppress(Killed, OSError):
            bench.shelf.save(after)
        if len(disk.log) < count:
            break
        loaded, is_damaged = bench.restart().load()
        assert not is_damaged
        assert loaded is not None
        check_same(loaded, after if loaded.draft.prompt == "after" else before)
    assert count > 10
