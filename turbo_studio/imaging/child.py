"""The program of a child process: one JSON line in, one JSON line out, until its input ends."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turbo_studio.core.problems import ProblemCode, StudioError, is_disk_full
from turbo_studio.imaging.confinement import confine, give_way, limit_processor_time
from turbo_studio.imaging.tasks import run_task

if TYPE_CHECKING:
    from typing import TextIO

_PROCESSOR_LIMIT_S = 300
_DETAIL_CHARACTERS_MAX = 300


def main() -> None:
    confine()
    answers = _take_standard_output()
    for line in sys.stdin:
        limit_processor_time(_PROCESSOR_LIMIT_S)
        request = json.loads(line)
        if not request.pop("is_urgent", False):
            give_way()
        print(json.dumps(_answer(request)), file=answers, flush=True)


def _take_standard_output() -> TextIO:
    """Keep the answers' channel for answers: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """The task's facts, or the problem that stood in its way."""
    try:
        return {"facts": run_task(request)}
    except StudioError as error:
        problem = error.problem
        return _tell_problem(problem.code, problem.detail, dict(problem.params))
    except MemoryError:
        return _tell_problem(ProblemCode.DECODER_DIED, "out of memory", {})
    except OSError as error:
        if error.errno == errno.ENOMEM:
            return _tell_problem(ProblemCode.DECODER_DIED, "out of memory", {})
        full = is_disk_full(error)
        code = ProblemCode.DISK_FULL if full else ProblemCode.STORAGE_FAILED
        folder = {"folder": str(Path(request.get("target", "")).parent)}
        return _tell_problem(code, str(error), folder if full else {"reason": error.strerror or ""})
    except Exception as error:  # noqa: BLE001  a fault of ours, told as such; the process goes on
        kind = type(error).__name__
        return _tell_problem(ProblemCode.UNEXPECTED, f"{kind}: {error}", {"kind": kind})


def _tell_problem(code: str, detail: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"problem": {"code": code, "detail": detail[:_DETAIL_CHARACTERS_MAX], "params": params}}


if __name__ == "__main__":
    main()
