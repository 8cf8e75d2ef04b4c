"""Through a proxy: a tunnel by CONNECT, and a refusal of it is a request that was not sent."""

from __future__ import annotations

import logging
import ssl
import traceback
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.gateway.calls import KEY, PNG, build_answer, build_generation, build_large_edit, send
from tests.helpers.connect_proxy import ConnectProxy
from tests.helpers.hostile_server import HostileServer, answer, answer_early, build_json
from turbo_studio.core.attempt import Stage
from turbo_studio.core.ports import Proxy, Route
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.dialling import Dialler
from turbo_studio.gateway.trust import build_ssl_context

if TYPE_CHECKING:
    from pathlib import Path

GOOD = build_json(build_answer(PNG))
PASSWORD = "correct-horse-7"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def gateway(authority: trustme.CA) -> HttpGateway:
    context = build_ssl_context()
    authority.configure_trust(context)
    return HttpGateway(Dialler(ssl_context=context))


def test_a_tunnel_carries_the_request_and_the_proxy_sees_no_key(
    gateway: HttpGateway, tls: ssl.SSLContext, folder: Path, tmp_path: Path
) -> None:
    with HostileServer(answer(200, GOOD), tls=tls) as server, ConnectProxy() as proxy:
        route = Route(Proxy(proxy.url))
        outcome = send(gateway, build_large_edit(tmp_path), server.base_url, folder, route=route)
        assert outcome.failure is None
        assert server.complete_posts == 1
        assert proxy.targets == [f"127.0.0.1:{server.port}"]
    assert KEY not in "".join(proxy.heads)
    assert "authorization" not in proxy.heads[0].lower()


def test_the_proxy_may_be_spoken_to_in_tls(gateway: HttpGateway, tls: ssl.SSLContext, folder: Path) -> None:
    with HostileServer(answer(200, GOOD), tls=tls) as server, ConnectProxy(tls=tls) as proxy:
        outcome = send(gateway, build_generation(), server.base_url, folder, route=Route(Proxy(proxy.url)))
        assert outcome.failure is None
        assert server.complete_posts == 1


def test_a_refusal_in_mid_upload_is_read_through_a_tunnel(
    gateway: HttpGateway, tls: ssl.SSLContext, folder: Path, tmp_path: Path
) -> None:
    refusal = answer_early(413, b'{"error": {"message": "too large"}}', drain=True, after_bytes=100_000)
    with HostileServer(refusal, tls=tls) as server, ConnectProxy() as proxy:
        route = Route(Proxy(proxy.url))
        error = send(gateway, build_large_edit(tmp_path), server.base_url, folder, route=route).error
    assert (error.problem.code, error.charged) == (ProblemCode.UPLOAD_TOO_LARGE, Charged.NO)


def test_a_proxy_that_knows_its_users_is_told_who_asks(
    gateway: HttpGateway, tls: ssl.SSLContext, folder: Path
) -> None:
    with HostileServer(answer(200, GOOD), tls=tls) as server, ConnectProxy(login=("mia", PASSWORD)) as proxy:
        right, wrong = Route(Proxy(proxy.url, "mia", PASSWORD)), Route(Proxy(proxy.url, "mia", "wrong-horse"))
        assert send(gateway, build_generation(), server.base_url, folder, route=right).failure is None
        error = send(gateway, build_generation(), server.base_url, folder, route=wrong).error
        assert server.complete_posts == 1
    assert (error.problem.code, error.charged) == (ProblemCode.PROXY_REFUSED, Charged.NO)
    assert error.problem.params == {"host": "127.0.0.1"}


@pytest.mark.parametrize("refusal", ["403 Forbidden", "502 Bad Gateway", "503 Busy", "301 Moved"])
def test_a_proxy_that_refuses_means_not_sent(
    gateway: HttpGateway, tls: ssl.SSLContext, folder: Path, refusal: str
) -> None:
    with HostileServer(answer(200, GOOD), tls=tls) as server, ConnectProxy(refusal=refusal) as proxy:
        error = send(
            gateway, build_generation(), server.base_url, folder, route=Route(Proxy(proxy.url))
        ).error
        assert not server.exchanges
    assert (error.problem.code, error.charged, error.status) == (ProblemCode.PROXY_FAILED, Charged.NO, None)
    assert error.problem.params["reason"] == refusal
    assert error.attempt is not None
    assert (error.attempt.has_left, error.attempt.stage) == (False, Stage.CONNECTING)


def test_a_proxy_that_never_answers_is_given_up(authority: trustme.CA, folder: Path) -> None:
    context = build_ssl_context()
    authority.configure_trust(context)
    gateway = HttpGateway(Dialler(ssl_context=context, setup_limit_s=0.3))
    with ConnectProxy(is_silent=True) as proxy:
        route = Route(Proxy(proxy.url))
        error = send(gateway, build_generation(), "https://gateway.example/v1", folder, route=route).error
    assert (error.problem.code, error.charged) == (ProblemCode.PROXY_FAILED, Charged.NO)


def test_a_proxy_that_is_not_there_means_not_sent(gateway: HttpGateway, folder: Path) -> None:
    with ConnectProxy() as proxy:
        url = proxy.url
    error = send(
        gateway, build_generation(), "https://gateway.example/v1", folder, route=Route(Proxy(url))
    ).error
    assert (error.problem.code, error.charged) == (ProblemCode.PROXY_FAILED, Charged.NO)
    assert error.problem.params == {"host": "127.0.0.1", "reason": "Connection refused"}


def test_a_proxy_that_reads_along_is_noticed(tls: ssl.SSLContext, folder: Path) -> None:
    """A tunnel that ends at another server than the one asked for shows a certificate nobody vouches for."""
    with HostileServer(answer(200, GOOD), tls=tls) as server, ConnectProxy() as proxy:
        route = Route(Proxy(proxy.url))
        error = send(HttpGateway(), build_generation(), server.base_url, folder, route=route).error
        assert not server.exchanges
    assert (error.problem.code, error.charged) == (ProblemCode.TLS_FAILED, Charged.NO)
    assert error.problem.params["cause"] == "unknown_issuer"


def test_the_password_of_a_proxy_is_in_no_exception_and_no_log(
    gateway: HttpGateway, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with ConnectProxy(login=("mia", "another")) as proxy:
        route = Route(Proxy(proxy.url, "mia", PASSWORD))
        error = send(gateway, build_generation(), "https://gateway.example/v1", folder, route=route).error
    shown = "".join(traceback.format_exception(error)) + repr(error.problem) + repr(route) + caplog.text
    assert PASSWORD not in shown
