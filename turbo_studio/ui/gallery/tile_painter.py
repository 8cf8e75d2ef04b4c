"""How a result is drawn as a tile: its picture, what people noted about it, and what is odd about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Signal, Slot

from turbo_studio.core.marks import NO_MARKS, Flag
from turbo_studio.ui.figures import format_size
from turbo_studio.ui.gallery.signs import FRAME_PX, Signs
from turbo_studio.ui.panels.tiles import draw_tile
from turbo_studio.ui.theme import tokens
from turbo_studio.ui.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.result import Result
    from turbo_studio.ui.gallery.results_model import ResultsModel

_STRIP_MARGIN = 5
_GRID_MARGIN = 5
_PADDING = 5
"""Between a picture in the grid and the edge of its tile."""
_FOOTER_PX = 20
_SIGN_INSET = 4
_FAINT_OPACITY = 0.35


class TilePainter(QObject):
    """What both shapes have in common; ``view`` is painted on, and gives font and scale factor."""

    thumbnail_changed = Signal(int)
    """The row whose picture can be painted now."""
    _covers = False
    _margin = 0
    _footer_px = 0

    def __init__(self, view: QWidget, results: ResultsModel) -> None:
        super().__init__(view)
        self._view = view
        self._results = results
        self._tile = QSize()
        self._near: dict[str, tuple[int, Result]] = {}
        """Rows, as they were a moment ago, by the paths of their thumbnails."""
        self._signs = Signs(view)
        self._missing_words = self.tr("file missing")
        self._sandbox_words = self.tr("sandbox")
        self._thumbnails = ThumbnailLoader(self, covers=self._covers)
        self._thumbnails.loaded.connect(self._on_thumbnails_loaded)
        self._thumbnails.unreadable.connect(self._on_thumbnails_unreadable)

    def set_tile(self, tile: QSize) -> None:
        self._tile = tile

    def cell_size(self, tile: QSize) -> QSize:
        """What a tile takes up with the gap around it."""
        gap = 2 * self._margin
        return QSize(tile.width() + gap, tile.height() + gap + self._footer_px)

    def tile_of(self, cell: QRect) -> QRect:
        """Where the tile lies in its cell, which may be wider."""
        left = cell.left() + (cell.width() - self._tile.width()) // 2
        return QRect(
            left, cell.top() + self._margin, self._tile.width(), self._tile.height() + self._footer_px
        )

    def come_near(self, rows: range) -> None:
        """Have the pictures of these rows read, those in the middle first, and then what is around them."""
        self._thumbnails.set_box(self._picture_size(), self._view.devicePixelRatioF())
        self._near = {}
        for row in _from_the_middle(rows, self._results.rowCount()):
            result = self._results.result_at(row)
            if result is not None and result.thumbnail is not None:
                self._near[str(result.thumbnail)] = row, result
            elif result is not None:
                self._results.mend_thumbnail(result)
        self._thumbnails.want(self._near)

    def refresh_rows(self, rows: range) -> None:
        """Something about these results has changed: where they had no picture, there may be one now."""
        for path, (row, _) in self._near.items():
            if row in rows:
                self._thumbnails.try_again(path)

    def stop(self) -> None:
        self._thumbnails.stop()

    def prepare(self) -> None:
        """To be called before the tiles of a paint."""
        self._signs.follow_scale()

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        result: Result | None,
        *,
        is_selected: bool,
        is_current: bool,
        is_hovered: bool,
    ) -> None:
        left, upper = cell.x() + (cell.width() - self._tile.width()) // 2, cell.y() + self._margin
        self._paint_ground(painter, left, upper, is_selected=is_selected)
        if result is not None:
            is_faint = result.is_missing or result.marks.flag is Flag.REJECT
            if is_faint:
                painter.setOpacity(_FAINT_OPACITY)
            self._paint_picture(painter, left, upper, self._find_pixmap(result))
            if is_faint:
                painter.setOpacity(1.0)
            self._paint_oddities(painter, left, upper, result)
            if result.marks != NO_MARKS:
                self._paint_marks(painter, left, upper, self._signs.draw_marks(result.marks))
        if is_current or is_selected or is_hovered:
            color = tokens().accent if is_current or is_selected else tokens().border
            frame = self._signs.draw_frame(self._tile, color, 3.0 if is_current else 2.0)
            painter.drawPixmap(left - FRAME_PX, upper - FRAME_PX, frame)

    def _find_pixmap(self, result: Result) -> QPixmap | None:
        return None if result.thumbnail is None else self._thumbnails.look_up(str(result.thumbnail))

    def _paint_oddities(self, painter: QPainter, left: int, upper: int, result: Result) -> None:
        """Below whether nobody paid for it, above a size that was not asked for, across that it is gone."""
        if result.is_missing:
            words = self._signs.draw_words(self._missing_words)
            place = QRect(QPoint(), _logical(words))
            place.moveCenter(QRect(QPoint(left, upper), self._tile).center())
            painter.drawPixmap(place.topLeft(), words)
        elif result.size is not None and not result.is_as_asked:
            words = self._signs.draw_words(f"≠ {format_size(result.size)}")
            painter.drawPixmap(left + _SIGN_INSET, upper + _SIGN_INSET, words)
        if result.provenance.is_sandbox:
            words = self._signs.draw_words(self._sandbox_words)
            height = _logical(words).height()
            lower = upper + self._tile.height() - _SIGN_INSET - height
            if not self._footer_px and result.marks != NO_MARKS:
                lower -= height + 2  # the marks stand below it
            painter.drawPixmap(left + _SIGN_INSET, lower, words)

    @Slot(str)
    def _on_thumbnails_loaded(self, path: str) -> None:
        if path in self._near:
            self.thumbnail_changed.emit(self._near[path][0])

    @Slot(str)
    def _on_thumbnails_unreadable(self, path: str) -> None:
        if path in self._near:
            self._results.mend_thumbnail(self._near[path][1])

    # Where the shapes differ

    def _picture_size(self) -> QSize:
        return self._tile

    def _paint_ground(self, painter: QPainter, left: int, upper: int, *, is_selected: bool) -> None:
        raise NotImplementedError

    def _paint_picture(self, painter: QPainter, left: int, upper: int, pixmap: QPixmap | None) -> None:
        raise NotImplementedError

    def _paint_marks(self, painter: QPainter, left: int, upper: int, sign: QPixmap) -> None:
        raise NotImplementedError


class StripPainter(TilePainter):
    """Pictures that fill their tiles, cut evenly where the shapes differ; marks in the lower right corner."""

    _covers = True
    _margin = _STRIP_MARGIN

    def _paint_ground(self, painter: QPainter, left: int, upper: int, *, is_selected: bool) -> None:
        """What the picture leaves: nothing."""

    def _paint_picture(self, painter: QPainter, left: int, upper: int, pixmap: QPixmap | None) -> None:
        draw_tile(painter, QRect(QPoint(left, upper), self._tile), pixmap)

    def _paint_marks(self, painter: QPainter, left: int, upper: int, sign: QPixmap) -> None:
        size = _logical(sign)
        right, lower = left + self._tile.width() - _SIGN_INSET, upper + self._tile.height() - _SIGN_INSET
        painter.drawPixmap(right - size.width(), lower - size.height(), sign)


class GridPainter(TilePainter):
    """Whole pictures, however their shapes differ, and a line below each for its marks."""

    _margin = _GRID_MARGIN
    _footer_px = _FOOTER_PX

    def _picture_size(self) -> QSize:
        return self._tile - QSize(2 * _PADDING, 2 * _PADDING)

    def _paint_ground(self, painter: QPainter, left: int, upper: int, *, is_selected: bool) -> None:
        color = tokens().selection if is_selected else tokens().raised
        painter.drawPixmap(left, upper, self._signs.draw_ground(self._tile, color))

    def _paint_picture(self, painter: QPainter, left: int, upper: int, pixmap: QPixmap | None) -> None:
        """Pixel for pixel where the thumbnail was read for this size."""
        if pixmap is None:
            return
        scale, tile_width, tile_height = self._signs.scale, self._tile.width(), self._tile.height()
        width, height = pixmap.width() / scale, pixmap.height() / scale
        zoom = min((tile_width - 2 * _PADDING) / width, (tile_height - 2 * _PADDING) / height)
        if abs(width * zoom - width) >= 1 or abs(height * zoom - height) >= 1:
            width, height = width * zoom, height * zoom
            place = QRectF(left + (tile_width - width) / 2, upper + (tile_height - height) / 2, width, height)
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        else:
            x = left + round((tile_width - width) / 2 * scale) / scale
            y = upper + round((tile_height - height) / 2 * scale) / scale
            painter.drawPixmap(QPointF(x, y), pixmap)

    def _paint_marks(self, painter: QPainter, left: int, upper: int, sign: QPixmap) -> None:
        size = _logical(sign)
        x = left + (self._tile.width() - size.width()) // 2
        y = upper + self._tile.height() + (_FOOTER_PX - size.height()) // 2
        painter.drawPixmap(x, y, sign)


def _logical(pixmap: QPixmap) -> QSize:
    return pixmap.deviceIndependentSize().toSize()


def _from_the_middle(rows: range, count: int) -> Iterator[int]:
    """Those rows and as many around them as they are, nearest to their middle first."""
    around = range(max(0, rows.start - len(rows)), min(count, rows.stop + len(rows)))
    middle = (rows.start + rows.stop) // 2
    return iter(sorted(around, key=lambda row: abs(row - middle)))
