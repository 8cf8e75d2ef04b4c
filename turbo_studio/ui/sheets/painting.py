"""Paints contact sheets: pages of pictures with captions, as one PDF or as PNG files.

Text goes through QPainter, which finds a font for each script; what is painted comes as PNG files that the
program made itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.core.contact_sheet import SheetLayout

PNG_DOTS_PER_INCH = 200
_PDF_DOTS_PER_INCH = 300
_MM_PER_INCH = 25.4
_TITLE_MM = 5.5
_TEXT_MM = 2.9
_ABOVE_CAPTION_MM = 1.2
_TITLE_BOX_MM = 8.0
_FOOTER_BOX_MM = 5.0


class Tile(NamedTuple):
    """A picture and the lines below it; None for one that could not be read."""

    picture: Path | None
    lines: tuple[str, ...]


class Ground(NamedTuple):
    paper: QColor
    text: QColor
    quiet: QColor
    """Of the second and further lines, the frames of what is missing, and the number of the page."""


WHITE = Ground(QColor("#ffffff"), QColor("#1e1e1e"), QColor("#5f5f5f"))
DARK = Ground(QColor("#1f1f1f"), QColor("#e6e6e6"), QColor("#a8a8a8"))


class SheetPainter:
    """One sheet. OSError where a file cannot be written."""

    def __init__(self, layout: SheetLayout, tiles: Sequence[Tile], title: str, ground: Ground) -> None:
        self._layout = layout
        self._tiles = tiles
        self._title = title
        self._ground = ground
        self._page_count = layout.count_pages(len(tiles))

    def write_pdf(self, target: Path) -> None:
        size = QPageSize(QSizeF(self._layout.width, self._layout.height), QPageSize.Unit.Millimeter)
        writer = QPdfWriter(str(target))
        writer.setResolution(_PDF_DOTS_PER_INCH)
        writer.setTitle(self._title)
        writer.setCreator("Turbo Studio")
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
        painter = QPainter()
        if not painter.begin(writer):
            raise OSError(f"no PDF can be written to {target}")
        for page in range(self._page_count):
            if page:
                writer.newPage()
            self._paint_page(painter, page, _PDF_DOTS_PER_INCH / _MM_PER_INCH)
        painter.end()

    def write_png(self, target: Path, page: int) -> None:
        scale = PNG_DOTS_PER_INCH / _MM_PER_INCH
        width, height = round(self._layout.width * scale), round(self._layout.height * scale)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self._paint_page(painter, page, scale)
        painter.end()
        writer = QImageWriter(str(target), b"png")
        if not writer.write(image):
            raise OSError(f"no PNG can be written to {target}: {writer.errorString()}")

    def _paint_page(self, painter: QPainter, page: int, scale: float) -> None:
        """``scale`` is device units a millimetre."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        layout = self._layout
        painter.fillRect(QRectF(0, 0, layout.width, layout.height), self._ground.paper)
        width = layout.width - 2 * layout.margin
        if self._title:
            box = QRectF(layout.margin, layout.margin, width, _TITLE_BOX_MM)
            _draw_line(painter, box, self._title, self._ground.text, _TITLE_MM, is_bold=True)
        first = page * layout.cells
        for index, tile in enumerate(self._tiles[first : first + layout.cells]):
            self._paint_tile(painter, index, tile, scale)
        if self._page_count > 1:
            box = QRectF(layout.margin, layout.height - layout.margin, width, _FOOTER_BOX_MM)
            _draw_line(painter, box, f"{page + 1} / {self._page_count}", self._ground.quiet, _TEXT_MM)
        painter.restore()

    def _paint_tile(self, painter: QPainter, index: int, tile: Tile, scale: float) -> None:
        layout = self._layout
        left, top = layout.place_cell(index)
        place = QRectF(left, top, layout.cell_width, layout.picture_height)
        picture = QImage(str(tile.picture)) if tile.picture is not None else QImage()
        if picture.isNull():
            painter.setPen(self._ground.quiet)
            painter.drawRect(place)
            painter.drawLine(place.topLeft(), place.bottomRight())
        else:
            shown = picture.size().scaled(place.size().toSize() * 100, Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(0, 0, shown.width() / 100, shown.height() / 100)
            box.moveCenter(place.center())
            painter.drawImage(box, picture)
        for number, line in enumerate(tile.lines):
            y = place.bottom() + _ABOVE_CAPTION_MM + number * layout.line_height
            colour = self._ground.quiet if number else self._ground.text
            _draw_line(
                painter, QRectF(left, y, layout.cell_width, layout.line_height), line, colour, _TEXT_MM
            )


def _draw_line(
    painter: QPainter, box: QRectF, text: str, colour: QColor, height_mm: float, *, is_bold: bool = False
) -> None:
    """One line, cut with an ellipsis. Fonts have whole pixels: a hundred of them make a millimetre here."""
    unit = 100
    font = QFont()
    font.setPixelSize(round(height_mm * unit))
    font.setBold(is_bold)
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(1 / unit, 1 / unit)
    painter.setFont(font)
    painter.setPen(colour)
    room = QRectF(0, 0, box.width() * unit, box.height() * unit)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room, int(flags), shown)
    painter.restore()
