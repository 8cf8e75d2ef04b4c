"""Makes large pictures that look and compress as photographs do: a real one, enlarged, with grain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from turbo_studio.core.geometry import Size
from turbo_studio.core.sources import Raster
from turbo_studio.imaging.raster_file import write_raster
from turbo_studio.imaging.raster_layout import build_levels

SIZES = {16: Size(4896, 3264), 50: Size(8660, 5774), 96: Size(12_000, 8_000)}
"""By megapixels."""
_PHOTO = Path(__file__).parents[1] / "imaging" / "pictures" / "rocket.jpg"
_GRAIN = 3.0  # of 255: what a camera leaves at a low sensitivity
_STRIP_ROWS = 512


def build_picture(size: Size) -> Image.Image:
    """RGB, the same each time, and without a profile, as answers are: peers do not convert colours."""
    with Image.open(_PHOTO) as photo:
        picture = photo.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    picture.info.clear()
    rng = np.random.default_rng(size.pixels)
    for upper in range(0, size.height, _STRIP_ROWS):
        box = (0, upper, size.width, min(upper + _STRIP_ROWS, size.height))
        strip = np.asarray(picture.crop(box), np.float32)
        grain = rng.standard_normal(strip.shape, np.float32) * np.float32(_GRAIN)
        picture.paste(Image.fromarray(np.clip(strip + grain, 0, 255).astype(np.uint8)), box)
    return picture


def build_raster(size: Size, folder: Path) -> Raster:
    """Such a picture as the canvas maps it; 5.4 bytes a pixel on disk."""
    path = folder / f"{size}.raster"
    with build_picture(size) as picture:
        write_raster(picture, path)
    return Raster(path, has_alpha=False, levels=build_levels(size))


def build_noise_png(path: Path, size: Size) -> Path:
    """A PNG that hardly compresses, of about three bytes a pixel: the largest that can be answered."""
    pixels = np.random.default_rng(size.pixels).integers(0, 256, (size.height, size.width, 3), np.uint8)
    Image.fromarray(pixels).save(path, compress_level=1)
    return path
