"""Turns any decoded picture into 8 bits of sRGB, as RGB, or as RGBA where something shows through."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageCms

from turbo_studio.core.sources import Note

if TYPE_CHECKING:
    from turbo_studio.imaging.scan import Scan

_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""The colour space that a profile names → the mode it fits."""
_SRGB = ImageCms.createProfile("sRGB")
_SIXTEEN_BITS = {"I;16", "I;16L", "I;16B", "I;16N"}
_PNG_DEPTH_AT = 24  # signature, length and type of IHDR, width, height

KNOWN_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr"} | _SIXTEEN_BITS


def convert_to_srgb(image: Image.Image, scan: Scan) -> tuple[Image.Image, frozenset[Note]]:
    """A picture of one of ``KNOWN_MODES`` as RGB or RGBA, and what had to be done to its colours.

    16 bits are divided by 257 (grey) or keep their upper byte (colours, as Pillow reads them).
    """
    notes = set()
    if image.mode in _SIXTEEN_BITS:
        notes.add(Note.REDUCED_TO_8_BITS)
    flat, alpha = _split_alpha(image, scan)
    if flat.mode == "CMYK":
        notes.add(Note.CONVERTED_FROM_CMYK)
    flat, profile_notes = _apply_profile(flat, scan.profile)
    flat = flat if flat.mode == "RGB" else flat.convert("RGB")
    if alpha is not None:
        flat.putalpha(alpha)
    return flat, frozenset(notes | profile_notes)


def _split_alpha(image: Image.Image, scan: Scan) -> tuple[Image.Image, Image.Image | None]:
    """Colours as L, RGB or CMYK, and the alpha where any pixel is not opaque."""
    alpha = _build_keyed_alpha(image, scan)
    if alpha is None and (image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info):
        image = image.convert("LA" if image.mode == "LA" else "RGBA")
        alpha = image.getchannel("A")
    if alpha is not None and alpha.getextrema() == (255, 255):
        alpha = None
    return _flatten(image), alpha


def _flatten(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN_BITS:
        deep = np.asarray(image).astype(np.uint32)
        return Image.fromarray(((deep + 128) // 257).astype(np.uint8))
    image.info.pop("transparency", None)
    flat_mode = {"1": "L", "L": "L", "LA": "L", "CMYK": "CMYK"}.get(image.mode, "RGB")
    return image if image.mode == flat_mode else image.convert(flat_mode)


def _build_keyed_alpha(image: Image.Image, scan: Scan) -> Image.Image | None:
    """Alpha of a PNG that names one grey or colour as transparent, at the depth that it is stored in.

    Pillow gives that colour as it is stored, and pixels scaled to 8 bits. Of 16-bit colours
    the upper bytes are compared, for these alone are decoded.
    """
    key = image.info.get("transparency")
    if scan.media_type != "image/png" or image.mode not in {"1", "L", "RGB", *_SIXTEEN_BITS}:
        return None
    if not isinstance(key, int | tuple):
        return None
    depth = scan.core[_PNG_DEPTH_AT]
    pixels = np.asarray(image)
    if isinstance(key, tuple):
        shown = np.any(pixels != np.array([value >> (depth - 8) for value in key]), axis=2)
    elif image.mode == "1":
        shown = pixels != bool(key)
    else:
        shown = pixels != (key if depth == 16 else key * 255 // ((1 << depth) - 1))
    return Image.fromarray(np.where(shown, np.uint8(255), np.uint8(0)))


def _apply_profile(image: Image.Image, profile: bytes) -> tuple[Image.Image, set[Note]]:
    """L, RGB or CMYK through its profile; as it is, with a note, where the profile is no good."""
    if not profile:
        return image, set()
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if _SPACES.get(source.profile.xcolor_space.strip()) != image.mode:
            return image, {Note.PROFILE_IGNORED}
        target_mode = "L" if image.mode == "L" and _is_srgb(source, "L") else "RGB"
        if target_mode == "L" or (image.mode == "RGB" and _is_srgb(source, "RGB")):
            return image, set()
        transform = _build_transform(source, image.mode)
        converted = ImageCms.applyTransform(image, transform, inPlace=image.mode == "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image, {Note.PROFILE_IGNORED}
    return converted or image, {Note.CONVERTED_TO_SRGB}


def _build_transform(source: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
    """Perceptual for presses, whose tables are made for it; else relative to white with its black point."""
    intent = ImageCms.Intent.PERCEPTUAL if mode == "CMYK" else ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(source, _SRGB, mode, "RGB", intent, ImageCms.Flags.BLACKPOINTCOMPENSATION)


def _is_srgb(source: ImageCms.ImageCmsProfile, mode: str) -> bool:
    """Whether the profile moves no colour of a grid by more than one step: names are not believed."""
    ramp = np.linspace(0, 255, 9).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1).reshape(1, -1, 3)
    colours = Image.fromarray(grid if mode == "RGB" else grid[..., 0])
    moved = ImageCms.applyTransform(colours, _build_transform(source, mode))
    before = np.asarray(colours.convert("RGB")).astype(int)
    return moved is not None and int(np.abs(np.asarray(moved).astype(int) - before).max()) <= 1
