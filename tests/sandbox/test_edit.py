from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.sandbox.loopback import build_mask, build_source, encode
from turbo_studio.core.geometry import Size
from turbo_studio.core.profile import Quality
from turbo_studio.sandbox.edit import draw_edit
from turbo_studio.sandbox.lettering import MARK_GROUND
from turbo_studio.sandbox.orders import Order
from turbo_studio.sandbox.pictures import decode_edit

if TYPE_CHECKING:
    import numpy.typing as npt

SIZE = Size(320, 240)
HOLE = (60, 40, 260, 200)


def build_photograph(size: Size = SIZE) -> bytes:
    """Shapes and grain, so that a shift or a tint would show."""
    rows, columns = np.mgrid[0 : size.height, 0 : size.width]
    grain = np.random.default_rng(7).integers(-12, 13, (size.height, size.width))
    bands = 128 + 90 * np.sin(columns / 23) * np.cos(rows / 17) + grain
    pixels = np.stack([bands, 255 - bands, bands / 2 + 40], axis=-1)
    return encode(Image.fromarray(np.clip(pixels, 6, 249).astype(np.uint8)))


def edit(
    *images: bytes, mask: bytes | None = None, size: Size = SIZE, seed: int = 3, drift: bool = False
) -> npt.NDArray[np.int16]:
    order = Order("a golden crown", size, Quality.HIGH, images or (build_photograph(),), mask)
    picture = draw_edit(order, decode_edit(order), "gpt-image-2", seed, drift=drift)
    assert (picture.mode, picture.size) == ("RGB", size)
    return np.asarray(picture).astype(np.int16)


def decode(content: bytes, size: Size = SIZE) -> npt.NDArray[np.int16]:
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(picture).astype(np.int16)


def build_hole(box: tuple[int, int, int, int] = HOLE) -> npt.NDArray[np.bool_]:
    hole = np.zeros((SIZE.height, SIZE.width), np.bool_)
    hole[box[1] : box[3], box[0] : box[2]] = True
    return hole


def test_only_the_hole_changes() -> None:
    hole, difference = (
        build_hole(),
        np.abs(edit(mask=build_mask(*SIZE, clear=HOLE)) - decode(build_photograph())),
    )
    assert not difference[~hole].any()
    assert (difference[hole].max(axis=-1) > 8).mean() > 0.9


def test_only_the_hole_changes_in_a_scaled_picture() -> None:
    """The mask has the source's size; its pixels are doubled along with the picture's."""
    photograph = build_photograph(Size(160, 120))
    result = edit(photograph, mask=build_mask(160, 120, clear=(30, 20, 130, 100)))
    difference = np.abs(result - decode(photograph))
    assert not difference[~build_hole()].any()
    assert (difference[build_hole()].max(axis=-1) > 8).mean() > 0.9


def test_nearly_transparent_is_not_transparent() -> None:
    mask = Image.new("RGBA", SIZE, (0, 0, 0, 1))
    mask.paste((0, 0, 0, 0), HOLE)
    assert (edit(mask=encode(mask)) == edit(mask=build_mask(*SIZE, clear=HOLE))).all()


def test_mask_without_a_hole_changes_nothing() -> None:
    assert (edit(mask=build_mask(*SIZE, clear=(0, 0, 0, 0))) == decode(build_photograph())).all()


def test_hole_carries_the_mark() -> None:
    result = edit(mask=build_mask(*SIZE, clear=HOLE))
    marked = (result == MARK_GROUND).all(axis=-1)
    assert marked[build_hole()].sum() > 100
    assert not marked[~build_hole()].any()


@pytest.mark.parametrize("hole", [HOLE, None, (100, 100, 124, 118), (0, 0, 320, 4)])
@pytest.mark.parametrize("count", [2, 5, 16])
def test_every_further_source_shows(hole: tuple[int, int, int, int] | None, count: int) -> None:
    """Exchanging any one of them changes the result, and only where it may change."""
    mask = None if hole is None else build_mask(*SIZE, clear=hole)
    greys = [build_source(50, 40, (60 + 5 * index,) * 3) for index in range(count - 1)]
    before = edit(build_photograph(), *greys, mask=mask)
    for index in range(count - 1):
        changed = [*greys[:index], build_source(50, 40, (250, 20, 40)), *greys[index + 1 :]]
        after = edit(build_photograph(), *changed, mask=mask)
        assert (before != after).any(), f"source {index + 2} is not to be seen"


def test_sources_show_large_where_there_is_room() -> None:
    plain, red = build_source(50, 40, (90, 90, 90)), build_source(50, 40, (250, 20, 40))
    result = edit(build_photograph(), plain, red, mask=build_mask(*SIZE, clear=HOLE))
    assert (result == (250, 20, 40)).all(axis=-1).sum() > 1000


def test_without_a_mask_the_whole_changes_but_keeps_its_shapes() -> None:
    source, result = decode(build_photograph()), edit()
    assert (np.abs(result - source).max(axis=-1) > 4).mean() > 0.9
    luma = (0.299, 0.587, 0.114)
    above_words = slice(0, 150)
    shapes = np.corrcoef((source[above_words] @ luma).ravel(), (result[above_words] @ luma).ravel())
    assert shapes[0, 1] > 0.5


def test_drift_touches_nearly_every_pixel_a_little() -> None:
    source = decode(build_photograph())
    difference = np.abs(edit(mask=build_mask(*SIZE, clear=HOLE), drift=True) - source)[~build_hole()]
    assert (difference.max(axis=-1) > 0).mean() > 0.97
    assert 2 < difference.mean() < 16


def test_drift_of_a_flat_picture_is_two_to_four_levels() -> None:
    """Where there is nothing to shift, the tint alone is left."""
    mask = build_mask(*SIZE, clear=HOLE)
    result = edit(build_source(*SIZE), mask=mask, drift=True)
    away = ~build_hole((55, 35, 265, 205))
    difference = np.abs(result - (90, 120, 150))[away]
    assert difference.min() >= 2
    assert difference.max() <= 4


def test_drift_differs_by_seed() -> None:
    mask = build_mask(*SIZE, clear=HOLE)
    outside = ~build_hole()
    assert (
        edit(mask=mask, drift=True, seed=1)[outside] != edit(mask=mask, drift=True, seed=2)[outside]
    ).any()


def test_transparent_source_lies_on_white() -> None:
    clear = encode(Image.new("RGBA", SIZE, (10, 20, 30, 0)))
    assert (edit(clear, mask=build_mask(*SIZE, clear=HOLE))[~build_hole()] == 255).all()


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 20).map(lambda steps: 16 * steps),
    height=st.integers(1, 20).map(lambda steps: 16 * steps),
    source=st.tuples(st.integers(1, 80), st.integers(1, 80)),
    corners=st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
    further=st.integers(0, 3),
    drift=st.booleans(),
)
def test_any_size_any_hole(
    width: int,
    height: int,
    source: tuple[int, int],
    corners: tuple[float, float, float, float],
    further: int,
    *,
    drift: bool,
) -> None:
    left, right = sorted(round(corner * source[0]) for corner in corners[:2])
    upper, lower = sorted(round(corner * source[1]) for corner in corners[2:])
    images = (build_source(*source), *[build_source()] * further)
    edit(
        *images,
        mask=build_mask(*source, clear=(left, upper, right, lower)),
        size=Size(width, height),
        drift=drift,
    )
