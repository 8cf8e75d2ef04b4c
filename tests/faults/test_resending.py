"""What is sent again by itself: what never left, and what a gateway puts off at once (NT, AP13, AP14)."""

from __future__ import annotations

import socket
import ssl
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import trustme

from tests.faults.bench import Bench, build_generation
from tests.faults.case_gateway import answer_well
from tests.faults.table import DONE, Row, ends_as, find_faults, send_rows
from tests.helpers import hostile_server as hostile
from tests.helpers.hostile_server import HostileServer
from turbo_studio.core.facts import JobCountingDown
from turbo_studio.core.job import JobId, JobState
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.core.resend import ATTEMPTS_MAX, DELAY_MAX_S
from turbo_studio.gateway.dialling import Dialler

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.faults.case_gateway import CaseGateway
    from tests.helpers.hostile_server import Behaviour, Exchange

P = ProblemCode
JOB = JobId("the-one-job")


@dataclass(frozen=True, slots=True)
class Place:
    """Where nobody answers, and what is said of it."""

    name: str
    base_url: str
    codes: frozenset[ProblemCode]


def answer_plainly(exchange: Exchange) -> None:
    """As a server of plain HTTP answers what begins a conversation in TLS."""
    exchange.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    exchange.wait_for_end()


def find_closed_port() -> int:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port: int = closed.getsockname()[1]
        return port


def build_server_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_what_never_left_is_sent_again_twice_and_costs_nothing(memory_folder: Path) -> None:
    """NT01, NT02, NT03, NT04, NT05: each place in its own engine, all waiting together."""
    known, unknown = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    known.configure_trust(context)
    with ExitStack() as stack:
        strange = stack.enter_context(
            HostileServer(answer_well, tls=build_server_context(unknown, "127.0.0.1"))
        )
        wrong = stack.enter_context(
            HostileServer(answer_well, tls=build_server_context(known, "other.example"))
        )
        silent = stack.enter_context(HostileServer(hostile.never_read))
        plain = stack.enter_context(HostileServer(answer_plainly))
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(full.getsockname())
        places = [
            Place("NT01", f"http://127.0.0.1:{find_closed_port()}/v1", frozenset({P.NOT_CONNECTED})),
            Place("NT02", "https://gateway.invalid/v1", frozenset({P.NOT_CONNECTED, P.CONNECT_TIMED_OUT})),
            Place("NT03", f"http://127.0.0.1:{full.getsockname()[1]}/v1", frozenset({P.CONNECT_TIMED_OUT})),
            Place("NT04 unknown", strange.base_url, frozenset({P.TLS_FAILED})),
            Place("NT04 wrong name", wrong.base_url, frozenset({P.TLS_FAILED})),
            Place(
                "NT05 silent", silent.base_url.replace("http:", "https:"), frozenset({P.CONNECT_TIMED_OUT})
            ),
            Place("NT05 plain", plain.base_url.replace("http:", "https:"), frozenset({P.TLS_FAILED})),
        ]
        benches = []
        for place in places:
            dialler = Dialler(connect_timeout_s=0.5, setup_limit_s=3.0, ssl_context=context)
            home = memory_folder / place.name
            benches.append(stack.enter_context(Bench(home, place.base_url, dialler=dialler)))
            benches[-1].submit(build_generation(), JOB)
        said = [fault for place, bench in zip(places, benches, strict=True) for fault in judge(place, bench)]
        assert strange.requests == wrong.requests == silent.requests == []
    assert not said, "\n".join(said)


def judge(place: Place, bench: Bench) -> list[str]:
    expected = ends_as(JobState.NOT_SENT, charged=Charged.NO, codes=place.codes)
    said = expected.find_faults(bench.wait_for_end(JOB))
    delays = [told.delay_s for told in bench.facts_of(JobCountingDown)]
    if len(delays) != ATTEMPTS_MAX - 1 or not 1 <= delays[0] < delays[1]:
        said.append(f"counts down {delays}")
    return [f"{place.name}: {fault}" for fault in said]


def test_a_gateway_that_comes_back_is_asked_once(memory_folder: Path) -> None:
    """NT01: refused at first, there at the second try."""
    port = find_closed_port()
    with Bench(memory_folder / "back", f"http://127.0.0.1:{port}/v1") as bench:
        bench.submit(build_generation(), JOB)
        bench.wait_for(JobCountingDown)
        with HostileServer(answer_well, port=port) as server:
            end = bench.wait_for_end(JOB)
            assert not DONE.find_faults(end)
            assert server.complete_posts == 1


