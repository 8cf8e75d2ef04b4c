"""Uploaded pictures: decoded, judged and brought to the asked size."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from turbo_studio.core.geometry import Size
from turbo_studio.sandbox.refusals import RefusalError, refuse_mask, refuse_picture

if TYPE_CHECKING:
    from turbo_studio.sandbox.orders import Order

Selection = npt.NDArray[np.bool_]

_FORMATS = ("PNG", "JPEG", "WEBP")
_PIXELS_MAX = 120_000_000  # a bound of the sandbox's memory, not of the contract
_INSET_SIDE_PX = 1024


@dataclass(frozen=True, slots=True)
class EditInputs:
    """What an edit is made of: ``base`` and ``selected`` have the asked size, the extras their own.

    ``selected`` (height, width) is true where the mask's alpha is exactly 0; None without a mask.
    """

    base: Image.Image
    selected: Selection | None
    extras: tuple[Image.Image, ...]


def decode_edit(order: Order) -> EditInputs:
    """Decode every file of an order; RefusalError names the first that is no good."""
    first = _decode_source(order.images[0], 0)
    selected = None if order.mask is None else _decode_mask(order.mask, Size(*first.size), order.size)
    extras = []
    for index, content in enumerate(order.images[1:], start=1):
        extra = _decode_source(content, index)
        extra.thumbnail((_INSET_SIDE_PX, _INSET_SIDE_PX))
        extras.append(extra)
    return EditInputs(scale_picture(first, order.size), selected, tuple(extras))


def scale_picture(picture: Image.Image, size: Size) -> Image.Image:
    """The whole picture at ``size``; untouched where it has that size already."""
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)


def encode_png(picture: Image.Image) -> bytes:
    """Quickly rather than tightly: the file travels over loopback."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _decode_source(content: bytes, index: int) -> Image.Image:
    """An RGB picture; what was transparent becomes white."""
    refusal = refuse_picture(f"image[{index}]", index + 1)
    picture = _decode(content, _FORMATS, refusal)
    if picture.mode.startswith("I;16"):
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8), "L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    page = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(page, picture.convert("RGBA")).convert("RGB")


def _decode_mask(content: bytes, first: Size, asked: Size) -> Selection:
    mask = _decode(content, ("PNG",), refuse_mask("mask image cannot be read"))
    if not mask.has_transparency_data:
        raise refuse_mask("mask image missing alpha channel")
    if mask.size != first:
        raise refuse_mask(f"mask size {Size(*mask.size)} does not match image size {first}")
    clear = Image.fromarray(np.asarray(mask.convert("RGBA"))[..., 3] == 0)
    if clear.size != asked:
        clear = clear.resize(asked, Image.Resampling.NEAREST)
    return np.asarray(clear)


def _decode(content: bytes, formats: tuple[str, ...], refusal: RefusalError) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=formats)
        if picture.width * picture.height > _PIXELS_MAX:
            raise refusal
        picture.load()
    except RefusalError:
        raise
    except Exception:  # noqa: BLE001 - on damaged files decoders raise nearly every kind of error
        raise refusal from None
    return picture
