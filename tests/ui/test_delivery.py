"""What a thread has found reaches the GUI thread, or nobody."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject

from turbo_studio.ui.delivery import deliver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[Future[int]] = []
        self.told_on: set[threading.Thread] = set()

    def take(self, future: Future[int]) -> None:
        self.told.append(future)
        self.told_on.add(threading.current_thread())


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def done(number: int = 0) -> Future[int]:
    future: Future[int] = Future()
    future.set_result(number)
    return future


def test_it_is_told_on_the_gui_thread(qtbot: QtBot, pool: ThreadPoolExecutor) -> None:
    receiver = Receiver()
    futures = [pool.submit(abs, -number) for number in range(100)]
    for future in futures:
        deliver(future, receiver, receiver.take)
    qtbot.waitUntil(lambda: len(receiver.told) == len(futures))
    assert set(receiver.told) == set(futures)
    assert receiver.told_on == {threading.main_thread()}


def test_it_is_never_told_at_once(qtbot: QtBot) -> None:
    receiver, future = Receiver(), done(5)
    deliver(future, receiver, receiver.take)
    assert not receiver.told
    qtbot.waitUntil(lambda: receiver.told == [future])


def test_an_error_is_told_as_well(qtbot: QtBot, pool: ThreadPoolExecutor) -> None:
    receiver = Receiver()
    future: Future[int] = pool.submit(int, "five")
    deliver(future, receiver, receiver.take)
    qtbot.waitUntil(lambda: receiver.told == [future])
    assert isinstance(future.exception(), ValueError)


def test_nothing_is_told_of_what_was_given_up(qtbot: QtBot) -> None:
    receiver, later = Receiver(), done()
    future: Future[int] = Future()
    deliver(future, receiver, receiver.take)
    future.cancel()
    deliver(later, receiver, receiver.take)
    qtbot.waitUntil(lambda: receiver.told == [later])


def test_nothing_is_told_to_who_is_no_more(qtbot: QtBot) -> None:
    gone, there = Receiver(), Receiver()
    deliver(done(), gone, gone.take)
    deliver(done(), there, there.take)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: len(there.told) == 1)
    assert not gone.told
