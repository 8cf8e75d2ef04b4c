"""Reads a file's bytes and finds the one picture in it; the three formats by own walks, others by Pillow."""

from __future__ import annotations

import mmap
import os
import stat
from typing import TYPE_CHECKING

from PIL import Image

from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.jpeg_file import scan_jpeg
from turbo_studio.imaging.limits import FILE_BYTES_MAX, PROFILE_BYTES_MAX
from turbo_studio.imaging.png_file import scan_png
from turbo_studio.imaging.scan import Scan, check_size, open_content, refuse_damaged, refuse_unsupported
from turbo_studio.imaging.sniffing import HEAD_BYTES, detect_picture_type
from turbo_studio.imaging.webp_file import scan_webp

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.imaging.scan import Content

_WALKS = {"image/png": scan_png, "image/jpeg": scan_jpeg, "image/webp": scan_webp}
PILLOW_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/avif": "AVIF",
}
_ORIENTATION, _GPS_DIRECTORY, _BITS_PER_SAMPLE = 0x0112, 0x8825, 0x0102
_TELLING_TAGS = {0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x02BC, 0x8298, 0x83BB, 0x8649, 0x8769}
"""Description, make, model, software, date, artist, XMP, copyright, IPTC, Photoshop, EXIF."""


def load_scan(path: Path) -> Scan:
    """PictureError where the file is no picture that this program reads."""
    return scan_picture(_map_file(path))


def scan_picture(data: Content) -> Scan:
    """The same for the bytes of a file."""
    media_type = detect_picture_type(data[:HEAD_BYTES])
    walk = _WALKS.get(media_type)
    return walk(data) if walk else _scan_by_pillow(data, media_type)


def load_bytes(path: Path) -> bytes:
    """PictureError for what is no regular file, or too large a one; OSError where it cannot be read."""
    return bytes(_map_file(path))


def _map_file(path: Path) -> Content:
    """Mapped, so that a large file is not in memory a second time."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb"):
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise PictureError(ProblemCode.FILE_NOT_REGULAR)
        if status.st_size > FILE_BYTES_MAX:
            raise PictureError(
                ProblemCode.FILE_TOO_LARGE, size_bytes=status.st_size, limit_bytes=FILE_BYTES_MAX
            )
        return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) if status.st_size else b""


def _scan_by_pillow(data: Content, media_type: str) -> Scan:
    """The header as Pillow reads it; such a picture is always sent as a converted copy."""
    try:
        image = Image.open(open_content(data), formats=[PILLOW_FORMATS[media_type]])
    except (MemoryError, PictureError):
        raise
    except Exception as error:  # noqa: BLE001  hostile bytes make decoders raise anything
        refuse_damaged(f"{type(error).__name__}: {error}")
    check_size(*image.size)
    profile = image.info.get("icc_profile") or b""
    notes = _note_beside(image)
    if len(profile) > PROFILE_BYTES_MAX:
        profile = b""
        notes.add(Note.PROFILE_IGNORED)
    return Scan(
        media_type,
        check_size(*image.size),
        data,
        is_plain=False,
        profile=profile,
        orientation=_find_orientation(image),
        notes=frozenset(notes),
    )


def _note_beside(image: Image.Image) -> set[Note]:
    notes = set()
    tags = _load_tags(image)
    if _GPS_DIRECTORY in tags:
        notes |= {Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT}
    if _TELLING_TAGS & tags.keys() or {"comment", "xmp"} & image.info.keys():
        notes.add(Note.METADATA_LEFT_OUT)
    depths = tags.get(_BITS_PER_SAMPLE)
    if isinstance(depths, tuple) and any(isinstance(depth, int) and depth > 8 for depth in depths):
        notes.add(Note.REDUCED_TO_8_BITS)
    return notes


def _load_tags(image: Image.Image) -> dict[int, object]:
    if image.format == "BMP":
        return {}
    try:
        return dict(image.tag_v2 if image.format == "TIFF" else image.getexif())  # type: ignore[attr-defined]  # TIFF's own
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  broken tags say nothing, as in browsers
        return {}


def _find_orientation(image: Image.Image) -> int:
    """1 for TIFF, which Pillow turns while it loads."""
    value = 1 if image.format == "TIFF" else _load_tags(image).get(_ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def refuse_mode(media_type: str, mode: str) -> None:
    refuse_unsupported(f"{PILLOW_FORMATS[media_type]} {mode}")
