"""What a child is asked that compares: some rows of two rasters, measured, and painted at each zoom level.

The rows of a task start where no pixel of any level covers rows of two tasks. A coarser level shows the
mean of what was measured, in the colour that stands for the mean.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PIL import Image

from turbo_studio.core.colour_distance import convert_to_lab, find_differences
from turbo_studio.core.comparing import (
    HEAT_STOPS,
    LEFT_OUT_GREY,
    NOTICEABLE,
    Measure,
    Region,
    fit_to_frame,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask import SELECTED_MIN
from turbo_studio.core.sources import PIXEL_BYTES
from turbo_studio.imaging.raster_layout import build_levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float32]

_PIXELS_AT_ONCE = 16_384  # what is computed of so many stays in the processor's cache
_HEAT_AT = np.array([distance for distance, _ in HEAT_STOPS])
_HEAT_COLOURS = np.array([colour for _, colour in HEAT_STOPS])


class Side(NamedTuple):
    """One raster, and the size that it is brought to."""

    path: Path
    size: Size
    fitted: Size

    @classmethod
    def build(cls, given: Sequence[Any], frame: Sequence[int]) -> Side:
        """From path, width and height as they stand in the request, and the frame's."""
        size = Size(given[1], given[2])
        return cls(Path(given[0]), size, fit_to_frame(size, Size(*frame)))


def compare_rows(
    target: Path,
    first: Sequence[Any],
    second: Sequence[Any],
    mask: Sequence[Any] | None,
    frame: Sequence[int],
    width: int,
    height: int,
    upper: int,
    lower: int,
    region: str,
    amplification: int,
) -> dict[str, Any]:
    """Write rows ``upper`` to ``lower`` into the raster ``target``, which has its length already.

    Rasters are given as path, width and height. An ``amplification`` of 0 stands for the heat map.
    """
    sides = Side.build(first, frame), Side.build(second, frame)
    area = None if mask is None else Side.build(mask, frame)
    weighed = np.empty((lower - upper, width, 4 if amplification else 2), np.float32)
    found = Measure()
    for start, end in _iterate_rows(upper, lower, width):
        pixels = [read_rows(side, start, end) for side in sides]
        distances = _find_steps(*pixels) if amplification else _find_heat(*pixels)
        weights = _find_weights(area, region, start, end, width)
        part = weighed[start - upper : end - upper]
        part[..., :-1] = distances * weights[..., np.newaxis]
        part[..., -1] = weights
        found = found.join(_measure(part, 0.0 if amplification else NOTICEABLE))
    _write_levels(target, Size(width, height), upper, weighed, amplification)
    return {
        "pixels": found.pixels,
        "changed_pixels": found.changed_pixels,
        "total": found.total,
        "maximum": found.maximum,
    }


