"""Cyclic garbage with widgets in it is collected on the GUI thread alone."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tests.helpers.driver import wait_until
from turbo_studio.ui.garbage import GarbageCollector, pick_generation

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cycle(QWidget):
    """A widget that only a collection frees."""

    def __init__(self, ended_on: list[str]) -> None:
        super().__init__()
        self.own = self
        weakref.finalize(self, lambda: ended_on.append(threading.current_thread().name))


def allocate() -> None:
    """More than enough to have Python collect, if it did so by itself."""
    kept = [[] for _ in range(100_000)]  # type: ignore[var-annotated]
    del kept


@pytest.fixture
def collector(qapp: object) -> Iterator[GarbageCollector]:
    owner = QObject()
    collector = GarbageCollector(owner)
    yield collector
    collector.end()


def test_a_worker_never_meets_a_widget(collector: GarbageCollector) -> None:
    ended_on: list[str] = []
    Cycle(ended_on)
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert ended_on == []
    kept: list[object] = []

    def is_collected() -> bool:
        kept.extend([] for _ in range(1_000))
        return bool(ended_on)

    wait_until(is_collected, "the timer collects")
    assert ended_on == ["MainThread"]


def test_the_end_leaves_no_thread_to_collect(qapp: object) -> None:
    owner = QObject()
    collector = GarbageCollector(owner)
    assert gc.get_freeze_count()
    collector.end()
    assert not gc.isenabled()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize(
    ("counts", "generation"),
    [((700, 99, 99), None), ((701, 0, 0), 0), ((701, 11, 0), 1), ((701, 0, 11), 2), ((701, 11, 11), 2)],
)
def test_the_oldest_generation_that_is_due(counts: tuple[int, int, int], generation: int | None) -> None:
    assert pick_generation(counts, (700, 10, 10)) == generation
