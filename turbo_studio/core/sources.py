"""A source: one input picture as the document knows it, and its pixels as the canvas draws them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.geometry import Size

SourceId = NewType("SourceId", str)
PIXEL_BYTES = 4
"""Of a raster: blue, green, red and alpha."""


class Note(StrEnum):
    """What the program did, or will do, to a picture on its own; each is said to the user."""

    TURNED_UPRIGHT = "turned_upright"
    CONVERTED_TO_SRGB = "converted_to_srgb"
    PROFILE_IGNORED = "profile_ignored"
    CONVERTED_FROM_CMYK = "converted_from_cmyk"
    REDUCED_TO_8_BITS = "reduced_to_8_bits"
    FIRST_FRAME_ONLY = "first_frame_only"
    METADATA_LEFT_OUT = "metadata_left_out"
    LOCATION_LEFT_OUT = "location_left_out"
    OVER_BYTE_LIMIT = "over_byte_limit"
    """The file is not under the gateway's limit; a smaller copy will be sent."""
    ENCODED_LOSSLESS = "encoded_lossless"
    ENCODED_LOSSY = "encoded_lossy"
    SCALED_TO_FIT = "scaled_to_fit"
    MASK_SIMPLIFIED = "mask_simplified"
    """Specks and pinholes of the mask were dropped, to bring its file under the limit."""


class Level(NamedTuple):
    """One zoom level of a raster: 32 bits a pixel, rows without padding, from a byte offset."""

    size: Size
    offset: int


class Raster(NamedTuple):
    """A decoded picture in one file of raw pixels, largest level first, each level half of the last.

    Pixels are sRGB, upright, blue-green-red-alpha in byte order, with alpha premultiplied; the
    canvas maps the file into memory and paints from it without a copy.
    """

    path: Path
    has_alpha: bool
    levels: tuple[Level, ...]
    is_preview: bool = False
    """A coarse one, whose largest level may be smaller than the picture; it stays as long as its source."""

    @property
    def size(self) -> Size:
        """Of its largest level."""
        return self.levels[0].size

    @property
    def size_bytes(self) -> int:
        return self.levels[-1].offset + self.levels[-1].size.pixels * PIXEL_BYTES


class Source(NamedTuple):
    """A picture that was read once, judged good, and kept as bytes under its SHA-256."""

    id: SourceId
    name: str
    """For display only: the file's name, cleaned of control characters; never used as a path."""
    path: Path
    """Where the program keeps the bytes as they were read; not the user's file."""
    digest: str
    media_type: str
    size: Size
    """Upright, in pixels."""
    size_bytes: int
    notes: tuple[Note, ...] = ()
    preview: Raster | None = None
    """What can be shown until all of its pixels are decoded."""


def detect_media_type(head: bytes) -> str | None:
    """The media type that the first 12 bytes of a file tell, of the three that the gateway takes."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


FILE_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
