"""One sandbox for all tests of the package, its switches back at their defaults for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.loopback import run_loopback
from turbo_studio.sandbox.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sandbox.loopback import Loopback


@pytest.fixture(scope="session")
def shared_loopback() -> Iterator[Loopback]:
    with run_loopback() as loopback:
        yield loopback


@pytest.fixture
def loopback(shared_loopback: Loopback) -> Loopback:
    shared_loopback.board.replace(Switches())
    return shared_loopback
