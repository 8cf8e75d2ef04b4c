"""The mask on the wire: two decoders and our own arithmetic read back exactly what was selected."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QImage

from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.mask_png import combine_adler, write_mask_png
from turbo_studio.imaging.png_file import check_rows, scan_png

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from turbo_studio.core.mask_snapshot import MaskSnapshot

LIMIT = 4_000_000


def take_mask(coverage: NDArray[np.uint8]) -> MaskSnapshot:
    height, width = coverage.shape
    mask = Mask(Size(width, height))
    mask.begin_edit()
    mask.add_stamp(coverage, 0, 0)
    mask.commit_edit()
    return mask.take_snapshot()


def make_coverage(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """Soft discs, a whole tile, and grain of every value in one corner."""
    y, x = np.mgrid[0:height, 0:width]
    rng = np.random.default_rng(seed)
    soft = np.clip(400 - np.hypot(x - width // 2, y - height // 3) * 8, 0, 255)
    coverage: NDArray[np.uint8] = soft.astype(np.uint8)
    coverage[256:512, 0:256] = 255
    coverage[: height // 4, : width // 4] = rng.integers(0, 256, (height // 4, width // 4))
    return coverage


def write(mask: MaskSnapshot, path: Path, limit_bytes: int = LIMIT) -> bytes:
    path.unlink(missing_ok=True)
    write_mask_png(mask, path, limit_bytes)
    return path.read_bytes()


def decode_by_pillow(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        assert image.mode == "RGBA"
        return np.asarray(image)


def decode_by_qt(path: Path) -> NDArray[np.uint8]:
    image = QImage(str(path))
    assert image.hasAlphaChannel()
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(plain.constBits()).reshape(plain.height(), plain.width(), 4)


def decode_by_hand(path: Path) -> NDArray[np.uint8]:
    """Only what this writer uses: one zlib stream, filter Up on every row."""
    content = path.read_bytes()
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    stream, position = b"", 8
    while position < len(content):
        length = int.from_bytes(content[position : position + 4], "big")
        kind, body = content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        stream += body if kind == b"IDAT" else b""
        position += 12 + length
    rows = np.frombuffer(zlib.decompress(stream), np.uint8).reshape(height, 1 + 4 * width)
    assert (rows[:, 0] == 2).all()
    return np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(height, width, 4)


@pytest.mark.parametrize("size", [(1, 1), (700, 601), (256, 64), (257, 65), (63, 1030), (1, 3000)])
@pytest.mark.parametrize("decode", [decode_by_pillow, decode_by_qt, decode_by_hand])
def test_three_decoders_read_the_same(tmp_path: Path, size: tuple[int, int], decode: object) -> None:
    assert callable(decode)
    coverage = make_coverage(*size)
    write(take_mask(coverage), tmp_path / "mask.png")
    pixels = decode(tmp_path / "mask.png")
    assert np.array_equal(pixels[..., 3], np.where(coverage >= 128, 0, 255))
    assert not pixels[..., :3].any()


@given(
    st.integers(1, 600),
    st.integers(1, 200),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.0, 0.001, 0.5, 1.0]),
)
def test_what_is_selected_comes_back(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, seed: int, share: float
) -> None:
    coverage = np.where(np.random.default_rng(seed).random((height, width)) < share, 255, 0).astype(np.uint8)
    path = tmp_path_factory.mktemp("mask") / "mask.png"
    core = write(take_mask(coverage), path)
    assert np.array_equal(decode_by_pillow(path)[..., 3], 255 - coverage)
    assert scan_png(core).core == core
    check_rows(core)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_adler_of_two_texts(first: bytes, second: bytes) -> None:
    combined = combine_adler(zlib.adler32(first), zlib.adler32(second), len(second))
    assert combined == zlib.adler32(first + second)


def test_torn_selection_is_tried_harder(tmp_path: Path) -> None:
    mask = take_mask(make_coverage(700, 600))
    quick = len(write(mask, tmp_path / "mask.png"))
    tight = len(write(mask, tmp_path / "mask.png", quick))
    assert tight < quick
    assert np.array_equal(decode_by_qt(tmp_path / "mask.png")[..., 3], 255 - mask.coverage)


def test_mask_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    mask = take_mask(make_coverage(300, 300))
    with pytest.raises(PictureError) as caught:
        write(mask, tmp_path / "mask.png", 1000)
    assert caught.value.problem.code is ProblemCode.MASK_DOES_NOT_FIT
    assert caught.value.problem.params == {"limit_bytes": 1000}


def test_brush_strokes_on_a_large_picture_are_small(tmp_path: Path) -> None:
    mask = Mask(Size(6000, 4000))
    mask.begin_edit()
    disc = np.where(np.hypot(*(np.mgrid[-300:300, -300:300] + 0.5)) < 300, np.uint8(255), np.uint8(0))
    for left in range(300, 5000, 150):
        mask.add_stamp(disc, left, left // 2)
    mask.commit_edit()
    snapshot = mask.take_snapshot()
    content = write(snapshot, tmp_path / "mask.png")
    assert len(content) < 500_000
    box = Box(300, 150, 900, 750)
    alpha = decode_by_qt(tmp_path / "mask.png")[..., 3]
    assert np.array_equal(alpha, 255 - snapshot.coverage)
    assert not alpha[box.upper + 300, box.left + 300]
