"""Pictures to look at: the nearest first, each wish answered once, files kept while there is room."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.jobs.fakes import FakePictures
from tests.jobs.test_engine import wait_until
from turbo_studio.core.facts import PictureDecoded, PictureNotDecoded
from turbo_studio.core.geometry import Size
from turbo_studio.core.looking import Wish
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Level, Raster
from turbo_studio.jobs.looking import Showcase
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = Size(10, 10)
RASTER_BYTES = 400


class Pictures(FakePictures):
    """Decodes what ``let_through`` names; what is not named waits until it is given up."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.begun: list[str] = []
        self.given_up: list[str] = []
        self.let_through = {"a", "b", "c", "d"}

    async def decode_picture(self, path: Path, size: Size | None) -> Raster:
        self.begun.append(path.name)
        if not path.exists():
            raise PictureError(ProblemCode.FILE_UNREADABLE, reason="")
        try:
            while path.name not in self.let_through:
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.given_up.append(path.name)
            raise
        raster = self.folder / f"{path.name}.{len(self.begun)}.raster"
        raster.write_bytes(b"0" * RASTER_BYTES)
        return Raster(raster, has_alpha=False, levels=(Level(SIZE, 0),))


class Stage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures = Pictures(folder)
        self.facts: list[object] = []
        self.worker = Worker()
        self.worker.start()
        self.showcase = Showcase(
            self.worker, self.pictures, self.facts.append, spare_bytes_max=2 * RASTER_BYTES
        )
        for name in "abcd":
            (folder / name).write_bytes(b"a picture")

    def look_at(self, *wishes: tuple[int, str]) -> None:
        named = [Wish(token, self.folder / name, SIZE) for token, name in wishes]
        self.worker.call(self.showcase.look_at, named)

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.facts) >= count)

    def raster(self, token: int) -> Path:
        (raster,) = (f.raster for f in self.facts if isinstance(f, PictureDecoded) and f.token == token)
        return raster.path


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage

    async def nothing() -> None: ...

    stage.worker.stop(nothing())


def test_the_nearest_come_first_two_at_once(stage: Stage) -> None:
    stage.pictures.let_through = set()
    stage.look_at((1, "c"), (2, "a"), (3, "b"))
    wait_until(lambda: len(stage.pictures.begun) == 2)
    assert stage.pictures.begun == ["c", "a"]
    stage.pictures.let_through = {"a"}
    wait_until(lambda: len(stage.pictures.begun) == 3)
    assert [fact.token for fact in stage.facts if isinstance(fact, PictureDecoded)] == [2]
    stage.pictures.let_through = {"a", "b", "c"}
    stage.wait_for(3)


def test_what_is_wanted_no_more_is_given_up_and_never_told(stage: Stage) -> None:
    stage.pictures.let_through = {"d"}
    stage.look_at((1, "a"), (2, "b"))
    wait_until(lambda: len(stage.pictures.begun) == 2)
    stage.look_at((3, "d"))
    stage.wait_for(1)
    wait_until(lambda: sorted(stage.pictures.given_up) == ["a", "b"])
    assert [type(fact) for fact in stage.facts] == [PictureDecoded]


def test_a_wish_that_stays_is_answered_once(stage: Stage) -> None:
    stage.look_at((1, "a"))
    stage.wait_for(1)
    stage.look_at((1, "a"), (2, "b"))
    stage.wait_for(2)
    assert stage.pictures.begun == ["a", "b"]


def test_what_was_decoded_is_not_decoded_again_unless_its_file_has_changed(stage: Stage) -> None:
    stage.look_at((1, "a"))
    stage.wait_for(1)
    stage.look_at()
    stage.look_at((2, "a"))
    stage.wait_for(2)
    assert stage.raster(2) == stage.raster(1)
    (stage.folder / "a").write_bytes(b"another picture")
    stage.look_at()
    stage.look_at((3, "a"))
    stage.wait_for(3)
    assert stage.raster(3) != stage.raster(1)
    assert not stage.raster(1).exists()


def test_the_longest_unwanted_goes_first_and_nothing_that_is_wanted(stage: Stage) -> None:
    stage.look_at(*enumerate("abcd"))
    stage.wait_for(4)
    rasters = {name: stage.raster(number) for number, name in enumerate("abcd")}
    assert all(path.exists() for path in rasters.values())
    stage.look_at((0, "a"))
    wait_until(lambda: not all(path.exists() for path in rasters.values()))
    assert sum(path.exists() for path in rasters.values()) == 3
    assert rasters["a"].exists()


def test_what_cannot_be_decoded_is_told_and_the_others_come(stage: Stage) -> None:
    (stage.folder / "a").unlink()
    stage.look_at((1, "a"), (2, "b"))
    stage.wait_for(2)
    (problem,) = [fact.problem for fact in stage.facts if isinstance(fact, PictureNotDecoded)]
    assert problem.code is ProblemCode.FILE_UNREADABLE
    assert stage.raster(2).exists()
