"""Sizes that are offered because they are much alike and much cheaper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.cheaper_size import find_cheaper_size
from turbo_studio.core.geometry import Size
from turbo_studio.core.price import estimate_output_tokens
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.size_rules import find_edit_size_problems

LEGAL_SIZES = st.builds(
    lambda columns, rows: Size(columns * 16, rows * 16), st.integers(1, 240), st.integers(1, 240)
).filter(lambda size: not find_edit_size_problems(size, GPT_IMAGE_2))


@given(LEGAL_SIZES, st.sampled_from(list(Quality)))
def test_a_cheaper_size_is_legal_similar_and_much_cheaper(size: Size, quality: Quality) -> None:
    cheaper = find_cheaper_size(size, quality, GPT_IMAGE_2)
    if cheaper is None:
        return
    other = cheaper.size
    before, after = (estimate_output_tokens(each, quality) for each in (size, other))
    assert not find_edit_size_problems(other, GPT_IMAGE_2)
    assert cheaper.saved_tokens == before - after >= max(300, before * 0.1)
    assert other.width / other.height == pytest.approx(size.width / size.height, rel=0.051)
    assert other.pixels == pytest.approx(size.pixels, rel=0.1)
    assert other.pixels >= min(size.pixels, GPT_IMAGE_2.advised_pixels_min)


@given(LEGAL_SIZES, st.sampled_from(list(Quality)))
def test_which_way_up_changes_nothing_about_what_can_be_saved(size: Size, quality: Quality) -> None:
    upright = find_cheaper_size(size, quality, GPT_IMAGE_2)
    turned = find_cheaper_size(Size(size.height, size.width), quality, GPT_IMAGE_2)
    assert (upright and upright.saved_tokens) == (turned and turned.saved_tokens)


def test_the_most_similar_of_the_cheaper_sizes_is_told() -> None:
    """Of 2048 × 2048 a little is to be given up, and not as much as would still count as similar."""
    cheaper = find_cheaper_size(Size(2048, 2048), Quality.HIGH, GPT_IMAGE_2)
    assert cheaper is not None
    assert cheaper.saved_tokens == 1_515
    assert sorted(cheaper.size) == [1904, 1984]


@pytest.mark.parametrize("quality", list(Quality))
def test_nothing_is_said_where_little_could_be_saved(quality: Quality) -> None:
    assert find_cheaper_size(Size(1024, 1024), quality, GPT_IMAGE_2) is None
