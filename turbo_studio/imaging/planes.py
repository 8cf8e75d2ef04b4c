"""Planes of pixels and their parts: boxes, and blocks with what lies around them.

A plane is an array of shape (height, width), uint8, 255 where selected and 0 elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

from turbo_studio.core.geometry import EMPTY_BOX, Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]

_Scalar = TypeVar("_Scalar", bound=np.generic)


def cut_box(pixels: NDArray[_Scalar], box: Box) -> NDArray[_Scalar]:
    """A view of what lies in a box."""
    return pixels[box.upper : box.lower, box.left : box.right]


def move_box(box: Box, around: Box) -> Box:
    """A box as counted from the corner of one around it."""
    left, upper = box.left - around.left, box.upper - around.upper
    return Box(left, upper, left + box.width, upper + box.height)


def grow_box(box: Box, margin_px: int, whole: Box) -> Box:
    """A box with a margin, as far as there is room."""
    left, upper, right, lower = box
    return Box(left - margin_px, upper - margin_px, right + margin_px, lower + margin_px).intersect(whole)


def find_box(plane: Plane) -> Box:
    """The smallest box around all that is not 0."""
    left, upper, width, height = cv2.boundingRect(plane)
    return Box(left, upper, left + width, upper + height) if width else EMPTY_BOX


def iterate_mixed_blocks(plane: Plane, side_px: int, halo_px: int) -> Iterator[tuple[Box, Box]]:
    """Blocks with something selected and something not in or near them, and each with what is near."""
    whole = Box(0, 0, plane.shape[1], plane.shape[0])
    for upper in range(0, whole.lower, side_px):
        for left in range(0, whole.right, side_px):
            block = Box(left, upper, left + side_px, upper + side_px).intersect(whole)
            around = grow_box(block, halo_px, whole)
            part = cut_box(plane, around)
            if part.any() and not part.all():
                yield block, around


def build_plane(selected: NDArray[np.bool_]) -> Plane:
    return np.where(selected, np.uint8(255), np.uint8(0))
