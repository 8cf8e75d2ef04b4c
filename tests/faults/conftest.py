"""What the fault tests share: the shim, two processes that fork, and a gateway that tells cases apart."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults import tally
from tests.faults.case_gateway import PICTURE, CaseGateway
from tests.faults.shim import build_shim
from tests.faults.sweep import Sweep
from tests.helpers.canary import find_leaks_in_files
from tests.helpers.stub_gateway import CANARY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Other systems have neither LD_PRELOAD nor /proc; the rules that are tested here are the same there."""
    if sys.platform != "linux":
        here = [item for item in items if Path(__file__).parent in item.path.parents]
        for item in here:
            item.add_marker(pytest.mark.skip(reason="faults are made by means that Linux alone has"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if counts := tally.format_counts():
        terminalreporter.write_line(f"faults made: {counts}")


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="module")
def gateway() -> Iterator[CaseGateway]:
    with CaseGateway() as gateway:
        yield gateway


@pytest.fixture(scope="module")
def memory_folder() -> Iterator[Path]:
    """In memory where the system has a place for that: a sweep flushes some ten thousand times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
        assert find_leaks_in_files(Path(folder), CANARY_KEY) == []


@pytest.fixture(scope="module")
def sweep(shim_library: Path, gateway: CaseGateway, memory_folder: Path) -> Iterator[Sweep]:
    with Sweep(shim_library, gateway, memory_folder) as sweep:
        yield sweep


@pytest.fixture(scope="module")
def picture(memory_folder: Path) -> Path:
    path = memory_folder / "small.png"
    path.write_bytes(PICTURE)
    return path
