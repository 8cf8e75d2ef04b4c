"""One case for each position of a fault, side by side in processes that fork, and what went wrong in them."""

from __future__ import annotations

import os
import queue
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.faults import tally
from tests.faults.prefork import Prefork
from tests.faults.shelf import Shelf
from tests.faults.shim import Fault
from tests.helpers.canary import find_leaks_in_files
from tests.helpers.stub_gateway import CANARY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.faults.case_gateway import Case, CaseGateway
    from tests.faults.prefork import Ending
    from tests.faults.shim import Kind

_PROCESSES = 2
ALL_VARIABLE = "TURBO_FAULTS"
"""Set to ``all`` by ``python -m tests.faults``: then no position is left out."""


def choose(count: int, share: int, offset: int) -> range:
    """Positions from 1 to ``count``: one in ``share``, others for each ``offset``; or all."""
    if os.environ.get(ALL_VARIABLE) == "all":
        return range(1, count + 1)
    return range(1 + offset % share, count + 1, share)


@dataclass(frozen=True, slots=True)
class Trial:
    """One case of a sweep: a folder of its own, a share of the gateway, and a process to fork."""

    fault: Fault
    folder: Path
    case: Case
    process: Prefork

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.folder / "home" / "gallery")

    def run(self, script: str, fault: Fault | None = None, **arguments: Any) -> Ending:
        known = {"base_url": self.case.gateway.base_url, "name": self.case.name}
        return self.process.run(script, self.folder, fault, **known, **arguments)


class Sweep:
    """Two processes that fork and a gateway; a context."""

    def __init__(self, library: Path, gateway: CaseGateway, folder: Path) -> None:
        self._gateway = gateway
        self._folder = folder
        self._idle: queue.SimpleQueue[Prefork] = queue.SimpleQueue()
        self._library = library
        self._stack = ExitStack()

    def __enter__(self) -> Sweep:
        for _ in range(_PROCESSES):
            self._idle.put(self._stack.enter_context(Prefork(self._library)))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextmanager
    def open_trial(self, fault: Fault) -> Iterator[Trial]:
        process = self._idle.get()
        try:
            with TemporaryDirectory(dir=self._folder) as folder:
                yield Trial(fault, Path(folder), self._gateway.open_case(), process)
        finally:
            self._idle.put(process)

    def count_operations(self, kinds: Kind, kind: str) -> int:
        """How many of these a press makes while nothing goes wrong."""
        fault = Fault(kinds=kinds)
        with self.open_trial(fault) as trial:
            return len(trial.run("press", fault, kind=kind).operations)

    def find_faults(self, faults: Iterable[Fault], find: Callable[[Trial], list[str]]) -> list[str]:
        """What ``find`` has to say against any of the trials, and where the key was left, by fault."""

        def try_one(fault: Fault) -> list[str]:
            with self.open_trial(fault) as trial:
                said = [*find(trial), *find_leaks_in_files(trial.folder, CANARY_KEY)]
                tally.count_trials([fault], trial.case.complete_posts)
                return [f"{fault}: {each}" for each in said]

        with ThreadPoolExecutor(_PROCESSES) as threads:
            found = [said for each in threads.map(try_one, faults) for said in each]
        tally.count_losses(found)
        return found
