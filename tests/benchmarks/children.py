"""Runs a measurement in a process of its own, so that its imports and its memory are its own alone."""

from __future__ import annotations

import gc
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT = Path(__file__).resolve().parents[2]
_PEERS = "BENCHMARK_PEERS"
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", _PEERS)
_RESET_PEAK = "5"  # proc(5), clear_refs


def use_peers(folder: Path) -> None:
    """Look for peers in a folder, too: here, and in the processes that are started from here."""
    os.environ[_PEERS] = str(folder.resolve(strict=True))
    add_peers()


def add_peers() -> None:
    """Behind all that is installed: the program runs with its own libraries."""
    if _PEERS in os.environ:
        sys.path.append(os.environ[_PEERS])


def run_child(measurement: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of a module in a new process; arguments and answer are what JSON holds.

    RuntimeError where the process fails; its error output is on ours.
    """
    call = json.dumps([measurement.__module__, measurement.__name__, arguments])
    ended = subprocess.run(
        [sys.executable, "-m", __name__, call],
        stdout=subprocess.PIPE,
        env=build_environment(),
        cwd=_ROOT,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{measurement.__name__} failed (exit code {ended.returncode})")
    return json.loads(ended.stdout.splitlines()[-1])


def build_environment() -> dict[str, str]:
    """No screen, no proxy, no key."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT), **kept}


class PeakMemory:
    """How far the resident memory of this process rises above where it stood; on Linux alone."""

    def __init__(self) -> None:
        gc.collect()
        Path("/proc/self/clear_refs").write_text(_RESET_PEAK, "ascii")
        self._start_bytes = _read_bytes("VmRSS")

    def find_extra_mb(self) -> float:
        return (_read_bytes("VmHWM") - self._start_bytes) / 1e6


def _read_bytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def _main() -> None:
    add_peers()
    module, name, arguments = json.loads(sys.argv[1])
    answer = getattr(importlib.import_module(module), name)(*arguments)
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _main()
