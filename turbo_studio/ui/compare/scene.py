"""The scene of a comparison: the pixels of its sides in one frame, and how each mode paints them.

Everything here is in device pixels of one view; the views themselves differ only in which side they show.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from turbo_studio.core.comparing import Comparing, Region, find_frame, fit_to_frame
from turbo_studio.ui.canvas.raster_view import RasterView
from turbo_studio.ui.compare.arrangement import Mode
from turbo_studio.ui.theme import pick_surround

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.geometry import Point, Size
    from turbo_studio.core.result import Result, Upload
    from turbo_studio.core.sources import Raster
    from turbo_studio.session.session import Session
    from turbo_studio.ui.canvas.viewport import Viewport
    from turbo_studio.ui.compare.arrangement import Arrangement
    from turbo_studio.ui.compare.sides import Side

_VIEWER = "compare"


class _Mapped:
    """A raster, mapped while it is shown."""

    def __init__(self, raster: Raster) -> None:
        """OSError and ValueError as of ``RasterView``."""
        self.raster = raster
        self.view = RasterView(raster)


class Scene:
    """Maps what the arrangement shows, and lets go of all else before its file may go."""

    def __init__(self, arrangement: Arrangement, session: Session) -> None:
        self._arrangement = arrangement
        self._session = session
        self._looking = session.looking
        self._comparison = session.comparison
        self._mapped: dict[Path, _Mapped] = {}
        self._measured: _Mapped | None = None

    # What is mapped

    @property
    def _wanted(self) -> tuple[Result | Upload, ...]:
        """All sides, also those that the mode does not show, and the mask."""
        pictures = tuple(side.picture for side in self._arrangement.shown)
        mask = self._arrangement.mask
        return pictures if mask is None else (*pictures, mask)

    def wish(self) -> None:
        """Ask for the pixels of all that is wanted, and let go of all else."""
        self._keep_only({picture.path for picture in self._wanted})
        self._looking.look_at(_VIEWER, self._wanted)
        self.take_pixels()

    def take_pixels(self) -> None:
        """Map what has come, and have measured what the mode wants measured."""
        for picture in self._wanted:
            raster = self._looking.find_raster(picture)
            if raster is not None and picture.path not in self._mapped:
                self._mapped[picture.path] = _Mapped(raster)
        self.measure()

    def measure(self) -> None:
        """Ask for what the mode shows of the difference, or for nothing."""
        asked = self._build_asked()
        if asked is not None:
            self._comparison.ask(asked)
        else:
            self._comparison.drop()

    def _build_asked(self) -> Comparing | None:
        """None while something that it takes has not come."""
        arrangement = self._arrangement
        if arrangement.look is None or not all(self.is_ready(picture) for picture in arrangement.awaited):
            return None
        first, second = (self._mapped[side.path].raster for side in arrangement.shown[:2])
        if arrangement.region is Region.WHOLE or arrangement.mask is None:
            return Comparing(first, second, arrangement.look)
        mask = self._mapped[arrangement.mask.path].raster
        return Comparing(first, second, arrangement.look, arrangement.region, mask)

    def take_measured(self) -> None:
        """Map the raster of the comparison, or let go of a former one."""
        raster = self._comparison.raster
        if self._measured is not None and self._measured.raster != raster:
            self._measured.view.release()
            self._measured = None
        if self._measured is None and raster is not None:
            self._measured = _Mapped(raster)

    def release(self) -> None:
        """Let go of everything: nobody looks."""
        self._comparison.drop()
        self.take_measured()
        self._keep_only(set())
        self._looking.look_at(_VIEWER, [])

    def _keep_only(self, paths: set[Path]) -> None:
        gone = self._mapped.keys() - paths
        if gone:
            self._comparison.drop()  # it may be reading them
            self.take_measured()
        for path in gone:
            self._mapped.pop(path).view.release()

    @property
    def surround(self) -> QColor:
        return pick_surround(self._session.preferences.surround)

    # The frame

    @property
    def frame(self) -> Size | None:
        """Of the sides that the mode shows, as far as their sizes are known; None before any is."""
        sizes = [size for side in self._arrangement.paned if (size := self.find_size(side)) is not None]
        return find_frame(sizes) if sizes else None

    def find_size(self, side: Side) -> Size | None:
        """Of its pixels, or before they have come what was noted of it."""
        mapped = self._mapped.get(side.path)
        return mapped.raster.size if mapped is not None else side.picture.size

    def is_ready(self, picture: Result | Upload) -> bool:
        return picture.path in self._mapped

    def find_colour(self, side: Side, point: Point) -> QColor | None:
        """The colour of the side's own pixel under a point of the frame."""
        mapped, frame = self._mapped.get(side.path), self.frame
        if mapped is None or frame is None:
            return None
        size = mapped.raster.size
        fitted = fit_to_frame(size, frame)
        x, y = int(point.x * size.width / fitted.width), int(point.y * size.height / fitted.height)
        if not (0 <= x < size.width and 0 <= y < size.height):
            return None
        return mapped.view.find_colour(point._replace(x=x, y=y), size)

    # Painting

    def draw(self, painter: QPainter, place: int, viewport: Viewport, dirty: QRect) -> None:
        """Paint a part of the view that stands at a place among the others."""
        arrangement = self._arrangement
        sides = arrangement.paned
        match arrangement.mode:
            case Mode.TWO_UP | Mode.ALL_UP:
                self._draw_side(painter, sides[place], viewport, dirty)
            case Mode.SWIPE:
                left, right = self._split(viewport, dirty)
                self._draw_side(painter, sides[0], viewport, left)
                self._draw_side(painter, sides[1], viewport, right)
            case Mode.ONION:
                self._draw_side(painter, sides[0], viewport, dirty)
                self._draw_side(painter, sides[1], viewport, dirty, arrangement.opacity)
            case Mode.BLINK:
                self._draw_side(painter, sides[arrangement.is_second_up], viewport, dirty)
            case Mode.DIFFERENCE | Mode.HEAT_MAP:
                self._draw_measured(painter, sides[1], viewport, dirty)
        if arrangement.is_mask_shown:
            self._draw_mask(painter, viewport, dirty)

    def _split(self, viewport: Viewport, dirty: QRect) -> tuple[QRect, QRect]:
        middle = round(self._arrangement.divider * viewport.view.width)
        left = QRect(0, 0, middle, viewport.view.height)
        right = QRect(middle, 0, viewport.view.width - middle, viewport.view.height)
        return dirty.intersected(left), dirty.intersected(right)

    def _draw_side(
        self, painter: QPainter, side: Side, viewport: Viewport, dirty: QRect, opacity: float = 1.0
    ) -> None:
        mapped = self._mapped.get(side.path)
        if mapped is None:
            return
        fitted = _fit(mapped.raster, viewport)
        seen = dirty.intersected(_find_rect(fitted))
        painter.save()
        painter.setOpacity(opacity)
        if opacity == 1:
            mapped.view.draw_ground(painter, seen)
        mapped.view.draw_pixels(painter, fitted, seen)
        painter.restore()

    def _draw_measured(self, painter: QPainter, under: Side, viewport: Viewport, dirty: QRect) -> None:
        """As far as it has got: a curtain that comes down over B."""
        measured = self._measured
        if measured is None:
            self._draw_side(painter, under, viewport, dirty)
            return
        fitted = _fit(measured.raster, viewport)
        whole = dirty.intersected(_find_rect(fitted))
        done = round(fitted.origin[1] + self._comparison.done_rows * viewport.zoom)
        above, below = QRect(whole), QRect(whole)
        above.setBottom(min(whole.bottom(), done - 1))
        below.setTop(max(whole.top(), done))
        self._draw_side(painter, under, viewport, below)
        measured.view.draw_pixels(painter, fitted, above)

    def _draw_mask(self, painter: QPainter, viewport: Viewport, dirty: QRect) -> None:
        """A tint where the mask lets through: what it covers is cut out of a layer of the colour."""
        mask = self._arrangement.mask
        mapped = None if mask is None else self._mapped.get(mask.path)
        if mapped is None:
            return
        fitted = _fit(mapped.raster, viewport)
        seen = dirty.intersected(_find_rect(fitted))
        if seen.isEmpty():
            return
        layer = QImage(seen.size(), QImage.Format.Format_ARGB32_Premultiplied)
        tint = QColor(self._session.preferences.overlay_colour)
        tint.setAlphaF(self._session.preferences.overlay_opacity)
        layer.fill(tint)
        cutter = QPainter(layer)
        cutter.translate(-seen.topLeft())
        cutter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        mapped.view.draw_pixels(cutter, fitted, seen)
        cutter.end()
        painter.drawImage(seen.topLeft(), layer)


def _fit(raster: Raster, viewport: Viewport) -> Viewport:
    """Where a side lies: as wide as the frame, at its upper edge."""
    return replace(viewport, image=fit_to_frame(raster.size, viewport.image))


def _find_rect(viewport: Viewport) -> QRect:
    box = viewport.picture_box
    return QRect(box.left, box.upper, box.width, box.height)
