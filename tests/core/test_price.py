"""Estimates against figures worked out by hand from the published formula."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Size
from turbo_studio.core.price import (
    Estimate,
    Prices,
    estimate_output_tokens,
    estimate_request,
    find_cheaper_size,
)
from turbo_studio.core.profile import GPT_IMAGE_2, Quality, find_edit_size_problems

FACTORS = {Quality.LOW: 16, Quality.MEDIUM: 48, Quality.HIGH: 96}


@pytest.mark.parametrize(
    ("size", "quality", "tokens"),
    [
        (Size(1024, 1024), Quality.LOW, 196),
        (Size(1024, 1024), Quality.MEDIUM, 1_756),
        (Size(1024, 1024), Quality.HIGH, 7_024),
        (Size(1536, 1024), Quality.HIGH, 5_488),
        (Size(3840, 2160), Quality.HIGH, 13_342),
    ],
)
def test_output_tokens(size: Size, quality: Quality, tokens: int) -> None:
    assert estimate_output_tokens(size, quality) == tokens


@given(st.integers(1, 240), st.integers(1, 240), st.sampled_from(list(Quality)))
def test_output_tokens_follow_the_formula(columns: int, rows: int, quality: Quality) -> None:
    size = Size(columns * 16, rows * 16)
    factor = FACTORS[quality]
    short = round(factor * min(size) / max(size))
    exact = Fraction(factor * short * (2_000_000 + size.pixels), 4_000_000)
    assert estimate_output_tokens(size, quality) == ceil(exact)


def test_a_request_costs_its_prompt_its_sources_and_its_picture() -> None:
    estimate = estimate_request("abcd" * 10, Size(1024, 1024), Quality.LOW, 2, Prices())
    assert estimate.tokens == 10 + 2 * 1536 + 196
    assert estimate.dollars == pytest.approx((10 * 5 + 3072 * 8 + 196 * 30) / 1_000_000)


def test_chinese_counts_a_token_a_character() -> None:
    estimate = estimate_request("把杯子换成茶", Size(1024, 1024), Quality.LOW, 0, Prices())
    assert estimate.tokens == 6 + 196


def test_a_picture_that_costs_nothing_has_no_known_price() -> None:
    estimate = estimate_request("tea", Size(1024, 1024), Quality.LOW, 0, Prices(image_out=0.0))
    assert estimate == Estimate(1 + 196, None)
    assert estimate.times(3) == Estimate(3 * 197, None)


def test_several_requests_cost_so_many_times_as_much() -> None:
    assert Estimate(100, 0.25).times(4) == Estimate(400, 1.0)


# A size close by that costs much less

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
