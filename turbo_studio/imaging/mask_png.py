"""Writes a mask as a PNG in strips that are compressed side by side, without the whole plane in memory.

Red, green and blue are 0 everywhere, so after the filter Up all bytes are 0 but those of alpha at an
outline. Each strip ends in a full flush (RFC 1951: nothing after it looks back), which makes the strips
independent; their checksums are put together as RFC 1950's Adler-32 allows.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from turbo_studio.core.mask import SELECTED_MIN, TILE_SIDE_PX
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.png_file import SIGNATURE
from turbo_studio.imaging.private_folder import open_new

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask import MaskSnapshot

_TRIES = ((1, zlib.Z_RLE), (6, zlib.Z_DEFAULT_STRATEGY), (9, zlib.Z_DEFAULT_STRATEGY))
"""Level and strategy, one after the other. Looking for runs alone is as fast as level 1 and as small as
level 6 where outlines are few; torn selections may need the last."""
_STRIP_ROWS = 32
_THREADS = min(4, os.cpu_count() or 1)
_BATCH_ROWS = _STRIP_ROWS * _THREADS * 4
_FILTER_UP = 2
_ADLER_MODULUS = 65521
_ZLIB_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"


_Deflate = Callable[["NDArray[np.uint8]"], "_Strip"]


class StoppedError(Exception):
    """Nobody waits for the mask any more."""


@dataclass(frozen=True, slots=True)
class _Strip:
    deflated: bytes
    adler: int
    length: int


def write_mask_png(
    mask: MaskSnapshot, size: Size, path: Path, limit_bytes: int, stopped: threading.Event
) -> None:
    """Write 8-bit RGBA of ``size``, alpha 0 where selected and 255 elsewhere, smaller than the limit.

    Where the size is smaller than the mask's, a pixel is selected as soon as one under it is: what was
    selected stays selected. PictureError MASK_DOES_NOT_FIT where no level is enough.
    """
    with open_new(path) as file:
        for level, strategy in _TRIES:
            file.seek(0)
            file.truncate()
            strips = _deflate_strips(mask, size, partial(_deflate, level=level, strategy=strategy), stopped)
            if _write_png(strips, size, file, limit_bytes):
                return
    raise PictureError(ProblemCode.MASK_DOES_NOT_FIT, limit_bytes=limit_bytes)


def find_plane(mask: MaskSnapshot, size: Size) -> NDArray[np.uint8]:
    """The mask at a size as it would be written: shape (height, width), 255 where selected, else 0."""
    plane = np.empty((size.height, size.width), np.uint8)
    for upper in range(0, size.height, _STRIP_ROWS):
        lower = min(upper + _STRIP_ROWS, size.height)
        np.multiply(_find_selected(mask, size, upper, lower), np.uint8(255), out=plane[upper:lower])
    return plane


def _write_png(strips: Iterator[_Strip], size: Size, file: BinaryIO, limit_bytes: int) -> bool:
    """False as soon as the file is too long."""
    file.write(SIGNATURE)
    _write_chunk(file, b"IHDR", struct.pack(">IIBBBBB", *size, 8, 6, 0, 0, 0))
    lead, adler = _ZLIB_HEADER, 1
    for strip in strips:
        _write_chunk(file, b"IDAT", lead + strip.deflated)
        lead, adler = b"", combine_adler(adler, strip.adler, strip.length)
        if file.tell() >= limit_bytes:
            return False
    _write_chunk(file, b"IDAT", _LAST_BLOCK + struct.pack(">I", adler))
    _write_chunk(file, b"IEND", b"")
    return file.tell() < limit_bytes


def _write_chunk(file: BinaryIO, kind: bytes, body: bytes) -> None:
    file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))


def combine_adler(first: int, second: int, second_length: int) -> int:
    """The Adler-32 of two texts in a row, from the Adler-32 of each (RFC 1950, 8.2)."""
    low = (first & 0xFFFF) + (second & 0xFFFF) - 1
    high = (first >> 16) + (second >> 16) + ((first & 0xFFFF) - 1) * second_length
    return high % _ADLER_MODULUS << 16 | low % _ADLER_MODULUS


def _deflate_strips(
    mask: MaskSnapshot, size: Size, deflate: _Deflate, stopped: threading.Event
) -> Iterator[_Strip]:
    """Strips in order; a few are worked on at a time, and no more than their results wait."""
    blank: dict[int, _Strip] = {}
    work = partial(_deflate_strip, mask, size, deflate, blank)
    with ThreadPoolExecutor(_THREADS) as threads:
        for start in range(0, size.height, _BATCH_ROWS):
            if stopped.is_set():
                raise StoppedError
            stop = min(start + _BATCH_ROWS, size.height)
            yield from threads.map(work, range(start, stop, _STRIP_ROWS))


def _deflate_strip(
    mask: MaskSnapshot, size: Size, deflate: _Deflate, blank: dict[int, _Strip], upper: int
) -> _Strip:
    lower = min(upper + _STRIP_ROWS, size.height)
    change = _find_alpha_changes(mask, size, upper, lower)
    if change is not None:
        return deflate(_filter_rows(change))
    rows = lower - upper
    if rows not in blank:
        blank[rows] = deflate(_filter_rows(np.zeros((rows, size.width), np.uint8)))
    return blank[rows]


def _find_alpha_changes(mask: MaskSnapshot, size: Size, upper: int, lower: int) -> NDArray[np.uint8] | None:
    """Alpha minus the alpha of the row above, modulo 256; None where nothing changes.

    Above the first row lies alpha 0, as the filter wants it.
    """
    selected = _find_selected(mask, size, max(0, upper - 1), lower)
    alpha = np.where(selected, np.uint8(0), np.uint8(255))
    if upper == 0:
        alpha = np.vstack([np.zeros((1, size.width), np.uint8), alpha])
    change = alpha[1:] - alpha[:-1]
    return change if change.any() else None


def _filter_rows(change: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, width = change.shape
    filtered = np.zeros((rows, 1 + 4 * width), np.uint8)
    filtered[:, 0] = _FILTER_UP
    filtered[:, 4::4] = change
    return filtered


def _deflate(filtered: NDArray[np.uint8], level: int, strategy: int) -> _Strip:
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15, zlib.DEF_MEM_LEVEL, strategy)
    deflated = deflater.compress(filtered.data) + deflater.flush(zlib.Z_FULL_FLUSH)
    return _Strip(deflated, zlib.adler32(filtered.data), filtered.size)


def _find_selected(mask: MaskSnapshot, size: Size, upper: int, lower: int) -> NDArray[np.bool_]:
    """Rows of the mask at ``size``: shape (lower - upper, width)."""
    if size == mask.size:
        return _find_selected_rows(mask, upper, lower)
    starts, stops = _cover(np.arange(upper, lower), size.height, mask.size.height)
    rows = _find_selected_rows(mask, int(starts[0]), int(stops[-1]))
    rows = _reduce_any(rows, starts - starts[0], stops - starts[0], axis=0)
    starts, stops = _cover(np.arange(size.width), size.width, mask.size.width)
    return _reduce_any(rows, starts, stops, axis=1)


def _cover(
    positions: NDArray[np.int64], length: int, full_length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The half-open span of full positions under each position."""
    starts = positions * full_length // length
    return starts, np.maximum(starts + 1, -(-(positions + 1) * full_length // length))


def _reduce_any(
    plane: NDArray[np.bool_], starts: NDArray[np.int64], stops: NDArray[np.int64], axis: int
) -> NDArray[np.bool_]:
    """Whether any value of each span along an axis is true, by a running count."""
    counts = np.cumsum(plane, axis=axis, dtype=np.int32)
    counts = np.insert(counts, 0, 0, axis=axis)
    return np.take(counts, stops, axis=axis) > np.take(counts, starts, axis=axis)


def _find_selected_rows(mask: MaskSnapshot, upper: int, lower: int) -> NDArray[np.bool_]:
    """Rows of the mask at its own size, put together from the tiles that cross them."""
    selected = np.zeros((lower - upper, mask.size.width), np.bool_)
    for row in range(upper // TILE_SIDE_PX, -(-lower // TILE_SIDE_PX)):
        top = row * TILE_SIDE_PX
        first, last = max(upper, top), min(lower, top + TILE_SIDE_PX)
        for column in range(-(-mask.size.width // TILE_SIDE_PX)):
            if (row, column) in mask.tiles:
                tile = mask.tiles[row, column]
                part = selected[first - upper : last - upper, column * TILE_SIDE_PX :][:, :TILE_SIDE_PX]
                part[...] = True if tile is None else tile[first - top : last - top] >= SELECTED_MIN
    return selected
