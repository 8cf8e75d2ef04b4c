"""Puts results on the clipboard: their files, and of a single one its very bytes, read off the GUI thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication

from turbo_studio.ui.delivery import deliver
from turbo_studio.ui.gallery.carrying import CarriedResults

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from PySide6.QtCore import QByteArray

    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.session.exporting import Exporter
    from turbo_studio.ui.bridge import Bridge

_PNG = "image/png"


class ResultCopier(QObject):
    """The bytes stay undecoded: a result came from elsewhere, and nobody decodes it in this process.

    Of a result that is no PNG a child makes one, for programs that paste nothing else. Its own bytes are on
    the clipboard before that, and stay there.
    """

    copy_failed = Signal(str, str)  # path, the system's reason

    def __init__(self, exporter: Exporter, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exporter = exporter
        self._thread = ThreadPoolExecutor(1, "copying")
        self._result: Result | None = None
        self._reading: Future[bytes] | None = None
        self._shown: QMimeData | None = None
        """What has the result's bytes; it need not be on the clipboard any more."""
        bridge.png_made.connect(self._on_bridge_png_made)

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
        result = self._result
        if result is None or reading is not self._reading:
            return  # something else is to be on the clipboard by now
        try:
            content = reading.result()
        except OSError as error:
            self.copy_failed.emit(str(result.path), error.strerror or "")
            return
        self._show(result, {result.media_type: content})
        if result.media_type != _PNG and result.size is not None:
            self._exporter.make_png(result)

    def _show(self, result: Result, contents: dict[str, bytes | QByteArray]) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(result.path))])
        for media_type, content in contents.items():
            mime.setData(media_type, content)
        self._shown = mime
        QGuiApplication.clipboard().setMimeData(mime)

    @Slot(str, object)
    def _on_bridge_png_made(self, result_id: ResultId, png: bytes) -> None:
        """Unless something else has been copied since, here or anywhere."""
        result, shown = self._result, self._shown
        if result is None or shown is None or result.id != result_id:
            return
        if QGuiApplication.clipboard().mimeData() is shown:
            self._show(result, {result.media_type: shown.data(result.media_type), _PNG: png})
