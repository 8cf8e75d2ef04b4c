"""The shim: a small C library that makes the N-th file operation under one folder go wrong.

Compiled once a run, loaded by LD_PRELOAD into processes that are made for it, and armed there. Why not
strace: see the decision page about faults.
"""

from __future__ import annotations

import ctypes
import errno
import shutil
import subprocess
from dataclasses import asdict, dataclass
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any, Self

_SOURCE = Path(__file__).with_name("shim.c")


class NoCompilerError(Exception):
    pass


class Mode(IntEnum):
    """What happens at the position; the numbers are those of ``enum mode`` in the C source."""

    WATCH = 0
    KILL_BEFORE = 1
    """A write that is killed has written half."""
    KILL_AFTER = 2
    FAIL_ONCE = 3
    FAIL_FROM_THEN_ON = 4
    SHORTEN = 5
    """The write takes half of what it is given, and says so."""
    RECORD = 6
    """Nothing goes wrong; what each operation changed is kept beside the log, for ``power_cut``."""

    @property
    def is_kill(self) -> bool:
        return self in (Mode.KILL_BEFORE, Mode.KILL_AFTER)


class Kind(IntFlag):
    """Kinds of operations; the numbers are those of ``enum kind`` in the C source."""

    OPEN_NEW = 1
    OPEN_OLD = 2
    WRITE = 4
    SYNC = 8
    NAME = 16
    MAKE = 32
    REMOVE = 64
    CUT = 128


CHANGES = Kind.OPEN_NEW | Kind.WRITE | Kind.SYNC | Kind.NAME | Kind.MAKE | Kind.REMOVE | Kind.CUT
"""What leaves another disk behind than there was."""
GROWS = Kind.OPEN_NEW | Kind.WRITE | Kind.SYNC | Kind.NAME | Kind.MAKE
"""What a full disk refuses."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Which operations count, and what happens at the one of that number, from 1."""

    mode: Mode = Mode.WATCH
    position: int = 0
    error: int = 0
    kinds: Kind = CHANGES

    def __str__(self) -> str:
        name = errno.errorcode.get(self.error, "")
        return " ".join(filter(None, (self.mode.name.lower(), name, f"at {self.position}")))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        return cls(Mode(fields["mode"]), fields["position"], fields["error"], Kind(fields["kinds"]))


def build_shim(folder: Path) -> Path:
    """Compile the library into ``folder``; NoCompilerError where there is nothing to compile it with."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoCompilerError(
            "The fault tests make file operations fail with a small C library, and this machine has no C"
            " compiler. Please install one (Debian: apt-get install gcc libc6-dev), then try again."
        )
    library = folder / "shim.so"
    options = ("-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror")
    compiled = subprocess.run(
        [compiler, *options, "-o", library, _SOURCE, "-ldl"], capture_output=True, text=True, check=False
    )
    if compiled.returncode:
        raise NoCompilerError(
            f"{compiler} could not compile {_SOURCE.name}; on Debian the headers are in libc6-dev. It says:\n"
            f"{compiled.stderr}"
        )
    return library


def arm(folder: Path, fault: Fault, log: Path) -> None:
    """Count from here on, in this process, which must have been started with the shim."""
    library = ctypes.CDLL(None)
    paths = (str(folder.resolve()).encode(), str(log).encode())
    library.shim_arm(paths[0], fault.mode, fault.position, fault.error, fault.kinds, paths[1])


def disarm() -> None:
    ctypes.CDLL(None).shim_disarm()


def read_log(log: Path) -> list[str]:
    """The operations that counted, in order: their names and paths."""
    if not log.exists():
        return []
    return [line.partition("\t")[2] for line in log.read_text("utf-8", "replace").splitlines()]
