"""Decodes the core of a scanned file strictly: a picture that is cut or corrupt is refused, never guessed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFile

from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError
from turbo_studio.core.sources import Note
from turbo_studio.imaging.colours import KNOWN_MODES, convert_to_srgb
from turbo_studio.imaging.png_file import check_rows
from turbo_studio.imaging.scan import open_content, refuse_damaged
from turbo_studio.imaging.scanning import PILLOW_FORMATS, refuse_mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.imaging.scan import Scan

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # the scan has checked the size, against our own bound

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WITH_FRAMES = {"image/gif", "image/tiff", "image/avif"}
"""Formats whose core may hold more than the first frame."""
PIXEL_NOTES = {
    Note.TURNED_UPRIGHT,
    Note.CONVERTED_TO_SRGB,
    Note.CONVERTED_FROM_CMYK,
    Note.REDUCED_TO_8_BITS,
}
"""Notes that say that the pixels are not those of the file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A good picture: upright, 8 bits, sRGB, RGB or RGBA."""

    image: Image.Image
    notes: frozenset[Note]


def decode_picture(scan: Scan, draft_px: int | None = None) -> Picture:
    """PictureError where any part of the pixels is missing or wrong.

    With ``draft_px`` a JPEG may come smaller, with its shorter side no shorter than that; all of the
    file is read all the same.
    """
    image, notes = _load_strictly(scan, draft_px)
    if image.mode not in KNOWN_MODES:
        refuse_mode(scan.media_type, image.mode)
    image, colour_notes = convert_to_srgb(image, scan)
    if scan.orientation in _TURNS:
        image = image.transpose(_TURNS[scan.orientation])
        notes |= {Note.TURNED_UPRIGHT}
    return Picture(image, scan.notes | notes | colour_notes)


def find_upright_size(scan: Scan) -> Size:
    return Size(scan.size.height, scan.size.width) if scan.orientation >= 5 else scan.size


def _load_strictly(scan: Scan, draft_px: int | None) -> tuple[Image.Image, set[Note]]:
    notes: set[Note] = set()
    with _refusing_damage():
        image = Image.open(open_content(scan.core), formats=[PILLOW_FORMATS[scan.media_type]])
        if image.size != scan.size:
            refuse_damaged(f"a header of {scan.size} and a picture of {image.size}")
        if draft_px is not None:
            image.draft(None, (draft_px, draft_px))
        elif scan.media_type == "image/tiff" and image.getexif().get(0x0112, 1) != 1:
            notes.add(Note.TURNED_UPRIGHT)
        image.load()
        if scan.media_type == "image/png" and not _is_last_row_written(image):
            check_rows(scan.core)
    if scan.media_type not in _WITH_FRAMES:
        return image, notes
    first = image.copy()
    if _has_more_frames(image):
        notes.add(Note.FIRST_FRAME_ONLY)
    return first, notes


def _is_last_row_written(image: Image.Image) -> bool:
    """Whether its pixels tell so: rows come in their order, into memory of zeros, unless they come in passes.

    Pillow lets a stream pass that ends before them. To read it once more takes a third of the decoding.
    """
    last_row = image.crop((0, image.height - 1, *image.size))
    return not image.info.get("interlace") and bool(np.asarray(last_row).any())


def _has_more_frames(image: Image.Image) -> bool:
    try:
        image.seek(1)
    except EOFError:
        return False
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  there is a second frame, and it is damaged: the first is good
        return True
    return True


@contextlib.contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except (MemoryError, PictureError):
        raise
    except Exception as error:  # noqa: BLE001  hostile bytes make decoders raise anything
        refuse_damaged(f"{type(error).__name__}: {error}")
