"""A process that has imported everything and forks itself for each case: a start takes 10 ms.

It was started with the shim, so that each fork can be told to die, or to fail, at a file operation.
Cases come as lines of JSON on its input; each is answered by a line that says how the fork ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from tests.faults.shim import Fault

LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a fork ended and what it left in its folder."""

    status: int
    """0, the exit code, or minus the signal."""
    told: list[dict[str, Any]]
    """The facts that the engine told, to the last one before the end."""
    outcome: Any
    """What the script returned; None where it did not come that far."""
    output: str
    operations: list[str]

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def is_sound(self) -> bool:
        """Whether the script came to its end by itself."""
        return self.status == 0


class Prefork:
    """The process, as those see it who hand it cases. One case at a time."""

    def __init__(self, library: Path) -> None:
        environment = os.environ | {"LD_PRELOAD": str(library), "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.faults.prefork"]
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, script: str, folder: Path, fault: Fault | None = None, **arguments: Any) -> Ending:
        """Run a function of the two modules of scripts in a new fork.

        ``folder`` belongs to the case, for all its runs.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        for name in _LEFT_NAMES:
            (folder / name).unlink(missing_ok=True)
        case = {"script": script, "folder": str(folder), "fault": fault and fault.as_json(), **arguments}
        self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the process that forks has died"
        return _read_ending(int(answer), folder)


TOLD, OUTCOME, OUTPUT, LOG = "told.jsonl", "outcome.json", "output.txt", "operations.txt"
_LEFT_NAMES = (TOLD, OUTCOME, OUTPUT, LOG)


def _read_ending(status: int, folder: Path) -> Ending:
    from tests.faults.shim import read_log

    told = folder / TOLD
    outcome = folder / OUTCOME
    return Ending(
        status,
        [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else [],
        json.loads(outcome.read_text()) if outcome.exists() else None,
        (folder / OUTPUT).read_text("utf-8", "replace"),
        read_log(folder / LOG),
    )


def serve() -> None:
    from tests.faults import gallery_scripts, scripts  # all that a case needs, before the first fork

    known = vars(scripts) | vars(gallery_scripts)

    os.umask(0o077)  # as the program does

    for line in sys.stdin:
        case = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run_case(known, case)
        print(_wait(pid), flush=True)


def _run_case(scripts: Mapping[str, Any], case: dict[str, Any]) -> None:
    """Never returns: what follows in the caller belongs to the parent."""
    folder = Path(case.pop("folder"))
    code = 1
    try:
        output = os.open(folder / OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        script, fault = scripts[case.pop("script")], case.pop("fault")
        outcome = script(scripts["Stage"](folder, fault), **case)
        (folder / OUTCOME).write_text(json.dumps(outcome))
        code = 0
    except BaseException:  # noqa: BLE001 - told by the output and the exit code
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(pid: int) -> int:
    """The exit code, or minus the signal; one that hangs is ended by SIGALRM."""
    end_s = time.monotonic() + LIMIT_S
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end_s:
            os.kill(pid, signal.SIGALRM)
            end_s += LIMIT_S
        time.sleep(0.002)


if __name__ == "__main__":
    serve()
