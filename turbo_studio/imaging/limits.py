"""The bounds within which a picture is worth decoding; none of them is the gateway's."""

from __future__ import annotations

FILE_BYTES_MAX = 300_000_000
PIXELS_MAX = 120_000_000
"""Above every camera that designers carry (102 MP), below what a decoder needs gigabytes for."""

JPEG_SCANS_MAX = 100
"""Encoders write about ten; each one more costs a pass over all pixels (4,000 take half a minute)."""

JPEG_SEGMENTS_MAX = 10_000
"""A hundred scans with their tables and the longest extended XMP stay well below."""

WEBP_PIXELS_PER_BYTE_MAX = 5_000
"""Its decoder holds a picture four times: 1.3 GB for 34 bytes that say 9000 x 9000 in one colour."""

WEBP_PIXELS_UNASKED_MAX = 16_000_000
"""So many pixels may take no bytes at all."""

PNG_CHUNKS_MAX = 100_000
"""300 MB in chunks of 8 kB are 37,000; a million empty ones take seconds to walk."""

PROFILE_BYTES_MAX = 4_000_000
"""Colour profiles of presses come up to 2 MB."""
