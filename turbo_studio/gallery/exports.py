"""Files for folders of the user's: whole ones or none, and nothing replaced that was not to be replaced."""

from __future__ import annotations

import errno
import os
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from turbo_studio.core.export_names import number_name
from turbo_studio.core.exporting import Collision
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.gallery import disk
from turbo_studio.gallery.failures import as_storage_errors
from turbo_studio.gallery.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from turbo_studio.gallery.layout import Layout

_NUMBERS_MAX = 10_000
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EPERM})
"""What systems say whose folders cannot be flushed, network drives among them."""
_READERS = 0o044


class DiskExports:
    """Fills the port ``Exports``; in the gallery it keeps nothing but notes of what it is about to write."""

    def __init__(self, layout: Layout) -> None:
        self._gallery = layout.root
        self._parts = Parts(layout)

    def find_taken(self, folder: Path, names: Sequence[str]) -> tuple[str, ...]:
        """Which of these names something lies under, a link that leads nowhere included."""
        with as_storage_errors(folder):
            self._check(folder)
            return tuple(name for name in names if os.path.lexists(folder / name))

    def place(
        self, source: Path, digest: str | None, folder: Path, name: str, collision: Collision | None
    ) -> Path | None:
        """Copy a file to where it is to lie; what is met there is the old file or the whole new one."""
        with as_storage_errors(folder):
            self._check(folder)
            target = folder / name
            if collision is Collision.SKIP and os.path.lexists(target):
                return None
            with self._parts.stage(folder) as part:
                _copy(source, digest, part)
                placed = self._put(part, target, collision)
            _sync(folder)
            return placed

    def remove_left_parts(self) -> None:
        """Remove what was being written into folders of the user's when an earlier run was killed."""
        with suppress(OSError):
            self._parts.remove_left()

    def _put(self, part: Path, target: Path, collision: Collision | None) -> Path | None:
        if collision is Collision.REPLACE:
            part.replace(target)
            return target
        free = target
        for number in range(2, _NUMBERS_MAX):
            try:
                self._place_new(part, free)
            except FileExistsError:
                if collision is Collision.SKIP:
                    return None
                if collision is None:
                    raise StorageError(ProblemCode.EXPORT_NAME_TAKEN) from None
                free = target.with_name(number_name(target.name, number))
            else:
                return free
        raise StorageError(ProblemCode.EXPORT_NAME_TAKEN)

    def _place_new(self, part: Path, target: Path) -> None:
        """FileExistsError where the name is taken, whoever takes it and when."""
        try:
            os.link(part, target)
        except OSError as error:
            if error.errno not in disk.NO_LINKS:
                raise
            self._parts.take_name(part, target)  # which nobody else can then
            try:
                part.replace(target)
            except OSError:
                target.unlink()
                raise

    def _check(self, folder: Path) -> None:
        real = folder.resolve(strict=True)
        if real == self._gallery or self._gallery in real.parents:
            raise StorageError(ProblemCode.EXPORT_IN_GALLERY, folder=str(folder))
        if not real.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def _copy(source: Path, digest: str | None, part: Path) -> None:
    """Flushed. PictureError where it is not what it should be."""
    with closing(_read(source)) as chunks:
        copied = disk.write_chunks(part, chunks)
    if digest is not None and copied != digest:
        raise PictureError(ProblemCode.RESULT_CHANGED)
    _let_read(part)


def _read(source: Path) -> Generator[bytes]:
    """What goes wrong with it is said of the picture, and not of the folder."""
    try:
        with disk.open_regular(source) as chunks:
            yield from chunks
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PictureError(ProblemCode.FILE_UNREADABLE, str(error), reason=reason) from error


def _let_read(part: Path) -> None:
    """Whoever may look into the folder may read the file: it is to be passed on."""
    with suppress(OSError):  # not every file system has modes
        part.chmod(0o600 | part.parent.stat().st_mode & _READERS)


def _sync(folder: Path) -> None:
    try:
        disk.sync_folder(folder)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
