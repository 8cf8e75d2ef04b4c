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
)
from turbo_studio.core.profile import Quality

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
