"""Takes away from a child process what a decoder never needs: network, memory without end; later, precedence.

Whatever a system does not offer is left out: the walls stand one behind the other.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

MEMORY_BYTES_MAX = 4_000_000_000
"""120 MP as RGBA are 480 MB. Measured at 119 MP: a file of 240 MB decoded, converted and turned, 2.6 GB
of addresses; WEBP's own decoder holds the picture four times."""

_NICENESS = 10
"""A hand that paints goes before what is computed behind its back, where processors are few."""

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def confine() -> None:
    """Call while the process has one thread: one of several cannot leave the network."""
    os.umask(0o077)
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if sys.platform != "win32":
        _limit_resources()


def give_way() -> None:
    """From now on, for there is no way back, what the window does goes first. Harmless to repeat."""
    if sys.platform != "win32":
        os.nice(max(0, _NICENESS - os.nice(0)))


def limit_processor_time(more_s: int) -> None:
    """End this process once it has computed so many seconds more; a backstop for the parent's clock."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + more_s, hard))


def _limit_resources() -> None:
    import resource

    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, MEMORY_BYTES_MAX),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
            resource.setrlimit(limit, (value, value))
