"""Feather: how softly the edge of a mask is blended, from nothing at the edge to all a given way inside.

It lies inside alone: what is not selected has a weight of 0, so that whoever blends by these weights
leaves it as it is, pixel for pixel. The mask itself stays hard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def weigh(distances_px: NDArray[np.floating], radius_px: int) -> NDArray[np.uint8]:
    """Weights, from 0 to 255, of pixels so far from the nearest one that is not selected, middle to middle.

    The smoothstep 3t² - 2t³ of t = distance / (radius + 1), which begins and ends without a crease: all
    pixels up to the radius are blended in part, those beyond it wholly. A radius of 0 is a hard edge.
    """
    t = np.clip(distances_px / (radius_px + 1), 0, 1)
    return np.rint(255 * t * t * (3 - 2 * t)).astype(np.uint8)


def measure_distances(
    selected: NDArray[np.bool_], reach_px: int, step_px: int = 1
) -> NDArray[np.unsignedinteger]:
    """Squared Euclidean distances to the nearest pixel that is not selected, ``(reach_px + 1)²`` at most.

    The array must reach ``reach_px`` beyond what is asked for, on all sides; of that every
    ``step_px``-th row and column is measured, from the first one on, and each exactly. By columns
    first, then by the minimum along rows (Saito and Toriwaki, 1994), which costs less by the square of
    the step.
    """
    height, width = (length - 2 * reach_px for length in selected.shape)
    cap = reach_px + 1
    nearest = _measure_columns(selected, cap)[reach_px : reach_px + height : step_px]
    squares = np.minimum(nearest, cap).astype(np.min_scalar_type(2 * cap * cap)) ** 2
    columns = len(range(0, width, step_px))
    lanes = [np.ascontiguousarray(squares[:, start::step_px]) for start in range(step_px)]
    least = np.full((len(squares), columns), cap * cap, squares.dtype)
    sums = np.empty_like(least)
    for place in range(2 * reach_px + 1):
        first, lane = divmod(place, step_px)
        away = squares.dtype.type((place - reach_px) ** 2)
        np.add(lanes[lane][:, first : first + columns], away, out=sums)
        np.minimum(least, sums, out=least)
    return least


def _measure_columns(selected: NDArray[np.bool_], cap: int) -> NDArray[np.int32]:
    """For each pixel how far above or below it one lies that is not selected; ``cap`` or more for none.

    Row by row: ``accumulate`` down an array takes five times as long.
    """
    distances = np.empty(selected.shape, np.int32)
    former = np.full(selected.shape[1], cap, np.int32)
    for row, pixels in zip(distances, selected, strict=True):
        np.add(former, 1, out=row)
        row *= pixels
        former = row
    for row in distances[::-1]:
        np.minimum(row, former + 1, out=row)
        former = row
    return distances
