"""Where the picture lies in the view: pure maths of zoom and position, in device pixels.

A zoom of 1 shows one image pixel on one *device* pixel, whatever the scale factor of the screen is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TYPE_CHECKING

from turbo_studio.core.geometry import Box, Point

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size

ZOOM_MIN = 0.01
ZOOM_MAX = 64.0
ZOOM_STEPS = (
    *(0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.0625, 0.0833, 0.125, 0.1667, 0.25, 0.3333, 0.5, 0.6667),
    *(1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0),
)
"""What single steps stop at: shares that designers know, and from 200 % on whole pixels."""
KEEP_IN_VIEW_PX = 64
"""How much of the picture stays in view, or all of it where it is smaller."""
_SAME_ZOOM = 1.001  # a zoom this near to a step stands on it


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture of ``image`` pixels in a view of ``view`` device pixels; every change gives a new one.

    ``left`` and ``upper`` are where the picture's corner lies in the view. They are kept unrounded so
    that zooming in and out again returns to the same place; what is drawn starts at ``origin``.
    """

    image: Size
    view: Size
    zoom: float = 1.0
    left: float = 0.0
    upper: float = 0.0

    @property
    def origin(self) -> tuple[int, int]:
        """The picture's corner on whole device pixels, so that the picture is drawn sharp."""
        return floor(self.left + 0.5), floor(self.upper + 0.5)

    # Mapping

    def map_from_image(self, point: Point) -> Point:
        """A position in the picture as device pixels of the view."""
        left, upper = self.origin
        return Point(left + point.x * self.zoom, upper + point.y * self.zoom)

    def map_to_image(self, point: Point) -> Point:
        """A position in device pixels of the view as one in the picture, or beyond its edges."""
        left, upper = self.origin
        return Point((point.x - left) / self.zoom, (point.y - upper) / self.zoom)

    def map_box_from_image(self, box: Box) -> Box:
        """The smallest box of device pixels around a box of the picture."""
        corner = self.map_from_image(Point(box.left, box.upper))
        opposite = self.map_from_image(Point(box.right, box.lower))
        return Box(floor(corner.x), floor(corner.y), ceil(opposite.x), ceil(opposite.y))

    @property
    def picture_box(self) -> Box:
        """Where the whole picture lies, in device pixels of the view, which it may exceed.

        Its far edges are rounded as a pixel is drawn: where its middle is covered.
        """
        left, upper = self.origin
        width, height = floor(self.image.width * self.zoom + 0.5), floor(self.image.height * self.zoom + 0.5)
        return Box(left, upper, left + width, upper + height)

    # Moving

    def fit(self, margin_px: int) -> Viewport:
        """The whole picture in the middle, as large as the view allows with a margin around it."""
        width = max(1, self.view.width - 2 * margin_px)
        height = max(1, self.view.height - 2 * margin_px)
        zoom = _limit_zoom(min(width / self.image.width, height / self.image.height))
        return Viewport(
            self.image,
            self.view,
            zoom,
            (self.view.width - self.image.width * zoom) / 2,
            (self.view.height - self.image.height * zoom) / 2,
        )

    def zoom_to(self, zoom: float, anchor: Point) -> Viewport:
        """Another zoom, with the image point under ``anchor``, in device pixels, kept there."""
        zoom = _limit_zoom(zoom)
        ratio = zoom / self.zoom
        left = anchor.x - (anchor.x - self.left) * ratio
        upper = anchor.y - (anchor.y - self.upper) * ratio
        return replace(self, zoom=zoom, left=left, upper=upper).clamp()

    def zoom_to_frame(self, corner: Point, opposite: Point) -> Viewport:
        """The part of the picture between two corners in the middle, as large as the view allows."""
        width, height = abs(opposite.x - corner.x), abs(opposite.y - corner.y)
        zoom = _limit_zoom(min(self.view.width / max(width, 1), self.view.height / max(height, 1)))
        middle = Point((corner.x + opposite.x) / 2, (corner.y + opposite.y) / 2)
        left = self.view.width / 2 - middle.x * zoom
        upper = self.view.height / 2 - middle.y * zoom
        return replace(self, zoom=zoom, left=left, upper=upper).clamp()

    def zoom_by_steps(self, steps: int, anchor: Point) -> Viewport:
        """Go through ``ZOOM_STEPS``: up where ``steps`` is positive, else down."""
        zoom = self.zoom
        for _ in range(abs(steps)):
            zoom = _next_step(zoom) if steps > 0 else _previous_step(zoom)
        return self.zoom_to(zoom, anchor)

    def pan(self, right: float, down: float) -> Viewport:
        """Move the picture by device pixels."""
        return replace(self, left=self.left + right, upper=self.upper + down).clamp()

    def resize_view(self, view: Size) -> Viewport:
        """Another size of the view, with what was in its middle kept there."""
        right, down = (view.width - self.view.width) / 2, (view.height - self.view.height) / 2
        return replace(self, view=view).pan(right, down)

    def clamp(self) -> Viewport:
        """Bring the picture back where it would leave the view."""
        left = _clamp_axis(self.left, self.image.width * self.zoom, self.view.width)
        upper = _clamp_axis(self.upper, self.image.height * self.zoom, self.view.height)
        return replace(self, left=left, upper=upper)


def _clamp_axis(start: float, extent: float, view: int) -> float:
    keep = min(KEEP_IN_VIEW_PX, extent, view)
    return min(max(start, keep - extent), view - keep)


def _limit_zoom(zoom: float) -> float:
    return min(max(zoom, ZOOM_MIN), ZOOM_MAX)


def _next_step(zoom: float) -> float:
    return next((step for step in ZOOM_STEPS if step > zoom * _SAME_ZOOM), ZOOM_MAX)


def _previous_step(zoom: float) -> float:
    return next((step for step in reversed(ZOOM_STEPS) if step * _SAME_ZOOM < zoom), ZOOM_MIN)
