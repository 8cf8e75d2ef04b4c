"""Tells what a file is from its first bytes; names and suffixes are never believed."""

from __future__ import annotations

from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import detect_media_type
from turbo_studio.imaging.scan import refuse_unsupported

HEAD_BYTES = 4096

_CONVERTED = {
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"BM": "image/bmp",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}
_UNSUPPORTED = {
    b"8BPS": "PSD",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"II+\0": "BigTIFF",
    b"MM\0+": "BigTIFF",
    b"v/1\x01": "OpenEXR",
    b"\0\0\x01\0": "ICO",
    b"gimp xcf": "XCF",
    b"qoif": "QOI",
    b"FUJIFILM": "RAW",
    b"IIU\0": "RAW",
    b"DDS ": "DDS",
}
_OTHERS = {
    b"%PDF": "PDF",
    b"%!PS": "PostScript",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
}
_BRANDS = {b"avif": "image/avif", b"avis": "image/avif"}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}
_MARKUP = {b"<svg": "SVG", b"<!doctype html": "HTML", b"<html": "HTML", b"<?xml": "XML"}


def detect_picture_type(head: bytes) -> str:
    """The media type of a format that is read; PictureError names what the bytes are instead."""
    media_type = detect_media_type(head) or _match(head, _CONVERTED) or _detect_in_box(head)
    if media_type is not None:
        return media_type
    unsupported = _match(head, _UNSUPPORTED)
    if unsupported is not None:
        refuse_unsupported(unsupported)
    found = _match(head, _OTHERS) or _detect_markup(head)
    raise PictureError(ProblemCode.NOT_A_PICTURE, found=found)


def _match(head: bytes, table: dict[bytes, str]) -> str | None:
    return next((name for mark, name in table.items() if head.startswith(mark)), None)


def _detect_in_box(head: bytes) -> str | None:
    """AVIF, from the brand of an ISO base media file; HEIC and films are refused by name."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in _BRANDS or b"avif" in head[16:64]:
        return "image/avif"
    if brand in _HEIC_BRANDS:
        refuse_unsupported("HEIC")
    raise PictureError(ProblemCode.NOT_A_PICTURE, found="MP4")


def _detect_markup(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text.startswith(b"<"):
        return ""
    return next((name for mark, name in _MARKUP.items() if mark in text), "")
