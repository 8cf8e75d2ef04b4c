"""What is written as PNG is read back as it was, by two decoders and by the strict walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QImage

from tests.imaging.making import ROCKET, encode, make_photo
from turbo_studio.imaging.decoding import decode_picture
from turbo_studio.imaging.png_writing import write_png
from turbo_studio.imaging.scanning import load_scan

if TYPE_CHECKING:
    from pathlib import Path


@given(st.sampled_from(["RGB", "RGBA"]), st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_pixels_come_back(
    tmp_path_factory: pytest.TempPathFactory, mode: str, width: int, height: int, seed: int
) -> None:
    channels = len(mode)
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
    path = tmp_path_factory.mktemp("png") / "picture.png"
    write_png(Image.fromarray(pixels), path)
    scan = load_scan(path)
    assert (scan.is_plain, scan.notes, bytes(scan.core)) == (True, frozenset(), path.read_bytes())
    assert np.array_equal(np.asarray(decode_picture(scan).image.convert(mode)), pixels)
    shown = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    read = np.array(shown.constBits()).reshape(height, width, 4)[..., :channels]
    assert np.array_equal(read, pixels)


def test_a_photograph_is_no_longer_than_by_pillow(tmp_path: Path) -> None:
    with Image.open(ROCKET) as photo:
        small = photo.convert("RGB").resize((512, 340), Image.Resampling.LANCZOS)
    write_png(small, tmp_path / "small.png")
    assert (tmp_path / "small.png").stat().st_size < 1.05 * len(encode(small, "PNG"))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_png(make_photo(), path)
    assert path.read_bytes() == b"mine"
