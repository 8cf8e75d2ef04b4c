"""A 200 came, and what it holds is odd: what can be saved is saved, the rest is kept as it came (RC)."""

from __future__ import annotations

import base64
import json
import threading
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.faults.bench import Bench
from tests.faults.case_gateway import GOOD_BODY, PICTURE
from tests.faults.table import DONE, Row, ends_as, find_faults, send_rows
from tests.helpers import hostile_server as hostile
from tests.helpers.hostile_server import build_json
from tests.helpers.stub_gateway import build_answer, build_png
from turbo_studio.core.facts import JobSucceeded
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.case_gateway import CaseGateway
    from tests.faults.table import Expected, Sent
    from tests.helpers.hostile_server import Behaviour, Exchange
    from turbo_studio.core.result import Result

P = ProblemCode
ENCODED = base64.b64encode(PICTURE).decode("ascii")


UNREADABLE = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[P.ANSWER_UNREADABLE, P.ANSWER_CUT])
NOTHING = ends_as(JobState.UNUSABLE, charged=Charged.YES)
EMPTY = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[P.ANSWER_EMPTY])
NOT_FOLLOWED = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[P.ANSWER_LINK_FAILED])
NO_PICTURE = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[P.ANSWER_NO_PICTURE])


def good_with(**members: object) -> bytes:
    return build_json({"data": [{"b64_json": ENCODED}], **members})


def with_picture(value: str) -> bytes:
    return build_json({"data": [{"b64_json": value}]})


