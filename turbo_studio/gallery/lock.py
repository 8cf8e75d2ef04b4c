"""One process at a time in a gallery: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from turbo_studio.core.problems import ProblemCode, StorageError

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Held from construction to ``release``; the file stays, for removing it would race with others."""

    def __init__(self, path: Path) -> None:
        """StorageError(GALLERY_IN_USE) where another process, or another object here, holds it."""
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _try_lock(self._descriptor)
        except (BlockingIOError, PermissionError):
            self.release()
            raise StorageError(ProblemCode.GALLERY_IN_USE) from None
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
