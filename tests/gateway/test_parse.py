"""Answers of every kind, as they lie in a job's folder."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.calls import JPEG, KEY, PNG, WEBP, build_answer, encode
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.core.result import Usage
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.members import parse_usage
from turbo_studio.gateway.parse import parse_answer
from turbo_studio.gateway.raw_answer import BODY_NAME, HEADERS_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.result import Answer

LARGE_PNG = PNG + bytes(range(255, -1, -1)) * 4_000


def keep(folder: Path, content: object, status: int = 200, **headers: str) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    (folder / BODY_NAME).write_bytes(body)
    (folder / HEADERS_NAME).write_text(json.dumps({"status": status, "headers": named}), "utf-8")


def parse(folder: Path, content: object, status: int = 200, **headers: str) -> Answer:
    keep(folder, content, status, **headers)
    return parse_answer(folder)


def read_pictures(answer: Answer) -> list[bytes]:
    return [path.read_bytes() for path in answer.pictures]


def fail(folder: Path, content: object, status: int = 200, **headers: str) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        parse(folder, content, status, **headers)
    assert not list(folder.glob("picture-*")), "a failed answer leaves no picture behind"
    return caught.value


def test_every_entry_is_kept_bit_by_bit(folder: Path) -> None:
    answer = parse(folder, build_answer(PNG, LARGE_PNG, JPEG, WEBP), x_request_id="req_1")
    assert read_pictures(answer) == [PNG, LARGE_PNG, JPEG, WEBP]
    assert [path.name for path in answer.pictures] == [f"picture-0{n}.part" for n in range(1, 5)]
    assert answer.request_ids == ("req_1",)


def test_parsing_can_be_repeated(folder: Path) -> None:
    keep(folder, build_answer(PNG, JPEG))
    first = parse_answer(folder)
    (folder / "picture-07.part").write_bytes(b"stale")
    assert parse_answer(folder) == first
    assert sorted(folder.glob("picture-*")) == list(first.pictures)


@given(
    st.lists(st.binary(max_size=9_000).map(lambda tail: PNG[:8] + tail), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from([None, 2]),
    st.sampled_from(["", "data:image/png;base64,"]),
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_gives_what_json_and_base64_give(
    folder: Path, pictures: list[bytes], escape_slashes: bool, indent: int | None, prefix: str
) -> None:
    data = [{"b64_json": prefix + encode(picture), "n": n} for n, picture in enumerate(pictures)]
    text = json.dumps({"data": data, "created": 5}, indent=indent)
    content = text.replace("/", "\\/") if escape_slashes else text
    reference = json.loads(content)["data"]
    expected = [base64.b64decode(entry["b64_json"].removeprefix(prefix)) for entry in reference]
    answer = parse(folder, content.encode())
    assert read_pictures(answer) == expected == pictures
    assert answer.raw == {"data": [{"n": n} for n in range(len(pictures))], "created": 5}


def test_whatever_comes_beside_a_good_picture_is_kept_too(folder: Path) -> None:
    content = build_answer(b"<html>no</html>", PNG, b"", GIF)
    damaged = {"b64_json": encode(LARGE_PNG) + "*"}
    content["data"] += [None, {"b64_json": None}, {"b64_json": "!!!!"}, damaged, "x"]  # type: ignore[operator] # a list, behind object
    answer = parse(folder, content)
    assert read_pictures(answer)[:3] == [b"<html>no</html>", PNG, GIF]
    (beginning,) = read_pictures(answer)[3:]
    assert beginning
    assert LARGE_PNG.startswith(beginning)
    assert sorted(path for path in folder.glob("picture-*") if path.stat().st_size) == list(answer.pictures)
    assert answer.entry_count == 9


def test_the_address_of_a_picture_that_could_not_be_fetched_is_in_the_record(folder: Path) -> None:
    url = "https://pictures.example/1.png?until=tomorrow"
    content = build_answer(PNG)
    content["data"] += [{"url": url}, {"url": f"data:image/png;base64,{encode(PNG)}"}]  # type: ignore[operator] # a list, behind object
    answer = parse(folder, content)
    assert answer.raw["data"] == [{}, {"url": url}, {}]
    assert answer.missing_links == (url,)


def test_a_data_url_is_a_picture(folder: Path) -> None:
    url = "data:image/png;base64," + encode(LARGE_PNG)
    assert read_pictures(parse(folder, {"data": [{"url": url, "b64_json": None}]})) == [LARGE_PNG]
    assert read_pictures(parse(folder, {"data": [{"url": "data:image/png;base64," + encode(JPEG)}]})) == [
        JPEG
    ]


@pytest.mark.parametrize("picture", [PNG, JPEG, WEBP])
def test_a_bare_picture_is_accepted(folder: Path, picture: bytes) -> None:
    answer = parse(folder, picture, content_type="image/png", content_length=str(len(picture)))
    assert read_pictures(answer) == [picture]
    assert answer.usage is None


def test_a_gzipped_answer_is_unpacked(folder: Path) -> None:
    content = gzip.compress(json.dumps(build_answer(LARGE_PNG)).encode())
    assert read_pictures(parse(folder, content, content_encoding="gzip")) == [LARGE_PNG]


def test_other_members_are_kept_and_picture_data_is_not(folder: Path) -> None:
    long_text = "a “long” tale\n" * 1_000
    content = build_answer(PNG, odd={"deep": [1, None, True, "\ud800"]}, tale=long_text, blob="A" * 300_000)
    content["data"][0]["revised_prompt"] = long_text  # type: ignore[index] # a list, behind object
    raw = parse(folder, content).raw
    assert raw["created"] == 1589478378
    assert raw["odd"] == {"deep": [1, None, True, "\ufffd"]}
    assert raw["tale"] == raw["data"][0]["revised_prompt"] == long_text
    assert raw["blob"] == "(300000 bytes, left out)"
    assert "b64_json" not in raw["data"][0]
    json.dumps(raw, allow_nan=False).encode("utf-8")


def test_an_echoed_key_is_in_no_record(folder: Path) -> None:
    gateway = HttpGateway()
    gateway.redaction.learn(KEY)
    keep(folder, build_answer(PNG, echo=f"Bearer {KEY}"), x_request_id=f"x{KEY}")
    assert KEY not in repr(gateway.parse_answer(folder))
    keep(folder, {"error": {"message": f"bad {KEY}"}})
    with pytest.raises(GatewayError) as caught:
        gateway.parse_answer(folder)
    assert KEY not in repr(caught.value.problem)


P = ProblemCode
PDF, GIF, AVIF = b"%PDF-1.7 xxxx", b"GIF89a......", b"\0\0\0\x1cftypavif...."


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"", P.ANSWER_EMPTY, {}),
        (b" \r\n", P.ANSWER_EMPTY, {}),
        ({}, P.ANSWER_EMPTY, {}),
        ({"created": 1}, P.ANSWER_EMPTY, {}),
        ({"data": None}, P.ANSWER_EMPTY, {}),
        ({"data": []}, P.ANSWER_EMPTY, {}),
        ({"data": "x"}, P.ANSWER_EMPTY, {}),
        ({"data": {}}, P.ANSWER_EMPTY, {}),
        (b"null", P.ANSWER_UNREADABLE, {}),
        (b"[]", P.ANSWER_UNREADABLE, {}),
        (b'"text"', P.ANSWER_UNREADABLE, {}),
        (b"7", P.ANSWER_UNREADABLE, {}),
        (b"OK", P.ANSWER_UNREADABLE, {}),
        (b"{'data': []}", P.ANSWER_UNREADABLE, {}),
        (b'{"data": []}}', P.ANSWER_UNREADABLE, {}),
        (b'{"data": [], "n": ' + b"9" * 5_000 + b"}", P.ANSWER_UNREADABLE, {}),
        (b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", P.ANSWER_UNREADABLE, {}),
        ('{"data": []}'.encode("utf-16"), P.ANSWER_UNREADABLE, {}),
        (b'{"data": [', P.ANSWER_CUT, {}),
        (b"{", P.ANSWER_CUT, {}),
        (json.dumps(build_answer(LARGE_PNG)).encode()[:100_000], P.ANSWER_CUT, {}),
        (json.dumps(build_answer(LARGE_PNG)).encode()[:-1], P.ANSWER_CUT, {}),
        ({"data": [None]}, P.ANSWER_NO_PICTURE, {"found": "nothing"}),
        ({"data": [{}]}, P.ANSWER_NO_PICTURE, {"found": "nothing"}),
        ({"data": [{"b64_json": ""}]}, P.ANSWER_NO_PICTURE, {"found": "nothing"}),
        ({"data": [{"b64_json": 7}]}, P.ANSWER_NO_PICTURE, {"found": "nothing"}),
        ({"data": [{"b64_json": "===="}]}, P.ANSWER_NO_PICTURE, {"found": "nothing"}),
        ({"data": [{"b64_json": "no base64!"}]}, P.ANSWER_NO_PICTURE, {"found": "damaged base64"}),
        ({"data": [{"b64_json": encode(LARGE_PNG) + "*"}]}, P.ANSWER_NO_PICTURE, {"found": "damaged base64"}),
        (build_answer(PDF), P.ANSWER_NO_PICTURE, {"found": "PDF"}),
        (build_answer(GIF), P.ANSWER_NO_PICTURE, {"found": "GIF"}),
        (build_answer(AVIF), P.ANSWER_NO_PICTURE, {"found": "AVIF"}),
        (build_answer(b"<svg>......."), P.ANSWER_NO_PICTURE, {"found": "text"}),
        (build_answer(bytes(20)), P.ANSWER_NO_PICTURE, {"found": "unknown bytes"}),
        (
            {"data": [{"url": "https://x.example/1.png"}]},
            P.ANSWER_LINK_FAILED,
            {"host": "x.example", "reason": "unfetched"},
        ),
    ],
)
def test_answers_without_a_picture(
    folder: Path, content: object, code: ProblemCode, params: dict[str, Any]
) -> None:
    error = fail(folder, content, cf_ray="8f1-FRA")
    assert (error.problem.code, dict(error.problem.params)) == (code, {**params, "status": 200})
    assert error.charged is Charged.YES
    assert error.request_ids == ("8f1-FRA",)
    assert (folder / BODY_NAME).exists()


def test_the_address_of_a_picture_is_told(folder: Path) -> None:
    error = fail(folder, {"data": [{"url": "https://x.example/1.png?sig=2"}]})
    assert error.problem.detail == "https://x.example/1.png?sig=2"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"error": {"message": "Invalid URL (POST /v1/x)", "type": "x"}}, P.WRONG_URL),
        ({"error": {"message": "m", "code": "moderation_blocked"}, "data": None}, P.MODERATED),
        ({"error": "Insufficient funds", "data": []}, P.NO_CREDIT),
        (b"<!DOCTYPE html><title>Log in to the hotel</title>", P.NOT_A_GATEWAY),
        (b"\xef\xbb\xbf\n<html>", P.NOT_A_GATEWAY),
    ],
)
def test_an_error_in_a_200_is_an_error(folder: Path, content: object, code: ProblemCode) -> None:
    error = fail(folder, content)
    assert (error.problem.code, error.charged) == (code, Charged.MAYBE)


def test_a_kept_error_reads_the_same_later(folder: Path) -> None:
    error = fail(folder, {"error": {"message": "no", "code": "insufficient_quota"}}, status=429)
    assert (error.problem.code, error.status) == (P.NO_CREDIT, 429)


@pytest.mark.parametrize("picture", [PNG, b""])
def test_fewer_bytes_than_announced_are_a_cut_answer(folder: Path, picture: bytes) -> None:
    error = fail(folder, picture, content_length=str(len(picture) + 1))
    assert error.problem.code is P.ANSWER_CUT


@pytest.mark.parametrize(("encoding", "body"), [("br", b"x"), ("gzip", b"no gzip"), ("gzip, br", b"x")])
def test_a_packing_that_cannot_be_read_is_named(folder: Path, encoding: str, body: bytes) -> None:
    error = fail(folder, body, content_encoding=encoding)
    assert error.problem.code is P.ANSWER_UNREADABLE
    assert encoding in error.problem.detail


def test_what_a_crash_left_is_read_as_far_as_it_goes(folder: Path) -> None:
    with pytest.raises(GatewayError) as caught:
        parse_answer(folder)
    assert caught.value.problem.code is P.ANSWER_CUT
    keep(folder, build_answer(PNG))
    (folder / HEADERS_NAME).write_bytes(b'{"status": 20')
    assert read_pictures(parse_answer(folder)) == [PNG]


FULL_USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"image_tokens": 4, "text_tokens": 6},
    "output_tokens": 20,
    "total_tokens": 30,
    "output_tokens_details": {"image_tokens": 20, "text_tokens": 0},
}


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (FULL_USAGE, Usage(10, 4, 6, 20, 30)),
        ({"input_tokens": 0}, Usage(input_tokens=0)),
        ({"input_tokens": "10", "total_tokens": 3}, Usage(total_tokens=3)),
        ({"input_tokens": -1, "output_tokens": 1.5, "total_tokens": 10**30}, None),
        ({"input_tokens": True, "input_tokens_details": []}, None),
        ({"input_tokens_details": {"image_tokens": None, "text_tokens": 2}}, Usage(input_text_tokens=2)),
        (None, None),
        ([], None),
        ("many", None),
        ({}, None),
    ],
)
def test_usage_is_read_as_far_as_it_makes_sense(usage: object, expected: Usage | None) -> None:
    assert parse_usage(usage) == expected


def test_odd_usage_stays_in_the_record(folder: Path) -> None:
    answer = parse(folder, build_answer(PNG, usage={"input_tokens": "ten"}))
    assert answer.usage is None
    assert answer.raw["usage"] == {"input_tokens": "ten"}
