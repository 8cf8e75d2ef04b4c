"""Thumbnails that are made again: the newest wish first, and never for ever."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.jobs.fakes import SIZE, FakePictures
from turbo_studio.core.facts import JobSucceeded, ResultsChanged
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.result import ResultId
from turbo_studio.jobs import thumbnails
from turbo_studio.jobs.thumbnails import ThumbnailRemaker

if TYPE_CHECKING:
    from pathlib import Path

    from tests.jobs.bench import DeskBench
    from turbo_studio.core.ports import InspectedPicture
    from turbo_studio.core.problems import StudioError
    from turbo_studio.core.result import Result


@dataclass
class SlowPictures(FakePictures):
    """Notes whose thumbnail is made, and makes none before it may."""

    asked: list[str] = field(default_factory=list)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def build_thumbnail(self, picture: Path, target: Path, side_px: int) -> InspectedPicture:
        self.asked.append(target.stem)
        await self.may_go_on.wait()
        return await super().build_thumbnail(picture, target, side_px)


def add_result(bench: DeskBench) -> Result:
    end = bench.run_job()
    assert isinstance(end, JobSucceeded)
    return end.results[0]


def use_slow_pictures(bench: DeskBench, error: StudioError | None = None) -> SlowPictures:
    pictures = SlowPictures(thumbnail_error=error)
    bench.ports = replace(bench.ports, pictures=pictures)
    return pictures


def number(result: Result, index: int) -> Result:
    return replace(result, id=ResultId(f"{index:032x}"))


def test_what_is_told_is_the_result_as_it_is_now(bench: DeskBench) -> None:
    result = add_result(bench)
    remaker = ThumbnailRemaker(bench.ports)
    bench.do(remaker.remake, replace(result, size=None, media_type="image/gif"))
    bench.wait_until(lambda: bool(bench.facts_of(ResultsChanged)))
    (fact,) = bench.facts_of(ResultsChanged)
    assert fact.results == (replace(result, size=SIZE, media_type="image/png"),)


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (PictureError(ProblemCode.PICTURE_DAMAGED), 1),
        (StorageError(ProblemCode.DISK_FULL, folder="/f"), thumbnails.TRIES_MAX),
        (None, thumbnails.TRIES_MAX),  # what a view asks for again although it was made
    ],
)
def test_nothing_is_tried_for_ever(bench: DeskBench, error: StudioError | None, tries: int) -> None:
    result = add_result(bench)
    pictures = use_slow_pictures(bench, error)
    pictures.may_go_on.set()
    remaker = ThumbnailRemaker(bench.ports)
    for _ in range(2 * thumbnails.TRIES_MAX):
        bench.do(remaker.remake, result)
        bench.wait_until(lambda: not remaker._is_busy)
    assert len(pictures.asked) == tries
    assert len(bench.facts_of(ResultsChanged)) == (0 if error else tries)


def test_what_was_asked_for_last_comes_first_and_what_was_scrolled_away_not_at_all(bench: DeskBench) -> None:
    result = add_result(bench)
    pictures = use_slow_pictures(bench, PictureError(ProblemCode.PICTURE_DAMAGED))
    remaker = ThumbnailRemaker(bench.ports)
    bench.do(remaker.remake, result)
    bench.wait_until(lambda: len(pictures.asked) == 1)  # one is under way, and waits
    for index in (*range(thumbnails.WANTED_MAX + 10), 20):
        bench.do(remaker.remake, number(result, index))
    bench.do(pictures.may_go_on.set)
    bench.wait_until(lambda: not remaker._is_busy)
    last = thumbnails.WANTED_MAX + 9
    order = [20, *(index for index in range(last, 9, -1) if index != 20)]
    assert pictures.asked == [result.id, *(number(result, index).id for index in order)]
