"""Parts of the screen put together before a mask is sampled: nothing lost, nothing painted twice."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Box
from turbo_studio.ui.canvas.mask_sample import merge_parts

boxes = st.builds(
    lambda left, upper, width, height: Box(left, upper, left + width, upper + height),
    *(st.integers(0, 900), st.integers(0, 900), st.integers(1, 300), st.integers(1, 300)),
)


@given(st.lists(boxes, max_size=12))
def test_merged_parts_hold_all_and_do_not_overlap(parts: list[Box]) -> None:
    merged = merge_parts(parts)

    held = np.zeros((1200, 1200), np.uint8)
    for box in merged:
        held[box.upper : box.lower, box.left : box.right] += 1
    assert held.max(initial=0) <= 1
    assert all(held[part.upper : part.lower, part.left : part.right].all() for part in parts)
    assert all(one.intersect(other).is_empty for one, other in combinations(merged, 2))


def test_slices_of_a_ring_become_one_and_two_strips_of_a_view_stay_two() -> None:
    slices = [Box(100 - row, 100 + row, 140 + row, 101 + row) for row in range(40)]
    assert merge_parts(slices) == [Box(61, 100, 179, 140)]
    strips = [Box(0, 0, 1920, 10), Box(0, 10, 10, 1080)]
    assert sorted(merge_parts(strips)) == strips
