"""Thumbnails for lists: read on threads of their own, kept as pixmaps, asked for while painting.

Only PNGs that the program itself made may be read here: pictures that came from elsewhere are decoded
in child processes alone. ``QImageReader.read`` lets go of the interpreter, so the window never waits.
"""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPixmap

SIDE_PX = 256
"""Device pixels of the longer side that are kept: enough for a tile at twice the usual density."""
_KEPT = 200
"""50 MB of square ones."""
_WAITING_MAX = 120
"""More than any window shows: what was scrolled away is given up, the oldest first."""
_THREADS = 2


class ThumbnailLoader(QObject):
    """The thumbnails of one list, which calls ``stop`` when it is hidden, as it is before its window goes."""

    loaded = Signal(str)
    """This path has become known: paint again what shows it."""
    _image_read = Signal(str, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._reading: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._image_read.connect(self._on_image_read, Qt.ConnectionType.QueuedConnection)

    def find(self, path: str) -> QPixmap | None:
        """The thumbnail, or None while it is read, and for ever where it cannot be.

        To be called while a row is painted: what was asked for last is on the screen and read first.
        """
        if path in self._pixmaps:
            self._pixmaps.move_to_end(path)
            return self._pixmaps[path]
        if path not in self._reading:
            self._waiting[path] = None
            self._waiting.move_to_end(path)
            if len(self._waiting) > _WAITING_MAX:
                self._waiting.popitem(last=False)
            self._read_next()
        return None

    def stop(self) -> None:
        """End the threads and drop the pixmaps, which must not outlive the application.

        The next ``find`` starts anew.
        """
        self._waiting.clear()
        self._pool.clear()
        self._pool.waitForDone()
        self._reading.clear()
        self._pixmaps.clear()

    def _read_next(self) -> None:
        while self._waiting and len(self._reading) < _THREADS:
            path, _ = self._waiting.popitem(last=True)
            self._reading.add(path)
            self._pool.start(_Reading(path, self))

    @Slot(str, QImage)
    def _on_image_read(self, path: str, image: QImage) -> None:
        self._reading.discard(path)
        self._pixmaps[path] = None if image.isNull() else QPixmap.fromImage(image)
        if len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        self._read_next()
        self.loaded.emit(path)

    def tell_image(self, path: str, image: QImage) -> None:
        """From a reading thread; the slot runs on the thread of the window."""
        self._image_read.emit(path, image)


class _Reading(QRunnable):
    """Reads one file, scaled down on the way, so that no large picture is ever held."""

    def __init__(self, path: str, loader: ThumbnailLoader) -> None:
        super().__init__()
        self._path = path
        self._loader = loader

    def run(self) -> None:
        reader = QImageReader(self._path, b"png")
        size = reader.size()
        if max(size.width(), size.height()) > SIDE_PX:
            reader.setScaledSize(size.scaled(QSize(SIDE_PX, SIDE_PX), Qt.AspectRatioMode.KeepAspectRatio))
        self._loader.tell_image(self._path, reader.read())
