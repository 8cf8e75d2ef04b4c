"""A test of a connection: nothing but GETs of the list of models, and one of five findings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.gateway.calls import KEY
from tests.helpers.hostile_server import (
    HostileServer,
    answer,
    answer_html,
    build_head,
    build_json,
    close_silently,
    redirect,
    stay_silent,
)
from turbo_studio.core.network import Verdict
from turbo_studio.core.ports import Connection, ConnectionReport
from turbo_studio.core.problems import GatewayError, ProblemCode
from turbo_studio.gateway import key_check
from turbo_studio.gateway.client import HttpGateway

if TYPE_CHECKING:
    from tests.helpers.hostile_server import Behaviour, Exchange

MODELS = build_json({"object": "list", "data": [{"id": "gpt-image-2", "object": "model"}]})
NO_KEY = answer(401, b'{"error": {"message": "You didn\'t provide an API key", "code": null}}')
WRONG_KEY = answer(401, build_json({"error": {"message": f"Incorrect API key provided: {KEY}"}}))
NOT_FOUND = answer(404, b'{"error": {"message": "Invalid URL (GET /v1/models)"}}')


def check(base_url: str, key: str = KEY) -> ConnectionReport:
    return asyncio.run(HttpGateway().check_key(Connection(base_url, key)))


def test_a_key_that_opens_the_list_is_accepted() -> None:
    with HostileServer(answer(200, MODELS), NO_KEY) as server:
        assert check(server.base_url) == ConnectionReport(Verdict.ACCEPTED)
        with_key, without = server.requests
    assert (with_key.method, with_key.path) == (without.method, without.path) == ("GET", "/v1/models")
    assert with_key.headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in without.headers


def test_a_list_that_everybody_may_see_proves_nothing() -> None:
    with HostileServer(answer(200, MODELS)) as server:
        assert check(server.base_url) == ConnectionReport(Verdict.UNCHECKED)
        assert len(server.requests) == 2


def test_a_key_that_is_refused_is_said_to_be() -> None:
    with HostileServer(WRONG_KEY) as server:
        assert check(server.base_url) == ConnectionReport(Verdict.REFUSED)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "behaviour",
    [
        NOT_FOUND,
        answer(405, b""),
        answer_html(404),
        answer(403, b'{"error": {"message": "Missing scopes: api.model.read"}}'),
    ],
)
def test_a_gateway_without_a_list_cannot_be_asked(behaviour: Behaviour) -> None:
    with HostileServer(behaviour) as server:
        assert check(server.base_url) == ConnectionReport(Verdict.UNCHECKED)


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (answer_html(200, "<html>Sign in to our Wi-Fi</html>"), ProblemCode.NOT_A_GATEWAY),
        (answer(200, b"[" * 100_000), ProblemCode.NOT_A_GATEWAY),
        (answer(200, b'{"error": "no"}'), ProblemCode.NOT_A_GATEWAY),
        (redirect(302, "https://portal.example/login"), ProblemCode.REDIRECTED),
        (answer(402, b'{"error": {"message": "pay"}}'), ProblemCode.NO_CREDIT),
        (answer(429, b'{"error": {"message": "slow down"}}'), ProblemCode.RATE_LIMITED),
        (answer(502, b""), ProblemCode.GATEWAY_FAILED),
        (close_silently, ProblemCode.CONNECTION_LOST),
    ],
)
def test_what_is_no_working_gateway_fails_with_the_reason(behaviour: Behaviour, code: ProblemCode) -> None:
    with HostileServer(behaviour) as server:
        report = check(server.base_url)
        assert all(request.method == "GET" for request in server.requests)
    assert report.verdict is Verdict.FAILED
    assert report.problem is not None
    assert report.problem.code is code
    assert KEY not in repr(report)


def test_what_is_not_reached_fails() -> None:
    with HostileServer(stay_silent) as server:
        base_url = server.base_url
    report = check(base_url)
    assert report.verdict is Verdict.FAILED
    assert report.problem is not None
    assert report.problem.code is ProblemCode.NOT_CONNECTED


def test_silence_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_check, "LIMIT_S", 0.2)
    with HostileServer(stay_silent) as server:
        assert check(server.base_url).verdict is Verdict.FAILED


def test_an_endless_list_has_an_end() -> None:
    def pour(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(build_head(200))
        while exchange.send(b"x" * 65_536):
            pass

    with HostileServer(pour) as server:
        assert check(server.base_url).verdict is Verdict.FAILED
        assert server.wait_until(server.exchanges[0].ended.is_set)


def test_a_missing_v1_is_found() -> None:
    with HostileServer(NOT_FOUND, answer(200, MODELS), NO_KEY) as server:
        base_url = server.base_url.removesuffix("/v1")
        report = check(base_url)
        assert [request.path for request in server.requests] == ["/models", "/v1/models", "/v1/models"]
    assert report.problem is not None
    assert (report.problem.code, report.problem.params) == (ProblemCode.WRONG_URL, {"url": f"{base_url}/v1"})


def test_a_website_that_answers_everything_is_no_gateway_below_either() -> None:
    with HostileServer(answer_html(200)) as server:
        report = check(server.base_url.removesuffix("/v1"))
    assert report.problem is not None
    assert report.problem.code is ProblemCode.NOT_A_GATEWAY


def test_a_key_that_fits_no_header_is_refused_before_it_is_sent() -> None:
    with HostileServer(answer(200, MODELS)) as server, pytest.raises(GatewayError):
        check(server.base_url, "a b")
    assert not server.exchanges


def test_a_cancel_ends_the_connection() -> None:
    async def cancel_midway(server: HostileServer) -> None:
        task = asyncio.create_task(HttpGateway().check_key(Connection(server.base_url, KEY)))
        while not server.requests:
            await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
        assert server.wait_until(server.exchanges[0].ended.is_set)

    with HostileServer(stay_silent) as server:
        asyncio.run(cancel_midway(server))
