"""How different two colours look: CIEDE2000 between colours of sRGB.

Sources: IEC 61966-2-1 (sRGB), CIE 15 (L*a*b*, here with the white of sRGB, D65), and Sharma, Wu and Dalal,
"The CIEDE2000 Color-Difference Formula" (2005), whose names the variables bear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32] | NDArray[np.float64]

LIGHTNESS_WEIGHT_MAX = 1.75
"""No difference of lightness is divided by more: S_L at L* of 0 or 100."""

_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float64)
_WHITE = _TO_XYZ.sum(axis=1)


def _build_linear() -> NDArray[np.float32]:
    encoded = np.arange(256) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


_LINEAR = _build_linear()


def convert_to_lab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """L*, a* and b* of colours: shape (count, 3) to shape (3, count)."""
    weights = (_TO_XYZ / _WHITE[:, np.newaxis]).astype(np.float32)
    xyz = weights @ _LINEAR[rgb].T
    curved = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = curved
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def find_differences(lab: Floats, reference: Floats) -> Floats:
    """CIEDE2000 of colours of shape (3, count) to one of shape (3,), all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = lab, reference
    c_mean_7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(c_mean_7 / (c_mean_7 + 25.0**7)))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    is_grey = c1 * c2 == 0
    turn = np.where(is_grey, 0, (h2 - h1 + 180) % 360 - 180)
    d_l, d_c = l2 - l1, c2 - c1
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    h_mean = np.where(is_grey, h1 + h2, h1 + turn / 2)
    hue = np.radians(h_mean)
    t = (
        1
        - 0.17 * np.cos(hue - np.radians(30))
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.radians(6))
        - 0.20 * np.cos(4 * hue - np.radians(63))
    )
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    c_7 = c_mean**7
    bend = np.radians(60 * np.exp(-((((h_mean % 360) - 275) / 25) ** 2)))
    r_t = -np.sin(bend) * 2 * np.sqrt(c_7 / (c_7 + 25.0**7))
    light, chroma, turned = d_l / s_l, d_c / s_c, d_h / s_h
    squared: Floats = light**2 + chroma**2 + turned**2 + r_t * chroma * turned
    return np.sqrt(np.maximum(squared, 0))
