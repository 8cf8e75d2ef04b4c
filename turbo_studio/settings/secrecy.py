"""Keeps what this process holds in memory, the key among it, out of core files."""

from __future__ import annotations

import sys


def forbid_core_files() -> None:
    """A crash then leaves no copy of the memory; children inherit it.

    The process stays open to tools of the same user all the same: ``PR_SET_DUMPABLE`` would close it, and
    with it the desktop portals, which look at ``/proc/PID/root`` before they show a file dialog.
    """
    if sys.platform == "win32":
        return
    import resource  # of Unix alone

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
