"""Results on their way to other programs by drag: as files, and one of them as a picture too.

The bytes are those of the file. They are read when the other program asks for them, which most never do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QMimeData, QUrl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.result import Result

_FILES_MAX = 1_000
"""Of what is dragged: window systems bound what they carry."""


class CarriedResults(QMimeData):
    """The addresses of files; of a single one, its bytes under its media type besides."""

    def __init__(self, results: Sequence[Result]) -> None:
        super().__init__()
        there = [result for result in results[:_FILES_MAX] if not result.is_missing]
        self.setUrls([QUrl.fromLocalFile(str(result.path)) for result in there])
        self._picture = there[0] if len(there) == 1 else None

    # Qt virtuals

    def formats(self) -> list[str]:
        return [*super().formats(), *([self._picture.media_type] if self._picture is not None else [])]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, preferred: Any) -> Any:
        if self._picture is None or mimetype != self._picture.media_type:
            return super().retrieveData(mimetype, preferred)
        try:
            return QByteArray(self._picture.path.read_bytes())
        except OSError:  # it has gone while it was dragged
            return QByteArray()
