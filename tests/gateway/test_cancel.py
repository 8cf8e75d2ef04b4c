"""Cancelling a call ends its connection, whatever it is doing; the server sees it go."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.gateway.calls import KEY, PNG, build_answer, build_generation, build_large_edit
from tests.helpers.hostile_server import (
    HostileServer,
    answer_raw,
    build_head,
    build_json,
    dribble,
    never_read,
    stay_silent,
)
from tests.helpers.patience import PATIENCE_S
from turbo_studio.core.ports import Connection, Receiving, Sending, Waiting
from turbo_studio.gateway.client import HttpGateway

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.helpers.hostile_server import (
        Behaviour,
    )
    from turbo_studio.core.attempt import Attempt
    from turbo_studio.core.ports import Call, Progress

GOOD = build_json(build_answer(PNG))


@dataclass(frozen=True)
class State:
    name: str
    behaviour: Behaviour
    sign: type[Progress]
    is_large: bool = False


STATES = [
    State("uploading to a peer that never reads", never_read, Sending, is_large=True),
    State("waiting for the answer", stay_silent, Waiting),
    State("waiting for a dribbling head", dribble(build_head(200) + GOOD), Waiting),
    State("receiving a dribbling body", dribble(build_head(200) + GOOD, whole=100), Receiving),
]


async def _cancel(task: asyncio.Task[Attempt]) -> float:
    """Cancel, and return how long the task took to end."""
    started_at = time.perf_counter()
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
    assert done, "the task did not end"
    assert task.cancelled()
    return time.perf_counter() - started_at


async def _wait_until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.005)


def _start(call: Call, base_url: str, folder: Path, events: list[Progress]) -> asyncio.Task[Attempt]:
    return asyncio.create_task(HttpGateway().send(call, Connection(base_url, KEY), folder, events.append))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_the_server_sees_the_connection_end(state: State, folder: Path, tmp_path: Path) -> None:
    call = build_large_edit(tmp_path, 20_000_000) if state.is_large else build_generation()
    events: list[Progress] = []

    async def run(server: HostileServer) -> None:
        task = _start(call, server.base_url, folder, events)
        await _wait_until(lambda: bool(server.exchanges) and any(isinstance(e, state.sign) for e in events))
        await asyncio.sleep(0.05)  # into the state, not only to its door
        assert not task.done()
        assert not server.exchanges[0].ended.is_set()
        assert await _cancel(task) < PATIENCE_S

    with HostileServer(state.behaviour) as server:
        asyncio.run(run(server))
        assert server.wait_until(server.exchanges[0].ended.is_set)
        assert len(server.exchanges) == 1


def test_nothing_more_arrives_of_a_cancelled_upload(folder: Path, tmp_path: Path) -> None:
    """The system's buffers are dropped too: what was not read yet never will be."""

    async def run(server: HostileServer) -> None:
        task = _start(build_large_edit(tmp_path, 20_000_000), server.base_url, folder, [])
        await _wait_until(lambda: bool(server.exchanges))
        await asyncio.sleep(0.1)
        await _cancel(task)

    with HostileServer(never_read) as server:
        asyncio.run(run(server))
        exchange = server.exchanges[0]
        assert server.wait_until(exchange.ended.is_set)
    assert server.complete_posts == 0


def test_a_stalled_handshake_ends(folder: Path) -> None:
    async def run(server: HostileServer) -> None:
        task = _start(build_generation(), server.base_url.replace("http:", "https:"), folder, [])
        await _wait_until(lambda: bool(server.exchanges))
        await asyncio.sleep(0.05)
        await _cancel(task)

    with HostileServer(never_read) as server:
        asyncio.run(run(server))
        assert server.wait_until(server.exchanges[0].ended.is_set)


def test_a_connection_that_does_not_come_about_ends(folder: Path) -> None:
    async def run(url: str) -> None:
        task = _start(build_generation(), url, folder, [])
        await asyncio.sleep(0.1)
        await _cancel(task)

    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())
        asyncio.run(run(f"http://127.0.0.1:{full.getsockname()[1]}/v1"))


def test_a_name_that_resolves_slowly_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        begun, asked = asyncio.Event(), asyncio.get_running_loop()

        async def resolve_never(*_: object, **__: object) -> list[object]:
            begun.set()
            await asyncio.Event().wait()
            return []

        monkeypatch.setattr(asked, "getaddrinfo", resolve_never)
        task = _start(build_generation(), "http://slow.example/v1", folder, [])
        await begun.wait()
        await _cancel(task)

    asyncio.run(run())


def test_what_came_before_the_cancellation_is_kept(folder: Path) -> None:
    async def run(server: HostileServer, events: list[Progress]) -> None:
        task = _start(build_generation(), server.base_url, folder, events)
        await _wait_until(lambda: any(isinstance(event, Receiving) for event in events))
        await _wait_until(lambda: bool((folder / "answer.json").stat().st_size))
        await _cancel(task)

    with HostileServer(dribble(build_head(200) + GOOD, whole=100)) as server:
        asyncio.run(run(server, []))
    kept = (folder / "answer.json").read_bytes()
    assert kept
    assert GOOD.startswith(kept)


CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(GOOD), GOOD)


@pytest.mark.parametrize(
    "content",
    [
        build_head(200, length=len(GOOD)) + GOOD,
        build_head(200, [("Transfer-Encoding", "chunked")]) + CHUNKED,
    ],
    ids=["of a known length", "in chunks"],
)
def test_an_answer_is_told_whole_as_soon_as_it_is_kept(content: bytes, tmp_path: Path) -> None:
    """At whatever step of the loop a cancel comes: who is told can let the result win."""
    outcomes = set()
    with HostileServer(answer_raw(content)) as server:
        for steps in range(40):
            folder = tmp_path / str(steps)
            folder.mkdir()
            events: list[Progress] = []
            asyncio.run(_cancel_after(steps, server.base_url, folder, events))
            is_told = any(isinstance(e, Receiving) and e.received_bytes == e.total_bytes > 0 for e in events)
            assert is_told is ((folder / "answer.json").read_bytes() == GOOD)
            outcomes.add(is_told)
    assert True in outcomes


async def _cancel_after(steps: int, base_url: str, folder: Path, events: list[Progress]) -> None:
    """Cancel so many steps of the loop after the head of the answer has come."""
    task = _start(build_generation(), base_url, folder, events)
    while not task.done() and not any(isinstance(event, Receiving) for event in events):
        await asyncio.sleep(0)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
