"""Generated pictures: an abstract scene made from the prompt, with its words and the sandbox's mark."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from turbo_studio.core.geometry import Box
from turbo_studio.sandbox.lettering import draw_ribbon, draw_words
from turbo_studio.sandbox.palette import build_palette
from turbo_studio.sandbox.scenery import paint_scene

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size
    from turbo_studio.sandbox.orders import Order
    from turbo_studio.sandbox.palette import Palette

_WHITE = (255, 255, 255)
_SCRIM_STRENGTH = 0.72


def draw_generation(order: Order, model: str, seed: int, size: Size) -> Image.Image:
    """An RGB picture of ``size``, the same for the same arguments.

    Prompt, size, quality and model choose the kind of scene and its colours, the seed its layout.
    """
    picture, _ = paint_theme(order, model, seed, size)
    draw_caption(picture, order)
    draw_ribbon(picture)
    return picture


def paint_theme(order: Order, model: str, seed: int, size: Size) -> tuple[Image.Image, Palette]:
    """The scene that stands for an order, at any size, and its colours."""
    named = "\0".join((model, order.prompt, str(order.size), order.quality))
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()
    theme = np.random.default_rng(np.frombuffer(digest, np.uint32))
    kind, palette = int(theme.integers(0, 1 << 16)), build_palette(theme)
    layout = np.random.default_rng([*np.frombuffer(digest, np.uint32).tolist(), seed])
    return paint_scene(kind, palette, layout, size), palette


def draw_caption(picture: Image.Image, order: Order) -> None:
    """The prompt's first words over a darkened foot, size and quality in small letters below."""
    _darken_foot(picture)
    short = min(picture.size)
    margin = round(short * 0.05)
    small_px, large_px = round(short * 0.026), round(short * 0.052)
    foot = Box(margin, 0, picture.width - margin, picture.height - margin)
    notes = f"{order.size.width} × {order.size.height} · {order.quality}"
    upper = draw_words(picture, notes, foot, small_px, (222, 222, 222), lines_max=1)
    words = Box(margin, 0, picture.width - margin, upper - round(short * 0.006))
    draw_words(picture, order.prompt, words, large_px, _WHITE)


def _darken_foot(picture: Image.Image) -> None:
    height = round(picture.height * 0.34)
    fade = np.linspace(0, 1, height, dtype=np.float32) ** 0.8 * (255 * _SCRIM_STRENGTH)
    shade = Image.fromarray(np.repeat(fade.astype(np.uint8)[:, None], picture.width, axis=1), "L")
    picture.paste((12, 14, 20), (0, picture.height - height), shade)
