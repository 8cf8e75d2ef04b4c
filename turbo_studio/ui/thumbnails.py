"""Thumbnails for lists: read on threads of their own, kept as pixmaps, asked for by those who paint.

Only PNGs that the program itself made may be read here: pictures that came from elsewhere are decoded
in child processes alone. ``QImageReader.read`` lets go of the interpreter, and nobody waits for a thread, so
the window goes on also where the disk does not answer.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap

from turbo_studio.ui.delivery import deliver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from PySide6.QtGui import QImage

_BOX = QSize(256, 256)
"""Device pixels that are kept: enough for a tile of the sources at twice the usual density."""
_KEPT_BYTES = 96_000_000
"""A window full of tiles on the largest screen takes 30 MB."""
_WAITING_MAX = 120
_THREADS = 2
_HEAD = Struct(">16xii")
"""Of a PNG: signature, length and name of the first chunk; width, height."""


class _Kept(NamedTuple):
    pixmap: QPixmap | None
    """None where it could not be read."""
    box: QSize
    """What it was made to fit."""

    @property
    def size_bytes(self) -> int:
        return 0 if self.pixmap is None else self.pixmap.width() * self.pixmap.height() * 4


class _Read(NamedTuple):
    image: QImage
    """A null image where it could not be read."""
    box: QSize


class ThumbnailLoader(QObject):
    """The thumbnails of one list, which calls ``stop`` when it is hidden, as it is before its window goes."""

    loaded = Signal(str)
    """This path has become known: paint again what shows it."""
    unreadable = Signal(str)
    """This one is missing or damaged, and not tried again before ``try_again``."""

    def __init__(self, parent: QObject | None = None, box: QSize = _BOX, *, covers: bool = False) -> None:
        """Pictures are made to fit ``box``, in device pixels, or to cover it; none is made larger."""
        super().__init__(parent)
        self._box = box
        self._scale = 1.0
        self._mode = (
            Qt.AspectRatioMode.KeepAspectRatioByExpanding if covers else Qt.AspectRatioMode.KeepAspectRatio
        )
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._kept_bytes = 0
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._reading: dict[Future[_Read], str] = {}
        self._threads: ThreadPoolExecutor | None = None

    def set_box(self, box: QSize, scale: float) -> None:
        """From now on, at that scale factor; until it is read again, what was read for another is shown."""
        self._box = box * scale
        self._scale = scale

    def look_up(self, path: str) -> QPixmap | None:
        """The thumbnail, if it has been read; it may have been made for another box."""
        kept = self._kept.get(path)
        if kept is None:
            return None
        self._kept.move_to_end(path)
        return kept.pixmap

    def want(self, paths: Iterable[str]) -> None:
        """Read these, in this order, and nothing else that was waiting: it was scrolled away."""
        self._waiting = OrderedDict.fromkeys(path for path in paths if not self._is_known(path))
        self._read_next()

    def find(self, path: str) -> QPixmap | None:
        """The thumbnail, or None while it is read, and for ever where it cannot be.

        For lists that are short: what was asked for last is on the screen and read first.
        """
        if not self._is_known(path):
            self._waiting[path] = None
            self._waiting.move_to_end(path, last=False)
            if len(self._waiting) > _WAITING_MAX:
                self._waiting.popitem(last=True)
            self._read_next()
        return self.look_up(path)

    def try_again(self, path: str) -> None:
        """Read what was unreadable when it is next wanted: there may be another file now."""
        if path in self._kept and self._kept[path].pixmap is None:
            del self._kept[path]

    def stop(self) -> None:
        """Have the threads end and drop the pixmaps, which must not outlive the application.

        What is being read is not waited for, it may lie on a disk that does not answer. The next ``find`` or
        ``want`` starts anew.
        """
        self._waiting.clear()
        self._reading.clear()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None
        self._kept.clear()
        self._kept_bytes = 0

    def _is_known(self, path: str) -> bool:
        kept = self._kept.get(path)
        return path in self._reading.values() or (kept is not None and kept.box == self._box)

    def _read_next(self) -> None:
        while self._waiting and len(self._reading) < _THREADS:
            path, _ = self._waiting.popitem(last=False)
            if self._threads is None:
                self._threads = ThreadPoolExecutor(_THREADS, "thumbnails")
            reading = self._threads.submit(_read, path, self._box, self._mode)
            self._reading[reading] = path
            deliver(reading, self, self._on_read)

    def _keep(self, path: str, kept: _Kept) -> None:
        """Drop what was looked up least lately, where there is too much."""
        former = self._kept.pop(path, None)
        self._kept[path] = kept
        self._kept_bytes += kept.size_bytes - (former.size_bytes if former is not None else 0)
        while self._kept_bytes > _KEPT_BYTES:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.size_bytes

    def _on_read(self, reading: Future[_Read]) -> None:
        path = self._reading.pop(reading, None)
        if path is None:
            return  # from before a stop
        image, box = reading.result()
        image.setDevicePixelRatio(self._scale)
        self._keep(path, _Kept(None if image.isNull() else QPixmap.fromImage(image), box))
        self._read_next()
        self.loaded.emit(path)
        if image.isNull():
            self.unreadable.emit(path)


def _read(path: str, box: QSize, mode: Qt.AspectRatioMode) -> _Read:
    """Scaled down on the way, so that no large picture is ever held."""
    reader = QImageReader(path, b"png")
    size = _read_size(path)
    scaled = size.scaled(box, mode)
    if scaled.width() < size.width():
        reader.setScaledSize(scaled)
    return _Read(reader.read(), box)


def _read_size(path: str) -> QSize:
    """The size that a PNG says it has, where it is one; that may be anything.

    ``QImageReader.size`` would keep the interpreter to itself while the disk takes its time.
    """
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD.size)
    except OSError:
        return QSize()
    return QSize(*_HEAD.unpack(head)) if len(head) == _HEAD.size else QSize()
