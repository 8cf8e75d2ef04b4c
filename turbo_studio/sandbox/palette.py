"""Palettes for synthetic pictures: a ramp from dark to light with one accent, any hue, always in tune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

Colour = tuple[int, int, int]

# OKLab to linear sRGB, from Björn Ottosson, "A perceptual color space for image processing" (2020)
_LAB_TO_CUBE_ROOTS = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_CONES_TO_LINEAR = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)
_RAMP_LIGHTNESS = (0.27, 0.40, 0.54, 0.68, 0.82, 0.94)
_RAMP_CHROMA = (0.060, 0.090, 0.105, 0.095, 0.070, 0.030)


@dataclass(frozen=True, slots=True)
class Palette:
    """``ramp`` has six colours from dark to light; ``accent`` stands out from each of them."""

    ramp: tuple[Colour, ...]
    accent: Colour


def build_palette(rng: np.random.Generator) -> Palette:
    """Even steps of perceived lightness, a hue that turns a little, an accent nearly opposite."""
    hue = rng.uniform(0, 2 * np.pi)
    turn = rng.uniform(0.5, 1.3) * rng.choice((-1, 1))
    steps = np.linspace(0, 1, len(_RAMP_LIGHTNESS))
    ramp = tuple(
        _from_oklch(lightness, chroma, hue + turn * step)
        for lightness, chroma, step in zip(_RAMP_LIGHTNESS, _RAMP_CHROMA, steps, strict=True)
    )
    return Palette(ramp, _from_oklch(0.76, 0.15, hue + np.pi + rng.uniform(-0.6, 0.6)))


def spread(palette: Palette, positions: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Colours along the ramp, (..., 3), for positions from 0 (dark) to 1 (light)."""
    ramp = np.asarray(palette.ramp, np.float32)
    stops = np.linspace(0, 1, len(ramp))
    channels = [np.interp(positions, stops, ramp[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def _from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    lab = np.array([lightness, chroma * np.cos(hue), chroma * np.sin(hue)])
    linear = np.clip(_CONES_TO_LINEAR @ (_LAB_TO_CUBE_ROOTS @ lab) ** 3, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(value) for value in np.round(encoded * 255))
    return red, green, blue
