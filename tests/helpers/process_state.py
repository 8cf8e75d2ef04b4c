"""What a process holds open, read from ``/proc``: its threads, child processes, sockets and files."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_QT_POOL_THREAD = "Thread (pooled)"


def list_threads(pid: int | str = "self") -> list[str]:
    """The names of all threads, also of those that Python does not know of."""
    names = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            names.append((task / "comm").read_text().strip())
        except OSError:  # it ended meanwhile
            continue
    return sorted(names)


def list_children(pid: int | None = None) -> list[int]:
    """The ids of all child processes, zombies included, and of theirs."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            parent = _read_parent(folder)
            parents.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [os.getpid() if pid is None else pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return sorted(found)


def find_processor_s() -> float:
    """What this process and its children have computed, those that have ended included."""
    ticks = 0
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it ended meanwhile, and so may its child
            for child in (thread / "children").read_text().split():
                ticks += sum(
                    map(int, Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13])
                )
    return sum(os.times()[:4]) + ticks / os.sysconf("SC_CLK_TCK")


def _read_parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it ended meanwhile
        return -1


def list_open_files(pid: int | str = "self") -> list[str]:
    """What each descriptor leads to: paths, ``socket:[…]``, ``pipe:[…]`` and the like."""
    targets = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            targets.append(str(link.readlink()))
        except OSError:  # the descriptor of this very listing
            continue
    return sorted(targets)


def list_mappings(folder: Path, pid: int | str = "self") -> list[str]:
    """Files under a folder that are mapped into memory."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return sorted({line.split(maxsplit=5)[5] for line in lines if str(folder) in line})


def read_environment(pid: int) -> bytes:
    """The environment and the arguments that a process was started with; empty once it is gone."""
    try:
        folder = Path(f"/proc/{pid}")
        return (folder / "environ").read_bytes() + b"\0" + (folder / "cmdline").read_bytes()
    except OSError:
        return b""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What this process held at one moment."""

    threads: list[str]
    """Without those of Qt's own pool, which converts pictures and ends them after half a minute."""
    children: list[int]
    sockets: int
    pipes: int

    @classmethod
    def take(cls) -> Holdings:
        files = list_open_files()
        return cls(
            [name for name in list_threads() if name != _QT_POOL_THREAD],
            list_children(),
            sum(1 for target in files if target.startswith("socket:")),
            sum(1 for target in files if target.startswith("pipe:")),
        )
