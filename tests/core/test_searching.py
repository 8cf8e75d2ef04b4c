"""What a query lets through, by the plain rule."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.fake_engine import build_result
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import STARS_MAX, Flag, Label, Marks
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import Kind, Query
from turbo_studio.core.searching import WORDS_MAX, meets, normalise, split_words

if TYPE_CHECKING:
    from pathlib import Path


@given(text=st.text())
def test_words_are_looked_for_as_they_are_written_anywhere(text: str) -> None:
    written = normalise(text).split()
    assert set(split_words(text)) <= set(written)
    assert len(split_words(text)) <= WORDS_MAX
    assert not any(word != word.strip() or not word for word in split_words(text))


def test_no_letter_stays_large() -> None:
    """The index takes A for a; so must the rule, for every character that there is."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert not set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") & set(normalise(everything))


@pytest.mark.parametrize(
    ("asked", "is_met"),
    [
        ({}, True),
        ({"words": "TEA ｃｕｐ"}, True),
        ({"words": "tea cat"}, False),
        ({"stars_min": 3}, True),
        ({"stars_min": 4}, False),
        ({"labels": frozenset({Label.RED, Label.NONE})}, True),
        ({"labels": frozenset({Label.NONE})}, False),
        ({"flag": Flag.NONE}, True),
        ({"flag": Flag.PICK}, False),
        ({"kind": Kind.GENERATION}, True),
        ({"kind": Kind.EDIT}, False),
        ({"qualities": frozenset({Quality.HIGH})}, True),
        ({"qualities": frozenset({Quality.LOW})}, False),
        ({"size": Size(1536, 1024)}, True),
        ({"size": Size(1024, 1536)}, False),
        ({"is_sandbox": True}, True),
        ({"is_sandbox": False}, False),
        ({"dollars_min": 0.0}, False),  # it is not known what it cost
        ({"source_digest": "ab" * 32}, False),
    ],
)
def test_each_member_narrows(asked: dict[str, Any], is_met: bool, tmp_path: Path) -> None:
    result = replace(build_result(tmp_path, prompt="A cup of tea"), marks=Marks(3, Label.RED))
    assert meets(result, Query(**asked)) is is_met


def test_a_time_is_the_same_in_every_zone_and_the_end_is_too_late(tmp_path: Path) -> None:
    result = build_result(tmp_path)
    here = result.created_at.astimezone(timezone(timedelta(hours=8)))
    assert meets(result, Query(since=here))
    assert not meets(result, Query(until=here))
    assert meets(result, Query(until=here + timedelta(microseconds=1)))


def test_marks_change_one_by_one_and_within_their_limits() -> None:
    marks = Marks(2, Label.RED, Flag.PICK)
    assert marks.change() == marks
    assert marks.change(stars=0) == Marks(0, Label.RED, Flag.PICK)
    assert marks.change(label=Label.NONE, flag=Flag.REJECT) == Marks(2, Label.NONE, Flag.REJECT)
    assert (marks.change(stars=99).stars, marks.change(stars=-1).stars) == (STARS_MAX, 0)
