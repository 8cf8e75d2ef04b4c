"""Decodes base64 that arrives in slices, as strictly as the alphabet and as leniently as the wild asks."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

import pybase64

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SLICE_BYTES = 65_536
"""A multiple of four, so that clean slices decode without a copy; short enough for the lock."""

_JSON_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|([^u]))", re.DOTALL)
_PARTIAL_ESCAPE = re.compile(rb"\\(?:u[0-9a-fA-F]{0,3})?\Z")
_CONTROL_ESCAPES = frozenset(b"bfnrt")
_WHITE_SPACE = b" \t\r\n\f\v"
_STANDARD_ALPHABET = bytes.maketrans(b"-_", b"+/")
_PREFIX_BYTES_MAX = 256


def _unescape(match: re.Match[bytes]) -> bytes:
    if match[1]:
        code = int(match[1], 16)
        return bytes([code]) if code < 128 else b"\\"  # no letter of the alphabet: refused below
    return b" " if match[2][0] in _CONTROL_ESCAPES else match[2]


def unescape_slices(slices: Iterable[bytes]) -> Iterator[bytes]:
    """The ASCII text of a JSON string that comes in slices which may part an escape."""
    rest = b""
    for piece in slices:
        text = rest + piece if rest else piece
        partial = _PARTIAL_ESCAPE.search(text[-6:]) if b"\\" in text[-6:] else None
        if partial and _is_whole_pair(text, len(text) - len(partial[0])):
            partial = None
        rest = partial[0] if partial else b""
        text = text[: len(text) - len(rest)]
        yield _JSON_ESCAPE.sub(_unescape, text) if b"\\" in text else text
    if rest:
        raise binascii.Error("an escape that is cut")


def _is_whole_pair(text: bytes, position: int) -> bool:
    """Whether the backslash there is the second of a pair, and so begins nothing."""
    before = text[:position]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1


def drop_data_url_prefix(slices: Iterable[bytes]) -> Iterator[bytes]:
    """Without a leading ``data:image/png;base64,``."""
    iterator = iter(slices)
    head = b""
    for piece in iterator:
        head += piece
        if len(head) >= _PREFIX_BYTES_MAX:
            break
    stripped = head.lstrip(_WHITE_SPACE)
    if stripped[:5].lower() == b"data:":
        comma = stripped.find(b",", 0, _PREFIX_BYTES_MAX)
        if comma < 0:
            raise binascii.Error("a data URL without data")
        head = stripped[comma + 1 :]
    yield head
    yield from iterator


def _decode_clean(piece: bytes) -> bytes | None:
    """A slice of whole groups without padding, which most are; None where it is anything else."""
    if piece.endswith(b"="):
        return None
    try:
        return pybase64.b64decode(piece, validate=True)
    except binascii.Error:
        return None


def decode_base64(slices: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes; binascii.Error at the first character that is neither alphabet, white space nor padding.

    Padding may be missing, and the URL-safe alphabet may be used.
    """
    rest = b""
    is_ended = False
    for piece in slices:
        clean = None if rest or is_ended else _decode_clean(piece)
        if clean is not None:
            yield clean
            continue
        text = rest + piece.translate(_STANDARD_ALPHABET, _WHITE_SPACE)
        bare = text.rstrip(b"=")
        if is_ended and bare:
            raise binascii.Error("text after the padding")
        whole = len(bare) // 4 * 4
        yield pybase64.b64decode(bare[:whole], validate=True)
        rest = bare[whole:]
        if len(bare) < len(text):
            is_ended = True
            yield _decode_last(rest)
            rest = b""
    yield _decode_last(rest)


def _decode_last(rest: bytes) -> bytes:
    return pybase64.b64decode(rest + b"=" * (-len(rest) % 4), validate=True) if rest else b""
