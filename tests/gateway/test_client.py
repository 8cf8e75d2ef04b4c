"""The client against a server of raw sockets that behaves, and then against one that does not."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
import resource
import socket
import threading
import traceback
import tracemalloc
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.gateway.calls import (
    KEY,
    PNG,
    build_answer,
    build_edit,
    build_generation,
    build_large_edit,
    build_upload,
    send,
)
from tests.helpers.hostile_server import (
    HostileServer,
    answer,
    answer_early,
    answer_early_and_hold,
    answer_gzipped,
    answer_html,
    answer_raw,
    build_head,
    build_json,
    close_silently,
    cut_body,
    dribble,
    never_read,
    redirect,
    reset_silently,
    reset_upload_at,
    stay_silent,
)
from turbo_studio.core.attempt import Stage
from turbo_studio.core.ports import Connection, Receiving, Route, Sending, Waiting
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.dialling import Dialler
from turbo_studio.gateway.raw_answer import ANSWER_BYTES_MAX, BODY_NAME, HEADERS_NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx

    from tests.gateway.calls import (
        Outcome,
    )
    from tests.helpers.hostile_server import (
        Behaviour,
        Exchange,
    )
    from turbo_studio.core.problems import Param

GOOD = build_json(build_answer(PNG, usage={"total_tokens": 9}))
REFUSED = b'{"error": {"message": "no", "code": "x"}}'
P = ProblemCode
NO, MAYBE, YES = Charged.NO, Charged.MAYBE, Charged.YES


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_generation_goes_to_its_endpoint_with_the_headers_of_the_contract(folder: Path, slash: str) -> None:
    with HostileServer(answer(200, GOOD)) as server:
        outcome = send(HttpGateway(), build_generation(), server.base_url + slash, folder)
    assert outcome.failure is None
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/images/generations")
    assert json.loads(request.body)["n"] == 1
    expected = {
        "accept": "application/json",
        "accept-encoding": "identity",
        "authorization": f"Bearer {KEY}",
        "connection": "close",
        "content-length": str(len(request.body)),
        "content-type": "application/json",
        "host": f"127.0.0.1:{server.port}",
        "idempotency-key": "job-7f3a9c",
    }
    assert request.headers.pop("user-agent").startswith("TurboStudio/")
    assert request.headers == expected
    assert len(request.header_names) == len(expected) + 1


def test_an_edit_goes_as_a_form_of_known_length(folder: Path, tmp_path: Path) -> None:
    call = build_edit((build_upload(tmp_path, "a", PNG), build_upload(tmp_path, "b", PNG)))
    with HostileServer(answer(200, GOOD)) as server:
        assert send(HttpGateway(), call, server.base_url, folder).failure is None
    (request,) = server.requests
    assert request.path == "/v1/images/edits"
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert "transfer-encoding" not in request.headers
    assert request.body.count(PNG) == 2


def test_an_answer_is_on_disk_as_it_came_and_gives_its_pictures(folder: Path) -> None:
    gateway = HttpGateway()
    headers = [("X-Request-Id", "req_1"), ("CF-Ray", "8f1"), ("Set-Cookie", "secret=1")]
    with HostileServer(answer(200, GOOD, headers)) as server:
        send(gateway, build_generation(), server.base_url, folder)
    assert (folder / BODY_NAME).read_bytes() == GOOD
    kept = json.loads((folder / HEADERS_NAME).read_text("utf-8"))
    assert kept["status"] == 200
    assert set(kept["headers"]) == {"x-request-id", "cf-ray", "content-length"}
    parsed = gateway.parse_answer(folder)
    assert [path.read_bytes() for path in parsed.pictures] == [PNG]
    assert parsed.request_ids == ("req_1", "8f1")


def test_the_body_of_an_error_is_kept_without_the_key(folder: Path) -> None:
    echo = b'{"error": {"message": "Incorrect API key provided: \xff%s."}}'
    with HostileServer(answer(401, echo % KEY.encode())) as server:
        send(HttpGateway(), build_generation(), server.base_url, folder)
    assert (folder / BODY_NAME).read_bytes() == echo % b"[key]"


def test_progress_tells_sending_waiting_receiving_in_this_order(folder: Path, tmp_path: Path) -> None:
    with HostileServer(answer(200, GOOD)) as server:
        outcome = send(HttpGateway(), build_large_edit(tmp_path), server.base_url, folder)
    kinds = [type(event) for event in outcome.events]
    assert kinds == sorted(kinds, key=[Sending, Waiting, Receiving].index)
    assert kinds.count(Waiting) == 1
    total = len(server.requests[0].body)
    sent = [event for event in outcome.events if isinstance(event, Sending)]
    assert (sent[0], sent[-1]) == (Sending(0, total), Sending(total, total))
    assert outcome.events[-1] == Receiving(len(GOOD), len(GOOD))


def test_every_request_has_a_connection_of_its_own(folder: Path) -> None:
    gateway = HttpGateway()
    with HostileServer(answer(200, GOOD)) as server:
        for _ in range(3):
            send(gateway, build_generation(), server.base_url, folder)
        assert len(server.exchanges) == server.complete_posts == 3


@dataclass(frozen=True)
class Fault:
    name: str
    behaviour: Behaviour
    code: ProblemCode
    charged: Charged
    params: dict[str, Param] = field(default_factory=dict)
    status: int | None = None
    complete_posts: int = 1
    is_large: bool = False
    deadline_s: float = 30.0


def _drop_connection(exchange: Exchange) -> None:
    exchange.read_head()


FAULTS = [
    Fault("close without answer", close_silently, P.CONNECTION_LOST, MAYBE),
    Fault("reset without answer", reset_silently, P.CONNECTION_LOST, MAYBE),
    Fault(
        "close after the head", _drop_connection, P.CONNECTION_LOST, MAYBE, complete_posts=0, is_large=True
    ),
    *(
        Fault(f"reset at {k}", reset_upload_at(k), P.CONNECTION_LOST, MAYBE, complete_posts=0, is_large=True)
        for k in (0, 1, 700, 65_536, 1_000_000, 7_900_000)
    ),
    Fault("silence", stay_silent, P.DEADLINE_PASSED, MAYBE, {"limit_s": 1.0}, deadline_s=1.0),
    Fault(
        "head by the drop",
        dribble(build_head(200) + GOOD, pause_s=0.2),
        P.DEADLINE_PASSED,
        MAYBE,
        {"limit_s": 1.0},
        deadline_s=1.0,
    ),
    Fault(
        "body by the drop",
        dribble(build_head(200) + GOOD, whole=60, pause_s=0.03),
        P.DEADLINE_PASSED,
        YES,
        {"limit_s": 1.0},
        200,
        deadline_s=1.0,
    ),
    Fault("cut body", cut_body(GOOD[:5_000], 100), P.ANSWER_CUT, YES, {}, 200),
    Fault("cut and reset", cut_body(GOOD[:5_000], 100, reset=True), P.ANSWER_CUT, YES, {}, 200),
    Fault("cut head", answer_raw(b"HTTP/1.1 200 OK\r\nContent-Le"), P.CONNECTION_LOST, MAYBE),
    Fault("no HTTP", answer_raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), P.ANSWER_NOT_HTTP, MAYBE),
    Fault("bad status", answer_raw(b"HTTP/1.1 abc X\r\n\r\n"), P.ANSWER_NOT_HTTP, MAYBE),
    Fault(
        "endless head", answer_raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000), P.CONNECTION_LOST, MAYBE
    ),
    Fault(
        "bad chunks",
        answer_raw(build_head(200, [("Transfer-Encoding", "chunked")]) + b"zz\r\n"),
        P.ANSWER_CUT,
        YES,
        {},
        200,
    ),
    Fault(
        "two lengths",
        answer_raw(build_head(200, [("Content-Length", "3")], length=5) + b"abc"),
        P.CONNECTION_LOST,
        MAYBE,
    ),
    Fault("negative length", answer_raw(build_head(200, length=-1)), P.CONNECTION_LOST, MAYBE),
    Fault("refused", answer(400, REFUSED), P.REQUEST_REFUSED, NO, {}, 400),
    Fault("wrong key", answer(401, REFUSED), P.WRONG_KEY, NO, {}, 401),
    Fault("rate", answer(429, REFUSED, [("Retry-After", "7")]), P.RATE_LIMITED, NO, {"delay_s": 7.0}, 429),
    Fault("failed", answer(500, REFUSED), P.GATEWAY_FAILED, MAYBE, {}, 500),
    Fault("HTML 502", answer_html(502), P.GATEWAY_FAILED, MAYBE, {}, 502),
    Fault("long error", answer(500, REFUSED + b" " * 5_000_000), P.GATEWAY_FAILED, MAYBE, {}, 500),
    Fault("cut error", answer_raw(build_head(402, length=9_999) + REFUSED), P.NO_CREDIT, NO, {}, 402),
    Fault("gzipped error", answer_gzipped(403, REFUSED), P.FORBIDDEN, NO, {}, 403),
    Fault(
        "redirect", redirect(307, "http://127.0.0.2:9/v1"), P.REDIRECTED, MAYBE, {"host": "127.0.0.2"}, 307
    ),
]


def _check(fault: Fault, outcome: Outcome, server: HostileServer) -> None:
    error = outcome.error
    params = fault.params if fault.status is None else {**fault.params, "status": fault.status}
    assert (error.problem.code, error.charged, dict(error.problem.params)) == (
        fault.code,
        fault.charged,
        params,
    )
    assert error.status == fault.status
    assert len(server.exchanges) == 1, "nothing is sent twice"
    assert server.complete_posts == fault.complete_posts


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_ends_once_and_says_what_it_may_have_cost(
    fault: Fault, folder: Path, tmp_path: Path
) -> None:
    call = build_large_edit(tmp_path) if fault.is_large else build_generation()
    with HostileServer(fault.behaviour) as server:
        route = Route(deadline_s=fault.deadline_s)
        outcome = send(HttpGateway(), call, server.base_url, folder, route=route)
        _check(fault, outcome, server)


EARLY = [
    (answer_early(413, REFUSED, drain=False), P.UPLOAD_TOO_LARGE),
    (answer_early(413, REFUSED, drain=True), P.UPLOAD_TOO_LARGE),
    (answer_early(401, REFUSED, drain=False, after_bytes=1_000_000), P.WRONG_KEY),
    (answer_early(401, REFUSED, drain=True, after_bytes=1_000_000), P.WRONG_KEY),
    (answer_early_and_hold(401, REFUSED), P.WRONG_KEY),
    (answer_early(413, b"<html>413</html>", drain=False), P.UPLOAD_TOO_LARGE),
]


@pytest.mark.parametrize(("behaviour", "code"), EARLY)
def test_a_refusal_in_mid_upload_is_read_and_cost_nothing(
    behaviour: Behaviour, code: ProblemCode, folder: Path, tmp_path: Path
) -> None:
    call = build_large_edit(tmp_path)
    gateway = HttpGateway()
    with HostileServer(behaviour) as server:
        for _ in range(5):
            error = send(gateway, call, server.base_url, folder).error
            assert (error.problem.code, error.charged) == (code, NO)
        assert server.complete_posts == 0


def test_an_interim_answer_does_not_stop_the_upload(folder: Path, tmp_path: Path) -> None:
    def behave(exchange: Exchange) -> None:
        exchange.read_head()
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        exchange.read_body()
        exchange.send(build_head(200, length=len(GOOD)) + GOOD)

    with HostileServer(behave) as server:
        assert send(HttpGateway(), build_large_edit(tmp_path), server.base_url, folder).failure is None
        assert server.complete_posts == 1


def test_a_peer_that_never_reads_is_given_up(folder: Path, tmp_path: Path) -> None:
    with HostileServer(never_read) as server:
        gateway = HttpGateway(Dialler(write_timeout_s=0.2))
        error = send(gateway, build_large_edit(tmp_path, 20_000_000), server.base_url, folder).error
    assert (error.problem.code, error.charged) == (P.CONNECTION_LOST, MAYBE)


def test_what_came_of_a_cut_answer_is_kept(folder: Path) -> None:
    with HostileServer(cut_body(GOOD[:5_000], 100)) as server:
        send(HttpGateway(), build_generation(), server.base_url, folder)
    assert (folder / BODY_NAME).read_bytes() == GOOD[:5_000]


def test_an_error_body_is_kept_up_to_64_kb(folder: Path) -> None:
    with HostileServer(answer(500, b"x" * 200_000)) as server:
        send(HttpGateway(), build_generation(), server.base_url, folder)
    assert (folder / BODY_NAME).read_bytes() == b"x" * 65_536


def test_an_endless_answer_is_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turbo_studio.gateway.raw_answer.ANSWER_BYTES_MAX", 1_000_000)

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(build_head(200))
        while exchange.send(bytes(65_536)):
            pass

    with HostileServer(behave) as server:
        error = send(HttpGateway(), build_generation(), server.base_url, folder).error
        assert server.wait_until(server.exchanges[0].ended.is_set)
    assert ANSWER_BYTES_MAX == 256 * 2**20
    assert (error.problem.code, error.charged) == (P.ANSWER_TOO_LARGE, YES)


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_a_refused_connection_cost_nothing(folder: Path) -> None:
    error = send(HttpGateway(), build_generation(), f"http://127.0.0.1:{_closed_port()}/v1", folder).error
    assert (error.problem.code, error.charged) == (P.NOT_CONNECTED, NO)
    assert error.problem.params == {"host": "127.0.0.1", "reason": "Connection refused"}
    assert not list(folder.iterdir())


def test_a_host_whose_ipv6_leads_nowhere_is_reached_by_ipv4(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(host: object, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        nowhere = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("100::1", port, 0, 0))  # RFC 6666: discarded
        return [nowhere, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with HostileServer(answer(200, GOOD)) as server:
        outcome = send(HttpGateway(), build_generation(), f"http://gateway.example:{server.port}/v1", folder)
    assert outcome.failure is None
    assert server.complete_posts == 1


def test_a_name_that_does_not_resolve_cost_nothing(folder: Path) -> None:
    error = send(HttpGateway(), build_generation(), "https://no-such-host.invalid/v1", folder).error
    assert (error.problem.code, error.charged) == (P.NOT_CONNECTED, NO)
    assert error.problem.params["host"] == "no-such-host.invalid"


def test_a_name_that_is_looked_up_for_ever_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        let_go.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    threading.Timer(2.0, let_go.set).start()  # the loop of a test waits for its threads
    gateway = HttpGateway(Dialler(setup_limit_s=0.2))
    error = send(gateway, build_generation(), "http://slow.example/v1", folder).error
    assert (error.problem.code, error.charged) == (P.CONNECT_TIMED_OUT, NO)
    assert error.attempt is not None
    assert (error.attempt.stage, error.attempt.has_left) == (Stage.CONNECTING, False)


def test_a_handshake_that_stalls_is_given_up(folder: Path) -> None:
    with HostileServer(never_read) as server:
        url = server.base_url.replace("http:", "https:")
        error = send(HttpGateway(Dialler(setup_limit_s=1.5)), build_generation(), url, folder).error
    assert (error.problem.code, error.charged) == (P.CONNECT_TIMED_OUT, NO)
    assert error.attempt is not None
    assert error.attempt.stage is Stage.SECURING


def test_the_limit_before_the_first_byte_does_not_hold_after_it(folder: Path) -> None:
    def think(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.pause(2.0)
        exchange.send(build_head(200, length=len(GOOD)) + GOOD)

    with HostileServer(think) as server:
        gateway = HttpGateway(Dialler(setup_limit_s=1.5))
        assert send(gateway, build_generation(), server.base_url, folder).failure is None


ATTEMPTS = [
    (answer(200, GOOD, [("X-Request-Id", "req_1")]), Stage.RECEIVED, 200, ("req_1",), None),
    (cut_body(GOOD[:5_000], 100), Stage.ANSWERED, 200, (), None),
    (
        answer(429, REFUSED, [("Retry-After", "7"), ("X-Should-Retry", "true"), ("CF-Ray", "8f1")]),
        Stage.ANSWERED,
        429,
        ("8f1",),
        7.0,
    ),
    (answer(503, b"", [("Retry-After", "1000000000")]), Stage.ANSWERED, 503, (), 604_800.0),
    (close_silently, Stage.SENT, None, (), None),
]


@pytest.mark.parametrize(("behaviour", "stage", "status", "ids", "retry_after_s"), ATTEMPTS)
def test_every_end_comes_with_its_evidence(
    folder: Path,
    behaviour: Behaviour,
    stage: Stage,
    status: int | None,
    ids: tuple[str, ...],
    retry_after_s: float | None,
) -> None:
    with HostileServer(behaviour) as server:
        attempt = send(HttpGateway(), build_generation(), server.base_url, folder).attempt
        (request,) = server.requests
    assert attempt is not None
    assert (attempt.stage, attempt.has_left, attempt.status) == (stage, True, status)
    assert attempt.sent_bytes == len(request.body)
    assert (attempt.request_ids, attempt.retry_after_s) == (ids, retry_after_s)
    assert attempt.should_retry == ("true" if status == 429 else "")
    assert 0 < attempt.elapsed_s < 30
    assert KEY not in json.dumps(attempt.describe())


def test_an_upload_that_breaks_off_tells_how_much_was_sent(folder: Path, tmp_path: Path) -> None:
    with HostileServer(reset_upload_at(1_000_000)) as server:
        attempt = send(HttpGateway(), build_large_edit(tmp_path), server.base_url, folder).attempt
    assert attempt is not None
    assert attempt.stage is Stage.SENDING
    assert 500_000 < attempt.sent_bytes < 8_000_000


def test_a_connection_that_does_not_come_about_cost_nothing(folder: Path) -> None:
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/v1"
        error = send(HttpGateway(Dialler(connect_timeout_s=0.2)), build_generation(), url, folder).error
    assert (error.problem.code, error.charged) == (P.CONNECT_TIMED_OUT, NO)


@pytest.mark.parametrize("base_url", ["", "gateway.example", "ftp://x/v1", "https://", "http://[::1"])
def test_an_address_that_is_none_is_refused(folder: Path, base_url: str) -> None:
    error = send(HttpGateway(), build_generation(), base_url, folder).error
    assert (error.problem.code, error.charged) == (P.URL_INVALID, NO)


@pytest.mark.parametrize(
    ("key", "position"),
    [("abc\r\nX: y", 4), ("schlüssel-123", 5), ("a b", 2), ("x" * 513, 0), ("\udcff", 1)],
)
def test_a_key_that_fits_no_header_reaches_no_library(folder: Path, key: str, position: int) -> None:
    with HostileServer(answer(200, GOOD)) as server:
        error = send(HttpGateway(), build_generation(), server.base_url, folder, key).error
        assert not server.exchanges
    assert error.problem.code is P.KEY_INVALID
    assert (error.charged, error.problem.params) == (NO, {"position": position})


def test_no_key_at_all_sends_nothing(folder: Path) -> None:
    with HostileServer(answer(200, GOOD)) as server:
        error = send(HttpGateway(), build_generation(), server.base_url, folder, "").error
        assert not server.exchanges
    assert error.problem.params == {"position": 0, "reason": "empty"}


def test_a_file_that_changed_stops_the_call_before_it_is_sent(folder: Path, tmp_path: Path) -> None:
    upload = build_upload(tmp_path, "a", PNG)
    upload.path.unlink()
    with HostileServer(answer(200, GOOD)) as server:
        error = send(HttpGateway(), build_edit((upload,)), server.base_url, folder).error
        assert not server.exchanges
    assert (error.problem.code, error.charged) == (P.STORAGE_FAILED, NO)


def test_an_answer_that_the_disk_refuses_is_kept_in_memory_until_it_takes_it(folder: Path) -> None:
    folder.rmdir()
    gateway = HttpGateway()
    with HostileServer(answer(200, GOOD, [("X-Request-Id", "req_1")])) as server:
        assert send(gateway, build_generation(), server.base_url, folder).failure is None
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            gateway.parse_answer(folder)
    folder.mkdir()
    parsed = gateway.parse_answer(folder)
    assert [path.read_bytes() for path in parsed.pictures] == [PNG]
    assert parsed.request_ids == ("req_1",)
    assert (folder / BODY_NAME).read_bytes() == GOOD


class _ClosingFails(Dialler):
    @asynccontextmanager
    async def open(self, *given: Any) -> AsyncIterator[httpx.Response]:
        async with super().open(*given) as response:
            yield response
        raise OSError("the connection did not close")


def test_an_answer_that_only_memory_holds_outlives_a_connection_that_does_not_close(folder: Path) -> None:
    folder.rmdir()
    gateway = HttpGateway(_ClosingFails())
    with HostileServer(answer(200, GOOD)) as server:
        assert send(gateway, build_generation(), server.base_url, folder).error.charged is Charged.YES
    folder.mkdir()
    assert [path.read_bytes() for path in gateway.parse_answer(folder).pictures] == [PNG]


def test_a_refusal_is_read_although_the_disk_does_not_take_it(folder: Path) -> None:
    folder.rmdir()
    with HostileServer(answer(401, REFUSED)) as server:
        error = send(HttpGateway(), build_generation(), server.base_url, folder).error
    assert (error.problem.code, error.charged) == (P.WRONG_KEY, NO)


def test_a_disk_that_fills_up_under_an_answer_loses_nothing_of_it(folder: Path) -> None:
    gateway = HttpGateway()
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(GOOD) // 2, former[1]))
    try:
        with HostileServer(answer(200, GOOD)) as server:
            assert send(gateway, build_generation(), server.base_url, folder).failure is None
        with pytest.raises(OSError, match="File too large"):
            gateway.parse_answer(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert [path.read_bytes() for path in gateway.parse_answer(folder).pictures] == [PNG]


def test_the_environment_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = f"http://127.0.0.1:{_closed_port()}"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    monkeypatch.setenv("NO_PROXY", "[::1]")
    monkeypatch.setenv("NETRC", str(folder / "netrc"))
    with HostileServer(answer(200, GOOD)) as server:
        assert send(HttpGateway(), build_generation(), server.base_url, folder).failure is None
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


LEAKS = [
    answer(401, f'{{"error": "Incorrect API key provided: {KEY}"}}'.encode()),
    close_silently,
    cut_body(b"{", 9),
]


@pytest.mark.parametrize("behaviour", LEAKS)
def test_the_key_is_in_no_exception_and_no_log(
    folder: Path, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):  # the program silences them; here they are to say all they know
        caplog.set_level(logging.DEBUG, logger=name)
    gateway = HttpGateway()
    caplog.handler.addFilter(gateway.redaction)
    with HostileServer(behaviour) as server:
        error = send(gateway, build_generation(), server.base_url, folder).error
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = "".join(traceback.format_exception(error)) + repr(error.problem) + caplog.text
    assert "httpcore" in caplog.text
    assert KEY not in shown


def test_calls_run_side_by_side(tmp_path: Path) -> None:
    gateway = HttpGateway()
    folders = [tmp_path / str(number) for number in range(8)]

    async def send_all(base_url: str) -> None:
        connection = Connection(base_url, KEY)
        await asyncio.gather(
            *(gateway.send(build_generation(), connection, folder, lambda _: None) for folder in folders)
        )

    for folder in folders:
        folder.mkdir()
    with HostileServer(answer(200, GOOD)) as server:
        asyncio.run(send_all(server.base_url))
        assert server.complete_posts == 8
    assert all((folder / BODY_NAME).read_bytes() == GOOD for folder in folders)


@pytest.mark.parametrize("count", [1, 7])
def test_large_pictures_come_whole_and_never_lie_in_memory(folder: Path, count: int) -> None:
    """RC14: 25 MB each, as many as the limit of an answer lets through; few pieces of it in memory."""
    piece = bytes(range(256)) * 3 * 1_024
    pictures = [PNG[:8] + bytes([number]) + piece * 32 for number in range(count)]
    digests = [hashlib.sha256(picture).hexdigest() for picture in pictures]

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        sizes = 4 * sum(-(-len(picture) // 3) for picture in pictures) + count * len(_ENTRY) + len(_FRAME)
        exchange.send(build_head(200, [("Content-Type", "application/json")], length=sizes + count - 1))
        exchange.send(_FRAME[:9])
        for number, picture in enumerate(pictures):
            exchange.send(b"," * (number > 0) + _ENTRY[:13])
            for start in range(0, len(picture), len(piece)):
                exchange.send(base64.b64encode(picture[start : start + len(piece)]))
            exchange.send(_ENTRY[13:])
        exchange.send(_FRAME[9:])

    with HostileServer(behave) as server:
        tracemalloc.start()
        try:
            outcome = send(HttpGateway(), build_generation(), server.base_url, folder)
            answer = HttpGateway().parse_answer(folder)
            _, peak_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert outcome.failure is None
    assert [hash_picture(path) for path in answer.pictures] == digests
    assert peak_bytes < 12_000_000


_FRAME, _ENTRY = b'{"data":[]}', b'{"b64_json":""}'


def hash_picture(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
