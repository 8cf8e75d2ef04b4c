"""Photographs as cameras write them: with an orientation, and with where they were taken."""

from __future__ import annotations

import struct

GPS_CANARY = b"GPS-CANARY-48N"
"""Stands in the GPS block, the maker's name and the comment: none of them may leave the computer."""


def build_exif(orientation: int) -> bytes:
    """An EXIF block with that orientation, a maker's name and a GPS block, byte by byte by the TIFF rules.

    Source: EXIF 2.32, 4.6: tags 0x0112 orientation, 0x010F make, 0x8825 the GPS block, 0x001B its text.
    """
    text = GPS_CANARY + b"\0"
    main_offset, entries = 8, 3
    gps_offset = main_offset + 2 + entries * 12 + 4
    text_offset = gps_offset + 2 + 12 + 4
    main = struct.pack("<H", entries)
    main += struct.pack("<HHII", 0x010F, 2, len(text), text_offset)
    main += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    main += struct.pack("<HHII", 0x8825, 4, 1, gps_offset)
    main += struct.pack("<I", 0)
    gps = struct.pack("<H", 1) + struct.pack("<HHII", 0x001B, 7, len(text), text_offset)
    gps += struct.pack("<I", 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", main_offset) + main + gps + text
