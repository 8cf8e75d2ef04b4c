"""Comparisons against a reference that goes pixel by pixel: every level, every look, sides of any size."""

from __future__ import annotations

import asyncio
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from turbo_studio.core.colour_distance import convert_to_lab, find_differences
from turbo_studio.core.comparing import (
    HEAT_STOPS,
    LEFT_OUT_GREY,
    NOTICEABLE,
    Comparing,
    Difference,
    HeatMap,
    Measure,
    Region,
    fit_to_frame,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Raster
from turbo_studio.imaging.comparer import ChildComparer
from turbo_studio.imaging.raster_file import write_raster
from turbo_studio.imaging.raster_layout import build_levels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

RNG = np.random.default_rng(7)


def build_raster(folder: Path, image: Image.Image) -> Raster:
    path = folder / f"{RNG.integers(1 << 60)}.raster"
    write_raster(image, path)
    return Raster(path, image.mode == "RGBA", build_levels(Size(*image.size)))


def make_noise(width: int, height: int, channels: int = 3) -> Image.Image:
    return Image.fromarray(RNG.integers(0, 256, (height, width, channels), np.uint8))


def make_like(image: Image.Image, by: int = 12, every: int = 3) -> Image.Image:
    """The same but for noise in one of so many columns."""
    pixels = np.asarray(image).astype(int)
    pixels[:, ::every] += RNG.integers(-by, by + 1, pixels[:, ::every].shape)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def make_mask(width: int, height: int) -> Image.Image:
    """Alpha as it is sent: 0 in a block to be changed."""
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[height // 4 : height // 2, width // 3 : width - 2, 3] = 0
    return Image.fromarray(pixels)


def compare(
    folder: Path, asked: Comparing, tell: Callable[[Raster, int], None] = lambda raster, rows: None
) -> tuple[Raster, Measure]:
    rasters = []

    def note(raster: Raster, done_rows: int) -> None:
        rasters.append(raster)
        tell(raster, done_rows)

    async def work() -> tuple[Raster, Measure]:
        comparer = ChildComparer(folder / "scratch")
        try:
            measure = await comparer.compare(asked, note)
            kept = folder / f"{RNG.integers(1 << 60)}.kept"
            kept.write_bytes(rasters[-1].path.read_bytes())
            return rasters[-1]._replace(path=kept), measure
        finally:
            await comparer.close()

    return asyncio.run(work())


def load_levels(raster: Raster) -> list[Bytes]:
    return [
        np.fromfile(raster.path, np.uint8, 4 * level.size.pixels, offset=level.offset).reshape(
            level.size.height, level.size.width, 4
        )
        for level in raster.levels
    ]


def measure_slowly(first: Bytes, second: Bytes, look: Difference | HeatMap) -> list[list[list[float]]]:
    """Rows of pixels of channels, one pixel after the other."""
    height, width = first.shape[:2]
    if isinstance(look, Difference):
        return [
            [
                [abs(int(a) - int(b)) for a, b in zip(first[y, x], second[y, x], strict=True)]
                for x in range(width)
            ]
            for y in range(height)
        ]
    return [
        [
            [
                float(
                    find_differences(
                        convert_to_lab(first[y, x][np.newaxis]).astype(np.float64),
                        convert_to_lab(second[y, x][np.newaxis])[:, 0].astype(np.float64),
                    )[0]
                )
            ]
            for x in range(width)
        ]
        for y in range(height)
    ]


def paint_slowly(distances: list[float], look: Difference | HeatMap, weight: float) -> tuple[float, ...]:
    """Blue, green and red of a pixel."""
    if isinstance(look, Difference):
        red, green, blue = (min(255.0, distance * look.amplification) for distance in distances)
    else:
        (heat,) = distances
        red, green, blue = map(float, HEAT_STOPS[-1][1])
        for (low, from_colour), (high, to_colour) in pairwise(HEAT_STOPS):
            if low <= heat <= high:
                share = (heat - low) / (high - low)
                red, green, blue = (a + (b - a) * share for a, b in zip(from_colour, to_colour, strict=True))
                break
    return tuple(channel * weight + LEFT_OUT_GREY * (1 - weight) for channel in (blue, green, red))


def check_levels(
    raster: Raster, distances: list[list[list[float]]], look: Difference | HeatMap, weights: Bytes
) -> None:
    """Each pixel of a level is the mean of what it covers of the level above, and so on up to the picture."""
    values = [
        [(weight, [weight * d for d in pixel]) for pixel, weight in zip(row, ws, strict=True)]
        for row, ws in zip(distances, weights.tolist(), strict=True)
    ]
    for number, painted in enumerate(load_levels(raster)):
        if number:
            values = halve_slowly(values)
        assert painted.shape[:2] == (len(values), len(values[0]))
        assert (painted[..., 3] == 255).all()
        expected = [
            [paint_slowly([d / max(w, 1e-6) for d in ds], look, w) for w, ds in row] for row in values
        ]
        assert np.abs(painted[..., :3] - np.array(expected)).max() <= 0.52  # rounded


def halve_slowly(values: list[list[tuple[float, list[float]]]]) -> list[list[tuple[float, list[float]]]]:
    halved = []
    for y in range(0, len(values), 2):
        row = []
        for x in range(0, len(values[0]), 2):
            places = product((y, min(y + 1, len(values) - 1)), (x, min(x + 1, len(values[0]) - 1)))
            covered = [values[j][i] for j, i in places]
            means = [sum(each) / 4 for each in zip(*(ds for _, ds in covered), strict=True)]
            row.append((sum(w for w, _ in covered) / 4, means))
        halved.append(row)
    return halved


def put_on_white(image: Image.Image) -> Bytes:
    """Rounded as a raster is: first premultiplied, then put on white."""
    packed = np.asarray(image.convert("RGBa")) if image.mode == "RGBA" else np.asarray(image.convert("RGBA"))
    white: Bytes = packed[..., :3] + (255 - packed[..., 3:])
    return white


LOOKS = [Difference(1), Difference(8), HeatMap()]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [(1, 1), (7, 5), (40, 301), (301, 40), (530, 3)])
def test_each_pixel_of_each_level_is_that_of_the_slow_reference(
    tmp_path: Path, look: Difference | HeatMap, size: tuple[int, int]
) -> None:
    one = make_noise(*size)
    other = make_like(one)
    raster, measure = compare(
        tmp_path, Comparing(build_raster(tmp_path, one), build_raster(tmp_path, other), look)
    )
    distances = measure_slowly(np.asarray(one), np.asarray(other), look)
    check_levels(raster, distances, look, np.ones((size[1], size[0]), np.uint8))
    greatest = np.array(distances).max(axis=2)
    changed_above = NOTICEABLE if isinstance(look, HeatMap) else 0
    assert measure.pixels == size[0] * size[1]
    assert measure.changed_pixels == (greatest > changed_above).sum()
    assert measure.total == pytest.approx(greatest.sum(), rel=1e-4)
    assert measure.maximum == pytest.approx(greatest.max(), rel=1e-4)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("region", [Region.OUTSIDE, Region.INSIDE])
def test_only_one_side_of_the_mask_counts(tmp_path: Path, look: Difference | HeatMap, region: Region) -> None:
    one = make_noise(48, 300)
    other = make_like(one, every=1)
    mask = make_mask(48, 300)
    raster, measure = compare(
        tmp_path,
        Comparing(
            build_raster(tmp_path, one),
            build_raster(tmp_path, other),
            look,
            region,
            build_raster(tmp_path, mask),
        ),
    )
    is_inside = np.asarray(mask)[..., 3] < 128
    counted = is_inside if region is Region.INSIDE else ~is_inside
    distances = measure_slowly(np.asarray(one), np.asarray(other), look)
    check_levels(raster, distances, look, counted.astype(np.uint8))
    greatest = np.array(distances).max(axis=2)[counted]
    assert measure.pixels == counted.sum()
    assert measure.maximum == pytest.approx(greatest.max(), rel=1e-4)
    assert measure.mean == pytest.approx(greatest.mean(), rel=1e-4)


def test_a_smaller_mask_is_laid_over_the_whole_width_and_what_lies_below_it_stays(tmp_path: Path) -> None:
    black, white = Image.new("RGB", (64, 64)), Image.new("RGB", (64, 64), "white")
    mask = Image.new("RGBA", (32, 16), (0, 0, 0, 0))
    asked = Comparing(
        build_raster(tmp_path, black),
        build_raster(tmp_path, white),
        Difference(1),
        Region.OUTSIDE,
        build_raster(tmp_path, mask),
    )
    raster, measure = compare(tmp_path, asked)
    assert measure == Measure(32 * 64, 32 * 64, 255.0 * 32 * 64, 255.0)
    pixels = load_levels(raster)[0]
    assert (pixels[:32, :, :3] == LEFT_OUT_GREY).all()
    assert (pixels[32:, :, :3] == 255).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [((40, 300), (20, 150)), ((48, 400), (24, 197)), ((33, 400), (48, 410)), ((50, 9), (7, 300))],
)
def test_sides_of_other_sizes_are_brought_to_one_width(
    tmp_path: Path, one: tuple[int, int], other: tuple[int, int]
) -> None:
    """As if the whole were enlarged at once, but for the rounding of one step."""
    images = [make_noise(*one), make_noise(*other)]
    first, second = (build_raster(tmp_path, image) for image in images)
    asked = Comparing(first, second, Difference(1))
    raster, measure = compare(tmp_path, asked)
    width, height = asked.size
    fitted = []
    for image in images:
        whole = fit_to_frame(Size(*image.size), asked.frame)
        resized = image if image.size == whole else image.resize(whole, Image.Resampling.BILINEAR)
        fitted.append(np.asarray(resized)[:height].astype(int))
    assert (raster.size, measure.pixels) == ((width, height), width * height)
    found = load_levels(raster)[0][..., 2::-1]
    assert np.abs(found - np.abs(fitted[0] - fitted[1])).max() <= 1


