"""A desk for each test, ended with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.jobs.bench import DeskBench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[DeskBench]:
    bench = DeskBench(tmp_path)
    bench.start()
    yield bench
    bench.stop()
