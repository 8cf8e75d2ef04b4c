"""The two facts of an EXIF block that this program acts on: which way is up, and whether it says where.

Own code, because the block comes from strangers: it reads the first directory alone and follows no
pointer, so nothing in it can cost time. What it cannot read says nothing, as in browsers.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_ORIENTATION = 0x0112
_GPS_DIRECTORY = 0x8825
_SHORT = 3
_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}


@dataclass(frozen=True, slots=True)
class ExifFacts:
    orientation: int = 1
    has_location: bool = False


def parse_exif(block: bytes) -> ExifFacts:
    """Read a TIFF-structured block, with or without the ``Exif`` mark in front of it."""
    tiff = block[6:] if block.startswith(b"Exif\0\0") else block
    order = _BYTE_ORDERS.get(tiff[:4])
    if order is None:
        return ExifFacts()
    try:
        return _parse_directory(tiff, order)
    except struct.error:
        return ExifFacts()


def _parse_directory(tiff: bytes, order: str) -> ExifFacts:
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, start)
    orientation, has_location = 1, False
    for position in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, values, value = struct.unpack_from(order + "HHIH", tiff, position)
        if tag == _ORIENTATION and kind == _SHORT and values == 1 and 1 <= value <= 8:
            orientation = value
        has_location = has_location or tag == _GPS_DIRECTORY
    return ExifFacts(orientation, has_location)
