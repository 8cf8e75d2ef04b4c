from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.profile import Quality
from turbo_studio.sandbox import lettering
from turbo_studio.sandbox.draw import draw_generation
from turbo_studio.sandbox.orders import Order
from turbo_studio.sandbox.palette import build_palette
from turbo_studio.sandbox.scenery import paint_scene

SIZE = Size(384, 256)


def draw(prompt: str, seed: int = 1, size: Size = SIZE, quality: Quality = Quality.HIGH) -> Image.Image:
    return draw_generation(Order(prompt, size, quality), "gpt-image-2", seed, size)


def measure_difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in levels, over pixels and channels."""
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


def test_same_arguments_same_picture() -> None:
    assert draw("a red bicycle").tobytes() == draw("a red bicycle").tobytes()


def test_prompts_seeds_and_qualities_differ_recognisably() -> None:
    pictures = [
        draw("a red bicycle"),
        draw("a red bicycle", seed=2),
        draw("a red bicycle!"),
        draw("a red bicycle", quality=Quality.LOW),
        draw("一只水獭"),
    ]
    assert all(measure_difference(one, other) > 10 for one, other in combinations(pictures, 2))


def test_another_size_is_another_composition() -> None:
    tall = draw("a red bicycle", size=Size(256, 384))
    assert tall.size == (256, 384)
    assert measure_difference(tall.resize(SIZE), draw("a red bicycle")) > 10


def test_mark_is_in_the_corner() -> None:
    picture = draw("a red bicycle", size=Size(1024, 1024))
    corner = np.asarray(picture.crop((758, 0, 1024, 266)))
    marked = (corner == lettering.MARK_GROUND).all(axis=-1)
    assert marked.mean() > 0.1


def test_words_are_drawn() -> None:
    """In white, within the lower third, where nothing else is."""
    foot = np.asarray(draw("a red bicycle", size=Size(1024, 1024)).crop((0, 680, 1024, 1024)))
    assert (foot == 255).all(axis=-1).sum() > 1000


@pytest.mark.parametrize("kind", range(4))
@pytest.mark.parametrize("size", [Size(1, 1), Size(1, 300), Size(300, 1), Size(16, 48), Size(3840, 1280)])
def test_every_scene_at_every_size(kind: int, size: Size) -> None:
    scene = paint_scene(kind, build_palette(np.random.default_rng(kind)), np.random.default_rng(1), size)
    assert (scene.size, scene.mode) == (size, "RGB")


@pytest.mark.parametrize("hue_seed", range(20))
def test_ramps_go_from_dark_to_light(hue_seed: int) -> None:
    palette = build_palette(np.random.default_rng(hue_seed))
    luma = [0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in palette.ramp]
    assert luma == sorted(luma)
    assert luma[-1] - luma[0] > 150


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "x" * 32_000,
        "水" * 32_000,
        "\ud800",
        "\x00\x1b[31m",
        "عربي",
        "e\u0301" * 40,
        "👩‍👩‍👧" * 9,
        "\u202eabc",
    ],
)
@pytest.mark.parametrize("faces", [True, False])
def test_any_text_can_be_drawn(monkeypatch: pytest.MonkeyPatch, text: str, *, faces: bool) -> None:
    if not faces:
        monkeypatch.setattr(lettering, "_find_system_faces", tuple)
    for size in (Size(16, 16), Size(320, 320)):
        assert draw(text, size=size).size == size


def draw_text(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = Image.new("RGB", (400, 120))
    lettering.draw_words(picture, text, Box(10, 10, 390, 110), 24, (255, 255, 255))
    return np.asarray(picture)


def test_without_glyphs_something_else_stands_for_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_find_system_faces", tuple)
    otter, boat = draw_text("一只水獭"), draw_text("小船在河上")
    assert otter.any()
    assert (otter != boat).any()


def test_words_stay_in_their_box() -> None:
    pixels = draw_text("Long shadows of words that would run over any edge " * 9)
    assert pixels[:, 12:380].any()
    assert not pixels[:, 396:].any()
    assert not pixels[118:].any()
