"""Puts results on the clipboard: their files, and of a single one its very bytes, read off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QObject, QRunnable, Qt, QThreadPool, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication

from turbo_studio.ui.gallery.carrying import CarriedResults

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.core.result import Result


class ResultCopier(QObject):
    """The bytes stay undecoded: a result came from elsewhere, and nobody decodes it in this process."""

    copy_failed = Signal(str, str)  # path, the system's reason
    _file_read = Signal(str, str, QByteArray)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._file_read.connect(self._on_file_read, Qt.ConnectionType.QueuedConnection)

    def copy(self, results: Sequence[Result]) -> None:
        """The files alone of several: no program takes more than one picture from the clipboard."""
        if len(results) == 1:
            self._pool.start(_Reading(results[0].path, results[0].media_type, self))
        elif results:
            QGuiApplication.clipboard().setMimeData(CarriedResults(results))

    def stop(self) -> None:
        self._pool.waitForDone()

    def tell_bytes(self, path: Path, media_type: str, content: bytes) -> None:
        """From the reading thread."""
        self._file_read.emit(str(path), media_type, QByteArray(content))

    @Slot(str, str, QByteArray)
    def _on_file_read(self, path: str, media_type: str, content: QByteArray) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path)])
        mime.setData(media_type, content)
        QGuiApplication.clipboard().setMimeData(mime)


class _Reading(QRunnable):
    def __init__(self, path: Path, media_type: str, copier: ResultCopier) -> None:
        super().__init__()
        self._path = path
        self._media_type = media_type
        self._copier = copier

    def run(self) -> None:
        try:
            content = self._path.read_bytes()
        except OSError as error:
            self._copier.copy_failed.emit(str(self._path), error.strerror or "")
        else:
            self._copier.tell_bytes(self._path, self._media_type, content)
