"""Nothing that a child says is believed unless it has the form that our own program gives it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.sources import Note
from turbo_studio.imaging.answers import Facts, parse_answer

if TYPE_CHECKING:
    from turbo_studio.core.problems import StudioError

FACTS = {"media_type": "image/png", "width": 3, "height": 2, "notes": ["turned_upright"]}


def line(answer: object) -> bytes:
    return json.dumps(answer).encode() + b"\n"


def test_facts() -> None:
    expected = Facts("image/png", (3, 2), (Note.TURNED_UPRIGHT,), has_alpha=False)  # type: ignore[arg-type]
    assert parse_answer(line({"facts": FACTS})) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"media_type": "text/html"},
        {"media_type": ["image/png"]},
        {"width": 0},
        {"width": -3, "height": -2},
        {"width": True},
        {"width": 3.0},
        {"width": "3"},
        {"width": 10**6, "height": 10**6},
        {"notes": ["unheard_of"]},
        {"notes": 7},
        {"has_alpha": 1},
    ],
)
def test_facts_out_of_bounds_are_no_answer(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any ValueError ends the child
        parse_answer(line({"facts": FACTS | change}))


@pytest.mark.parametrize(
    ("code", "params", "kind"),
    [
        ("picture_damaged", {}, PictureError),
        ("not_a_picture", {"found": "PDF"}, PictureError),
        ("disk_full", {"folder": "x"}, StorageError),
    ],
)
def test_problems(code: str, params: dict[str, Any], kind: type[StudioError]) -> None:
    answer = parse_answer(line({"problem": {"code": code, "params": params, "detail": "why"}}))
    assert isinstance(answer, kind)
    assert (answer.problem.code, answer.problem.params, answer.problem.detail) == (code, params, "why")


@pytest.mark.parametrize(
    "problem",
    [
        {"code": "wrong_key", "params": {}, "detail": ""},
        {"code": "picture_damaged", "params": {"more": 1}, "detail": ""},
        {"code": "not_a_picture", "params": {}, "detail": ""},
        {"code": "not_a_picture", "params": {"found": ["PDF"]}, "detail": ""},
        {"code": "source_does_not_fit", "params": {"limit_bytes": 10**30}, "detail": ""},
        {"code": "picture_damaged", "params": {}},
        "picture_damaged",
        None,
    ],
)
def test_other_problems_are_no_answer(problem: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any ValueError ends the child
        parse_answer(line({"problem": problem}))


def test_text_is_plain_and_short() -> None:
    found = "a\x1b[31m\u202eb\n" + "c" * 1000
    answer = parse_answer(
        line({"problem": {"code": "not_a_picture", "params": {"found": found}, "detail": found}})
    )
    assert isinstance(answer, PictureError)
    assert answer.problem.code is ProblemCode.NOT_A_PICTURE
    assert answer.problem.detail == answer.problem.params["found"]
    assert answer.problem.detail.startswith("a [31m b ccc")
    assert len(answer.problem.detail) == 300


@given(st.binary(max_size=40) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(line))
def test_anything_else_is_no_answer(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any ValueError ends the child
        parse_answer(content)


def test_deep_nesting_is_no_answer() -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any ValueError ends the child
        parse_answer(b"[" * 100_000)
