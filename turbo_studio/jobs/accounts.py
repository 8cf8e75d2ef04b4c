"""The accounts: what was spent, by the ledger on the disk, and how long requests take."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from turbo_studio.core.geometry import parse_size
from turbo_studio.core.profile import Quality
from turbo_studio.core.spending import Books, Expense
from turbo_studio.jobs.outcomes import BREAKAGES, describe_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.spending import Spending
    from turbo_studio.jobs.worker import Worker

_log = logging.getLogger(__name__)


class Accounts:
    """The expenses in memory and on the disk; used on the worker's loop alone."""

    def __init__(self, worker: Worker, use_gallery: Callable[[], Awaitable[Gallery]]) -> None:
        self._worker = worker
        self._use_gallery = use_gallery
        self._books = Books()
        self._unwritten: list[Expense] = []
        """What the disk did not take; it is tried again with the next one."""
        self._turn = asyncio.Lock()

    async def load(self) -> None:
        """StorageError."""
        gallery = await self._use_gallery()
        lines = await self._worker.run_on_disk(gallery.ledger.load)
        self._books = Books()
        for line in lines:
            if (expense := decode_expense(line)) is not None:
                self._books.add(expense)

    async def record(self, expense: Expense) -> None:
        """Count an expense and write it down; what is written twice counts once."""
        if not self._books.add(expense):
            return
        self._unwritten.append(expense)
        async with self._turn:
            try:
                await self._write_down()
            except BREAKAGES as error:
                _log.warning("an expense is not in the ledger yet: %s", describe_error(error).code)

    async def _write_down(self) -> None:
        gallery = await self._use_gallery()
        while self._unwritten:
            await self._worker.run_on_disk(gallery.ledger.append, encode_expense(self._unwritten[0]))
            del self._unwritten[0]

    def count_spending(self) -> Spending:
        return self._books.count_spending(datetime.now().astimezone().date())

    def estimate_duration(self, size: Size, quality: Quality) -> float | None:
        return self._books.estimate_duration(size, quality)


def encode_expense(expense: Expense) -> bytes:
    """One line of JSON."""
    document = expense._asdict() | {
        "at": expense.at.isoformat(),
        "size": str(expense.size),
        "quality": expense.quality.value,
    }
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def decode_expense(line: bytes) -> Expense | None:
    """None for a line that is torn or damaged: the others count all the same."""
    try:
        table = json.loads(line)
        return _decode_table(table)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        _log.warning("a line of the ledger cannot be read")
        return None


def _decode_table(table: dict[str, Any]) -> Expense:
    at = datetime.fromisoformat(table["at"])
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    at.astimezone()  # OverflowError where it is at the edge of all times
    duration_s, tokens, dollars = table["duration_s"], table["tokens"], float(table["dollars"])
    if not math.isfinite(dollars):
        raise ValueError("no sum")
    return Expense(
        job_id=str(table["job_id"]),
        attempt=int(table["attempt"]),
        at=at,
        size=parse_size(str(table["size"])),
        quality=Quality(table["quality"]),
        duration_s=None if duration_s is None else float(duration_s),
        tokens=None if tokens is None else int(tokens),
        dollars=dollars,
        is_estimate=bool(table["is_estimate"]),
        is_certain=bool(table["is_certain"]),
    )
