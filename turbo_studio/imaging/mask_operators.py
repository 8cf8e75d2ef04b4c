"""The operators on masks: exact, in blocks, and only where anything can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from turbo_studio.core.geometry import Size
from turbo_studio.imaging.planes import cut_box, find_box, iterate_mixed_blocks, move_box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Box
    from turbo_studio.imaging.planes import Plane

_BLOCK_SIDE_PX = 1024
"""With a halo of the largest radius all squared distances stay below 2**24, and so exact in 32-bit floats."""
_CROSSWISE, _CORNERWISE = 4, 8  # how pixels hang together


def grow(plane: Plane, radius_px: int) -> Plane:
    """Select what lies within a true Euclidean distance of a selected pixel, from middle to middle."""
    grown = plane.copy()
    for block, around in iterate_mixed_blocks(plane, _BLOCK_SIDE_PX, radius_px):
        part, target = cut_box(plane, around), cut_box(grown, block)
        distances = cv2.distanceTransform(255 - part, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        target[cut_box(distances, move_box(block, around)) <= radius_px] = 255
    return grown


def shrink(plane: Plane, radius_px: int) -> Plane:
    """Deselect what lies within that distance of an unselected pixel: beyond the picture there is none."""
    return 255 - grow(255 - plane, radius_px)


def smooth(plane: Plane, radius_px: int) -> Plane:
    """The majority of the square around each pixel, as far as it lies in the picture; a tie leaves it."""
    smoothed = plane.copy()
    side = 2 * radius_px + 1
    for block, around in iterate_mixed_blocks(plane, _BLOCK_SIDE_PX, radius_px):
        part, target = cut_box(plane, around), cut_box(smoothed, block)
        sums = cv2.boxFilter(
            part & 1, cv2.CV_32S, (side, side), normalize=False, borderType=cv2.BORDER_CONSTANT
        )
        doubled = 2 * cut_box(sums, move_box(block, around))
        areas = _count_areas(block, Size(plane.shape[1], plane.shape[0]), radius_px)
        target[doubled > areas] = 255
        target[doubled < areas] = 0
    return smoothed


def fill_holes(plane: Plane) -> Plane:
    """Select what no walk over unselected pixels, sideways only, reaches from the picture's edge."""
    box = find_box(plane)
    filled = plane.copy()
    part = cut_box(filled, box)
    outside = cv2.copyMakeBorder(part, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    cv2.floodFill(outside, None, (0, 0), 128, flags=_CROSSWISE)
    part[outside[1:-1, 1:-1] != 128] = 255
    return filled


def remove_specks(plane: Plane, pixels_min: int) -> Plane:
    """Deselect areas of fewer pixels; pixels that touch at a corner belong to one area."""
    box = find_box(plane)
    kept = plane.copy()
    if box.is_empty:
        return kept
    part = cut_box(kept, box)
    _, labels, figures, _ = cv2.connectedComponentsWithStats(part, connectivity=_CORNERWISE)
    is_speck = figures[:, cv2.CC_STAT_AREA] < pixels_min
    is_speck[0] = False  # the ground
    if is_speck.any():
        part[is_speck[labels]] = 0
    return kept


def simplify(plane: Plane, pixels_min: int) -> Plane:
    """Drop areas of fewer pixels, and then close gaps of fewer: what is left deflates better."""
    return 255 - remove_specks(255 - remove_specks(plane, pixels_min), pixels_min)


def _count_areas(block: Box, size: Size, radius_px: int) -> NDArray[np.int64]:
    """How many pixels of the picture lie in the square around each pixel of a block."""

    def count(start: int, stop: int, length: int) -> NDArray[np.int64]:
        positions = np.arange(start, stop)
        return np.minimum(positions + radius_px + 1, length) - np.maximum(positions - radius_px, 0)

    rows, columns = count(block.upper, block.lower, size.height), count(block.left, block.right, size.width)
    return np.outer(rows, columns)
