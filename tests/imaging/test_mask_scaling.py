"""A mask of a smaller picture selects all that was selected, and says when it then says nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.imaging.test_mask_png import make_coverage, take_mask
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.mask_scaling import scale_mask


@given(st.data())
def test_all_that_was_selected_stays_selected(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 700)), data.draw(st.integers(1, 300))
    small = Size(data.draw(st.integers(1, width)), data.draw(st.integers(1, height)))
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    coverage = np.zeros((height, width), np.uint8)
    coverage[y, x] = 255
    covers_x = [
        u
        for u in range(small.width)
        if u * width < (x + 1) * small.width and x * small.width < (u + 1) * width
    ]
    covers_y = [
        v
        for v in range(small.height)
        if v * height < (y + 1) * small.height and y * small.height < (v + 1) * height
    ]
    expected = np.zeros((small.height, small.width), np.uint8)
    expected[np.ix_(covers_y, covers_x)] = 255
    assume(not expected.all())
    assert np.array_equal(scale_mask(take_mask(coverage), small).coverage, expected)


def test_the_same_size_is_the_same_mask() -> None:
    mask = take_mask(make_coverage(300, 200))
    assert scale_mask(mask, mask.size) is mask


def test_what_then_selects_everything_is_refused() -> None:
    stripes = np.zeros((80, 80), np.uint8)
    stripes[:, ::2] = 255
    with pytest.raises(PictureError) as caught:
        scale_mask(take_mask(stripes), Size(40, 40))
    assert caught.value.problem.code is ProblemCode.MASK_LOST
    assert caught.value.problem.params == {"width": 40, "height": 40}