def test_counting_down_can_be_cancelled(memory_folder: Path) -> None:
    with Bench(memory_folder / "cancelled", f"http://127.0.0.1:{find_closed_port()}/v1") as bench:
        bench.submit(build_generation(), JOB)
        bench.wait_for(JobCountingDown)
        bench.engine.cancel(JOB)
        end = bench.wait_for_end(JOB)
        assert not ends_as(JobState.CANCELLED, charged=Charged.NO).find_faults(end)
        assert len(bench.facts_of(JobCountingDown)) == 1


# Too many requests

LIMIT = b'{"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}'
PUT_OFF = ends_as(JobState.REJECTED, charged=Charged.NO, codes=[P.RATE_LIMITED])


def limit(*headers: tuple[str, str]) -> Behaviour:
    return hostile.answer(429, LIMIT, headers)


DATE = ("Date", "Sat, 21 Nov 2026 12:00:00 GMT")
SOON = {
    "0": limit(("Retry-After", "0")),
    "1": limit(("Retry-After", "1")),
    "half a second": limit(("Retry-After", "0.5")),
    "milliseconds": limit(("retry-after-ms", "500")),
    "a date": limit(DATE, ("Retry-After", "Sat, 21 Nov 2026 12:00:01 GMT")),
    "a date that is past": limit(DATE, ("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT")),
}
LATER = {
    "more than the limit": limit(("Retry-After", f"{DELAY_MAX_S + 1:.0f}")),
    "a day": limit(("Retry-After", "86400")),
    "30 years": limit(("Retry-After", "1000000000")),
}
UNSAID = {
    "nothing": limit(),
    "garbage": limit(("Retry-After", "soon")),
    "less than nothing": limit(("Retry-After", "-5")),
}


def test_a_limit_that_is_short_is_waited_for(memory_folder: Path, gateway: CaseGateway) -> None:
    """AP13: asked again after what was said; three times at the most."""
    with Bench(memory_folder / "limits", gateway.base_url, concurrency=20) as bench:
        cases = {name: gateway.open_case(behaviour, answer_well) for name, behaviour in SOON.items()}
        for name, case in cases.items():
            bench.submit(build_generation(f"AP13 {name}"), case.name)
        rows = [Row("AP13 always", SOON["0"], PUT_OFF, posts_max=ATTEMPTS_MAX)]
        rows += [Row(f"AP13 {name}", behaviour, PUT_OFF) for name, behaviour in LATER.items()]
        sent = send_rows(bench, gateway, rows, [], ["generate"])
        assert not (said := find_faults(bench, sent)), "\n".join(said)
        assert sent[0].case.complete_posts == ATTEMPTS_MAX
        for name, case in cases.items():
            assert not DONE.find_faults(bench.wait_for_end(case.name)), name
            assert case.complete_posts == 2, name


def test_a_limit_without_a_time_is_waited_for_longer(memory_folder: Path, gateway: CaseGateway) -> None:
    with Bench(memory_folder / "unsaid", gateway.base_url, concurrency=20) as bench:
        cases = [gateway.open_case(behaviour) for behaviour in UNSAID.values()]
        for name, case in zip(UNSAID, cases, strict=True):
            bench.submit(build_generation(f"AP13 {name}"), case.name)
        bench.wait_for(JobCountingDown, len(cases))
        assert all(told.delay_s >= 5 for told in bench.facts_of(JobCountingDown))
        for case in cases:
            bench.engine.cancel(case.name)
            free = ends_as(JobState.CANCELLED, charged=Charged.NO)
            assert not free.find_faults(bench.wait_for_end(case.name))
            assert case.complete_posts == 1


def test_a_limit_that_comes_late_may_have_cost_something(
    memory_folder: Path, gateway: CaseGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AP14, with a second for half a minute."""
    monkeypatch.setattr("turbo_studio.gateway.errors._LATE_REFUSAL_S", 0.5)

    def answer_late(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.pause(0.7)
        SOON["0"](exchange)

    late = ends_as(JobState.UNKNOWN, charged=Charged.MAYBE, codes=[P.RATE_LIMITED])
    with Bench(memory_folder / "late", gateway.base_url) as bench:
        sent = send_rows(bench, gateway, [Row("AP14", answer_late, late)], [], ["generate"])
        assert not (said := find_faults(bench, sent)), "\n".join(said)
