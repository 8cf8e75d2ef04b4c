"""A leash: what a task waits for can be let go, while the task itself goes on to write down its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


class CutOffError(Exception):
    """What was waited for was let go."""


class Leash:
    """Cut once, for good. What has come before the cut is kept."""

    def __init__(self) -> None:
        self.is_cut = False
        self._held: asyncio.Future[Any] | None = None

    async def hold(self, work: Awaitable[T]) -> T:
        """The outcome of ``work``; CutOffError where the leash was cut before there was one."""
        self._held = held = asyncio.ensure_future(work)
        if self.is_cut:
            held.cancel()
        await asyncio.wait({held})
        self._held = None
        if held.cancelled():
            raise CutOffError
        return held.result()

    def cut(self) -> None:
        self.is_cut = True
        if self._held is not None:
            self._held.cancel()
