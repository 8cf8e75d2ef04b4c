"""A mask comes back from its file as it was, and the file is small where little was painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.test_mask_png import make_coverage, take_mask
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import StorageError
from turbo_studio.imaging.mask_file import load_mask, save_mask

if TYPE_CHECKING:
    from pathlib import Path


@given(st.integers(1, 800), st.integers(1, 600), st.integers(0, 2**32 - 1))
def test_comes_back(tmp_path_factory: pytest.TempPathFactory, width: int, height: int, seed: int) -> None:
    mask = take_mask(make_coverage(width, height, seed))
    path = tmp_path_factory.mktemp("mask") / "mask"
    save_mask(mask, path)
    back = load_mask(path, mask.size)
    assert np.array_equal(back.coverage, mask.coverage)
    assert back.selected_pixels == mask.selected_pixels
    assert back.tiles.keys() == mask.tiles.keys()
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_what_is_partly_selected_takes_room(tmp_path: Path) -> None:
    coverage = np.zeros((2560, 2560), np.uint8)
    coverage[:1280] = 255
    coverage[2000, 2000] = 255
    save_mask(take_mask(coverage), tmp_path / "mask")
    assert (tmp_path / "mask").stat().st_size == 100 + 256 * 256 // 8


def test_file_of_another_size_is_refused(tmp_path: Path) -> None:
    save_mask(take_mask(make_coverage(300, 200)), tmp_path / "mask")
    with pytest.raises(ValueError, match="reshape"):
        load_mask(tmp_path / "mask", Size(300, 1000))


def test_folder_that_is_gone_is_a_storage_problem(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        save_mask(take_mask(make_coverage(30, 20)), tmp_path / "gone" / "mask")
