"""Pictures behind links: fetched without the key, from public addresses alone, as often as one likes."""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.calls import DIRECT, JPEG, KEY, PNG, build_generation, encode, send
from tests.helpers.connect_proxy import ConnectProxy
from tests.helpers.hostile_server import (
    HostileServer,
    answer,
    build_head,
    build_json,
    close_silently,
    cut_body,
    redirect,
)
from turbo_studio.core.ports import Proxy, Route
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.gateway import links
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.dialling import Dialler
from turbo_studio.gateway.public_hosts import is_public
from turbo_studio.gateway.trust import build_ssl_context

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.hostile_server import Behaviour, Exchange
    from turbo_studio.core.result import Answer

EVERY = ".".join("0000")
"""An address that a connection takes for this computer."""
PICTURE = answer(200, PNG, [("Content-Type", "image/png")])


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def dialler(authority: trustme.CA) -> Dialler:
    context = build_ssl_context()
    authority.configure_trust(context)
    return Dialler(ssl_context=context, setup_limit_s=5.0)


def take_all(_address: str) -> bool:
    return True


def keep_answer(folder: Path, *entries: object) -> None:
    """The answer of a gateway that links, as ``send`` keeps it."""
    body = build_json({"created": 1, "data": list(entries)})
    with HostileServer(answer(200, body)) as server:
        assert send(HttpGateway(), build_generation(), server.base_url, folder).failure is None


def read(gateway: HttpGateway, folder: Path, route: Route = DIRECT) -> Answer:
    return asyncio.run(gateway.read_answer(folder, route))


def fail(gateway: HttpGateway, folder: Path, route: Route = DIRECT) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        read(gateway, folder, route)
    return caught.value


def build_link(server: HostileServer, name: str = "1.png?sig=2") -> dict[str, str]:
    return {"url": f"https://127.0.0.1:{server.port}/{name}"}


def test_a_link_is_followed_without_the_key(dialler: Dialler, tls: ssl.SSLContext, folder: Path) -> None:
    gateway = HttpGateway(dialler, is_allowed=take_all)
    with HostileServer(PICTURE, tls=tls) as server:
        keep_answer(folder, build_link(server))
        found = read(gateway, folder)
        (request,) = server.requests
    assert [path.read_bytes() for path in found.pictures] == [PNG]
    assert (request.method, request.path) == ("GET", "/1.png?sig=2")
    assert "authorization" not in request.headers
    assert KEY not in repr(request.headers)


def test_what_was_fetched_is_read_again_without_the_network(
    dialler: Dialler, tls: ssl.SSLContext, folder: Path
) -> None:
    gateway = HttpGateway(dialler, is_allowed=take_all)
    with HostileServer(PICTURE, tls=tls) as server:
        keep_answer(folder, build_link(server))
        read(gateway, folder)
    for _ in range(2):
        assert [path.read_bytes() for path in gateway.parse_answer(folder).pictures] == [PNG]
    assert [path.read_bytes() for path in read(gateway, folder).pictures] == [PNG]


def test_pictures_and_links_may_stand_side_by_side(
    dialler: Dialler, tls: ssl.SSLContext, folder: Path
) -> None:
    with HostileServer(PICTURE, answer(404, b"gone"), tls=tls) as server:
        dead = build_link(server, "dead")
        keep_answer(folder, build_link(server), {"b64_json": encode(JPEG)}, dead)
        found = read(HttpGateway(dialler, is_allowed=take_all), folder)
    assert [path.read_bytes() for path in found.pictures] == [PNG, JPEG]
    assert found.missing_links == (dead["url"],)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answer(403, b"expired"), "expired"),
        (answer(404, b""), "expired"),
        (answer(410, b""), "expired"),
        (answer(500, b""), "network"),
        (close_silently, "network"),
        (cut_body(PNG, 100), "network"),
        (redirect(302, "http://127.0.0.1:9/1.png"), "redirect"),
        (redirect(302, "https://example.com/1.png"), "redirect"),
        (answer(200, b"<html>please sign in</html>"), "no_picture"),
        (answer(200, b"GIF89a" + bytes(20)), "no_picture"),
        (answer(200, b""), "no_picture"),
    ],
)
def test_a_link_that_gives_no_picture_may_be_tried_again(
    dialler: Dialler, tls: ssl.SSLContext, folder: Path, behaviour: Behaviour, reason: str
) -> None:
    gateway = HttpGateway(dialler, is_allowed=take_all)
    with HostileServer(behaviour, PICTURE, tls=tls) as server:
        link = build_link(server)
        keep_answer(folder, link)
        error = fail(gateway, folder)
        assert len(server.exchanges) == 1
        assert [path.read_bytes() for path in read(gateway, folder).pictures] == [PNG]
    assert (error.problem.code, error.charged) == (ProblemCode.ANSWER_LINK_FAILED, Charged.YES)
    assert error.problem.params == {"host": "127.0.0.1", "reason": reason, "status": 200}
    assert link["url"] in error.problem.detail


