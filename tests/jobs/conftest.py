"""A desk or a bare worker for each test, ended with it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.jobs.bench import DeskBench
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """In memory where the system has a place for that: a job flushes a dozen times."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def bench(quick_folder: Path) -> Iterator[DeskBench]:
    bench = DeskBench(quick_folder)
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    worker.start()
    yield worker
    worker.stop(asyncio.sleep(0))
