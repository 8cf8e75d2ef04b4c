"""The network breaks a request anywhere: it ends once, says what it may have cost, and is sent once (NT)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.faults.bench import Bench
from tests.faults.case_gateway import GOOD_BODY, answer_well
from tests.faults.table import (
    CUT,
    CUT_LATE,
    DONE,
    LATE,
    LOST,
    Row,
    ends_as,
    find_faults,
    send_rows,
)
from tests.helpers import hostile_server as hostile
from tests.helpers.hostile_server import HostileServer, build_head
from turbo_studio.core.job import JobState
from turbo_studio.core.network import Network
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.gateway.dialling import Dialler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.case_gateway import CaseGateway
    from tests.helpers.hostile_server import Behaviour, Exchange

P = ProblemCode
HEAD = build_head(
    200, [("Content-Type", "application/json"), ("x-request-id", "req_1")], length=len(GOOD_BODY)
)
ANSWER = HEAD + GOOD_BODY
HASTE_S = 1.5
LONG_PROMPT = "tea " * 7_000
JOBS_AT_ONCE = 16

# Definite, whichever: parsers of HTTP differ in what they let pass, and each of these is true of what came.
ANY_BREAK = ends_as(JobState.UNKNOWN, charged=Charged.MAYBE)
ANY_UNUSABLE = ends_as(JobState.UNUSABLE, charged=Charged.YES)


def stall_after(content: bytes) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(content)
        exchange.wait_for_end()

    return behave


def reset_after(content: bytes) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(content)
        exchange.pause(0.05)  # a reset may overtake what was sent just before it
        exchange.reset()

    return behave


def sample(count: int, end: int) -> list[int]:
    """So many places from 0 to just before ``end``, evenly spread."""
    return [position * end // count for position in range(count)]


@pytest.fixture(scope="module")
def bench(memory_folder: Path, gateway: CaseGateway) -> Iterator[Bench]:
    with Bench(memory_folder / "patient", gateway.base_url, concurrency=JOBS_AT_ONCE) as bench:
        yield bench


@pytest.fixture(scope="module")
def hasty_bench(memory_folder: Path, gateway: CaseGateway) -> Iterator[Bench]:
    """With a deadline that comes soon, and many jobs at once to meet it together."""
    hasty = Network(deadline_s=HASTE_S)
    with Bench(memory_folder / "hasty", gateway.base_url, network=hasty, concurrency=48) as bench:
        yield bench


@pytest.fixture(scope="module")
def large_picture(memory_folder: Path) -> Path:
    """Noise, which no coding makes smaller: an upload of 3 MB."""
    pixels = np.random.default_rng(1).integers(0, 256, (1008, 1008, 3), np.uint8)
    path = memory_folder / "large.png"
    Image.fromarray(pixels).save(path, compress_level=1)
    return path


# The upload


def test_resets_anywhere_in_the_upload(bench: Bench, gateway: CaseGateway, large_picture: Path) -> None:
    """NT06."""
    source = bench.open_source(large_picture)
    edits = [Row(f"NT06 at {k}", hostile.reset_upload_at(k), LOST) for k in sample(64, source.size_bytes)]
    sent = send_rows(bench, gateway, edits, [source], ["edit"])
    length = len(LONG_PROMPT)
    generations = [Row(f"NT06 at {k}", hostile.reset_upload_at(k), LOST) for k in sample(64, length)]
    sent += send_rows(bench, gateway, generations, [], ["generate"], LONG_PROMPT)
    assert not (said := find_faults(bench, sent)), "\n".join(said)
    assert sum(each.case.complete_posts for each in sent) == 0


REFUSAL = b'{"error": {"message": "no", "type": "x", "param": null, "code": "x"}}'
REFUSED = ends_as(JobState.REJECTED, charged=Charged.NO)


def test_refusals_in_mid_upload(bench: Bench, gateway: CaseGateway, large_picture: Path) -> None:
    """NT08: what was said is shown, and not the reset that follows it."""
    source = bench.open_source(large_picture)
    rows = [
        Row(
            f"NT08 {status} after {after}, drain {drain}",
            hostile.answer_early(status, REFUSAL, drain=drain, after_bytes=after),
            REFUSED,
        )
        for status in (401, 413)
        for after in (0, 1_000_000)
        for drain in (False, True)
    ]
    rows.append(Row("NT08 and holds", hostile.answer_early_and_hold(413, REFUSAL), REFUSED))
    sent = send_rows(bench, gateway, rows, [source], ["edit"])
    assert not (said := find_faults(bench, sent)), "\n".join(said)


def test_an_upload_that_nobody_reads(memory_folder: Path, gateway: CaseGateway, large_picture: Path) -> None:
    """NT07."""
    impatient = Dialler(write_timeout_s=0.3)
    with Bench(memory_folder / "unread", gateway.base_url, dialler=impatient) as bench:
        sources = [bench.open_source(large_picture)] * 8
        sent = send_rows(bench, gateway, [Row("NT07", hostile.never_read, LOST)], sources, ["edit"])
        assert not (said := find_faults(bench, sent)), "\n".join(said)
        assert sent[0].case.complete_posts == 0


# The answer


def test_cuts_anywhere_in_the_answer(
    bench: Bench, hasty_bench: Bench, gateway: CaseGateway, picture: Path
) -> None:
    """NT12: each byte of the head, 64 places of the body, ended, reset and stalled."""
    places = [*range(len(HEAD)), *(len(HEAD) + k for k in sample(64, len(GOOD_BODY)))]
    rows, stalls = [], []
    for place in places:
        content, is_headless = ANSWER[:place], place < len(HEAD)
        lost = LOST if is_headless else CUT
        rows.append(Row(f"NT12 ends at {place}", hostile.answer_raw(content), lost))
        rows.append(Row(f"NT12 is reset at {place}", reset_after(content), lost))
        stalls.append(Row(f"NT12 stalls at {place}", stall_after(content), LATE if is_headless else CUT_LATE))
    source = bench.open_source(picture)
    sent = send_rows(bench, gateway, rows, [source])
    late = send_rows(hasty_bench, gateway, stalls, [hasty_bench.open_source(picture)], ["generate"])
    said = find_faults(bench, sent) + find_faults(hasty_bench, late)
    assert not said, "\n".join(said)
    assert all(each.case.complete_posts == 1 for each in sent + late)


def dribble_all(content: bytes, whole: int) -> Behaviour:
    return hostile.dribble(content, whole=whole, pause_s=0.02)


WAITING_ROWS = [
    Row("NT10 never answers", hostile.stay_silent, LATE),
    Row("NT11 dribbles the head", dribble_all(ANSWER, 0), LATE),
    Row("NT11 dribbles the body", dribble_all(ANSWER, len(HEAD) + 5), CUT_LATE),
]


def test_waiting_has_an_end(hasty_bench: Bench, gateway: CaseGateway, picture: Path) -> None:
    sent = send_rows(hasty_bench, gateway, WAITING_ROWS, [hasty_bench.open_source(picture)])
    assert not (said := find_faults(hasty_bench, sent)), "\n".join(said)
    assert all(each.case.complete_posts == 1 for each in sent)


def build_raw(*lines: str, body: bytes = GOOD_BODY, status: str = "HTTP/1.1 200 OK") -> Behaviour:
    return hostile.answer_raw("\r\n".join([status, *lines, "", ""]).encode("latin-1") + body)


def chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


CHUNKED = "Transfer-Encoding: chunked"
LENGTH = f"Content-Length: {len(GOOD_BODY)}"
ANSWER_ROWS = [
    Row("NT09 closes without an answer", hostile.close_silently, LOST),
    Row("NT09 resets without an answer", hostile.reset_silently, LOST),
    Row("NT13 announces too much", hostile.cut_body(GOOD_BODY, 100), CUT),
    Row("NT13 announces too little", build_raw(f"Content-Length: {len(GOOD_BODY) - 9}"), CUT),
    Row("NT13 a length of 0", build_raw("Content-Length: 0"), ANY_UNUSABLE),
    *(
        Row(f"NT13 a length of {length!r}", build_raw(f"Content-Length: {length}"), ANY_BREAK)
        for length in ("-1", "abc", "1e3", "0x10", "5 5", "", "9" * 30)
    ),
    Row("NT13 two lengths", build_raw(LENGTH, "Content-Length: 3"), ANY_BREAK),
    Row("NT13 the same length twice", build_raw(LENGTH, LENGTH), DONE),
    Row("NT13 a length and chunks", build_raw(LENGTH, CHUNKED, body=chunk(GOOD_BODY) + chunk(b"")), DONE),
    Row("NT14 ends by closing", build_raw(), DONE),
    Row("NT14 ends by closing too early", build_raw(body=GOOD_BODY[:-30]), CUT),
    Row("NT14 ends by closing at once", build_raw(body=b""), ANY_UNUSABLE),
    Row("NT15 good chunks", build_raw(CHUNKED, body=chunk(GOOD_BODY) + chunk(b"")), DONE),
    Row("NT15 chunks without an end", build_raw(CHUNKED, body=chunk(GOOD_BODY)), CUT),
    Row("NT15 a short chunk", build_raw(CHUNKED, body=b"fff\r\n" + GOOD_BODY[:90]), CUT),
    Row("NT15 no chunks", build_raw(CHUNKED, body=b"zz\r\n"), CUT),
    Row("NT15 a chunk of 2^80", build_raw(CHUNKED, body=b"1" + b"0" * 20 + b"\r\nx"), ANY_UNUSABLE),
    Row("NT15 HTTP/0.9", hostile.answer_raw(GOOD_BODY), ANY_BREAK),
    Row("NT15 another protocol", hostile.answer_raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), ANY_BREAK),
    *(
        Row(f"NT15 status {status!r}", build_raw(LENGTH, status=f"HTTP/1.1 {status}"), ANY_BREAK)
        for status in ("abc X", "000 X", "999 X", "-200 X", "20 X", "")
    ),
    Row("NT15 a head of 2 MB", build_raw(*["X: " + "y" * 1000] * 2000), ANY_BREAK),
    Row("NT15 204", build_raw(body=b"", status="HTTP/1.1 204 No Content"), ANY_UNUSABLE),
    Row(
        "NT15 100 before the answer",
        hostile.answer_raw(b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER),
        DONE,
    ),
    Row("NT15 1xx without end", hostile.answer_raw(b"HTTP/1.1 102 X\r\n\r\n" * 20_000), ANY_BREAK),
    Row("NT17 gzip all the same", hostile.answer_gzipped(200, GOOD_BODY), DONE),
    Row(
        "NT17 a gzip bomb",
        hostile.answer_gzipped(200, b'{"data": [' + b" " * 30_000_000),
        ANY_UNUSABLE,
    ),
    *(
        Row(
            f"NT18 {encoding} that is none",
            hostile.answer(200, b"\x00\x01garbage", [("Content-Encoding", encoding)]),
            ANY_UNUSABLE,
        )
        for encoding in ("br", "deflate", "gzip", "zstd", "gzip, br")
    ),
    Row(
        "NT23 a login page",
        hostile.answer_html(200, "<html><title>Sign in to Hotel WiFi</title></html>"),
        ends_as(JobState.UNUSABLE, charged=Charged.MAYBE, codes=[P.NOT_A_GATEWAY]),
    ),
]


def test_answers_that_are_none(
    bench: Bench, gateway: CaseGateway, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turbo_studio.gateway.raw_answer.ANSWER_BYTES_MAX", 2_000_000)
    sent = send_rows(bench, gateway, ANSWER_ROWS, [bench.open_source(picture)])
    assert not (said := find_faults(bench, sent)), "\n".join(said)
    assert all(each.case.complete_posts == 1 for each in sent)


def test_an_endless_answer_is_stopped(
    bench: Bench, gateway: CaseGateway, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NT16."""
    monkeypatch.setattr("turbo_studio.gateway.raw_answer.ANSWER_BYTES_MAX", 2_000_000)

    def pour(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(build_head(200))
        while exchange.send(bytes(65_536)):
            pass

    too_large = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[P.ANSWER_TOO_LARGE])
    sent = send_rows(bench, gateway, [Row("NT16", pour, too_large)], [bench.open_source(picture)])
    assert not (said := find_faults(bench, sent)), "\n".join(said)


def test_redirects_are_not_followed(bench: Bench, gateway: CaseGateway, picture: Path) -> None:
    """NT19, NT23."""
    elsewhere = ends_as(JobState.UNKNOWN, charged=Charged.MAYBE, codes=[P.REDIRECTED])
    with HostileServer(answer_well) as other:
        targets = (
            f"{gateway.base_url}/elsewhere",
            f"{other.base_url}/images/generations",
            f"http://localhost:{other.port}/login",
        )
        rows = [
            Row(f"NT19 {status} to {target}", hostile.redirect(status, target), elsewhere)
            for status in (301, 302, 303, 307, 308)
            for target in targets
        ]
        sent = send_rows(bench, gateway, rows, [bench.open_source(picture)])
        assert not (said := find_faults(bench, sent)), "\n".join(said)
        assert other.exchanges == []
