"""Masks computed in a real child: out of masks, pictures and files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.imaging.making import encode, make_photo
from turbo_studio.core.geometry import EMPTY_BOX, Box, Point, Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.operators import (
    FillHoles,
    Grow,
    MaskFile,
    MaskPixels,
    Outline,
    RemoveSpecks,
    Rework,
    Shrink,
    Smooth,
    Transparency,
    Wand,
)
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.sources import Raster
from turbo_studio.imaging import scratch
from turbo_studio.imaging.raster_file import write_raster
from turbo_studio.imaging.raster_layout import build_levels
from turbo_studio.imaging.selector import ChildSelector

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.operators import FoundPixels, MaskOperator, Selecting

SIZE = Size(300, 200)


def select(tmp_path: Path, *asked: Selecting) -> list[FoundPixels]:
    async def run() -> list[FoundPixels]:
        selector = ChildSelector(tmp_path / "scratch")
        try:
            return [await selector.select(one) for one in asked]
        finally:
            await selector.close()

    return asyncio.run(run())


def take_mask(*boxes: Box, size: Size = SIZE) -> MaskSnapshot:
    mask = Mask(size)
    mask.begin_edit()
    for left, upper, right, lower in boxes:
        mask.add_stamp(np.full((lower - upper, right - left), 200, np.uint8), left, upper)
    mask.commit_edit()
    return mask.take_snapshot()


def build_raster(tmp_path: Path, image: Image.Image) -> Raster:
    path = tmp_path / "raster"
    write_raster(image, path)
    return Raster(path, has_alpha=image.mode == "RGBA", levels=build_levels(Size(*image.size)))


def place(found: FoundPixels, size: Size = SIZE) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    plane = np.zeros((size.height, size.width), np.uint8)
    plane[found.box.upper : found.box.lower, found.box.left : found.box.right] = found.coverage
    return plane


def test_each_operator_tells_the_box_that_changed(tmp_path: Path) -> None:
    ring = take_mask(
        Box(100, 50, 120, 150), Box(180, 50, 200, 150), Box(100, 50, 200, 60), Box(100, 140, 200, 150)
    )
    block = take_mask(Box(100, 50, 200, 150), Box(10, 10, 12, 12))
    operators: list[tuple[MaskSnapshot, MaskOperator, Box]] = [
        (block, Grow(5), Box(5, 5, 205, 155)),
        (block, Shrink(5), Box(10, 10, 200, 150)),
        (block, Smooth(3), Box(10, 10, 200, 150)),
        (ring, FillHoles(), Box(120, 60, 180, 140)),
        (block, RemoveSpecks(5), Box(10, 10, 12, 12)),
        (block, RemoveSpecks(4), EMPTY_BOX),
    ]
    found = select(tmp_path, *(Rework(mask, operator) for mask, operator, _ in operators))
    assert [one.box for one in found] == [box for _, _, box in operators]
    assert (found[3].coverage == 255).all()
    assert not found[4].coverage.any()


@pytest.fixture
def scratch_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """Looks for the files of a selector, all of which lie on the disk."""
    monkeypatch.setattr(scratch, "_has_room", lambda *_: False)
    return lambda: [path for path in (tmp_path / "scratch").rglob("*") if path.is_file()]


def test_nothing_stays_behind(tmp_path: Path, scratch_files: Callable[[], list[Path]]) -> None:
    async def run() -> None:
        selector = ChildSelector(tmp_path / "scratch")
        await selector.select(Rework(take_mask(Box(1, 1, 5, 5)), Grow(2)))
        assert not scratch_files()
        await selector.close()

    asyncio.run(run())


def test_the_wand_and_the_outline_look_at_the_raster(tmp_path: Path) -> None:
    pixels = np.full((200, 300, 3), (40, 60, 160), np.uint8)
    pixels[60:140, 100:220] = (200, 120, 40)
    pixels[10:20, 10:20] = (200, 120, 40)
    raster = build_raster(tmp_path, Image.fromarray(pixels))
    lasso = tuple(Point(x, y) for x, y in ((80.0, 40.0), (240.0, 40.0), (240.0, 160.0), (80.0, 160.0)))
    one, both, outlined = select(
        tmp_path,
        Wand(raster, 150, 100, 5.0, is_contiguous=True),
        Wand(raster, 150, 100, 5.0, is_contiguous=False),
        Outline(raster, lasso),
    )
    assert one.box == Box(100, 60, 220, 140)
    assert both.box == Box(10, 10, 220, 140)
    assert np.count_nonzero(both.coverage) == 80 * 120 + 100
    assert outlined.box == Box(100, 60, 220, 140)
    assert outlined.coverage.all()


def test_an_outline_of_a_large_picture_is_found_on_a_small_one(tmp_path: Path) -> None:
    pixels = np.full((1800, 2400, 3), (40, 60, 160), np.uint8)
    pixels[503:1301, 701:1603] = (200, 120, 40)
    raster = build_raster(tmp_path, Image.fromarray(pixels))
    lasso = tuple(
        Point(x, y) for x, y in ((300.0, 200.0), (2000.0, 200.0), (2000.0, 1600.0), (300.0, 1600.0))
    )
    (found,) = select(tmp_path, Outline(raster, lasso))
    expected = np.zeros((1800, 2400), np.uint8)
    expected[503:1301, 701:1603] = 255
    # Only the corners are rounded off.
    assert np.count_nonzero(place(found, Size(2400, 1800)) != expected) < 20


def test_transparency_selects_what_is_more_transparent_than_not(tmp_path: Path) -> None:
    image = make_photo(300, 200).convert("RGBA")
    alpha = np.full((200, 300), 255, np.uint8)
    alpha[:, :150] = 127
    alpha[:, :50] = 0
    image.putalpha(Image.fromarray(alpha))
    raster = build_raster(tmp_path, image)
    found, inverted = select(tmp_path, Transparency(raster), Transparency(raster, is_inverted=True))
    assert found.box == Box(0, 0, 150, 200)
    assert inverted.box == Box(150, 0, 300, 200)


def test_a_file_is_a_mask_by_its_alpha_or_else_by_its_light(tmp_path: Path) -> None:
    light = Image.fromarray(np.repeat(np.array([[127, 128]], np.uint8), 2, axis=0))
    cut_out = light.convert("RGBA")
    cut_out.putalpha(Image.fromarray(np.array([[0, 255], [127, 128]], np.uint8)))
    (tmp_path / "light.png").write_bytes(encode(light, "PNG"))
    (tmp_path / "cut out.jpg").write_bytes(encode(cut_out, "PNG"))
    by_light, by_alpha, inverted = select(
        tmp_path,
        MaskFile(tmp_path / "light.png", SIZE),
        MaskFile(tmp_path / "cut out.jpg", SIZE),
        MaskFile(tmp_path / "cut out.jpg", SIZE, is_inverted=True),
    )
    assert (by_light.box, by_light.is_from_alpha) == (Box(150, 0, 300, 200), False)
    assert (by_alpha.box, by_alpha.is_from_alpha) == (Box(0, 0, 150, 200), True)
    assert inverted.box == Box(150, 0, 300, 200)


def test_pasted_pixels_are_a_mask_too(tmp_path: Path) -> None:
    rgba = np.full((2, 3, 4), 255, np.uint8)
    rgba[0, 0, :3] = 0
    (found,) = select(tmp_path, MaskPixels(Size(3, 2), rgba.tobytes(), SIZE))
    plane = place(found)
    assert not plane[:100, :100].any()
    assert np.count_nonzero(plane) == SIZE.pixels - 100 * 100


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", ProblemCode.NOT_A_PICTURE),
        (encode(make_photo(), "PNG")[:-20], ProblemCode.PICTURE_DAMAGED),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, content: bytes, code: ProblemCode) -> None:
    path = tmp_path / "mask.png"
    path.write_bytes(content)
    with pytest.raises(PictureError) as refused:
        select(tmp_path, MaskFile(path, SIZE))
    assert refused.value.problem.code is code


def test_a_mask_is_saved_as_it_would_be_sent(tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    path.write_bytes(b"former")
    mask = take_mask(Box(100, 50, 200, 150))

    async def save(target: Path) -> None:
        selector = ChildSelector(tmp_path / "scratch")
        try:
            await selector.save_mask(mask, target)
        finally:
            await selector.close()

    asyncio.run(save(path))
    assert np.array_equal(np.asarray(Image.open(path))[..., 3], 255 - mask.coverage)
    with pytest.raises(StorageError):
        asyncio.run(save(tmp_path / "no folder" / "mask.png"))
    assert [file.name for file in tmp_path.iterdir()] == ["mask.png"]


def test_what_is_given_up_ends_at_once(tmp_path: Path, scratch_files: Callable[[], list[Path]]) -> None:
    async def run() -> None:
        selector = ChildSelector(tmp_path / "scratch")
        mask = take_mask(*(Box(x, x, x + 50, x + 50) for x in range(0, 3900, 60)), size=Size(4000, 4000))
        task = asyncio.create_task(selector.select(Rework(mask, Grow(500))))
        while not scratch_files():
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not scratch_files()
        assert await selector.select(Rework(take_mask(Box(1, 1, 5, 5)), Grow(1)))
        await selector.close()

    asyncio.run(run())
    assert not list((tmp_path / "scratch").iterdir())