def _iterate_rows(upper: int, lower: int, width: int) -> Iterator[tuple[int, int]]:
    step = max(1, _PIXELS_AT_ONCE // width)
    for start in range(upper, lower, step):
        yield start, min(start + step, lower)


def read_rows(side: Side, upper: int, lower: int) -> Bytes:
    """Rows of a side at its fitted size, upon white: shape (rows, width, 3), red, green, blue."""
    if side.size == side.fitted:
        pixels = _load_rows(side, upper, lower)
    else:
        scale = side.size.height / side.fitted.height
        first = max(0, int(upper * scale) - 2)
        last = min(side.size.height, int(lower * scale) + 3)
        rows = _load_rows(side, first, last)
        strip = Image.frombuffer("RGBX", (side.size.width, last - first), rows, "raw", "RGBX", 0, 1)
        box = (0, upper * scale - first, side.size.width, min(lower * scale, side.size.height) - first)
        fitted = strip.resize((side.fitted.width, lower - upper), Image.Resampling.BILINEAR, box)
        pixels = np.asarray(fitted)
    opaque: Bytes = pixels[..., 2::-1] + (255 - pixels[..., 3:])
    return opaque


def _load_rows(side: Side, upper: int, lower: int) -> Bytes:
    """Blue, green, red and alpha, premultiplied, as they lie in the file."""
    row_bytes = side.size.width * PIXEL_BYTES
    rows = np.fromfile(side.path, np.uint8, (lower - upper) * row_bytes, offset=upper * row_bytes)
    return rows.reshape(lower - upper, side.size.width, PIXEL_BYTES)


def _find_steps(first: Bytes, second: Bytes) -> Floats:
    """Shape (rows, width, 3)."""
    return np.abs(np.subtract(first, second, dtype=np.int16)).astype(np.float32)


def _find_heat(first: Bytes, second: Bytes) -> Floats:
    """Shape (rows, width, 1); only what differs is computed."""
    heat: Floats = np.zeros((*first.shape[:2], 1), np.float32)
    differs = (first != second).any(axis=2)
    if differs.any():
        heat[differs, 0] = find_differences(convert_to_lab(first[differs]), convert_to_lab(second[differs]))
    return heat


def _find_weights(area: Side | None, region: str, upper: int, lower: int, width: int) -> Floats:
    """1 where a pixel is compared, else 0; beyond the mask's lower edge nothing was to be changed."""
    if area is None or region == Region.WHOLE:
        return np.ones((lower - upper, width), np.float32)
    rows = np.minimum(
        (2 * np.arange(upper, lower) + 1) * area.size.height // (2 * area.fitted.height), area.size.height
    )
    columns = (2 * np.arange(width) + 1) * area.size.width // (2 * width)
    first, last = int(rows[0]), min(int(rows[-1]) + 1, area.size.height)
    alpha = np.full((int(rows[-1]) + 1 - first, area.size.width), 255, np.uint8)
    if last > first:
        alpha[: last - first] = _load_rows(area, first, last)[..., 3]
    is_inside = alpha[rows - first][:, columns] < SELECTED_MIN
    weights: Floats = (is_inside == (region == Region.INSIDE)).astype(np.float32)
    return weights


def _measure(weighed: Floats, changed_above: float) -> Measure:
    """Of what is not weighed with 0; of several channels the one that differs most counts."""
    distances = weighed[..., :-1].max(axis=2)
    return Measure(
        int(weighed[..., -1].sum()),
        int((distances > changed_above).sum()),
        float(distances.sum(dtype=np.float64)),
        float(distances.max()),
    )


def _write_levels(target: Path, size: Size, upper: int, weighed: Floats, amplification: int) -> None:
    with target.open("r+b") as file:
        for number, level in enumerate(build_levels(size)):
            if number:
                weighed = _halve(weighed)
            file.seek(level.offset + (upper >> number) * level.size.width * PIXEL_BYTES)
            file.write(np.ascontiguousarray(_paint(weighed, amplification)).data)


def _halve(weighed: Floats) -> Floats:
    """The mean of each two by two, or of those that exist at an odd edge."""
    rows, columns, _ = weighed.shape
    even = np.pad(weighed, ((0, rows % 2), (0, columns % 2), (0, 0)), "edge")
    mean: Floats = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) * np.float32(0.25)
    return mean


def _paint(weighed: Floats, amplification: int) -> Bytes:
    """The colours of means, and grey as far as pixels were left out: blue, green, red, alpha."""
    weights = weighed[..., -1:]
    means = weighed[..., :-1] / np.maximum(weights, np.float32(1e-6))
    if amplification:
        colours = np.minimum(means * amplification, 255)
    else:
        heat = np.minimum(means[..., 0], _HEAT_AT[-1])
        colours = np.stack([np.interp(heat, _HEAT_AT, channel) for channel in _HEAT_COLOURS.T], axis=2)
    painted = np.full((*weighed.shape[:2], PIXEL_BYTES), 255, np.uint8)
    painted[..., 2::-1] = colours * weights + LEFT_OUT_GREY * (1 - weights) + 0.5
    return painted
