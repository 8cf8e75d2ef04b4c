"""Writes a mask as a PNG in strips that are compressed side by side, without the whole plane in memory.

Red, green and blue are 0 everywhere, so after the filter Up all bytes are 0 but those of alpha at an
outline. Each strip ends in a full flush (RFC 1951: nothing after it looks back), which makes the strips
independent; their checksums are put together as RFC 1950's Adler-32 allows.
"""

from __future__ import annotations

import os
import struct
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.mask_scaling import find_selected_rows
from turbo_studio.imaging.png_writing import FILTER_UP, write_chunk, write_header
from turbo_studio.imaging.private_folder import open_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot

_TRIES = ((1, zlib.Z_RLE), (6, zlib.Z_DEFAULT_STRATEGY), (9, zlib.Z_DEFAULT_STRATEGY))
"""Level and strategy, one after the other. Looking for runs alone is as fast as level 1 and as small as
level 6 where outlines are few; torn selections may need the last."""
_STRIP_ROWS = 32
_THREADS = min(4, os.cpu_count() or 1)
_BATCH_ROWS = _STRIP_ROWS * _THREADS * 4
_ADLER_MODULUS = 65521
_ZLIB_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"


_Deflate = Callable[["NDArray[np.uint8]"], bytes]


@dataclass(frozen=True, slots=True)
class _Strip:
    deflated: bytes
    adler: int
    length: int


def write_mask_png(mask: MaskSnapshot, path: Path, limit_bytes: int) -> None:
    """Write 8-bit RGBA of the mask's size, alpha 0 where selected and 255 elsewhere, smaller than the limit.

    PictureError MASK_DOES_NOT_FIT where no level is enough.
    """
    with open_new(path) as file:
        for level, strategy in _TRIES:
            file.seek(0)
            file.truncate()
            strips = _deflate_strips(mask, partial(_deflate, level=level, strategy=strategy))
            if _write_png(strips, mask.size, file, limit_bytes):
                return
    raise PictureError(ProblemCode.MASK_DOES_NOT_FIT, limit_bytes=limit_bytes)


def _write_png(strips: Iterator[_Strip], size: Size, file: BinaryIO, limit_bytes: int) -> bool:
    """False as soon as the file is too long."""
    write_header(file, size, channels=4)
    lead, adler = _ZLIB_HEADER, 1
    for strip in strips:
        write_chunk(file, b"IDAT", lead + strip.deflated)
        lead, adler = b"", combine_adler(adler, strip.adler, strip.length)
        if file.tell() >= limit_bytes:
            return False
    write_chunk(file, b"IDAT", _LAST_BLOCK + struct.pack(">I", adler))
    write_chunk(file, b"IEND", b"")
    return file.tell() < limit_bytes


def combine_adler(first: int, second: int, second_length: int) -> int:
    """The Adler-32 of two texts in a row, from the Adler-32 of each (RFC 1950, 8.2)."""
    low = (first & 0xFFFF) + (second & 0xFFFF) - 1
    high = (first >> 16) + (second >> 16) + ((first & 0xFFFF) - 1) * second_length
    return high % _ADLER_MODULUS << 16 | low % _ADLER_MODULUS


def _deflate_strips(mask: MaskSnapshot, deflate: _Deflate) -> Iterator[_Strip]:
    """Strips in order; a few are worked on at a time, and no more than their results wait."""
    blank: dict[int, _Strip] = {}
    work = partial(_deflate_strip, mask, deflate, blank, threading.local())
    with ThreadPoolExecutor(_THREADS) as threads:
        for start in range(0, mask.size.height, _BATCH_ROWS):
            stop = min(start + _BATCH_ROWS, mask.size.height)
            yield from threads.map(work, range(start, stop, _STRIP_ROWS))


def _deflate_strip(
    mask: MaskSnapshot, deflate: _Deflate, blank: dict[int, _Strip], own: threading.local, upper: int
) -> _Strip:
    rows = min(_STRIP_ROWS, mask.size.height - upper)
    places, values = _find_alpha_changes(mask, upper, upper + rows)
    if not len(places) and rows in blank:
        return blank[rows]
    strip = _deflate_changes(places, values, _find_buffer(own, rows, mask.size.width), deflate)
    if not len(places):
        blank[rows] = strip
    return strip


def _find_alpha_changes(
    mask: MaskSnapshot, upper: int, lower: int
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Where alpha differs from the row above, as places in the filtered rows, and by how much, modulo 256.

    Above the first row lies alpha 0, as the filter wants it.
    """
    width = mask.size.width
    selected = find_selected_rows(mask, max(0, upper - 1), lower)
    if upper == 0:
        selected = np.vstack([np.ones((1, width), np.bool_), selected])
    (changed,) = np.nonzero((selected[1:] != selected[:-1]).ravel())  # flat and of bools: ten times as fast
    rows, columns = np.divmod(changed, width)
    values = np.where(selected[1:].ravel()[changed], np.uint8(1), np.uint8(255))
    return rows * _measure_row(width) + 4 + 4 * columns, values


def _measure_row(width: int) -> int:
    """Bytes of a filtered row: the filter's number, then four a pixel."""
    return 1 + 4 * width


def _find_buffer(own: threading.local, rows: int, width: int) -> NDArray[np.uint8]:
    """Filtered rows in which nothing changes, of this thread alone: shape (rows, bytes of a row)."""
    if not hasattr(own, "buffer"):
        own.buffer = np.zeros((_STRIP_ROWS, _measure_row(width)), np.uint8)
        own.buffer[:, 0] = FILTER_UP
    buffer: NDArray[np.uint8] = own.buffer[:rows]
    return buffer


def _deflate_changes(
    places: NDArray[np.int64], values: NDArray[np.uint8], buffer: NDArray[np.uint8], deflate: _Deflate
) -> _Strip:
    """Nearly all bytes are 0, so only those that are not are written, summed, and taken back."""
    flat = buffer.reshape(-1)
    flat[places] = values
    deflated = deflate(buffer)
    flat[places] = 0
    return _Strip(deflated, _sum_changes(places, values, buffer), buffer.size)


def _sum_changes(places: NDArray[np.int64], values: NDArray[np.uint8], buffer: NDArray[np.uint8]) -> int:
    """The Adler-32 of filtered rows from the bytes that are not 0.

    RFC 1950: the low half is 1 and the sum of all bytes; the high half weighs each byte by how many
    come from it on, itself included, and the 1 by all.
    """
    rows, row_bytes = buffer.shape
    length = int(buffer.size)
    starts = np.arange(rows, dtype=np.int64) * row_bytes
    low: int = 1 + int(values.sum(dtype=np.int64)) + FILTER_UP * rows
    weighed = int(np.dot(length - places, values.astype(np.int64)))
    high: int = length + weighed + FILTER_UP * int((length - starts).sum())
    return (high % _ADLER_MODULUS) << 16 | low % _ADLER_MODULUS


def _deflate(filtered: NDArray[np.uint8], level: int, strategy: int) -> bytes:
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15, zlib.DEF_MEM_LEVEL, strategy)
    return deflater.compress(filtered.data) + deflater.flush(zlib.Z_FULL_FLUSH)