def test_what_is_too_large_is_not_kept(
    dialler: Dialler, tls: ssl.SSLContext, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "LINKED_BYTES_MAX", 1_000_000)

    def pour(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(build_head(200) + PNG)
        while exchange.send(bytes(65_536)):
            pass

    with HostileServer(pour, tls=tls) as server:
        keep_answer(folder, build_link(server))
        error = fail(HttpGateway(dialler, is_allowed=take_all), folder)
        assert server.wait_until(server.exchanges[0].ended.is_set)
    assert error.problem.params["reason"] == "too_large"
    assert not list(folder.glob("linked-*"))


def test_nothing_in_this_computer_is_asked(dialler: Dialler, tls: ssl.SSLContext, folder: Path) -> None:
    with HostileServer(PICTURE, tls=tls) as secure, HostileServer(PICTURE) as plain:
        for host in ("127.0.0.1", "localhost", "[::1]", EVERY, "127.1", "[::ffff:127.0.0.1]"):
            for scheme, port in (("https", secure.port), ("http", plain.port)):
                keep_answer(folder, {"url": f"{scheme}://{host}:{port}/1.png"})
                error = fail(HttpGateway(dialler), folder)
                assert error.problem.code is ProblemCode.ANSWER_LINK_FAILED
                assert error.problem.params["reason"] in ("address", "network")
        assert not secure.exchanges
        assert not plain.exchanges


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/1.png",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.com/1.png",
        "https://",
        "https://[::1",
        "https://example.com:99999/x",
        "https://user:pass@example.com/1.png",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.7/1.png",
        "https://[fd00::1]/1.png",
        "https://[64:ff9b::7f00:1]/1.png",
        "https://example.com/a b",
        "https://example.com/\r\nX: y",
    ],
)
def test_an_address_that_is_not_followed_is_kept_as_text(dialler: Dialler, folder: Path, url: str) -> None:
    keep_answer(folder, {"url": url})
    error = fail(HttpGateway(dialler), folder)
    assert error.problem.code is ProblemCode.ANSWER_LINK_FAILED
    assert error.problem.params["reason"] == "address"
    assert " ".join(url.split()) in error.problem.detail
    assert json.loads((folder / links.FAULTS_NAME).read_text("utf-8")) == {"1": "address"}


def test_without_the_network_a_link_is_told_as_not_fetched(folder: Path) -> None:
    keep_answer(folder, {"url": "https://example.com/1.png"})
    with pytest.raises(GatewayError) as caught:
        HttpGateway().parse_answer(folder)
    assert caught.value.problem.params["reason"] == "unfetched"


def test_a_link_goes_through_the_proxy_that_was_chosen(
    dialler: Dialler, tls: ssl.SSLContext, folder: Path
) -> None:
    gateway = HttpGateway(dialler, is_allowed=take_all)
    with HostileServer(PICTURE, tls=tls) as server, ConnectProxy() as proxy:
        keep_answer(folder, build_link(server))
        assert read(gateway, folder, Route(Proxy(proxy.url))).pictures
        assert proxy.targets == [f"127.0.0.1:{server.port}"]
        keep_answer(folder, {"url": f"https://localhost:{server.port}/"})
        for stale in folder.glob("linked-*"):
            stale.unlink()
        error = fail(HttpGateway(dialler), folder, Route(Proxy(proxy.url)))
        assert error.problem.params["reason"] == "address"
        assert len(proxy.targets) == 1


def test_the_address_that_was_checked_is_the_one_that_is_used(
    dialler: Dialler, tls: ssl.SSLContext, folder: Path
) -> None:
    """A name that means this computer at the second look-up gets nothing."""
    told = iter([True])

    def allow_once(_address: str) -> bool:
        return next(told, False)

    with HostileServer(PICTURE, tls=tls) as server:
        keep_answer(folder, build_link(server))
        fail(HttpGateway(dialler, is_allowed=allow_once), folder)
        assert not server.exchanges


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        (EVERY, False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd12::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses_are_told_from_others(address: str, *, is_open: bool) -> None:
    assert is_public(address) is is_open


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_it_is_wrapped(address: object) -> None:
    assert is_public(f"::ffff:{address}") is is_public(str(address))


def test_a_data_url_is_no_link(folder: Path) -> None:
    keep_answer(folder, {"url": "data:image/png;base64," + encode(PNG)})
    assert [path.read_bytes() for path in read(HttpGateway(), folder).pictures] == [PNG]
