"""Masks on their way out: whatever was painted comes under the limit, and what was lost is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.imaging.test_mask_png import take_mask
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.profile import GPT_IMAGE_2
from turbo_studio.core.sources import Note
from turbo_studio.imaging.reader import ChildPictureReader

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.ports import PreparedMask


def prepare(
    tmp_path: Path, mask: MaskSnapshot, size: Size, limit_bytes: int = GPT_IMAGE_2.mask_bytes_limit
) -> PreparedMask:
    async def run() -> PreparedMask:
        reader = ChildPictureReader(tmp_path / "scratch")
        profile = GPT_IMAGE_2._replace(mask_bytes_limit=limit_bytes)
        try:
            return await reader.encode_mask(mask, size, profile, tmp_path)
        finally:
            await reader.close()

    return asyncio.run(run())


def load_selected(prepared: PreparedMask) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    with Image.open(prepared.upload.path) as image:
        assert image.mode == "RGBA"
        selected: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = np.asarray(image)[..., 3] == 0
    return selected


def test_a_torn_mask_loses_its_smallest_pieces_and_says_so(tmp_path: Path) -> None:
    coverage = np.zeros((400, 400), np.uint8)
    coverage[100:300, 100:300] = 255
    grain = np.random.default_rng(4).random(coverage.shape) < 0.03
    coverage[grain] ^= 255
    mask = take_mask(coverage)
    whole = prepare(tmp_path, mask, mask.size)
    assert whole.notes == ()
    assert np.array_equal(load_selected(whole), coverage == 255)
    prepared = prepare(tmp_path, mask, mask.size, whole.upload.size_bytes // 4)
    assert prepared.notes == (Note.MASK_SIMPLIFIED,)
    assert prepared.upload.size_bytes < whole.upload.size_bytes // 4
    changed = load_selected(prepared) != (coverage == 255)
    assert changed.sum() <= grain.sum()  # nothing but specks and pinholes
    assert load_selected(prepared)[100:300, 100:300].mean() > 0.99


@pytest.mark.parametrize("limit_bytes", [100, 400])
def test_what_comes_under_no_limit_is_refused(tmp_path: Path, limit_bytes: int) -> None:
    """Also where the pieces are so small that nothing would be left of them."""
    mask = take_mask(np.random.default_rng(4).integers(0, 2, (64, 64), np.uint8) * 255)
    with pytest.raises(PictureError) as refused:
        prepare(tmp_path, mask, mask.size, limit_bytes)
    assert refused.value.problem.code is ProblemCode.MASK_DOES_NOT_FIT
    assert not list(tmp_path.glob("*.p*"))


def test_a_mask_that_a_smaller_picture_would_turn_into_everything_is_refused(tmp_path: Path) -> None:
    stripes = np.zeros((80, 80), np.uint8)
    stripes[:, ::2] = 255
    mask = take_mask(stripes)
    with pytest.raises(PictureError) as refused:
        prepare(tmp_path, mask, Size(40, 40))
    assert refused.value.problem.code is ProblemCode.MASK_LOST
    assert refused.value.problem.params == {"width": 40, "height": 40}
    stripes[:, 40:] = 0
    assert load_selected(prepare(tmp_path, take_mask(stripes), Size(40, 40))).mean() == 0.5
