"""The magic wand against one that measures each pixel and walks to its neighbours."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.imaging.test_mask_operators import reach
from turbo_studio.core.colour_distance import convert_to_lab, find_differences
from turbo_studio.imaging import wand
from turbo_studio.imaging.planes import build_plane
from turbo_studio.imaging.wand import find_similar

_COLOURS = np.array([0xFF808080, 0xFF828280, 0xFF9A8080, 0xFF000000, 0xFFFFFFFF, 0x80808080], np.uint32)
_PIXELS = hnp.arrays(
    np.uint32,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=10),
    elements=st.sampled_from(_COLOURS.tolist()),
)


def measure(first: int, second: int) -> float:
    lab = convert_to_lab(
        np.array([[value >> shift & 255 for shift in (16, 8, 0)] for value in (first, second)], np.uint8)
    )
    return float(find_differences(lab[:, :1].astype(float), lab[:, 1].astype(float))[0])


@given(_PIXELS, st.data(), st.sampled_from([0.0, 1.5, 12.0, 100.0]), st.booleans())
def test_it_takes_what_is_alike(
    pixels: np.ndarray[tuple[int, int], np.dtype[np.uint32]],
    data: st.DataObject,
    tolerance: float,
    is_contiguous: bool,
) -> None:
    height, width = pixels.shape
    y, x = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    wanted = int(pixels[y, x])

    def is_alike(value: int) -> bool:
        alphas = abs((value >> 24) - (wanted >> 24))
        return measure(value, wanted) <= tolerance and alphas <= tolerance * 2.55

    alike = build_plane(np.array([[is_alike(int(value)) for value in row] for row in pixels], np.bool_))
    if is_contiguous:
        connected = reach(alike, (y, x), ((0, 1), (0, -1), (1, 0), (-1, 0)))
        for position in np.argwhere(alike).tolist():
            if tuple(position) not in connected:
                alike[tuple(position)] = 0
    found = find_similar(pixels, x, y, tolerance, is_contiguous=is_contiguous)
    assert np.array_equal(found, alike)


def test_strips_join() -> None:
    pixels = np.full((3 * wand._STRIP_ROWS + 7, 3), 0xFF336699, np.uint32)
    assert find_similar(pixels, 1, 1, 1.0, is_contiguous=True).all()
