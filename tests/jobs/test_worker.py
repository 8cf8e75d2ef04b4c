"""The worker thread: calls from outside, the order of the disk, and its end."""

import asyncio
import os
import subprocess
import sys
import threading
import time

import pytest

from tests.helpers.patience import PATIENCE_S
from turbo_studio.jobs.worker import Worker


async def nothing() -> None:
    pass


@pytest.fixture
def worker() -> Worker:
    worker = Worker()
    worker.start()
    return worker


def test_coroutines_run_on_one_other_thread(worker: Worker) -> None:
    async def name_thread() -> str:
        return threading.current_thread().name

    names = {worker.run(name_thread()).result(PATIENCE_S) for _ in range(5)}
    assert names == {"worker"}
    worker.stop(nothing())


@pytest.mark.skipif(sys.platform != "linux", reason="a policy of Linux's scheduler")
def test_it_goes_behind_the_thread_that_paints_with_all_that_it_starts(worker: Worker) -> None:
    ask_child = [sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"]

    async def ask() -> list[int]:
        child = await asyncio.create_subprocess_exec(*ask_child, stdout=subprocess.PIPE)
        told, _ = await child.communicate()
        return [os.sched_getscheduler(0), await worker.run_on_disk(os.sched_getscheduler, 0), int(told)]

    assert worker.run(ask()).result(PATIENCE_S) == [os.SCHED_BATCH] * 3
    assert os.sched_getscheduler(0) == os.SCHED_OTHER
    worker.stop(nothing())


def test_errors_come_back(worker: Worker) -> None:
    async def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        worker.run(fail()).result(PATIENCE_S)
    worker.stop(nothing())


def test_disk_calls_keep_their_order_on_one_thread(worker: Worker) -> None:
    done: list[tuple[int, str]] = []

    def note(number: int) -> None:
        time.sleep(0.001 * (10 - number))
        done.append((number, threading.current_thread().name))

    async def run_all() -> None:
        await asyncio.gather(*(worker.run_on_disk(note, number) for number in range(10)))

    worker.run(run_all()).result(PATIENCE_S)
    assert [number for number, _ in done] == list(range(10))
    assert len({name for _, name in done}) == 1
    worker.stop(nothing())


def test_stop_cancels_what_runs_and_then_closes(worker: Worker) -> None:
    order: list[str] = []
    started = threading.Event()

    async def wait_for_ever() -> None:
        started.set()
        try:
            await asyncio.sleep(1000)
        finally:
            order.append("cancelled")

    async def close() -> None:
        order.append("closed")

    future = worker.run(wait_for_ever())
    assert started.wait(PATIENCE_S)
    worker.stop(close())
    assert order == ["cancelled", "closed"]
    assert future.cancelled()
    assert "worker" not in {thread.name for thread in threading.enumerate()}


def test_cancelling_a_future_cancels_its_task(worker: Worker) -> None:
    started, ended = threading.Event(), threading.Event()

    async def wait_for_ever() -> None:
        started.set()
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            ended.set()
            raise

    future = worker.run(wait_for_ever())
    assert started.wait(PATIENCE_S)
    future.cancel()
    assert ended.wait(PATIENCE_S)
    worker.stop(nothing())
