"""Files that a picture or a mask needs for a while: private, in shared memory where that is plentiful."""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from turbo_studio.core.problems import build_storage_error
from turbo_studio.imaging.private_folder import PrivateFolder

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  a private folder is made in it
_SHARED_MEMORY_SHARE = 8
"""A file goes into shared memory where that has at least so many times its length left."""
_SHARED_BYTES_MAX = 300_000_000
"""Longer ones lie on the disk, in memory that the system can take back when others need it."""


class Scratch:
    """Paths for new files. The folders are made for the first of them and go with ``remove``."""

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._folder: PrivateFolder | None = None
        self._shared_folder: PrivateFolder | None = None

    def build_path(self) -> Path:
        """The path of a file that does not exist yet. StorageError where the folder cannot be made."""
        if self._folder is None:
            with telling_storage_errors(self._parent):
                self._parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._parent.chmod(0o700)
                self._folder = PrivateFolder(self._parent)
        return self._folder.build_path()

    def build_pixels_path(self, length_bytes: int) -> Path:
        """The same for pixels, or a file that holds some for a while: in shared memory if there is room."""
        with contextlib.suppress(OSError):
            if sys.platform == "linux" and _has_room(_SHARED_MEMORY, length_bytes):
                self._shared_folder = self._shared_folder or PrivateFolder(_SHARED_MEMORY)
                return self._shared_folder.build_path()
        return self.build_path()

    def remove(self) -> None:
        for folder in (self._folder, self._shared_folder):
            if folder is not None:
                folder.remove()


@contextlib.contextmanager
def temporary(path: Path) -> Iterator[Path]:
    """A file that is gone afterwards, if it was ever made."""
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def removed_on_error(path: Path) -> Iterator[Path]:
    """A cancelled or refused picture leaves nothing behind."""
    try:
        yield path
    except BaseException:
        with contextlib.suppress(OSError):  # what went wrong is told, not that it cannot be cleared away
            path.unlink()
        raise


@contextlib.contextmanager
def telling_storage_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise build_storage_error(error, folder) from error


def _has_room(folder: Path, length_bytes: int) -> bool:
    if length_bytes > _SHARED_BYTES_MAX:
        return False
    return shutil.disk_usage(folder).free >= length_bytes * _SHARED_MEMORY_SHARE
