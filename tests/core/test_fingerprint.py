"""A fingerprint is the same for the same request, and for no other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.fingerprint import DOUBT_S, build_fingerprint, is_in_doubt
from turbo_studio.core.geometry import Size
from turbo_studio.core.profile import Quality

DIGESTS = st.sampled_from(["a" * 64, "b" * 64])
REQUESTS = st.tuples(
    st.sampled_from(["gpt-image-2", "other"]),
    st.text(max_size=5),
    st.builds(Size, st.integers(1, 3), st.integers(1, 3)),
    st.sampled_from(Quality),
    st.lists(DIGESTS, max_size=3),
    st.none() | DIGESTS,
)


@given(REQUESTS, REQUESTS)
def test_two_requests_share_a_fingerprint_exactly_if_they_are_the_same(
    one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    assert (build_fingerprint(*one) == build_fingerprint(*other)) is (one == other)


def test_it_stays_what_it_was_for_journals_hold_it() -> None:
    fingerprint = build_fingerprint("gpt-image-2", "茶 cup", Size(64, 48), Quality.LOW, ["a" * 64], None)
    assert fingerprint == "0ac8d43fbf9478b756be7789154d8aff005772721b6f93596c929a15aba6441a"


def test_a_doubt_lasts_ten_minutes_whichever_way_a_clock_was_set() -> None:
    assert is_in_doubt(0.0)
    assert is_in_doubt(DOUBT_S - 1)
    assert not is_in_doubt(DOUBT_S)
    assert is_in_doubt(-3_600.0)
