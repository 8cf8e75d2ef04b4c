"""The smart outline: the object inside a rough lasso, found on a small picture and refined on the large one.

GrabCut (Rother, Kolmogorov and Blake, 2004) learns the colours within and around the lasso and cuts where
neighbours differ most. It takes seconds a megapixel, so it sees the picture reduced. At full size only a
band along its outline is decided anew: each pixel goes to the side whose mean colour nearby is closer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from turbo_studio.core.geometry import Box
from turbo_studio.core.mask import SELECTED_MIN
from turbo_studio.imaging.mask_operators import smooth
from turbo_studio.imaging.planes import build_plane, cut_box, iterate_mixed_blocks, move_box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from turbo_studio.imaging.planes import Plane

    Pixels = NDArray[np.uint8]

REDUCED_SIDE_PX = 512
_MARGIN = 0.15  # of the lasso's longer side: what is around it shows the colours of the ground
_ITERATIONS = 5
_SPECK_SHARE = 0.01  # of the object: smaller pieces were found by accident
_BLOCK_SIDE_PX = 512
_BAND = 1.5  # in pixels of the reduced picture: how far its outline may be off
_CLEARLY = 1.2  # times closer, for a pixel to change sides


def find_surroundings(points: NDArray[np.float64], width: int, height: int) -> Box:
    """The box of a picture that is looked at: the lasso and a margin."""
    (left, upper), (right, lower) = points.min(axis=0), points.max(axis=0)
    margin = max(right - left, lower - upper) * _MARGIN + 2
    box = Box(int(left - margin), int(upper - margin), int(right + margin) + 1, int(lower + margin) + 1)
    return box.intersect(Box(0, 0, width, height))


def cut_object(pixels: Pixels, points: NDArray[np.float64]) -> Plane:
    """255 for the object inside a polygon of a small picture, else 0.

    ``pixels`` is of shape (height, width, 3); ``points`` of shape (count, 2), x and y. Where everything
    lies inside, nothing tells the ground from the object: then the inside is the answer.
    """
    inside = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.round(points - 0.5).astype(np.int32)], 255)
    if inside.all() or not inside.any():
        return inside
    labels = np.where(inside > 0, np.uint8(cv2.GC_PR_FGD), np.uint8(cv2.GC_BGD))
    ground, object_ = np.zeros((1, 65)), np.zeros((1, 65))  # the models of colours, which it makes
    cv2.setRNGSeed(0)  # the same lasso finds the same object
    cv2.grabCut(pixels, labels, (0, 0, 0, 0), ground, object_, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    return _drop_small_pieces(build_plane((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)))


def refine(rough: Plane, pixels: Pixels) -> Plane:
    """The outline of a small plane, at the size of the picture that it was reduced from.

    ``pixels`` is of shape (height, width, 3).
    """
    height, width = pixels.shape[:2]
    scale = max(width / rough.shape[1], height / rough.shape[0])
    enlarged = cv2.resize(rough, (width, height), interpolation=cv2.INTER_LINEAR)
    plane = build_plane(enlarged >= SELECTED_MIN)
    if scale <= 1:
        return plane
    band_px = int(np.ceil(scale * _BAND))
    refined = plane.copy()
    for block, around in iterate_mixed_blocks(plane, _BLOCK_SIDE_PX, 3 * band_px):
        decided = _decide_band(cut_box(plane, around), cut_box(pixels, around), band_px)
        cut_box(refined, block)[...] = cut_box(decided, move_box(block, around))
    return smooth(refined, max(1, round(scale / 4)))


def _drop_small_pieces(plane: Plane) -> Plane:
    _, labels, figures, _ = cv2.connectedComponentsWithStats(plane, connectivity=8)
    areas = figures[:, cv2.CC_STAT_AREA].astype(np.float64)
    areas[0] = np.inf if len(areas) == 1 else 0  # the ground
    is_kept = areas >= max(1, np.count_nonzero(plane) * _SPECK_SHARE)
    is_kept[0] = False
    return build_plane(is_kept[labels])


def _decide_band(plane: Plane, pixels: Pixels, band_px: int) -> Plane:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (2 * band_px + 1, 2 * band_px + 1))
    surely_in, surely_out = cv2.erode(plane, kernel) > 0, cv2.dilate(plane, kernel) == 0
    colours = pixels.astype(np.float32)
    to_inside = _find_distances(colours, surely_in, band_px)
    to_outside = _find_distances(colours, surely_out, band_px)
    is_band = ~(surely_in | surely_out)
    decided = plane.copy()
    decided[is_band & (to_inside * _CLEARLY < to_outside)] = 255
    decided[is_band & (to_outside * _CLEARLY < to_inside)] = 0
    return decided


def _find_distances(
    colours: NDArray[np.float32], chosen: NDArray[np.bool_], band_px: int
) -> NDArray[np.float32]:
    """How far each pixel's colour is from the mean of the chosen pixels nearby; infinite without any."""
    side = 6 * band_px + 1
    weights = chosen.astype(np.float32)
    count = cv2.boxFilter(weights, -1, (side, side), normalize=False)
    sums = cv2.boxFilter(colours * weights[..., np.newaxis], -1, (side, side), normalize=False)
    means = sums / np.maximum(count, 1)[..., np.newaxis]
    distances = np.sqrt(((colours - means) ** 2).sum(axis=2)) + 1
    return np.where(count >= 1, distances, np.float32(np.inf)).astype(np.float32)
