"""Scenes: four kinds of abstract picture, chosen and laid out by numbers drawn from a prompt.

Each takes a palette, a random generator and a size, and returns an RGB picture of that size.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from turbo_studio.core.geometry import Size
from turbo_studio.sandbox.palette import Palette, spread

Floats = npt.NDArray[np.float32]
Scene = Callable[[Palette, np.random.Generator, Size], Image.Image]

_WORK_SIDE_PX = 1536  # larger pictures are drawn at this size and enlarged: soft shapes lose nothing


def paint_scene(kind: int, palette: Palette, rng: np.random.Generator, size: Size) -> Image.Image:
    """The ``kind``-th scene (any whole number) at ``size``."""
    scale = min(1.0, _WORK_SIDE_PX / max(size))
    work = Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
    scene = _SCENES[kind % len(_SCENES)](palette, rng, work)
    return scene if work == size else scene.resize(size, Image.Resampling.BICUBIC)


def _paint_ridges(palette: Palette, rng: np.random.Generator, size: Size) -> Image.Image:
    """Hills behind hills under a low sun, each nearer row darker."""
    down, along = _build_axes(size)
    canvas = spread(palette, np.repeat(1.0 - 0.5 * (1 - down) ** 1.5, size.width, axis=1))
    centre = (rng.uniform(0.2, 0.8), rng.uniform(0.22, 0.42))
    _add_sun(canvas, palette, centre, rng.uniform(0.07, 0.13), size)
    rows = 6
    for row in range(rows):
        depth = (row + 1) / rows
        level = 0.42 + 0.5 * depth * depth + rng.uniform(-0.03, 0.03)
        profile = level - _build_waves(rng, along, 0.16 - 0.09 * depth, octaves=4 + row % 2)
        cover = np.clip((down - profile) * size.height, 0, 1)
        mist = np.clip((down - profile) * 2.2, 0, 0.5) * (1 - 0.5 * depth)
        tone = 0.80 * (1 - depth) + 0.04
        _blend(canvas, spread(palette, (tone + mist * 0.35).astype(np.float32)), cover)
    return _to_picture(canvas)


def _add_sun(
    canvas: Floats, palette: Palette, centre: tuple[float, float], radius: float, size: Size
) -> None:
    short = min(size)
    rows, columns = np.ogrid[0 : size.height, 0 : size.width]
    distance = np.hypot(columns - centre[0] * size.width, rows - centre[1] * size.height) / short
    accent = np.asarray(palette.accent, np.float32)
    _blend(canvas, accent, (0.55 * np.exp(-((distance / (radius * 2.6)) ** 2))).astype(np.float32))
    _blend(canvas, 0.35 * accent + 0.65 * 255, np.clip((radius - distance) * short, 0, 1).astype(np.float32))


def _paint_contours(palette: Palette, rng: np.random.Generator, size: Size) -> Image.Image:
    """Sheets of cut paper, one on the other, each with its shadow on the one below."""
    field = _build_field(rng, size)
    levels = 9
    steps = field * levels
    level = np.floor(steps)
    shade = 0.80 + 0.20 * np.clip((1 - (steps - level)) * 4.0, 0, 1)[..., None] ** 0.6
    canvas = spread(palette, np.clip(level / (levels - 1), 0, 1).astype(np.float32)) * shade
    accent = np.asarray(palette.accent, np.float32) * shade
    canvas = np.where((level == rng.integers(3, 7))[..., None], accent, canvas)
    return _to_picture(canvas.astype(np.float32))


def _build_field(rng: np.random.Generator, size: Size) -> Floats:
    """A smooth landscape of heights from 0 to 1, bent by waves of itself."""
    short = min(size)
    rows, columns = np.ogrid[0 : size.height, 0 : size.width]
    y, x = (rows / short).astype(np.float32), (columns / short).astype(np.float32)
    phases = rng.uniform(0, 2 * np.pi, 8).tolist()
    bent_x = x + 0.22 * np.sin(2.9 * y + phases[0]) + 0.10 * np.sin(6.1 * x + phases[1])
    bent_y = y + 0.22 * np.sin(3.3 * x + phases[2]) + 0.10 * np.sin(5.3 * y + phases[3])
    heights = np.sin(3.7 * bent_x + phases[4]) + np.sin(4.1 * bent_y + phases[5])
    heights = heights + 0.7 * np.sin(2.3 * (bent_x + bent_y) + phases[6])
    heights = heights + 0.35 * np.sin(7.9 * (bent_x - bent_y) + phases[7])
    low, high = float(heights.min()), float(heights.max())
    scaled: Floats = ((heights - low) / max(high - low, 1e-6) * 0.9999).astype(np.float32)
    return scaled


def _paint_tiles(palette: Palette, rng: np.random.Generator, size: Size) -> Image.Image:
    """A wall of tiles with quarter circles, discs and arches."""
    oversampling = 2
    cell = max(4, oversampling * min(size) // int(rng.integers(4, 6)))
    wide, high = oversampling * size.width, oversampling * size.height
    picture = Image.new("RGB", (wide, high), palette.ramp[0])
    brush = ImageDraw.Draw(picture)
    for upper in range(0, high, cell):
        for left in range(0, wide, cell):
            _draw_tile(brush, palette, rng, left, upper, cell)
    return picture.resize(size, Image.Resampling.BOX)


def _draw_tile(
    brush: ImageDraw.ImageDraw, palette: Palette, rng: np.random.Generator, left: int, upper: int, cell: int
) -> None:
    colours = [*palette.ramp, palette.accent]
    ground, figure, dot = (colours[index] for index in rng.permutation(len(colours))[:3])
    box = (left, upper, left + cell, upper + cell)
    brush.rectangle(box, fill=ground)
    kind, turn = int(rng.integers(0, 5)), int(rng.integers(0, 4))
    corner_x, corner_y = left + cell * (turn % 2), upper + cell * (turn // 2)
    start = (0, 90, 270, 180)[turn]
    if kind <= 1:
        for radius, colour in ((cell, figure), (cell * 0.55, dot if kind else ground)):
            round_corner = (corner_x - radius, corner_y - radius, corner_x + radius, corner_y + radius)
            brush.pieslice(round_corner, start, start + 90, fill=colour)
    elif kind == 2:
        _draw_disc(brush, left + cell / 2, upper + cell / 2, cell * 0.40, figure)
        _draw_disc(brush, left + cell / 2, upper + cell / 2, cell * 0.17, dot)
    elif kind == 3:
        brush.pieslice((left, upper + cell // 2, left + cell, upper + cell * 3 // 2), 180, 360, fill=figure)
        brush.pieslice((left, upper, left + cell, upper + cell), 180, 360, fill=dot)
    else:
        brush.polygon([(left, upper + cell), (left + cell, upper + cell), (left + cell, upper)], fill=figure)


def _draw_disc(
    brush: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: tuple[int, int, int]
) -> None:
    brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _paint_orbs(palette: Palette, rng: np.random.Generator, size: Size) -> Image.Image:
    """Lit spheres afloat before a soft sky, the far ones paler."""
    down, along = _build_axes(size)
    tilt = rng.uniform(-0.3, 0.3)
    canvas = spread(palette, np.clip(0.95 - 0.45 * (down + tilt * (along - 0.5)), 0, 1).astype(np.float32))
    count = int(rng.integers(9, 14))
    for index in range(count):
        near = (index + 1) / count
        radius = min(size) * (0.05 + 0.16 * near * rng.uniform(0.5, 1.1))
        centre = (rng.uniform(0.02, 0.98) * size.width, rng.uniform(0.05, 0.80) * size.height)
        colour = palette.accent if index % 4 == 3 else palette.ramp[int(rng.integers(0, 4))]
        _add_orb(canvas, centre, radius, np.asarray(colour, np.float32), near)
    return _to_picture(canvas)


def _add_orb(canvas: Floats, centre: tuple[float, float], radius: float, colour: Floats, near: float) -> None:
    """One sphere and its shadow; touches only the pixels around it."""
    reach = radius * 1.6
    height, width = canvas.shape[:2]
    top, bottom = max(0, int(centre[1] - reach)), min(height, int(centre[1] + reach) + 1)
    left, right = max(0, int(centre[0] - reach)), min(width, int(centre[0] + reach) + 1)
    part = canvas[top:bottom, left:right]
    rows, columns = np.ogrid[top:bottom, left:right]
    x, y = (columns - centre[0]) / radius, (rows - centre[1]) / radius
    shadow = 0.30 * near * np.exp(-((np.hypot(x - 0.15, y - 0.25) / 0.95) ** 6))
    part *= (1 - shadow)[..., None].astype(np.float32)
    light = np.clip(1.12 - 0.55 * np.hypot(x + 0.35, y + 0.40), 0.2, 1.12)[..., None]
    gloss = 0.5 * np.exp(-((np.hypot(x + 0.38, y + 0.42) / 0.30) ** 2))[..., None]
    lit = colour * light * (1 - gloss) + 255 * gloss
    haze = 0.5 * (1 - near)
    shaded = lit * (1 - haze) + part.mean(axis=(0, 1)) * haze
    cover = np.clip((1 - np.hypot(x, y)) * radius, 0, 1)
    _blend(part, shaded.astype(np.float32), cover.astype(np.float32))


_SCENES: tuple[Scene, ...] = (_paint_ridges, _paint_contours, _paint_tiles, _paint_orbs)


def _build_axes(size: Size) -> tuple[Floats, Floats]:
    """Positions from 0 to 1 down (height, 1) and along (1, width)."""
    down = np.linspace(0, 1, size.height, dtype=np.float32)[:, None]
    along = np.linspace(0, 1, size.width, dtype=np.float32)[None, :]
    return down, along


def _build_waves(rng: np.random.Generator, along: Floats, height: float, octaves: int) -> Floats:
    """A ridge line (1, width): waves, each finer and lower than the one before."""
    line = np.zeros_like(along)
    for octave in range(octaves):
        frequency = 2.6 * 2.05**octave * rng.uniform(0.8, 1.2)
        line += 0.5**octave * np.sin(frequency * along + rng.uniform(0, 2 * np.pi), dtype=np.float32)
    return (height * 0.5 * line).astype(np.float32)


def _blend(canvas: Floats, colour: Floats, cover: Floats) -> None:
    """Lay ``colour`` over the canvas, in place, as far as ``cover`` (0 to 1) says."""
    canvas += (colour - canvas) * cover[..., None]


def _to_picture(canvas: Floats) -> Image.Image:
    return Image.fromarray(np.clip(np.round(canvas), 0, 255).astype(np.uint8), "RGB")