def test_transparent_pixels_are_compared_on_white(tmp_path: Path) -> None:
    one, other = make_noise(40, 30, 4), make_noise(40, 30, 4)
    look = Difference(1)
    raster, _ = compare(tmp_path, Comparing(build_raster(tmp_path, one), build_raster(tmp_path, other), look))
    distances = measure_slowly(put_on_white(one), put_on_white(other), look)
    check_levels(raster, distances, look, np.ones((30, 40), np.uint8))


def test_the_same_picture_differs_nowhere(tmp_path: Path) -> None:
    raster = build_raster(tmp_path, make_noise(50, 40))
    painted, measure = compare(tmp_path, Comparing(raster, raster, HeatMap()))
    assert measure == Measure(2_000, 0, 0.0, 0.0)
    assert all((level[..., :3] == 0).all() for level in load_levels(painted))


def test_how_far_it_is_is_told_row_by_row_and_the_file_is_whole_from_the_start(tmp_path: Path) -> None:
    raster = build_raster(tmp_path, make_noise(16, 700))
    told: list[tuple[int, int, int]] = []

    def note(painted: Raster, rows: int) -> None:
        status = painted.path.stat()
        told.append((rows, status.st_size, 512 * status.st_blocks))

    compare(tmp_path, Comparing(raster, raster, HeatMap()), note)
    rows = [row for row, _, _ in told]
    assert (rows[0], rows[-1]) == (0, 700)
    assert rows == sorted(set(rows))
    assert {size for _, size, _ in told} == {raster.size_bytes}
    assert all(taken >= raster.size_bytes for _, _, taken in told)  # no holes


