"""The magic wand: pixels of a colour like that at a point.

A photograph of a hundred megapixels has one or two million colours: the distance is computed once for
each, and the pixels look it up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from turbo_studio.core.colour_distance import LIGHTNESS_WEIGHT_MAX, convert_to_lab, find_differences

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COLOURS = 1 << 24
_COLOUR_BITS = np.uint32(_COLOURS - 1)
_ALPHA_SHIFT = np.uint32(24)
_STRIP_ROWS = 256
_COLOURS_AT_ONCE = 1 << 17
_ALPHA_STEPS = 2.55  # of 255 alpha for each step of the tolerance


def find_similar(
    pixels: NDArray[np.uint32], x: int, y: int, tolerance: float, *, is_contiguous: bool
) -> NDArray[np.uint8]:
    """255 where a pixel is as like that at (x, y) as the tolerance says, else 0; of the pixels' shape.

    Pixels are 0xAARRGGBB, premultiplied. Alike is a CIEDE2000 of at most the tolerance, and an alpha that
    differs by at most as many hundredths. ``is_contiguous`` keeps what hangs together with the point.
    """
    wanted = int(pixels[y, x])
    is_like = _build_table(pixels, wanted & int(_COLOUR_BITS), tolerance)
    plane = np.empty(pixels.shape, np.uint8)
    for upper in range(0, len(pixels), _STRIP_ROWS):
        strip = pixels[upper : upper + _STRIP_ROWS]
        like = is_like[strip & _COLOUR_BITS]
        alpha = (strip >> _ALPHA_SHIFT).astype(np.int16)
        like &= np.abs(alpha - (wanted >> int(_ALPHA_SHIFT))) <= tolerance * _ALPHA_STEPS
        np.multiply(like, np.uint8(255), out=plane[upper : upper + _STRIP_ROWS])
    return _keep_connected(plane, x, y) if is_contiguous else plane


def _build_table(pixels: NDArray[np.uint32], wanted: int, tolerance: float) -> NDArray[np.bool_]:
    """Of all colours those that the picture has and that are like the wanted one."""
    is_used = np.zeros(_COLOURS, np.bool_)
    for upper in range(0, len(pixels), _STRIP_ROWS):
        is_used[pixels[upper : upper + _STRIP_ROWS] & _COLOUR_BITS] = True
    colours = np.flatnonzero(is_used).astype(np.uint32)
    is_like = np.zeros(_COLOURS, np.bool_)
    reference = convert_to_lab(_split(np.array([wanted], np.uint32)))[:, 0].astype(np.float64)
    for start in range(0, len(colours), _COLOURS_AT_ONCE):
        some = colours[start : start + _COLOURS_AT_ONCE]
        lab = convert_to_lab(_split(some))
        is_near = np.abs(lab[0] - reference[0]) <= tolerance * LIGHTNESS_WEIGHT_MAX + 0.01
        distances = find_differences(lab[:, is_near].astype(np.float64), reference)
        is_like[some[is_near]] = distances <= tolerance
    return is_like


def _split(colours: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([colours >> shift & 0xFF for shift in np.array([16, 8, 0], np.uint32)], axis=1).astype(
        np.uint8
    )


def _keep_connected(plane: NDArray[np.uint8], x: int, y: int) -> NDArray[np.uint8]:
    """What can be reached from a point step by step sideways."""
    height, width = plane.shape
    reached = np.zeros((height + 2, width + 2), np.uint8)
    cv2.floodFill(plane, reached, (x, y), 255, flags=4 | cv2.FLOODFILL_MASK_ONLY | 255 << 8)
    return reached[1:-1, 1:-1]
