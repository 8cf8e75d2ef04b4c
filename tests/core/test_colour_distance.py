"""CIEDE2000 against the pairs that its authors published, and Lab against values known for sRGB."""

from __future__ import annotations

import numpy as np
import pytest

from turbo_studio.core.colour_distance import LIGHTNESS_WEIGHT_MAX, convert_to_lab, find_differences

_PAIRS = [  # Sharma, Wu and Dalal (2005), table 1
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0009, -2.4900), 4.8045),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0011, -2.4900), 4.7461),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "expected"), _PAIRS)
def test_differences_are_those_that_were_published(
    first: tuple[float, ...], second: tuple[float, ...], expected: float
) -> None:
    found = find_differences(np.array([first]).T, np.array(second))
    assert found[0] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((255, 255, 255), (100, 0, 0)),
        ((119, 119, 119), (50.03, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.73, -86.18, 83.18)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
    ],
)
def test_colours_have_their_known_places(rgb: tuple[int, ...], expected: tuple[float, ...]) -> None:
    assert convert_to_lab(np.array([rgb], np.uint8))[:, 0] == pytest.approx(expected, abs=0.05)


def test_lightness_alone_bounds_the_difference() -> None:
    """What lets the wand skip most colours unseen."""
    rng = np.random.default_rng(3)
    lab = convert_to_lab(rng.integers(0, 256, (20_000, 3), np.uint8)).astype(np.float64)
    for reference in lab.T[:40]:
        least = np.abs(lab[0] - reference[0]) / LIGHTNESS_WEIGHT_MAX
        assert (find_differences(lab, reference) >= least - 1e-9).all()