def encode(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def build_rows() -> Iterator[Row]:
    def row(name: str, body: bytes, expected: Expected, content_type: str = "application/json") -> Row:
        return Row(name, hostile.answer(200, body, [("Content-Type", content_type)]), expected)

    yield row("RC01 cut", GOOD_BODY[:-20], UNREADABLE)
    yield row("RC01 garbage behind it", GOOD_BODY + b"\n<!-- served by x -->", UNREADABLE)
    yield row("RC01 a mark of the byte order", b"\xef\xbb\xbf" + GOOD_BODY, DONE)
    yield row("RC01 UTF-16", GOOD_BODY.decode().encode("utf-16"), UNREADABLE)
    yield row("RC01 NaN", b'{"created": NaN, "x": Infinity, ' + good_with()[1:], DONE)
    yield row("RC01 a name twice", b'{"data": [], ' + good_with()[1:], DONE)
    yield row(
        "RC01 100,000 deep", b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"," + good_with()[1:], UNREADABLE
    )
    yield row("RC01 a number of 5,000 digits", b'{"x": ' + b"9" * 5_000 + b", " + good_with()[1:], UNREADABLE)
    for value in ("null", "[]", '"text"', "17", "true"):
        yield row(f"RC02 the JSON is {value}", value.encode(), UNREADABLE)
    for empty in ("{}", '{"data": null}', '{"data": []}', '{"created": 1}'):
        yield row(f"RC03 {empty}", empty.encode(), EMPTY)
    for data in ("{}", '"text"', "17"):
        yield row(f"RC03 data is {data}", f'{{"data": {data}}}'.encode(), NOTHING)
    yield row("RC06 a data URL", build_json({"data": [{"url": f"data:image/png;base64,{ENCODED}"}]}), DONE)
    for url in (
        "file:///etc/passwd",
        "http://127.0.0.1:1/x.png",
        "http://169.254.169.254/latest/meta-data",
        "javascript:alert(1)",
    ):
        yield row(f"RC07 {url}", build_json({"data": [{"url": url}]}), NOT_FOLLOWED)
    yield row("RC07 an empty address", build_json({"data": [{"url": ""}]}), NO_PICTURE)
    for name, text in {
        "line breaks": "\n".join(ENCODED[k : k + 60] for k in range(0, len(ENCODED), 60)),
        "spaces": " " + ENCODED + " ",
        "no padding": ENCODED.rstrip("="),
        "the alphabet of URLs": ENCODED.replace("+", "-").replace("/", "_"),
        "a prefix": "data:image/png;base64," + ENCODED,
    }.items():
        yield row(f"RC09 {name}", with_picture(text), DONE)
    for odd in ('"???"', '""', "null", "17", "[]", "{}"):
        yield row(f"RC09 {odd}", f'{{"data": [{{"b64_json": {odd}}}]}}'.encode(), NO_PICTURE)
    yield row("RC09 garbage in the middle", with_picture(ENCODED[:40] + "§" + ENCODED[40:]), NO_PICTURE)
    for name, content in {
        "text": b"certainly, here is your picture",
        "HTML": b"<!doctype html><html></html>",
        "PDF": b"%PDF-1.7 and so on",
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "ZIP": b"PK\x03\x04" + bytes(60),
    }.items():
        yield row(f"RC10 {name}", with_picture(encode(content)), NO_PICTURE)
    for name, usage in {
        "missing": None,
        "strings": {"input_tokens": "ten", "total_tokens": "30"},
        "negative": {"total_tokens": -1},
        "fractions": {"total_tokens": 1.5},
        "huge": {"total_tokens": 10**30},
        "a list": [1, 2],
    }.items():
        yield row(f"RC15 usage {name}", good_with(usage=usage), DONE)
    for created in (None, 1_795_219_200_000, -5, 0, "yesterday", 10**40):
        yield row(f"RC16 created {created!r}", good_with(created=created), DONE)
    for prompt in ("\x00\x1b[31m\u202e", "x" * 1_000_000, "\ud800", 17):
        body = {"data": [{"b64_json": ENCODED, "revised_prompt": prompt}]}
        yield row(f"RC17 {str(prompt)[:9]!r}", json.dumps(body).encode("ascii"), DONE)
    for content_type in ("text/plain", "text/event-stream", "image/png", ""):
        yield row(f"RC20 JSON as {content_type!r}", GOOD_BODY, DONE, content_type)
    yield row("RC20 the picture itself", PICTURE, DONE, "image/png")
    yield row("RC20 the picture itself as JSON", PICTURE, DONE)


@pytest.fixture(scope="module")
def bench(memory_folder: Path, gateway: CaseGateway) -> Iterator[Bench]:
    with Bench(memory_folder / "home", gateway.base_url, concurrency=10) as bench:
        yield bench


def test_odd_contents(bench: Bench, gateway: CaseGateway, picture: Path) -> None:
    sent = send_rows(bench, gateway, build_rows(), [bench.open_source(picture)])
    assert not (said := find_faults(bench, sent)), "\n".join(said)
    assert all(each.case.complete_posts == 1 for each in sent)
    kept = [each for each in sent if JobState.UNUSABLE in each.row.expected.states]
    for each in kept:
        raw = bench.places.gallery / ".studio" / "journal" / each.case.name / "answer.json"
        assert raw.stat().st_size > 0, f"{each.row}: nothing is kept"


def build_bomb() -> bytes:
    """A PNG of 40,000 × 40,000 pixels, as far as its head."""
    content = bytearray(PICTURE)
    content[16:24] = (40_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def build_text_chunk() -> bytes:
    """A PNG with a text that other programs would run as a workflow."""
    text = b"tEXtworkflow\0<img src=http://127.0.0.1:1/x>"
    chunk = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    return PICTURE[:33] + chunk + PICTURE[33:]


ODD_PICTURES = {
    "RC11 cut": PICTURE[:-30],
    "RC11 a head alone": PICTURE[:33],
    "RC12 another size": build_png((80, 48)),
    "RC13 a bomb": build_bomb(),
    "RC22 text within": build_text_chunk(),
    "RC22 bytes behind its end": PICTURE + b"and more",
}


@pytest.mark.expects_log("no thumbnail for a result")
def test_odd_pictures_are_kept_bit_by_bit(bench: Bench, gateway: CaseGateway, picture: Path) -> None:
    rows = [
        Row(name, hostile.answer(200, build_answer(content)), DONE) for name, content in ODD_PICTURES.items()
    ]
    rows.append(Row("RC04 three", hostile.answer(200, build_answer(*ODD_PICTURES.values())), DONE))
    sent = send_rows(bench, gateway, rows, [bench.open_source(picture)], ["generate"])
    for each, content in zip(sent, ODD_PICTURES.values(), strict=False):
        (result,) = find_results(bench, each)
        assert result.path.read_bytes() == content, each.row
    saved = {result.path.read_bytes() for result in find_results(bench, sent[-1])}
    assert saved == set(ODD_PICTURES.values())


def find_results(bench: Bench, sent: Sent) -> tuple[Result, ...]:
    end = bench.wait_for_end(sent.case.name)
    assert isinstance(end, JobSucceeded), f"{sent.row}: {end}"
    return end.results


def test_answers_that_overtake_each_other_come_to_their_own_jobs(bench: Bench, gateway: CaseGateway) -> None:
    """RC19: all wait until the last is there, and are answered in the reverse order."""
    count = 6
    turns = [threading.Event() for _ in range(count)]
    turns[-1].set()

    def answer_in_turn(number: int) -> Behaviour:
        def behave(exchange: Exchange) -> None:
            exchange.read_request()
            assert turns[number].wait(20)
            body = build_answer(build_png((64, 48), number))
            exchange.send(hostile.build_head(200, length=len(body)) + body)
            turns[number - 1].set()

        return behave

    rows = [Row(f"RC19 {number}", answer_in_turn(number), DONE) for number in range(count)]
    sent = send_rows(bench, gateway, rows, [], ["generate"])
    for number, each in enumerate(sent):
        (result,) = find_results(bench, each)
        assert result.path.read_bytes() == build_png((64, 48), number)
        assert result.provenance.prompt.startswith(f"RC19 {number}")
