"""Makes the files that the tests of pictures read, good ones and bad ones, byte by byte where it matters."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from turbo_studio.imaging.scan import Content

ROCKET = Path(__file__).parent / "pictures" / "rocket.jpg"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
CANARY = b"CANARY-7c1f"
"""Written where metadata is; must never be found in an upload."""


def make_photo(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """Smooth colours with grain, different at every corner, the same each time."""
    channels = len(Image.new(mode, (1, 1)).getbands())
    y, x = np.mgrid[0:height, 0:width]
    planes = [(x * 255 // max(1, width - 1) + y * (3 + band) + band * 60) % 256 for band in range(channels)]
    pixels = np.stack(planes, axis=-1).astype(np.uint8)
    return Image.frombytes(mode, (width, height), pixels.tobytes())


def encode(image: Image.Image, pillow_format: str, **options: object) -> bytes:
    content = BytesIO()
    image.save(content, pillow_format, **options)
    return content.getvalue()


def decode(content: Content) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


# PNG


def make_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def make_header(width: int, height: int, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    return make_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def make_png(header: bytes, rows: list[bytes], *chunks: bytes) -> bytes:
    """A PNG of unfiltered rows, with further chunks between its header and its pixels."""
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return SIGNATURE + header + b"".join(chunks) + make_chunk(b"IDAT", pixels) + make_chunk(b"IEND", b"")


def insert_chunks(png: bytes, *chunks: bytes) -> bytes:
    """Further chunks right behind the header."""
    return png[:33] + b"".join(chunks) + png[33:]


def make_interlaced_png(image: Image.Image) -> bytes:
    """Adam7, 8-bit RGB."""
    pixels = np.asarray(image)
    rows = []
    for x, y, dx, dy in (
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ):  # fmt: skip
        rows += [row.tobytes() for row in pixels[y::dy, x::dx] if row.size]
    return make_png(make_header(*image.size, interlace=1), rows)


# EXIF


def make_exif(orientation: int = 1, *, kind: int = 3, location: bool = False) -> bytes:
    """A TIFF block of one directory, big-endian."""
    entries = [struct.pack(">HHIHH", 0x0112, kind, 1, orientation, 0)]
    if location:
        entries.append(struct.pack(">HHII", 0x8825, 4, 1, 0))
    return b"MM\0*" + struct.pack(">IH", 8, len(entries)) + b"".join(entries) + b"\0\0\0\0" + CANARY


# JPEG


def make_segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def insert_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """Further segments right behind the start."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def make_jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan is written again and again."""
    jpeg = encode(make_photo(64, 64), "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * count + jpeg[-2:]


# WEBP


def make_riff(*chunks: tuple[bytes, bytes]) -> bytes:
    content = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in chunks
    )
    return b"RIFF" + struct.pack("<I", len(content)) + content


def make_tiny_webp(width: int, height: int) -> bytes:
    """A lossless WEBP of one colour: some 30 bytes for any size, for its pixels take no bits at all."""
    small = encode(Image.new("RGB", (1, 1), (10, 20, 30)), "WEBP", lossless=True)
    (bits,) = struct.unpack_from("<I", small, 21)
    sides = (width - 1) | (height - 1) << 14
    return small[:21] + struct.pack("<I", bits >> 28 << 28 | sides) + small[25:]


# ICC profiles


def make_profile(space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A version 2 profile of the given tags (ICC.1:2001-04)."""
    header = bytearray(128)
    header[8:24] = struct.pack(
        ">I4s4s4s", 0x02400000, b"mntr" if space != b"CMYK" else b"prtr", space, connection
    )
    header[36:40] = b"acsp"
    header[68:80] = _make_xyz(0.9642, 1.0, 0.8249)[8:]
    table, body, offset = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + b"\0" * (-len(content) % 4)
        table += struct.pack(">4sII", name, offset + len(body), len(content))
        body += padded
    header[0:4] = struct.pack(">I", offset + len(body))
    return bytes(header) + table + body


def _make_xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">iii", *(round(value * 65536) for value in (x, y, z)))


def _make_gamma(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def make_wide_profile() -> bytes:
    """The primaries of Display P3, adapted to D50, with gamma 2.2."""
    white = _make_xyz(0.9642, 1.0, 0.8249)
    colorants = [
        _make_xyz(0.5151, 0.2412, -0.0011),
        _make_xyz(0.2919, 0.6922, 0.0419),
        _make_xyz(0.1572, 0.0666, 0.7841),
    ]
    tags = {b"wtpt": white, b"rXYZ": colorants[0], b"gXYZ": colorants[1], b"bXYZ": colorants[2]}
    return make_profile(
        b"RGB ", b"XYZ ", tags | {name: _make_gamma(2.2) for name in (b"rTRC", b"gTRC", b"bTRC")}
    )


def make_grey_profile(gamma: float) -> bytes:
    white = _make_xyz(0.9642, 1.0, 0.8249)
    return make_profile(b"GRAY", b"XYZ ", {b"wtpt": white, b"kTRC": _make_gamma(gamma)})


def make_press_profile() -> bytes:
    """CMYK to L*a*b* by a table of two steps an ink; all inks are grey, so only lightness is printed."""
    identity = bytes(range(256))
    table = bytes(
        value for inks in np.ndindex(2, 2, 2, 2) for value in (max(0, 255 - 64 * sum(inks)), 128, 128)
    )
    matrix = struct.pack(">9i", *(65536 if index % 4 == 0 else 0 for index in range(9)))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + identity * 4 + table + identity * 3
    return make_profile(b"CMYK", b"Lab ", {b"wtpt": _make_xyz(0.9642, 1.0, 0.8249), b"A2B0": lut})
