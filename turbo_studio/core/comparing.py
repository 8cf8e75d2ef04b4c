"""What can be measured between two pictures: one frame for both, what is asked, and what was found.

Pictures of different sizes are brought to one *frame*: its width is that of the widest, each of the others is
enlarged to that width, and all hang from the upper edge. One that nearly reaches the lower edge is stretched
to it: sizes that can be asked for are multiples of 16, so an edit hardly ever has its source's proportions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.geometry import Size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbo_studio.core.sources import Raster

AMPLIFICATIONS = (1, 2, 4, 8, 16, 32)
NOTICEABLE = 1.0
"""A CIEDE2000 that a trained eye may just notice with both colours side by side."""

HEAT_STOPS: tuple[tuple[float, tuple[int, int, int]], ...] = (
    (0.0, (0, 0, 0)),
    (NOTICEABLE, (38, 22, 92)),
    (2.0, (92, 30, 140)),
    (5.0, (190, 50, 110)),
    (10.0, (238, 120, 40)),
    (20.0, (252, 210, 70)),
    (50.0, (255, 255, 240)),
)
"""CIEDE2000 and the colour that stands for it, in sRGB; linear in between, and as the last one beyond."""
LEFT_OUT_GREY = 88
"""What is not compared: a grey, which stands for no difference of colour."""


_SAME_HEIGHT = 0.02
"""Heights that differ by no more of the frame's are taken for the same: 16 pixels of 1024, and a little."""


class Region(StrEnum):
    """Which pixels are compared, by the mask that was sent with the request."""

    WHOLE = "whole"
    OUTSIDE = "outside"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Difference:
    """How far red, green and blue lie apart, so many times over; changed is what differs at all."""

    amplification: int = 1


@dataclass(frozen=True, slots=True)
class HeatMap:
    """CIEDE2000 in the colours of ``HEAT_STOPS``; changed is what lies above ``NOTICEABLE``."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """Two pictures to be measured against each other, where both of them have pixels."""

    first: Raster
    second: Raster
    look: Difference | HeatMap
    region: Region = Region.WHOLE
    mask: Raster | None = None
    """As it was sent: what is more transparent than not is to be changed. None is allowed for the whole."""

    @property
    def frame(self) -> Size:
        return find_frame((self.first.size, self.second.size))

    @property
    def size(self) -> Size:
        """Of what is compared: as wide as the frame, as high as the lower of the two."""
        return min(fit_to_frame(side.size, self.frame) for side in (self.first, self.second))


class Measure(NamedTuple):
    """What was found over all pixels that were compared; distances are in the unit of the look."""

    pixels: int = 0
    changed_pixels: int = 0
    total: float = 0.0
    maximum: float = 0.0

    @property
    def changed_share(self) -> float:
        return self.changed_pixels / self.pixels if self.pixels else 0.0

    @property
    def mean(self) -> float:
        return self.total / self.pixels if self.pixels else 0.0

    def join(self, other: Measure) -> Measure:
        """Of the pixels of both."""
        return Measure(
            self.pixels + other.pixels,
            self.changed_pixels + other.changed_pixels,
            self.total + other.total,
            max(self.maximum, other.maximum),
        )


def find_frame(sizes: Iterable[Size]) -> Size:
    """The smallest frame that holds all of them at the width of the widest."""
    sizes = tuple(sizes)
    width = max(size.width for size in sizes)
    return max(_fit_width(size, width) for size in sizes)


def fit_to_frame(size: Size, frame: Size) -> Size:
    """What becomes of a size in a frame."""
    fitted = _fit_width(size, frame.width)
    return frame if abs(fitted.height - frame.height) <= _SAME_HEIGHT * frame.height else fitted


def _fit_width(size: Size, width: int) -> Size:
    """A size brought to a width, its height rounded."""
    return Size(width, max(1, (2 * size.height * width + size.width) // (2 * size.width)))
