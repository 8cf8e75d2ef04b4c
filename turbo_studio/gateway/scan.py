"""Finds the long strings of a large JSON file without ever holding the file, or one of them, in memory.

``json.loads`` on an answer of 30 MB holds the interpreter's lock for a tenth of a second, which a
painter feels. Here only the skeleton is parsed: the document with every long string replaced by a
short placeholder that names a span of the file.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONG_STRING_BYTES = 4_096
SKELETON_BYTES_MAX = 2**18
_WINDOWS = (512, 8_192, 262_144)
_ESCAPED_QUOTES_MAX = 100_000
_BACKSLASHES_MAX = 65_536


class Span(NamedTuple):
    """The bytes of one JSON string in a file, without its quotes, escapes as they stand."""

    start: int
    end: int


class CutJsonError(ValueError):
    """The document ends before it is complete."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed skeleton and the strings that were cut out of it."""

    path: Path
    root: Any
    spans: dict[str, Span]

    def find_span(self, value: object) -> Span | None:
        return self.spans.get(value) if isinstance(value, str) else None


def _find(file: BinaryIO, byte: bytes, start: int) -> int:
    """The position of the next such byte, -1 where there is none; read in windows that grow."""
    file.seek(start)
    position = start
    sizes = iter(_WINDOWS)
    size = next(sizes)
    while window := file.read(size):
        found = window.find(byte)
        if found >= 0:
            return position + found
        position += len(window)
        size = next(sizes, size)
    return -1


def _read(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(end - start)


def _is_escaped(file: BinaryIO, position: int, start: int) -> bool:
    """Whether an odd number of backslashes stands before the position, in a string begun at ``start``."""
    for window in (16, _BACKSLASHES_MAX):
        tail = _read(file, max(start, position - window), position)
        count = len(tail) - len(tail.rstrip(b"\\"))
        if count < window:
            return count % 2 == 1
    raise ValueError("a string of backslashes alone")


def _find_string_end(file: BinaryIO, start: int) -> int:
    """The position of the quote that closes the string begun at ``start``; -1 where it is cut."""
    position = start
    for _ in range(_ESCAPED_QUOTES_MAX):
        quote = _find(file, b'"', position)
        if quote < 0 or not _is_escaped(file, quote, start):
            return quote
        position = quote + 1
    raise ValueError("a string of quotes alone")


def _split(file: BinaryIO, long_bytes: int) -> Iterator[bytes | Span]:
    """The document as short pieces of bytes and spans of long strings, in order."""
    position = 0
    while True:
        quote = _find(file, b'"', position)
        if quote < 0:
            yield _read(file, position, position + SKELETON_BYTES_MAX + 1)
            return
        end = _find_string_end(file, quote + 1)
        if end < 0:
            raise CutJsonError("the document ends inside a string")
        if quote - position > SKELETON_BYTES_MAX:
            raise ValueError("too much of the document is no picture")
        if end - quote > long_bytes:
            yield _read(file, position, quote + 1)
            yield Span(quote + 1, end)
            yield b'"'
        else:
            yield _read(file, position, end + 1)
        position = end + 1


_BEGUN_TOKEN = re.compile(r"-?[0-9.eE+-]*|t|tr|tru|f|fa|fal|fals|n|nu|nul")


def _parse(skeleton: str) -> Any:
    try:
        return json.loads(skeleton, strict=False)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data" and _BEGUN_TOKEN.fullmatch(skeleton[error.pos :].strip()):
            raise CutJsonError(error.msg) from None
        raise


def scan_json(path: Path, long_bytes: int = LONG_STRING_BYTES) -> Document:
    """Parse a file of JSON, its strings of more than ``long_bytes`` left where they are, unread:
    who decodes one checks it.

    CutJsonError where it ends early, ValueError for every other fault of syntax, RecursionError
    where it is nested too deeply. A byte order mark is passed over, and bytes that are no UTF-8
    are replaced: neither is worth a picture that was paid for.
    """
    token = secrets.token_hex(8)
    spans: dict[str, Span] = {}
    skeleton = bytearray()
    with path.open("rb", buffering=0x10000) as file:
        for piece in _split(file, long_bytes):
            if isinstance(piece, Span):
                name = f"{token}:{len(spans)}"
                spans[name] = piece
                piece = name.encode("ascii")
            skeleton += piece
            if len(skeleton) > SKELETON_BYTES_MAX:
                raise ValueError("too much of the document is no picture")
    return Document(path, _parse(skeleton.decode("utf-8", "replace").lstrip("\ufeff")), spans)
