"""Puts results on the clipboard: their files, and of a single one its very bytes, read off the GUI thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication

from turbo_studio.ui.delivery import deliver
from turbo_studio.ui.gallery.carrying import CarriedResults

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from turbo_studio.core.result import Result


class ResultCopier(QObject):
    """The bytes stay undecoded: a result came from elsewhere, and nobody decodes it in this process."""

    copy_failed = Signal(str, str)  # path, the system's reason

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "copying")
        self._result: Result | None = None
        self._reading: Future[bytes] | None = None

    def copy(self, results: Sequence[Result]) -> None:
        """The files alone of several: no program takes more than one picture from the clipboard."""
        self._reading = None
        if len(results) == 1:
            self._result = results[0]
            self._reading = self._thread.submit(results[0].path.read_bytes)
            deliver(self._reading, self, self._on_read)
        elif results:
            QGuiApplication.clipboard().setMimeData(CarriedResults(results))

    def stop(self) -> None:
        """Nothing is copied any more; what is being read is not waited for."""
        self._reading = None
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _on_read(self, reading: Future[bytes]) -> None:
        if self._result is None or reading is not self._reading:
            return  # something else is to be on the clipboard by now
        path = str(self._result.path)
        try:
            content = reading.result()
        except OSError as error:
            self.copy_failed.emit(path, error.strerror or "")
            return
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path)])
        mime.setData(self._result.media_type, content)
        QGuiApplication.clipboard().setMimeData(mime)
