"""Deadlines over a sleep of the computer, by a clock that jumps as it does then."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import TYPE_CHECKING

import pytest

from tests.gateway.calls import PNG, build_answer, build_generation, send
from tests.helpers.hostile_server import HostileServer, answer, build_json, stay_silent
from turbo_studio.core.ports import Route
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.core.resend import Stop, decide_resend
from turbo_studio.gateway import deadline
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.deadline import Deadline, read_clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLEPT_S = 3_600.0


def build_clock(looks: int) -> Callable[[], float]:
    """One on which an hour goes by after so many looks at it."""
    count = itertools.count(1)
    return lambda: time.monotonic() + (SLEPT_S if next(count) > looks else 0.0)


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "WATCH_S", 0.02)
    monkeypatch.setattr(deadline, "GRACE_S", 0.1)


def test_the_clock_never_goes_back() -> None:
    looks = [read_clock() for _ in range(100)]
    assert looks == sorted(looks)


def test_a_sleep_counts(folder: Path) -> None:
    gateway = HttpGateway(clock=build_clock(3))
    with HostileServer(stay_silent) as server:
        outcome = send(gateway, build_generation(), server.base_url, folder, route=Route(deadline_s=600.0))
    error = outcome.error
    assert (error.problem.code, error.charged) == (ProblemCode.DEADLINE_PASSED, Charged.MAYBE)
    assert error.problem.params == {"limit_s": 600.0}
    assert server.complete_posts == 1


def test_an_answer_that_lies_there_after_a_sleep_is_taken() -> None:
    async def wait_for_answer() -> bool:
        async with Deadline(600.0, 600.0, build_clock(1)):
            await asyncio.sleep(0.06)  # less than the grace
        return True

    assert asyncio.run(wait_for_answer())


def test_without_a_sleep_nothing_is_brought_forward() -> None:
    async def wait_longer_than_the_grace() -> bool:
        async with Deadline(600.0, 600.0, time.monotonic) as limit:
            limit.begin()
            await asyncio.sleep(0.3)
        return limit.is_past

    assert asyncio.run(wait_longer_than_the_grace()) is False


def test_until_it_has_begun_the_limit_for_setting_up_counts() -> None:
    async def set_up(*, begins: bool) -> bool:
        async with Deadline(600.0, 0.05) as limit:
            if begins:
                limit.begin()
            await asyncio.sleep(0.2)
        return limit.is_past

    assert asyncio.run(set_up(begins=True)) is False
    with pytest.raises(TimeoutError):
        asyncio.run(set_up(begins=False))


def test_a_refusal_after_a_sleep_was_not_fast(folder: Path) -> None:
    """And is not met by another request by itself."""
    refusal = answer(429, build_json({"error": {"message": "slow", "code": "rate_limit_exceeded"}}))
    with HostileServer(refusal) as server:
        error = send(HttpGateway(clock=build_clock(2)), build_generation(), server.base_url, folder).error
    assert error.charged is Charged.MAYBE
    assert decide_resend(error.problem.code, error.charged, error.attempt, 1, 0.0) == Stop()


def test_a_good_answer_is_one_however_long_the_sleep(folder: Path) -> None:
    with HostileServer(answer(200, build_json(build_answer(PNG)))) as server:
        outcome = send(HttpGateway(clock=build_clock(2)), build_generation(), server.base_url, folder)
    assert outcome.failure is None
