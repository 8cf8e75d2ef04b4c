"""What a child process can be asked: each task reads a file, may write one, and answers facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from turbo_studio.core.geometry import Size
from turbo_studio.core.sources import Note
from turbo_studio.imaging.decoding import decode_picture, find_upright_size
from turbo_studio.imaging.limits import PIXELS_MAX
from turbo_studio.imaging.mask_file import load_mask
from turbo_studio.imaging.mask_png import write_mask_png
from turbo_studio.imaging.mask_scaling import scale_mask
from turbo_studio.imaging.png_writing import write_png
from turbo_studio.imaging.raster_file import write_raster
from turbo_studio.imaging.scanning import load_scan
from turbo_studio.imaging.uploading import write_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Facts = dict[str, Any]

PREVIEW_SIDE_PX = 1000
"""The shorter side of a coarse raster, where the picture has so much: enough to fill a window."""


def open_picture(path: Path, target: Path, thumbnail: Path, side_px: int) -> Facts:
    """Judge a picture, tell what it is, and write a coarse raster of it, and a thumbnail.

    Of a JPEG all is read and checked, but no more pixels are made than the raster takes: an eighth of the
    time for a large one.
    """
    scan = load_scan(path)
    picture = decode_picture(scan, draft_px=PREVIEW_SIDE_PX)
    coarse = _reduce(picture.image)
    write_raster(coarse, target)
    has_alpha = coarse.mode == "RGBA"
    write_thumbnail(coarse, thumbnail, side_px)
    width, height = coarse.size
    facts = tell_picture(scan.media_type, find_upright_size(scan), picture.notes) | {"has_alpha": has_alpha}
    return facts | {"preview_width": width, "preview_height": height}


def build_raster(path: Path, target: Path) -> Facts:
    media_type, image = _decode(path)
    write_raster(image, target)
    return tell_picture(media_type, image.size) | {"has_alpha": image.mode == "RGBA"}


def build_thumbnail(path: Path, target: Path, side_px: int) -> Facts:
    """The size told is the picture's, upright, and not the thumbnail's."""
    scan = load_scan(path)
    image = decode_picture(scan, draft_px=2 * side_px).image
    write_thumbnail(image, target, side_px)
    return tell_picture(scan.media_type, find_upright_size(scan))


def prepare_upload(path: Path, target: Path, limit_bytes: int) -> Facts:
    encoded = write_upload(path, target, limit_bytes)
    return tell_picture(encoded.media_type, encoded.size, encoded.notes)


def encode_pixels(path: Path, target: Path, width: int, height: int) -> Facts:
    """Turn rows of straight red, green, blue, alpha into a PNG, quickly: it stays on this disk."""
    if not 0 < width * height <= PIXELS_MAX:
        raise ValueError(f"{width}x{height} pixels")
    image = Image.frombytes("RGBA", (width, height), path.read_bytes())
    image.save(target, "PNG", compress_level=1)
    return tell_picture("image/png", image.size)


def write_mask(
    path: Path, target: Path, size: tuple[int, int], mask_size: tuple[int, int], limit_bytes: int
) -> Facts:
    """Write the PNG of a mask that lies in a file of our own, to go with a picture of ``size``."""
    mask = scale_mask(load_mask(path, Size(*mask_size)), Size(*size))
    write_mask_png(mask, target, limit_bytes)
    return tell_picture("image/png", mask.size)


def _reduce(image: Image.Image) -> Image.Image:
    """By a power of two, as far as the shorter side stays long enough."""
    factor = 1
    while min(image.size) >= 2 * factor * PREVIEW_SIDE_PX:
        factor *= 2
    return image if factor == 1 else premultiply(image).reduce(factor).convert(image.mode)


def write_thumbnail(image: Image.Image, target: Path, side_px: int) -> None:
    """A PNG whose longer side is at most ``side_px``."""
    scale = min(1.0, side_px / max(image.size))
    width, height = (max(1, round(side * scale)) for side in image.size)
    small = premultiply(image).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=1.0)
    write_png(small.convert(image.mode), target)


def premultiply(image: Image.Image) -> Image.Image:
    """So that colours under full transparency do not bleed into others."""
    return image.convert("RGBa") if image.mode == "RGBA" else image


def _decode(path: Path) -> tuple[str, Image.Image]:
    """Without the file's bytes, which a large picture had better not keep beside its pixels."""
    scan = load_scan(path)
    return scan.media_type, decode_picture(scan).image


def tell_picture(media_type: str, size: tuple[int, int], notes: frozenset[Note] = frozenset()) -> Facts:
    """Notes in the order in which they are declared, so that they are always said in one order."""
    width, height = Size(*size)
    ordered = [note.value for note in Note if note in notes]
    return {"media_type": media_type, "width": width, "height": height, "notes": ordered}


_PATHS = {"path", "target", "thumbnail"}
TASKS: Mapping[str, Callable[..., Facts]] = {
    task.__name__: task
    for task in (open_picture, build_raster, build_thumbnail, prepare_upload, encode_pixels, write_mask)
}


def run_task(request: Mapping[str, Any]) -> Facts:
    """Run what a parsed line asks for: ``{"task": name, argument: value, …}``."""
    arguments = {
        name: Path(value) if name in _PATHS else value for name, value in request.items() if name != "task"
    }
    return _find_task(request["task"])(**arguments)


def _find_task(name: str) -> Callable[..., Facts]:
    """One of the above, or one that not every child needs: OpenCV takes a tenth of a second to load."""
    if name in TASKS:
        return TASKS[name]
    if name == "compare_rows":
        from turbo_studio.imaging.comparing_tasks import compare_rows

        return compare_rows
    if name in {"export_picture", "build_tile"}:
        from turbo_studio.imaging.export_tasks import EXPORT_TASKS

        return EXPORT_TASKS[name]
    from turbo_studio.imaging.selection_tasks import SELECTION_TASKS

    return SELECTION_TASKS[name]
