"""Long looks: another one gives up the one before, and each ends with whoever waits for it."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, cast

import pytest

from tests.helpers.patience import PATIENCE_S
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.jobs.long_look import LongLook

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from turbo_studio.core.ports import Gallery

GALLERY = cast("Gallery", object())


class Watcher:
    """A look that goes on until it is given up; says so with what it was called."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.has_begun = threading.Event()
        self.has_ended = threading.Event()

    def __call__(self, gallery: Gallery, publish: Any, is_cancelled: Callable[[], bool]) -> str:
        assert gallery is GALLERY
        self.has_begun.set()
        waits = threading.Event()
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            if is_cancelled():
                self.has_ended.set()
                return self.name
            waits.wait(0.005)
        return "never given up"

    async def begin(self, look: LongLook) -> asyncio.Task[str]:
        task = asyncio.create_task(look.take(self))
        assert await asyncio.to_thread(self.has_begun.wait, PATIENCE_S)
        return task


async def use_gallery() -> Gallery:
    return GALLERY


def test_another_gives_up_the_one_before() -> None:
    async def run() -> None:
        look = LongLook(use_gallery, lambda done, total: None)
        first, second = Watcher("first"), Watcher("second")
        task = await first.begin(look)
        other = await second.begin(look)
        assert await task == "first"
        assert not other.done()
        look.cancel()
        assert await other == "second"

    asyncio.run(asyncio.wait_for(run(), PATIENCE_S))


def test_who_cancels_while_the_gallery_is_opened_is_heard() -> None:
    async def run() -> None:
        opened = asyncio.Event()

        async def open_gallery() -> Gallery:
            await opened.wait()
            return GALLERY

        look = LongLook(open_gallery, lambda done, total: None)
        task = asyncio.create_task(look.take(Watcher("only")))
        await asyncio.sleep(0)
        look.cancel()
        opened.set()
        assert await task == "only"

    asyncio.run(asyncio.wait_for(run(), PATIENCE_S))


def test_the_end_of_the_program_ends_the_thread() -> None:
    async def run() -> None:
        only = Watcher("only")
        task = await only.begin(LongLook(use_gallery, lambda done, total: None))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(only.has_ended.wait, PATIENCE_S)

    asyncio.run(asyncio.wait_for(run(), PATIENCE_S))


def test_what_breaks_it_is_raised() -> None:
    async def refuse() -> Gallery:
        raise StorageError(ProblemCode.GALLERY_MISSING, folder="away")

    with pytest.raises(StorageError):
        asyncio.run(LongLook(refuse, lambda done, total: None).take(Watcher("never")))


@pytest.mark.parametrize(("total", "told_count"), [(0, 1), (1, 1), (99, 99), (250, 125), (100_000, 100)])
def test_progress_is_told_in_steps(total: int, told_count: int) -> None:
    told: list[tuple[int, int]] = []

    def look_at_all(gallery: Gallery, publish: Callable[[int, int], None], is_cancelled: object) -> None:
        for done in range(max(1, total)):
            publish(done, total)

    asyncio.run(LongLook(use_gallery, lambda *step: told.append(step)).take(look_at_all))
    assert len(told) == told_count
    assert told[0] == (0, total)
