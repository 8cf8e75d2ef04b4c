"""The ledger's file: lines that are only ever added, each on the disk before it is counted on."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from turbo_studio.gallery import disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from turbo_studio.gallery.layout import Layout

_APPEND_FLAGS = (
    os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)


class DiskLedger:
    """Fills the port ``Ledger``; ``use`` guards each call, as the gallery's own."""

    def __init__(self, layout: Layout, use: Callable[[], AbstractContextManager[object]]) -> None:
        self._path = layout.ledger
        self._use = use

    def load(self) -> tuple[bytes, ...]:
        """All lines, a torn last one included: who reads them must expect nonsense."""
        with self._use():
            try:
                with disk.open_regular(self._path) as chunks:
                    return tuple(b"".join(chunks).splitlines())
            except FileNotFoundError:
                return ()

    def append(self, line: bytes) -> None:
        """Add a line, durable. What is torn by a crash or a full disk is ended by the next line."""
        with self._use():
            is_new = not self._path.exists()
            descriptor = os.open(self._path, _APPEND_FLAGS, 0o600)
            try:
                size_bytes = os.fstat(descriptor).st_size
                begin = b"" if _ends_whole(descriptor, size_bytes) else b"\n"
                try:
                    disk.write_all(descriptor, begin + line + b"\n")
                    os.fsync(descriptor)
                except OSError:
                    with suppress(OSError):
                        os.ftruncate(descriptor, size_bytes)
                    raise
            finally:
                os.close(descriptor)
            if is_new:
                disk.sync_folder(self._path.parent)


def _ends_whole(descriptor: int, size_bytes: int) -> bool:
    if not size_bytes:
        return True
    os.lseek(descriptor, size_bytes - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"
