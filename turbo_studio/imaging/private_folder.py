"""A folder that this process alone uses, removed at its end, or after a crash by the next process."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_PREFIX = "turbo-studio-"
_YOUNG_S = 60.0
"""A folder this young may not be locked yet by the process that is making it."""


def open_new(path: Path) -> BinaryIO:
    """Open a file that does not exist yet for writing, with mode 0600 from the start."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


class PrivateFolder:
    """A new folder of mode 0700 in ``parent``, with a lock that lasts as long as the process."""

    def __init__(self, parent: Path) -> None:
        remove_abandoned_folders(parent)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        self._lock = _lock(self.path)

    def build_path(self) -> Path:
        """The path of a file that does not exist yet."""
        return self.path / uuid.uuid4().hex

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def remove_abandoned_folders(parent: Path) -> None:
    """Remove what processes that no longer live have left; on Windows nothing tells them apart."""
    if sys.platform == "win32":
        return
    for folder in parent.glob(_PREFIX + "*"):
        with contextlib.suppress(OSError):
            status = folder.lstat()
            if status.st_uid != os.getuid() or time.time() - status.st_mtime < _YOUNG_S:
                continue
            lock = _lock(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _lock(folder: Path) -> int | None:
    """A descriptor that holds the folder's lock; None where another process has it."""
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
