"""Durable file operations: whole files or none, private, flushed to the disk before they are counted on.

New content is always written under a temporary name and flushed, and only then given its own name.
After a failed flush the kernel may call the lost pages clean, so nothing is flushed twice: a
repetition writes a new file. Everything raises OSError.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_CHUNK_BYTES = 1_048_576
# Each 0 where a system lacks it. O_NONBLOCK: opening a FIFO that somebody put there must not hang.
_READ_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
_WRITE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})
"""What systems say where files cannot have a second name; the last is Windows on FAT."""


def make_private_folder(folder: Path) -> None:
    """The folder and its parents, mode 0700 where they are new, durable."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable; Windows does that by itself, and offers no call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_parents(folder: Path) -> None:
    """Make the folder itself durable, whoever made it and those above it, as far as they may be read."""
    for parent in folder.parents:
        with suppress(OSError):
            sync_folder(parent)


@contextmanager
def open_regular(path: Path) -> Iterator[Iterator[bytes]]:
    """The content in chunks; OSError where it is anything but a regular file, links included."""
    descriptor = os.open(path, _READ_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        yield iter(lambda: os.read(descriptor, _CHUNK_BYTES), b"")
    finally:
        os.close(descriptor)


def hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with open_regular(path) as chunks:
        for chunk in chunks:
            digest.update(chunk)
    return digest.hexdigest()


def read_head(path: Path, length: int) -> bytes:
    with open_regular(path) as chunks:
        return next(chunks, b"")[:length]


def read_small(path: Path, limit_bytes: int) -> bytes | None:
    """The whole content of a regular file; None where it is larger than the limit."""
    content = bytearray()
    with open_regular(path) as chunks:
        for chunk in chunks:
            content += chunk
            if len(content) > limit_bytes:
                return None
    return bytes(content)


def is_file_of_size(path: Path, size_bytes: int) -> bool:
    """Whether a regular file of that size lies there; links are not followed."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == size_bytes


def is_file(path: Path) -> bool:
    """Whether a regular file lies there; links are not followed."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def probe(folder: Path) -> None:
    """Write a little and remove it again; OSError where the folder takes nothing."""
    with _stage(folder) as (_, descriptor):
        _fill(descriptor, [b"probe"])


@contextmanager
def stage_copy(source: Path, digest: str, folder: Path) -> Iterator[Path]:
    """A flushed copy of ``source`` in ``folder`` that is gone after the block.

    OSError where the bytes that were copied do not have that SHA-256.
    """
    with _stage(folder) as (staged, descriptor):
        with open_regular(source) as chunks:
            copied = _fill(descriptor, chunks)
        if copied != digest:
            raise OSError(errno.EIO, "the file does not hold what it should", str(source))
        yield staged


def replace_file(path: Path, content: bytes, folder: Path) -> None:
    """Put ``content`` at ``path``: at any moment, a reader meets the old content or the new."""
    replace_files({path: content}, folder)


def replace_files(contents: Mapping[Path, bytes], folder: Path) -> None:
    """``replace_file`` for several files of one folder: each is whole at any moment, not all at once."""
    for path, content in contents.items():
        with _stage(folder) as (staged, descriptor):
            _fill(descriptor, [content])
            staged.replace(path)
    for parent in {path.parent for path in contents}:
        sync_folder(parent)


def write_new(path: Path, content: bytes) -> None:
    """A new file in a folder that is not looked at yet; the caller makes the folder's entries durable."""
    write_chunks(path, [content])


def write_chunks(path: Path, chunks: Iterable[bytes]) -> str:
    """The same for what comes in pieces. The SHA-256 of all of it."""
    return _fill(os.open(path, _WRITE_FLAGS, 0o600), chunks)


def place_new(path: Path, content: bytes, folder: Path) -> None:
    """Put ``content`` at ``path``, whole and durable; FileExistsError where something lies there."""
    with _stage(folder) as (staged, descriptor):
        _fill(descriptor, [content])
        _place(staged, path)
    try:
        sync_folder(path.parent)
    except OSError:
        # It may be gone after a crash: nobody may count on it.
        with suppress(OSError):
            path.unlink()
        raise


def place_first(staged: Path, digest: str, targets: tuple[Path, ...]) -> Path:
    """Give a staged file the first name that is free, or that stands for the same bytes already.

    Nothing is overwritten; FileExistsError where every name stands for something else.
    """
    for target in targets:
        try:
            _place(staged, target)
        except FileExistsError:
            if not holds(target, digest):
                continue
        sync_folder(target.parent)
        return target
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(targets[-1]))


def holds(path: Path, digest: str) -> bool:
    """Whether a regular file with that SHA-256 lies there."""
    try:
        return hash_file(path) == digest
    except OSError:
        return False


def _place(staged: Path, target: Path) -> None:
    if not _link(staged, target):
        # One process writes here, so that looking first is safe.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        staged.rename(target)


def add_name(path: Path, target: Path) -> bool:
    """Give a file a second name, durable; False where the file system has no links."""
    is_linked = _link(path, target)
    if is_linked:
        sync_folder(target.parent)
    return is_linked


def _link(path: Path, target: Path) -> bool:
    """Not so on FAT and some network drives."""
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return False
    return True


def remove_tree(folder: Path, bin_folder: Path) -> None:
    """Remove a folder as a whole: it leaves its place in one step, so that no half of it is ever met.

    Nothing else in the bin is touched: others are made there.
    """
    gone = bin_folder / uuid4().hex
    with suppress(FileNotFoundError):
        folder.rename(gone)
        sync_folder(folder.parent)
        shutil.rmtree(gone, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what crashes left in a folder of temporary things, as far as that goes; no link is followed."""
    for path in folder.iterdir():
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


@contextmanager
def _stage(folder: Path) -> Iterator[tuple[Path, int]]:
    staged = folder / f"{uuid4().hex}.part"
    descriptor = os.open(staged, _WRITE_FLAGS, 0o600)
    try:
        yield staged, descriptor
    finally:
        # What cannot be removed now is swept at the next start; the error that led here matters more.
        with suppress(OSError):
            staged.unlink(missing_ok=True)


def write_all(descriptor: int, content: bytes) -> None:
    """One call may write less than it is given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _fill(descriptor: int, chunks: Iterable[bytes]) -> str:
    """Write all of it, flush and close. The SHA-256 of what was written."""
    digest = hashlib.sha256()
    try:
        for chunk in chunks:
            digest.update(chunk)
            write_all(descriptor, chunk)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return digest.hexdigest()