def test_what_is_given_up_or_fails_leaves_no_file(tmp_path: Path) -> None:
    raster = build_raster(tmp_path, make_noise(600, 600))
    lost = raster._replace(path=tmp_path / "lost")
    painted: list[Raster] = []

    async def work() -> None:
        comparer = ChildComparer(tmp_path / "scratch")
        try:
            with pytest.raises(Exception) as caught:  # noqa: PT011 - which, is looked at below
                await comparer.compare(
                    Comparing(raster, lost, HeatMap()), lambda told, rows: painted.append(told)
                )
            assert getattr(caught.value, "problem").code is ProblemCode.STORAGE_FAILED  # noqa: B009
            going = asyncio.ensure_future(
                comparer.compare(
                    Comparing(raster, raster, HeatMap()), lambda told, rows: painted.append(told)
                )
            )
            while len(painted) < 2:
                await asyncio.sleep(0)
            going.cancel()
            with pytest.raises(asyncio.CancelledError):
                await going
        finally:
            await comparer.close()

    asyncio.run(work())
    assert len(painted) == 2
    assert not any(raster.path.exists() for raster in painted)


class LyingPool:
    async def measure(self, task: str, time_limit_s: float, **arguments: object) -> Measure:
        return Measure(10_000_000, 1, 1.0, 1.0)

    async def close(self) -> None: ...


def test_a_child_is_not_believed_that_measured_more_pixels_than_there_are(tmp_path: Path) -> None:
    raster = build_raster(tmp_path, make_noise(20, 20))

    async def work() -> None:
        comparer = ChildComparer(tmp_path / "scratch", LyingPool())  # type: ignore[arg-type]
        with pytest.raises(PictureError):
            await comparer.compare(Comparing(raster, raster, HeatMap()), lambda told, rows: None)
        await comparer.close()

    asyncio.run(work())
