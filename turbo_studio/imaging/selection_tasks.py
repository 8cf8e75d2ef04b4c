"""What the child for masks can be asked: each task maps pixels, and writes those that it finds.

Planes and pixels lie in files as rows without padding: a byte a pixel, or four as in a raster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image

from turbo_studio.core.mask import SELECTED_MIN
from turbo_studio.imaging import mask_operators
from turbo_studio.imaging.decoding import decode_picture
from turbo_studio.imaging.outline import REDUCED_SIDE_PX, cut_object, find_surroundings, refine
from turbo_studio.imaging.planes import build_plane, cut_box, find_box
from turbo_studio.imaging.scanning import load_scan
from turbo_studio.imaging.wand import find_similar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from turbo_studio.core.geometry import Box
    from turbo_studio.imaging.planes import Plane

    Found = dict[str, Any]

_OPERATORS: Mapping[str, Callable[..., Plane]] = {
    operator.__name__: operator
    for operator in (
        mask_operators.grow,
        mask_operators.shrink,
        mask_operators.smooth,
        mask_operators.fill_holes,
        mask_operators.remove_specks,
        mask_operators.simplify,
    )
}


def rework_mask(
    path: Path, target: Path, width: int, height: int, operator: str, amounts: list[int]
) -> Found:
    """The box is that of all pixels that changed."""
    plane = np.fromfile(path, np.uint8).reshape(height, width)
    reworked = _OPERATORS[operator](plane, *amounts)
    return _write(target, reworked, find_box(plane ^ reworked))


def find_similar_pixels(
    path: Path,
    target: Path,
    width: int,
    height: int,
    x: int,
    y: int,
    tolerance: float,
    *,
    is_contiguous: bool,
) -> Found:
    pixels = np.memmap(path, np.uint32, "r", shape=(height, width))
    found = find_similar(pixels, x, y, tolerance, is_contiguous=is_contiguous)
    return _write(target, found, find_box(found))


def find_object(
    path: Path, target: Path, levels: Sequence[tuple[int, int, int]], points: Sequence[tuple[float, float]]
) -> Found:
    """``levels`` are offset, width and height of each zoom level, the largest first."""
    _, width, height = levels[0]
    polygon = np.array(points, np.float64)
    around = find_surroundings(polygon, width, height)
    pixels = cut_box(_map_colours(path, *levels[0]), around)
    small = _reduce(path, levels, around)
    scale = np.array([small.shape[1] / around.width, small.shape[0] / around.height])
    rough = cut_object(small, (polygon - (around.left, around.upper)) * scale)
    plane = np.zeros((height, width), np.uint8)
    cut_box(plane, around)[...] = refine(rough, pixels)
    return _write(target, plane, find_box(plane))


def find_transparent(path: Path, target: Path, width: int, height: int, *, is_inverted: bool) -> Found:
    alpha = np.memmap(path, np.uint8, "r", shape=(height, width, 4))[..., 3]
    found = build_plane((alpha < SELECTED_MIN) != is_inverted)
    return _write(target, found, find_box(found))


def read_mask(path: Path, target: Path, width: int, height: int, *, is_inverted: bool) -> Found:
    """A picture that nobody vouches for as a mask."""
    image = decode_picture(load_scan(path)).image
    return _write_mask(target, image, width, height, is_inverted=is_inverted)


def read_mask_pixels(
    path: Path, target: Path, width: int, height: int, *, rgba_width: int, rgba_height: int, is_inverted: bool
) -> Found:
    """Rows of straight red, green, blue, alpha as a mask."""
    image = Image.frombytes("RGBA", (rgba_width, rgba_height), path.read_bytes())
    return _write_mask(target, image, width, height, is_inverted=is_inverted)


def _write_mask(target: Path, image: Image.Image, width: int, height: int, *, is_inverted: bool) -> Found:
    alpha = np.asarray(image.getchannel("A")) if image.mode == "RGBA" else None
    is_from_alpha = alpha is not None and bool((alpha < 255).any())
    if is_from_alpha and alpha is not None:
        selected = alpha < SELECTED_MIN
    else:
        selected = np.asarray(image.convert("RGB").convert("L")) >= SELECTED_MIN
    plane = build_plane(selected != is_inverted)
    rows = (2 * np.arange(height) + 1) * plane.shape[0] // (2 * height)
    columns = (2 * np.arange(width) + 1) * plane.shape[1] // (2 * width)
    scaled = plane[rows][:, columns]  # nearest: the pixel under the middle
    return _write(target, scaled, find_box(scaled)) | {"is_from_alpha": is_from_alpha}


def _write(target: Path, plane: Plane, box: Box) -> Found:
    with target.open("xb") as file:
        file.write(np.ascontiguousarray(cut_box(plane, box)).data)
    return {"box": list(box), "is_from_alpha": False}


def _map_colours(path: Path, offset: int, width: int, height: int) -> Plane:
    """Blue, green and red of one level of a raster."""
    return np.memmap(path, np.uint8, "r", offset, (height, width, 4))[..., :3]


def _reduce(path: Path, levels: Sequence[tuple[int, int, int]], around: Box) -> Plane:
    """What lies in a box, small enough for the cut, out of the smallest level that has the pixels."""
    full_width = levels[0][1]
    longest = max(around.width, around.height)
    fitting = [level for level in levels if longest * level[1] / full_width >= REDUCED_SIDE_PX]
    offset, width, height = fitting[-1] if fitting else levels[0]
    scale = width / full_width
    part = _map_colours(path, offset, width, height)[
        int(around.upper * scale) : max(1, round(around.lower * scale)),
        int(around.left * scale) : max(1, round(around.right * scale)),
    ]
    share = min(1.0, REDUCED_SIDE_PX / max(part.shape[:2]))
    side_x, side_y = max(1, round(part.shape[1] * share)), max(1, round(part.shape[0] * share))
    reduced = cv2.resize(np.ascontiguousarray(part), (side_x, side_y), interpolation=cv2.INTER_AREA)
    return np.asarray(reduced, np.uint8)


SELECTION_TASKS: Mapping[str, Callable[..., Found]] = {
    task.__name__: task
    for task in (
        rework_mask,
        find_similar_pixels,
        find_object,
        find_transparent,
        read_mask,
        read_mask_pixels,
    )
}
