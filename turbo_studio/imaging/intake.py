"""Takes a user's file in: opened without waiting, and read once; its copy is what counts from then on."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from turbo_studio.core.problems import PictureError, ProblemCode, build_storage_error
from turbo_studio.imaging.limits import FILE_BYTES_MAX
from turbo_studio.imaging.private_folder import open_new

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from io import FileIO
    from pathlib import Path

_CHUNK_BYTES = 1 << 18
_NOT_OPENED = {errno.ENXIO, errno.ENODEV, errno.EISDIR}


@dataclass(frozen=True, slots=True)
class Copied:
    """What lies in a file of ours, whatever happens to the user's afterwards."""

    digest: str
    size_bytes: int


def copy_in(path: Path, target: Path, stopped: threading.Event, *, follows_links: bool = True) -> None:
    """Copy a regular file to ``target``; PictureError or StorageError, and no target, where that fails."""
    with _open_regular(path, follows_links=follows_links) as source:
        _copy(source, target, stopped)


def keep(taken: Path, kept: Path, stopped: threading.Event) -> Copied:
    """Copy a file of ours to where it stays, hashing it on the way; otherwise like ``copy_in``."""
    digest = hashlib.sha256()
    with taken.open("rb", buffering=0) as source:
        size_bytes = _copy(source, kept, stopped, digest.update)
    return Copied(digest.hexdigest(), size_bytes)


def digest_file(path: Path) -> Copied:
    """The SHA-256 and length of a file of ours."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Copied(digest, path.stat().st_size)


def _open_regular(path: Path, *, follows_links: bool) -> FileIO:
    """Open without waiting for a FIFO's writer, and refuse what is no plain file before reading."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    refused = _NOT_OPENED
    if not follows_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
        refused = _NOT_OPENED | {errno.ELOOP}
    try:
        file = os.fdopen(os.open(path, flags), "rb", buffering=0)
    except IsADirectoryError as error:
        raise PictureError(ProblemCode.FILE_NOT_REGULAR) from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in refused:
            raise PictureError(ProblemCode.FILE_NOT_REGULAR) from error
        raise _unreadable(error) from error
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise PictureError(ProblemCode.FILE_NOT_REGULAR)
    if status.st_size > FILE_BYTES_MAX:
        file.close()
        raise _too_large(status.st_size)
    return file


def _copy(
    source: FileIO,
    target: Path,
    stopped: threading.Event,
    look: Callable[[memoryview], None] = lambda _: None,
) -> int:
    """How many bytes there were; ``look`` sees all of them. No target stays where that fails."""
    try:
        with open_new(target) as copy:  # its last bytes may be written, or refused, when it closes
            return _copy_chunks(source, copy, stopped, look)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise build_storage_error(error, target.parent) from error
        raise


def _copy_chunks(
    source: FileIO, copy: BinaryIO, stopped: threading.Event, look: Callable[[memoryview], None]
) -> int:
    buffer, size_bytes = memoryview(bytearray(_CHUNK_BYTES)), 0
    while length := _read(source, buffer):
        if stopped.is_set():
            raise PictureError(ProblemCode.FILE_UNREADABLE, reason="")
        size_bytes += length
        if size_bytes > FILE_BYTES_MAX:
            raise _too_large(size_bytes)
        look(buffer[:length])
        copy.write(buffer[:length])
    if not size_bytes:
        raise PictureError(ProblemCode.NOT_A_PICTURE, "the file is empty", found="")
    return size_bytes


def _read(source: FileIO, buffer: memoryview) -> int:
    try:
        return source.readinto(buffer)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> PictureError:
    reason = getattr(error, "strerror", None) or str(error)
    return PictureError(ProblemCode.FILE_UNREADABLE, str(error), reason=reason)


def _too_large(size_bytes: int) -> PictureError:
    return PictureError(ProblemCode.FILE_TOO_LARGE, size_bytes=size_bytes, limit_bytes=FILE_BYTES_MAX)
