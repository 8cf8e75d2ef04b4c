"""What can be computed of a mask or a picture: values that say what is asked, and the pixels found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Box, Point, Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.sources import Raster

RADIUS_MAX_PX = 500
TOLERANCE_MAX = 100.0


@dataclass(frozen=True, slots=True)
class Grow:
    """Also select what lies at most so far from a selected pixel, from middle to middle."""

    radius_px: int


@dataclass(frozen=True, slots=True)
class Shrink:
    """Select no more what lies at most so far from an unselected pixel; the picture's edge takes nothing."""

    radius_px: int


@dataclass(frozen=True, slots=True)
class Smooth:
    """Let the majority decide in the square of that radius around each pixel; a tie changes nothing."""

    radius_px: int


@dataclass(frozen=True, slots=True)
class FillHoles:
    """Select what a selected line closes in, also across corners; what touches the picture's edge is open."""


@dataclass(frozen=True, slots=True)
class RemoveSpecks:
    """Drop selected areas of fewer pixels; those that touch at a corner are one area."""

    pixels_min: int


MaskOperator = Grow | Shrink | Smooth | FillHoles | RemoveSpecks


@dataclass(frozen=True, slots=True)
class Rework:
    """Change a mask as a whole. What is found replaces the coverage of its box."""

    mask: MaskSnapshot
    operator: MaskOperator


@dataclass(frozen=True, slots=True)
class Wand:
    """Pixels of a colour like that at a point: CIEDE2000 at most ``tolerance``, from 0 to 100."""

    raster: Raster
    x: int
    y: int
    tolerance: float
    is_contiguous: bool
    """Only what hangs together with the point, side by side."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The object inside a rough outline: a lasso of at least three points, or the four corners of a box."""

    raster: Raster
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Transparency:
    """The pixels of a picture that are more transparent than not; with ``is_inverted`` the others."""

    raster: Raster
    is_inverted: bool = False


@dataclass(frozen=True, slots=True)
class MaskFile:
    """A picture file read as a mask and brought to ``size`` with hard pixels.

    Where any of it is transparent, alpha below 128 selects, as in the masks that are sent; else a
    luminance of 128 and more does. ``is_inverted`` swaps that.
    """

    path: Path
    size: Size
    is_inverted: bool = False


@dataclass(frozen=True, slots=True)
class MaskPixels:
    """The same for pixels from the clipboard: rows of straight red, green, blue, alpha."""

    rgba_size: Size
    rgba: bytes
    size: Size
    is_inverted: bool = False


Selecting = Rework | Wand | Outline | Transparency | MaskFile | MaskPixels


@dataclass(frozen=True, slots=True, eq=False)
class FoundPixels:
    """Pixels as the coverage of a box: shape (height, width), 0 or 255.

    For a ``Rework`` the box holds all that changed, and its other pixels are selected or not as they
    were; else it is the smallest around what is selected. It is empty where there is nothing.
    """

    box: Box
    coverage: NDArray[np.uint8]
    is_from_alpha: bool = False
    """Whether a file, or pasted pixels, had an alpha that was taken for the mask."""
