"""Walks a PNG's chunks: every checksum is checked, the pixels are kept, the rest is left out.

Source: the PNG specification, third edition (chunk layout, colour types, eXIf, cICP, acTL).
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.exif import parse_exif
from turbo_studio.imaging.limits import PNG_CHUNKS_MAX, PROFILE_BYTES_MAX
from turbo_studio.imaging.scan import Scan, check_size, join_core, refuse_damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.imaging.scan import Content

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_STRUCTURE = {b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"cICP"}
_STRUCTURE |= {b"iCCP", b"acTL", b"fcTL", b"fdAT"}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PALETTE = 3
_ADAM7 = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
)  # fmt: skip
"""The first column and row of each pass, and the steps between them."""
_DEFLATED_BYTES = 1 << 16
_INFLATED_BYTES = 1 << 22
_HEADER_END = len(SIGNATURE) + 25
_XMP_KEYWORD = b"XML:com.adobe.xmp"
_SRGB_GAMMA = 45455
_SRGB_CODE_POINTS = b"\x01\x0d\x00\x01"

Chunks = dict[bytes, memoryview]
"""The first chunk of each ancillary type."""


def scan_png(data: Content) -> Scan:
    """PictureError where a chunk is cut, its checksum is wrong, or the order is."""
    core: list[bytes | memoryview] = [SIGNATURE]
    seen: Chunks = {}
    notes: set[Note] = set()
    for kind, body, whole in _iterate_chunks(data):
        if kind == b"IHDR" or kind not in seen:
            _check_order(kind, seen)
            seen[kind] = body
        if kind == b"IHDR":
            check_size(*_parse_header(body)[:2])
        if kind in _KEPT:
            core.append(whole)
        elif kind not in _STRUCTURE:
            notes |= _note_metadata(kind, body)
    return _build_scan(join_core(core, data), seen, notes)


def _iterate_chunks(data: Content) -> Iterator[tuple[bytes, memoryview, memoryview]]:
    """Each chunk's type, body and whole, up to IEND."""
    view, position = memoryview(data), len(SIGNATURE)
    for _ in range(PNG_CHUNKS_MAX):
        if position + 12 > len(data):
            refuse_damaged("the file ends before IEND")
        (length,) = struct.unpack_from(">I", data, position)
        end = position + 12 + length
        if end > len(data):
            refuse_damaged("a chunk is cut off")
        kind = data[position + 4 : position + 8]
        if zlib.crc32(view[position + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            refuse_damaged(f"wrong checksum of chunk {kind!r}")
        yield kind, view[position + 8 : end - 4], view[position:end]
        if kind == b"IEND":
            return
        position = end
    raise PictureError(ProblemCode.PICTURE_TOO_COMPLEX, f"more than {PNG_CHUNKS_MAX} chunks")


def _check_order(kind: bytes, seen: Chunks) -> None:
    if (kind == b"IHDR") != (not seen):
        refuse_damaged("IHDR is not the first chunk, or not the only one")
    if kind == b"IEND" and b"IDAT" not in seen:
        refuse_damaged("no IDAT")
    if kind in {b"PLTE", b"tRNS"} and b"IDAT" in seen:
        refuse_damaged(f"{kind!r} after IDAT")


def _parse_header(body: memoryview) -> tuple[int, int, int, int]:
    """Width, height, bit depth and colour type."""
    if len(body) != 13:
        refuse_damaged("IHDR of a wrong length")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", body)
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        refuse_damaged("IHDR with values that do not exist")
    return width, height, depth, colour


def _note_metadata(kind: bytes, body: memoryview) -> set[Note]:
    if not kind[0] & 0x20:
        refuse_damaged(f"unknown critical chunk {kind!r}")
    has_location = kind == b"eXIf" and parse_exif(bytes(body)).has_location
    has_location = has_location or (kind == b"iTXt" and b"GPSLatitude" in bytes(body))
    return {Note.METADATA_LEFT_OUT} | ({Note.LOCATION_LEFT_OUT} if has_location else set())


def _build_scan(core: Content, seen: Chunks, notes: set[Note]) -> Scan:
    width, height, depth, colour = _parse_header(seen[b"IHDR"])
    profile = _inflate_profile(seen)
    if (b"iCCP" in seen and not profile) or (not profile and _has_odd_colour_tags(seen)):
        notes.add(Note.PROFILE_IGNORED)
    if b"acTL" in seen:
        notes.add(Note.FIRST_FRAME_ONLY)
    if depth == 16:
        notes.add(Note.REDUCED_TO_8_BITS)
    return Scan(
        "image/png",
        check_size(width, height),
        core,
        is_plain=depth == 8 and colour != _PALETTE and b"tRNS" not in seen,
        profile=profile,
        orientation=parse_exif(bytes(seen.get(b"eXIf", b""))).orientation,
        notes=frozenset(notes),
    )


def check_rows(core: Content) -> None:
    """PictureError where the pixels' stream ends before the last row, which Pillow lets pass.

    Reads a picture's whole stream, and of a longer one no more than that.
    """
    missing, inflater = 0, zlib.decompressobj()
    for kind, body, _ in _iterate_chunks(core):
        if kind == b"IHDR":
            missing = _count_row_bytes(body)
        for start in range(0, len(body) if kind == b"IDAT" else 0, _DEFLATED_BYTES):
            pending = bytes(body[start : start + _DEFLATED_BYTES])
            while pending and missing > 0 and not inflater.eof:
                missing -= len(inflater.decompress(pending, _INFLATED_BYTES))
                pending = inflater.unconsumed_tail
    if missing > 0:
        refuse_damaged("the rows end before the picture does")


def insert_png_xmp(png: bytes, xmp: bytes) -> bytes:
    """Put an XMP packet behind the header of a file without one."""
    body = _XMP_KEYWORD + bytes(5) + xmp  # neither compressed nor in a language
    kind = b"iTXt"
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return png[:_HEADER_END] + chunk + png[_HEADER_END:]


def _count_row_bytes(header: memoryview) -> int:
    """The length of all rows with their filter bytes, of all seven passes where it is interlaced."""
    width, height, depth, colour = _parse_header(header)
    bits = depth * _CHANNELS[colour]
    total = 0
    for x, y, step_x, step_y in _ADAM7 if header[12] else ((0, 0, 1, 1),):
        columns, rows = -(-(width - x) // step_x), -(-(height - y) // step_y)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


def _inflate_profile(seen: Chunks) -> bytes:
    """The ICC profile; empty where there is none, or one that does not inflate to a sane length."""
    if b"iCCP" not in seen or b"sRGB" in seen:
        return b""
    _, mark, deflated = bytes(seen[b"iCCP"]).partition(b"\0")
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(deflated[1:], PROFILE_BYTES_MAX)
    except zlib.error:
        return b""
    return profile if mark and inflater.eof else b""


def _has_odd_colour_tags(seen: Chunks) -> bool:
    """Colour told by other means than a profile, and not as sRGB: read by few, and not by us."""
    if b"cICP" in seen:
        return bytes(seen[b"cICP"]) != _SRGB_CODE_POINTS
    if b"sRGB" in seen or len(seen.get(b"gAMA", b"")) != 4:
        return False
    (gamma,) = struct.unpack(">I", seen[b"gAMA"])
    return bool(abs(gamma - _SRGB_GAMMA) > _SRGB_GAMMA // 20)
