"""What a child process does for an export: a copy of a result in another coding, size or company."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageColor

from turbo_studio.core.exporting import FileFormat, LongerSide, PerCent, find_export_size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.decoding import PIXEL_NOTES, decode_picture, find_upright_size
from turbo_studio.imaging.jpeg_file import XMP_BYTES_MAX, insert_jpeg_xmp
from turbo_studio.imaging.png_file import insert_png_xmp
from turbo_studio.imaging.scan import check_size
from turbo_studio.imaging.scanning import load_bytes, load_scan, scan_picture
from turbo_studio.imaging.tasks import premultiply, tell_picture, write_thumbnail
from turbo_studio.imaging.uploading import encode_jpeg, encode_png, encode_webp, encode_webp_lossless
from turbo_studio.imaging.webp_file import insert_webp_xmp
from turbo_studio.imaging.xmp import Description, build_xmp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from turbo_studio.core.exporting import Resize
    from turbo_studio.core.geometry import Size
    from turbo_studio.imaging.scan import Scan
    from turbo_studio.imaging.tasks import Facts

_MEDIA_TYPES = {
    FileFormat.PNG: "image/png",
    FileFormat.JPEG: "image/jpeg",
    FileFormat.WEBP: "image/webp",
    FileFormat.WEBP_LOSSLESS: "image/webp",
}
_OWN_FORMATS = {
    "image/jpeg": FileFormat.JPEG,
    "image/webp": FileFormat.WEBP,
}
_XMP_INSERTERS: Mapping[str, Callable[[bytes, bytes], bytes]] = {
    "image/png": insert_png_xmp,
    "image/jpeg": insert_jpeg_xmp,
    "image/webp": insert_webp_xmp,
}
_TOLD_NOTES = PIXEL_NOTES | {Note.PROFILE_IGNORED, Note.FIRST_FRAME_ONLY}
_LOSSLESS_AT = 12  # of a WEBP file: the name of its first chunk


def export_picture(
    path: Path,
    target: Path,
    digest: str,
    file_format: str,
    quality: int,
    longer_side: list[int] | None,
    per_cent: int | None,
    background: str,
    description: dict[str, Any] | None,
) -> Facts:
    """Write a copy with nothing beside the pixels but what ``description`` tells.

    Where nothing of the pixels is to change, their own coding is kept, and with it 16 bits and what a
    lossy format would lose by another round. PictureError, RESULT_CHANGED for another file than was asked.
    """
    scan = scan_picture(_load(path, digest))
    wanted = FileFormat(file_format)
    picture = decode_picture(scan)
    size = check_size(*find_export_size(find_upright_size(scan), _read_resize(longer_side, per_cent)))
    if _keeps_coding(scan, wanted, size, picture.notes):
        content, media_type, notes = (
            bytes(scan.core),
            scan.media_type,
            picture.notes - {Note.REDUCED_TO_8_BITS},
        )
    else:
        wanted = _find_own_format(scan) if wanted is FileFormat.KEEP else wanted
        content = _encode(_scale(picture.image, size), wanted, quality, background)
        media_type, notes = _MEDIA_TYPES[wanted], picture.notes
    if description is not None:
        limit_bytes = XMP_BYTES_MAX if media_type == "image/jpeg" else None
        xmp = build_xmp(Description(**description), size, limit_bytes)
        content = _XMP_INSERTERS[media_type](content, xmp)
    target.write_bytes(content)
    if decode_picture(load_scan(target)).image.size != size:
        raise RuntimeError("the copy does not decode to its own size")
    return tell_picture(media_type, size, notes & _TOLD_NOTES)


def build_tile(path: Path, target: Path, digest: str, side_px: int) -> Facts:
    """A small picture for a contact sheet. PictureError as above."""
    scan = scan_picture(_load(path, digest))
    write_thumbnail(decode_picture(scan, draft_px=2 * side_px).image, target, side_px)
    return tell_picture(scan.media_type, find_upright_size(scan))


def _load(path: Path, digest: str) -> bytes:
    try:
        content = load_bytes(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PictureError(ProblemCode.FILE_UNREADABLE, str(error), reason=reason) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise PictureError(ProblemCode.RESULT_CHANGED)
    return content


def _read_resize(longer_side: list[int] | None, per_cent: int | None) -> Resize | None:
    if longer_side is not None:
        return LongerSide(longer_side[0], enlarges=bool(longer_side[1]))
    return PerCent(per_cent) if per_cent is not None else None


def _keeps_coding(scan: Scan, wanted: FileFormat, size: Size, notes: frozenset[Note]) -> bool:
    is_png = scan.media_type == "image/png"
    is_format_kept = wanted is FileFormat.KEEP or (is_png and wanted is FileFormat.PNG)
    # Of a PNG any coding can be read by all; its depth is no reason to make it anew.
    changed = notes & PIXEL_NOTES - ({Note.REDUCED_TO_8_BITS} if is_png else set())
    return is_format_kept and (is_png or scan.is_plain) and not changed and size == scan.size


def _find_own_format(scan: Scan) -> FileFormat:
    """Of a picture that keeps its format and not its coding; PNG where it is none of those written."""
    if scan.media_type == "image/webp" and scan.core[_LOSSLESS_AT : _LOSSLESS_AT + 4] == b"VP8L":
        return FileFormat.WEBP_LOSSLESS
    return _OWN_FORMATS.get(scan.media_type, FileFormat.PNG)


def _scale(image: Image.Image, size: Size) -> Image.Image:
    if image.size == size:
        return image
    return premultiply(image).resize(size, Image.Resampling.LANCZOS).convert(image.mode)


def _encode(image: Image.Image, wanted: FileFormat, quality: int, background: str) -> bytes:
    match wanted:
        case FileFormat.JPEG:
            return encode_jpeg(_flatten(image, background), quality)
        case FileFormat.WEBP:
            return encode_webp(image, quality)
        case FileFormat.WEBP_LOSSLESS:
            return encode_webp_lossless(image)
        case _:
            return encode_png(image)


def _flatten(image: Image.Image, background: str) -> Image.Image:
    if image.mode == "RGB":
        return image
    ground = Image.new("RGBA", image.size, ImageColor.getrgb(background))
    return Image.alpha_composite(ground, image).convert("RGB")


EXPORT_TASKS: Mapping[str, Callable[..., Facts]] = {
    task.__name__: task for task in (export_picture, build_tile)
}
