"""Results on their way to other programs by drag: as files, and one of them as a picture too.

The bytes are those of the file. They are read when the other program asks for them, which most never do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QDrag, QPainter

from turbo_studio.ui.panels.tiles import draw_badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.result import Result
    from turbo_studio.ui.gallery.chosen import Chosen

_FILES_MAX = 1_000
"""Of what is dragged: window systems bound what they carry."""

_BADGE_HEIGHT_PX = 20
_SIDE_MAX_PX = 88
_HOT_SPOT = QPoint(-10, -10)
"""Beside the pointer, and small: names in a list can be read below it."""


def carry(chosen: Chosen, source: QWidget, tile: QRect) -> None:
    """Let what is chosen be dropped somewhere, which copies it; returns when that is over.

    ``tile`` is what of the ``source`` goes along, made smaller.
    """
    mime = CarriedResults(chosen.take_read(_FILES_MAX))
    if not mime.urls():
        mime.deleteLater()
        return
    drag = QDrag(source)
    drag.setMimeData(mime)
    shown = _shrink(source.grab(tile.intersected(source.rect())))
    drag.setPixmap(_mark_count(shown, len(mime.urls())))
    drag.setHotSpot(_HOT_SPOT)
    drag.exec(Qt.DropAction.CopyAction)


def _shrink(pixmap: QPixmap) -> QPixmap:
    scale = pixmap.devicePixelRatio()
    side = round(_SIDE_MAX_PX * scale)
    if max(pixmap.width(), pixmap.height()) <= side:
        return pixmap
    mode = Qt.TransformationMode.SmoothTransformation
    small = pixmap.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, mode)
    small.setDevicePixelRatio(scale)
    return small


def _mark_count(pixmap: QPixmap, count: int) -> QPixmap:
    if count > 1:
        text = str(count)
        painter = QPainter(pixmap)
        width = max(_BADGE_HEIGHT_PX, painter.fontMetrics().horizontalAdvance(text) + _BADGE_HEIGHT_PX // 2)
        draw_badge(painter, QRect(4, 4, width, _BADGE_HEIGHT_PX), text)
        painter.end()
    return pixmap


class CarriedResults(QMimeData):
    """The addresses of files; of a single one, its bytes under its media type besides."""

    def __init__(self, results: Sequence[Result]) -> None:
        super().__init__()
        there = [result for result in results if not result.is_missing]
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
