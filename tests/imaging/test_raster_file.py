"""A raster's pixels, compared exactly with the rules written out in numpy."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.imaging.making import make_photo
from turbo_studio.core.geometry import Size
from turbo_studio.imaging.raster_file import write_raster
from turbo_studio.imaging.raster_layout import build_levels, find_raster_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def premultiply(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """round(c * a / 255), in blue, green, red, alpha."""
    deep = rgba.astype(np.int64)
    colours = (deep[..., :3] * deep[..., 3:] + 127) // 255
    return np.dstack([colours[..., ::-1], deep[..., 3:]]).astype(np.uint8)


def halve(level: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The rounded mean of two by two pixels, or of those that exist."""
    height, width, _ = level.shape
    halved = np.empty((-(-height // 2), -(-width // 2), 4), np.uint8)
    for row, column in np.ndindex(halved.shape[:2]):
        block = level[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].reshape(-1, 4).astype(int)
        halved[row, column] = (2 * block.sum(axis=0) + len(block)) // (2 * len(block))
    return halved


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (257, 3), (300, 200), (5, 1030)])
def test_levels_are_exact(tmp_path: Path, mode: str, size: tuple[int, int]) -> None:
    photo = make_photo(*size, mode)
    path = tmp_path / "raster"
    write_raster(photo, path)
    content = np.frombuffer(path.read_bytes(), np.uint8)
    expected = premultiply(np.asarray(photo.convert("RGBA")))
    for level in build_levels(Size(*size)):
        end = level.offset + 4 * level.size.pixels
        pixels = content[level.offset : end].reshape(level.size.height, level.size.width, 4)
        assert np.array_equal(pixels, expected)
        expected = halve(pixels)
    assert end == len(content)


@pytest.mark.parametrize("size", [Size(1, 1), Size(256, 256), Size(257, 1), Size(12000, 8001)])
def test_layout(size: Size) -> None:
    levels = build_levels(size)
    assert levels[0].size == size
    assert max(levels[-1].size) <= 256
    for above, below in itertools.pairwise(levels):
        assert below.size == ((above.size.width + 1) // 2, (above.size.height + 1) // 2)
        assert below.offset == above.offset + above.size.pixels * 4
    assert find_raster_bytes(size) == levels[-1].offset + levels[-1].size.pixels * 4


def test_does_not_write_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "raster"
    path.write_bytes(b"kept")
    with pytest.raises(FileExistsError):
        write_raster(make_photo(), path)
    assert path.read_bytes() == b"kept"
