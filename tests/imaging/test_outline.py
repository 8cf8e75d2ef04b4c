"""The smart outline finds objects whose outline is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from turbo_studio.imaging.outline import cut_object, find_surroundings, refine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


def draw_disc(side: int, noise: float) -> tuple[Pixels, NDArray[np.bool_]]:
    """A shaded orange disc on a striped blue ground, with grain."""
    y, x = np.mgrid[:side, :side] / side
    is_disc = (x - 0.5) ** 2 + (y - 0.45) ** 2 <= 0.09
    disc = np.stack([60 + 40 * y, 120 + 40 * x, 200 + 0 * x], axis=-1)
    ground = np.stack([150 + 40 * np.sin(30 * x), 110 + 20 * y, 40 + 0 * x], axis=-1)
    grain = np.random.default_rng(7).standard_normal((side, side, 3)) * noise
    pixels = np.where(is_disc[..., np.newaxis], disc, ground) + grain
    return pixels.clip(0, 255).astype(np.uint8), is_disc


def find_agreement(found: Pixels, expected: NDArray[np.bool_]) -> float:
    """Intersection over union."""
    selected = found > 0
    return float((selected & expected).sum() / (selected | expected).sum())


LASSO = np.array([[0.12, 0.1], [0.85, 0.08], [0.9, 0.8], [0.5, 0.88], [0.1, 0.8]])


def test_the_object_in_a_rough_lasso_is_found() -> None:
    pixels, is_disc = draw_disc(256, 8)
    assert find_agreement(cut_object(pixels, LASSO * 256), is_disc) > 0.985


def test_the_outline_is_as_sharp_as_the_large_picture() -> None:
    large, is_disc = draw_disc(1600, 8)
    small, _ = draw_disc(200, 8)
    rough = cut_object(small, LASSO * 200)
    refined = refine(rough, large)
    enlarged = np.kron(rough, np.ones((8, 8), np.uint8))
    assert find_agreement(refined, is_disc) > 0.997
    assert find_agreement(refined, is_disc) > find_agreement(enlarged, is_disc)


@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_without_any_ground_the_lasso_is_the_answer(scale: float) -> None:
    pixels, _ = draw_disc(64, 2)
    everything = np.array([[-9.0, -9.0], [99.0, -9.0], [99.0, 99.0], [-9.0, 99.0]]) * scale
    assert cut_object(pixels, everything).all()
    assert not cut_object(pixels, everything + 9999).any()


def test_a_picture_without_detail_is_no_trouble() -> None:
    plain = np.full((64, 64, 3), 90, np.uint8)
    assert cut_object(plain, LASSO * 64).shape == (64, 64)


def test_a_picture_that_was_not_reduced_is_left_alone() -> None:
    pixels, _ = draw_disc(64, 2)
    rough = cut_object(pixels, LASSO * 64)
    assert np.array_equal(refine(rough, pixels), rough)


def test_the_surroundings_have_a_margin_within_the_picture() -> None:
    box = find_surroundings(np.array([[100.0, 100.0], [300.0, 200.0]]), 320, 1000)
    assert max(box.left, box.upper) < 80
    assert box.right == 320
    assert 220 < box.lower < 400
