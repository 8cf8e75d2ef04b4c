"""Walks a JPEG's segments: keeps what the pixels need, leaves out what was written beside them.

Source: ITU-T T.81 annex B (markers), T.872 (Adobe's APP14), ICC.1 annex B.4 (APP2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.exif import parse_exif
from turbo_studio.imaging.limits import JPEG_SCANS_MAX, JPEG_SEGMENTS_MAX, PROFILE_BYTES_MAX
from turbo_studio.imaging.scan import Scan, check_size, join_core, refuse_damaged, refuse_unsupported

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size
    from turbo_studio.imaging.exif import ExifFacts
    from turbo_studio.imaging.scan import Content

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
_PLAIN_FRAMES = {0xC0, 0xC1, 0xC2}
_LOSSLESS_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF}
_BITS_PER_BLOCK_MIN = {0xC0: 2, 0xC1: 2, 0xC2: 1}
"""Huffman codes have a bit at least, and a block one for its mean and, unless progressive, one for its end.

Decoders fill what is missing with grey and say nothing. At least one component has a block for every 8 x 8
pixels; arithmetic coding needs less.
"""
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}  # Huffman and arithmetic tables, quantisation, restart interval
_ICC_MARK = b"ICC_PROFILE\0"
_XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
XMP_BYTES_MAX = 0xFFFF - 2 - len(_XMP_MARK)
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_MARKER_PREFIX = re.compile(rb"\xff+")


@dataclass(slots=True)
class _Walk:
    """What was met so far."""

    core: list[bytes | memoryview] = field(default_factory=lambda: [b"\xff\xd8"])
    size: Size | None = None
    is_plain: bool = False
    bits_min: int = 0
    scans: int = 0
    scan_bytes: int = 0
    exif: ExifFacts | None = None
    profile_parts: dict[int, bytes] = field(default_factory=dict)
    profile_count: int = 0
    notes: set[Note] = field(default_factory=set)


def scan_jpeg(data: Content) -> Scan:
    """PictureError where segments are cut, the coding is one that nobody reads, or scans are too many."""
    walk, position = _Walk(), 2
    for _ in range(JPEG_SEGMENTS_MAX):
        marker, position = _find_marker(data, position)
        if marker == _EOI:
            return _build_scan(walk, data)
        end = position + int.from_bytes(data[position : position + 2], "big")
        if end < position + 2 or end > len(data):
            refuse_damaged("a segment is cut off")
        if marker == _SOS:
            scan_start, end = end, _end_of_scan(data, end)
            walk.scan_bytes += end - scan_start
            walk.scans += 1
        _take_segment(walk, marker, memoryview(data)[position:end])
        position = end
    raise PictureError(ProblemCode.PICTURE_TOO_COMPLEX, f"more than {JPEG_SEGMENTS_MAX} segments")


def _find_marker(data: Content, position: int) -> tuple[int, int]:
    """The next marker and where its segment's length stands; fill bytes before it are skipped."""
    prefix = _MARKER_PREFIX.match(data, position)
    if prefix is None or prefix.end() >= len(data):
        refuse_damaged("no marker where one should be")
    return data[prefix.end()], prefix.end() + 1


def _end_of_scan(data: Content, start: int) -> int:
    match = _MARKER_IN_SCAN.search(data, start)
    if match is None:
        refuse_damaged("the file ends inside a scan")
    return match.start()


def _take_segment(walk: _Walk, marker: int, segment: memoryview) -> None:
    body = segment[2:]
    if marker in _FRAMES:
        _take_frame(walk, marker, body)
    elif marker in _LOSSLESS_FRAMES:
        refuse_unsupported("lossless JPEG")
    elif marker == _SOS and (walk.size is None or walk.scans > JPEG_SCANS_MAX):
        raise PictureError(ProblemCode.PICTURE_TOO_COMPLEX, f"more than {JPEG_SCANS_MAX} scans")
    elif not (marker in _TABLES or marker == _SOS or _is_needed(marker, bytes(body[:6]))):
        _take_beside(walk, marker, bytes(body))
        return
    walk.core += [bytes((0xFF, marker)), segment]


def _take_frame(walk: _Walk, marker: int, body: memoryview) -> None:
    if walk.size is not None or len(body) < 6:
        refuse_damaged("not exactly one frame")
    walk.size = check_size(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
    if body[0] != 8:
        refuse_unsupported(f"{body[0]}-bit JPEG")
    walk.is_plain = marker in _PLAIN_FRAMES and body[5] in {1, 3}
    walk.bits_min = _BITS_PER_BLOCK_MIN.get(marker, 0) * (
        -(-walk.size.width // 8) * -(-walk.size.height // 8)
    )


def _is_needed(marker: int, mark: bytes) -> bool:
    """JFIF and Adobe's mark say how the colours are coded."""
    return (marker == _APP0 and mark[:5] == b"JFIF\0") or (marker == _APP14 and mark[:5] == b"Adobe")


def _take_beside(walk: _Walk, marker: int, body: bytes) -> None:
    if not (_APP0 <= marker <= _APP15 or marker == _COM):
        refuse_damaged(f"unexpected marker {marker:#x}")
    if marker == _APP2 and body.startswith(_ICC_MARK) and len(body) >= 14:
        walk.profile_parts.setdefault(body[12], body[14:])
        walk.profile_count = body[13]
    elif marker == _APP2 and body.startswith(b"MPF\0"):
        walk.notes.add(Note.FIRST_FRAME_ONLY)
    elif marker != _APP0:
        _take_metadata(walk, marker, body)


def _take_metadata(walk: _Walk, marker: int, body: bytes) -> None:
    walk.notes.add(Note.METADATA_LEFT_OUT)
    if marker == _APP1 and body.startswith(b"Exif\0\0") and walk.exif is None:
        walk.exif = parse_exif(body)
    has_location = b"GPSLatitude" in body or (walk.exif is not None and walk.exif.has_location)
    if has_location:
        walk.notes.add(Note.LOCATION_LEFT_OUT)


def _build_scan(walk: _Walk, data: Content) -> Scan:
    if walk.size is None or not walk.scans:
        refuse_damaged("no picture between the markers")
    if 8 * walk.scan_bytes < walk.bits_min:
        refuse_damaged("the scans end before the picture does")
    profile = _join_profile(walk)
    if walk.profile_parts and not profile:
        walk.notes.add(Note.PROFILE_IGNORED)
    return Scan(
        "image/jpeg",
        walk.size,
        join_core([*walk.core, b"\xff\xd9"], data),
        walk.is_plain,
        profile,
        walk.exif.orientation if walk.exif else 1,
        frozenset(walk.notes),
    )


def insert_jpeg_xmp(jpeg: bytes, xmp: bytes) -> bytes:
    """Put an XMP packet of at most ``XMP_BYTES_MAX`` into a file without one, behind JFIF's own mark."""
    start = 2
    if jpeg[start : start + 2] == bytes((0xFF, _APP0)):
        start += 2 + int.from_bytes(jpeg[start + 2 : start + 4], "big")
    body = _XMP_MARK + xmp
    segment = bytes((0xFF, _APP1)) + (2 + len(body)).to_bytes(2, "big") + body
    return jpeg[:start] + segment + jpeg[start:]


def _join_profile(walk: _Walk) -> bytes:
    """The ICC profile of all its parts; empty where one is missing or the whole is too long."""
    if sorted(walk.profile_parts) != list(range(1, walk.profile_count + 1)):
        return b""
    profile = b"".join(part for _, part in sorted(walk.profile_parts.items()))
    return profile if len(profile) <= PROFILE_BYTES_MAX else b""
