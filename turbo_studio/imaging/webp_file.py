"""Walks a WEBP's chunks: keeps what the pixels need, leaves out what was written beside them.

Source: RFC 9649 (RIFF layout, VP8X flags), RFC 6386 section 9.1 (the key frame's header).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.exif import parse_exif
from turbo_studio.imaging.limits import (
    PROFILE_BYTES_MAX,
    WEBP_PIXELS_PER_BYTE_MAX,
    WEBP_PIXELS_UNASKED_MAX,
)
from turbo_studio.imaging.scan import Scan, check_size, refuse_damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from turbo_studio.core.geometry import Size
    from turbo_studio.imaging.scan import Content

_ANIMATION_FLAG, _XMP_FLAG, _ALPHA_FLAG = 0x02, 0x04, 0x10
_BITSTREAMS = {b"VP8 ", b"VP8L"}
_KEPT = {b"VP8X", b"ALPH", b"VP8 ", b"VP8L", b"ANIM", b"ANMF"}
_CHUNKS_MAX = 100_000

Chunks = dict[bytes, memoryview]
"""The first chunk of each type, by its body."""


def scan_webp(data: Content) -> Scan:
    """PictureError where chunks are cut, or there is no bitstream."""
    chunks: Chunks = {}
    frames = []
    notes: set[Note] = set()
    for kind, body in _iterate_chunks(data):
        chunks.setdefault(kind, body)
        if kind == b"ANMF":
            frames.append(body)
        elif kind not in _KEPT and kind != b"ICCP":
            notes |= _note_metadata(kind, bytes(body))
    size = _parse_size(chunks)
    if size.pixels > WEBP_PIXELS_UNASKED_MAX + WEBP_PIXELS_PER_BYTE_MAX * len(data):
        raise PictureError(ProblemCode.PICTURE_TOO_COMPLEX, f"{size} pixels in {len(data)} bytes")
    if len(frames) > 1:
        notes.add(Note.FIRST_FRAME_ONLY)
    core = _build_animation(chunks, frames[0]) if frames else _build_still(chunks)
    return _build_scan(chunks, size, core, notes, is_plain=not frames)


def _iterate_chunks(data: Content) -> Iterator[tuple[bytes, memoryview]]:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        refuse_damaged("the file is cut off")
    view, position = memoryview(data), 12
    for _ in range(_CHUNKS_MAX):
        if position + 8 > end:
            return
        (length,) = struct.unpack_from("<I", data, position + 4)
        if position + 8 + length > end:
            refuse_damaged("a chunk is cut off")
        yield data[position : position + 4], view[position + 8 : position + 8 + length]
        position += 8 + length + length % 2
    refuse_damaged(f"more than {_CHUNKS_MAX} chunks")


def _note_metadata(kind: bytes, body: bytes) -> set[Note]:
    has_location = kind == b"EXIF" and parse_exif(body).has_location
    has_location = has_location or (kind == b"XMP " and b"GPSLatitude" in body)
    return {Note.METADATA_LEFT_OUT} | ({Note.LOCATION_LEFT_OUT} if has_location else set())


def _build_scan(chunks: Chunks, size: Size, core: bytes, notes: set[Note], *, is_plain: bool) -> Scan:
    profile = bytes(chunks.get(b"ICCP", b""))
    if len(profile) > PROFILE_BYTES_MAX:
        profile = b""
        notes.add(Note.PROFILE_IGNORED)
    orientation = parse_exif(bytes(chunks.get(b"EXIF", b""))).orientation
    return Scan("image/webp", size, core, is_plain, profile, orientation, frozenset(notes))


def _parse_size(chunks: Chunks) -> Size:
    """The canvas, where the file tells one, else the bitstream's own size."""
    extended, lossy, lossless = (chunks.get(kind) for kind in (b"VP8X", b"VP8 ", b"VP8L"))
    if extended is not None and len(extended) >= 10:
        width, height = (1 + int.from_bytes(extended[at : at + 3], "little") for at in (4, 7))
    elif lossy is not None and len(lossy) >= 10 and bytes(lossy[3:6]) == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", lossy, 6))
    elif lossless is not None and len(lossless) >= 5 and lossless[0] == 0x2F:
        (bits,) = struct.unpack_from("<I", lossless, 1)
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        refuse_damaged("no header that tells the size")
    return check_size(width, height)


def _build_still(chunks: Chunks) -> bytes:
    """A file of one bitstream, extended only where its alpha lies in a chunk of its own."""
    kind = next((kind for kind in chunks if kind in _BITSTREAMS), None)
    if kind is None:
        refuse_damaged("no bitstream")
    if b"ALPH" not in chunks or kind == b"VP8L":
        return _join([(kind, chunks[kind])])
    extended = _flag_extended(chunks, _ALPHA_FLAG)
    return _join([(b"VP8X", extended), (b"ALPH", chunks[b"ALPH"]), (kind, chunks[kind])])


def _build_animation(chunks: Chunks, frame: memoryview) -> bytes:
    """An animation of the first frame alone."""
    if b"ANIM" not in chunks:
        refuse_damaged("frames without an animation")
    extended = _flag_extended(chunks, _ANIMATION_FLAG | _ALPHA_FLAG)
    return _join([(b"VP8X", extended), (b"ANIM", chunks[b"ANIM"]), (b"ANMF", frame)])


def _flag_extended(chunks: Chunks, allowed: int) -> bytes:
    """The extended header without the flags of chunks that are left out."""
    body = bytes(chunks.get(b"VP8X", b""))
    if len(body) < 10:
        refuse_damaged("no extended header")
    return bytes((body[0] & allowed,)) + body[1:10]


def insert_webp_xmp(webp: bytes, xmp: bytes) -> bytes:
    """Add an XMP packet to a still picture without one; the file becomes an extended one for that."""
    chunks = list(_iterate_chunks(webp))
    found: Chunks = dict(chunks)
    flags = _XMP_FLAG | (_ALPHA_FLAG if b"ALPH" in found or _has_lossless_alpha(found) else 0)
    sides = [(side - 1).to_bytes(3, "little") for side in _parse_size(found)]
    extended = bytes((flags, 0, 0, 0)) + b"".join(sides)
    pixels = [(kind, body) for kind, body in chunks if kind != b"VP8X"]
    return _join([(b"VP8X", extended), *pixels, (b"XMP ", xmp)])


def _has_lossless_alpha(chunks: Chunks) -> bool:
    header = chunks.get(b"VP8L", memoryview(b""))
    return len(header) >= 5 and bool(header[4] & 0x10)


def _join(chunks: Sequence[tuple[bytes, bytes | memoryview]]) -> bytes:
    parts: list[bytes | memoryview] = [b"WEBP"]
    for kind, body in chunks:
        parts += [kind, struct.pack("<I", len(body)), body, b"\0" * (len(body) % 2)]
    content = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(content)) + content
