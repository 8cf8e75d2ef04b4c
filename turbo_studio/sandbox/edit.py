"""Edited pictures: the first source with its selected part, or all of it, visibly made anew."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from turbo_studio.core.geometry import Box, Size
from turbo_studio.sandbox.draw import draw_caption, paint_theme
from turbo_studio.sandbox.lettering import draw_ribbon, draw_tag, draw_words

if TYPE_CHECKING:
    import numpy.typing as npt

    from turbo_studio.sandbox.orders import Order
    from turbo_studio.sandbox.palette import Palette
    from turbo_studio.sandbox.pictures import EditInputs, Selection

_GRID_SIDE = 96  # cells along the longer side in which room inside a mask is looked for
_WHITE = (255, 255, 255)


def draw_edit(order: Order, inputs: EditInputs, model: str, seed: int, *, drift: bool) -> Image.Image:
    """An RGB picture of the asked size, the same for the same arguments.

    With a mask and without drift, every pixel outside the selection equals the scaled first source.
    """
    if inputs.selected is None:
        edited = _restyle(order, inputs, model, seed)
    elif inputs.selected.any():
        edited = _fill_selection(order, inputs, inputs.selected, model, seed)
    else:
        edited = inputs.base
    return _add_drift(edited, seed) if drift else edited


def _restyle(order: Order, inputs: EditInputs, model: str, seed: int) -> Image.Image:
    """The whole first source in the colours of the prompt, with a scene shining through."""
    scene, palette = paint_theme(order, model, seed, order.size)
    toned = ImageOps.colorize(
        ImageOps.autocontrast(ImageOps.grayscale(inputs.base), cutoff=1),
        black=palette.ramp[0],
        mid=palette.ramp[3],
        white=palette.ramp[5],
    )
    edited = Image.blend(Image.blend(inputs.base, toned, 0.70), scene, 0.22)
    draw_caption(edited, order)
    width, height = order.size
    shelf = Box(round(width * 0.05), round(height * 0.05), round(width * 0.72), round(height * 0.24))
    _place_insets(edited, inputs.extras, shelf, palette)
    draw_ribbon(edited)
    return edited


def _fill_selection(
    order: Order, inputs: EditInputs, selected: Selection, model: str, seed: int
) -> Image.Image:
    """A scene in the selected part, outlined, with the other sources, the prompt and the mark in it."""
    bounds = _find_bounds(selected)
    scene, palette = paint_theme(order, model, seed, Size(bounds.width, bounds.height))
    edited = inputs.base.copy()
    edited.paste(scene, (bounds.left, bounds.upper))
    outline_px = max(1, round(min(order.size) / 340))
    edited.paste(palette.accent, (0, 0), _find_rim(selected, outline_px))
    _furnish(edited, order, inputs.extras, _find_room(selected), palette)
    clear = Image.fromarray(selected)
    return Image.composite(edited, inputs.base, clear)


def _furnish(
    edited: Image.Image, order: Order, extras: tuple[Image.Image, ...], room: Box, palette: Palette
) -> None:
    """Mark above, words below, the other sources between, all inside the room."""
    pad = max(1, min(room.width, room.height) // 16)
    inner = Box(room.left + pad, room.upper + pad, room.right - pad, room.lower - pad)
    if inner.is_empty:
        inner = room
    letters_px = max(6, min(inner.height // 6, inner.width // 8, min(order.size) // 22))
    tag_px = max(8, round(letters_px * 0.9), min(order.size) // 56)
    if extras:
        tag_px = min(tag_px, max(1, inner.height // 3))
    draw_tag(edited, inner.left, inner.upper, tag_px)
    foot = inner.lower
    if inner.height > 5 * letters_px:
        foot = _draw_shaded_words(edited, order.prompt, inner, letters_px)
    _place_insets(
        edited, extras, Box(inner.left, inner.upper + tag_px + pad, inner.right, foot - pad), palette
    )


def _draw_shaded_words(edited: Image.Image, text: str, box: Box, letters_px: int) -> int:
    """White words with a soft dark shade around them; returns the first row used."""
    margin = letters_px
    stencil = Image.new("RGB", (box.width + 2 * margin, box.height + 2 * margin))
    local = Box(margin, margin, margin + box.width, margin + box.height)
    upper = draw_words(stencil, text, local, letters_px, _WHITE)
    letters = stencil.convert("L")
    blurred = letters.filter(ImageFilter.GaussianBlur(letters_px / 4))
    shade = blurred.point(lambda value: min(230, value * 3))
    corner = (box.left - margin, box.upper - margin)
    edited.paste((8, 10, 14), corner, shade)
    edited.paste(_WHITE, corner, letters)
    return box.upper - margin + upper


def _place_insets(picture: Image.Image, extras: tuple[Image.Image, ...], room: Box, palette: Palette) -> None:
    """Every further source as a framed small picture, in rows that fill the room best."""
    if not extras:
        return
    room = Box(room.left, room.upper, max(room.right, room.left + 1), max(room.lower, room.upper + 1))
    count = len(extras)
    side, columns = max(
        (min(room.width // columns, room.height // -(-count // columns)), columns)
        for columns in range(1, count + 1)
    )
    side = max(1, side)
    gap = side // 10
    for index, extra in enumerate(extras):
        inset = _frame(extra, max(1, side - gap), palette)
        picture.paste(inset, (room.left + index % columns * side, room.upper + index // columns * side))


def _frame(extra: Image.Image, side: int, palette: Palette) -> Image.Image:
    border = side // 24
    inner = max(1, side - 2 * border)
    fitted = ImageOps.fit(extra, (inner, inner), Image.Resampling.LANCZOS)
    return ImageOps.expand(fitted, border, palette.ramp[5])


def _find_bounds(selected: Selection) -> Box:
    rows, columns = np.flatnonzero(selected.any(axis=1)), np.flatnonzero(selected.any(axis=0))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _find_rim(selected: Selection, thickness_px: int) -> Image.Image:
    """The selected pixels near an unselected one, as a stencil."""
    clear = Image.fromarray(selected).convert("L")
    core = clear.filter(ImageFilter.BoxBlur(thickness_px)).point(lambda value: 255 if value >= 255 else 0)
    return Image.fromarray(selected & (np.asarray(core) == 0)).convert("L")


def _find_room(selected: Selection) -> Box:
    """A large box inside the selection; the selection's bounds where it is too thin to hold one."""
    height, width = selected.shape
    step = max(1, -(-max(height, width) // _GRID_SIDE))
    rows, columns = height // step, width // step
    blocks = selected[: rows * step, : columns * step].reshape(rows, step, columns, step)
    cells: Selection = np.asarray(blocks.all(axis=(1, 3)))
    best = Box(0, 0, 0, 0)
    heights = np.zeros(columns, np.int64)
    for row in range(rows):
        heights = np.where(cells[row], heights + 1, 0)
        best = max(best, _find_widest(heights, row), key=_rate)
    if best.is_empty:
        return _find_bounds(selected)
    return Box(best.left * step, best.upper * step, best.right * step, best.lower * step)


def _rate(box: Box) -> float:
    """Area, with less for long thin boxes: words and pictures need both sides."""
    return box.width * box.height * math.sqrt(min(box.width, box.height) / max(box.width, box.height, 1))


def _find_widest(heights: npt.NDArray[np.int64], row: int) -> Box:
    """The best box that stands on a row of columns of these heights."""
    best = Box(0, 0, 0, 0)
    for height in np.unique(heights[heights > 0]):
        tall = np.concatenate(([False], heights >= height, [False]))
        edges = np.flatnonzero(tall[1:] != tall[:-1])
        starts, ends = edges[::2], edges[1::2]
        longest = int(np.argmax(ends - starts))
        box = Box(int(starts[longest]), row + 1 - int(height), int(ends[longest]), row + 1)
        best = max(best, box, key=_rate)
    return best


def _add_drift(picture: Image.Image, seed: int) -> Image.Image:
    """What the real model does to pixels nobody asked it to touch: a shift and a wandering tint.

    The shift is under a pixel in each direction; each channel moves by 2 to 4 levels, slowly
    changing over the picture, up in some channels and down in others.
    """
    rng = np.random.default_rng(seed)
    shift_x, shift_y = rng.uniform(0.3, 0.8, 2) * rng.choice((-1, 1), 2)
    moved = picture.transform(
        picture.size, Image.Transform.AFFINE, (1, 0, shift_x, 0, 1, shift_y), Image.Resampling.BICUBIC
    )
    moved = _mend_border(moved, picture)
    pixels = np.asarray(moved).astype(np.int16)
    height, width = pixels.shape[:2]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    along = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    for channel, sign in enumerate(rng.permutation((-1, 1, rng.choice((-1, 1))))):
        phase, turns = rng.uniform(0, 2 * np.pi), rng.uniform(1, 3, 2)
        wave = 3 + np.sin(2 * np.pi * (turns[0] * down + turns[1] * along) + phase, dtype=np.float32)
        pixels[..., channel] += np.round(sign * wave).astype(np.int16)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGB")


def _mend_border(moved: Image.Image, picture: Image.Image) -> Image.Image:
    """A shift leaves black where it reached outside: the outermost pixels stay the picture's own."""
    width, height = picture.size
    if min(width, height) <= 4:
        return picture
    framed = picture.copy()
    framed.paste(moved.crop((2, 2, width - 2, height - 2)), (2, 2))
    return framed
