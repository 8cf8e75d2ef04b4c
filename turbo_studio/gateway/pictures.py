"""Turns the entries of an answer into picture files, without holding one in memory."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from turbo_studio.core.sources import detect_media_type
from turbo_studio.gateway.base64_stream import (
    SLICE_BYTES,
    decode_base64,
    drop_data_url_prefix,
    unescape_slices,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from turbo_studio.gateway.scan import Document, Span

PICTURE_KEYS = ("b64_json", "url")
"""The members of an entry that hold picture data; a URL does where it is a data URL."""


@dataclass(frozen=True, slots=True)
class DecodedEntry:
    """One entry as a file; ``found`` says what that looks like where it is no picture."""

    path: Path
    found: str = ""


def read_slices(file: BinaryIO, span: Span) -> Iterator[bytes]:
    file.seek(span.start)
    for start in range(span.start, span.end, SLICE_BYTES):
        yield file.read(min(SLICE_BYTES, span.end - start))


def _open_text(document: Document, value: str, file: BinaryIO) -> Iterable[bytes]:
    """The characters of a string value, wherever they are."""
    span = document.find_span(value)
    if span is None:
        return [value.encode("utf-8", "replace")]
    return unescape_slices(read_slices(file, span))


def _describe(head: bytes) -> str:
    """A word for bytes that are no picture we take."""
    known = {b"GIF8": "GIF", b"BM": "BMP", b"%PDF": "PDF", b"PK\x03\x04": "ZIP", b"II*\0": "TIFF"}
    for magic, name in known.items():
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return head[8:12].decode("ascii", "replace").strip().upper()
    if not head:
        return "nothing"
    return "text" if all(byte >= 32 or byte in b"\t\r\n" for byte in head) else "unknown bytes"


def _decode_entry(document: Document, value: str, target: Path) -> DecodedEntry:
    with document.path.open("rb") as source, target.open("wb") as picture:
        try:
            for piece in decode_base64(drop_data_url_prefix(_open_text(document, value, source))):
                picture.write(piece)
        except binascii.Error:
            return DecodedEntry(target, "damaged base64")
    with target.open("rb") as picture:
        head = picture.read(12)
    return DecodedEntry(target, "" if detect_media_type(head) else _describe(head))


def _find_encoded(document: Document, entry: object) -> str | None:
    """The string of an entry that holds picture data, in its usual place or as a data URL."""
    if not isinstance(entry, dict):
        return None
    encoded, url = entry.get("b64_json"), entry.get("url")
    if isinstance(encoded, str) and encoded:
        return encoded
    if isinstance(url, str) and is_data_url(document, url):
        return url
    return None


def is_data_url(document: Document, url: str) -> bool:
    span = document.find_span(url)
    if span is None:
        return url.lstrip()[:5].lower() == "data:"
    with document.path.open("rb") as file:
        return next(read_slices(file, span)).lstrip()[:5].lower() == b"data:"


def decode_pictures(document: Document, entries: list[Any], folder: Path) -> list[DecodedEntry]:
    """Write ``picture-NN.part``, by its place in ``entries``, for each that holds picture data."""
    pictures = []
    for number, entry in enumerate(entries, 1):
        encoded = _find_encoded(document, entry)
        if encoded is not None:
            pictures.append(_decode_entry(document, encoded, folder / f"picture-{number:02}.part"))
    return pictures
