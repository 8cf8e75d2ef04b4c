"""What names a proxy, and where the system's is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.network import Network, ProxyMode
from turbo_studio.core.ports import Proxy
from turbo_studio.core.problems import KeyStoreError, ProblemCode, StudioError
from turbo_studio.settings.keys import KeyringStore, SessionKeys
from turbo_studio.settings.proxies import find_proxy, parse_proxy, parse_proxy_url
from turbo_studio.settings.routes import RouteFinder

GATEWAY = "https://gateway.example/v1"
SYSTEM = Network(ProxyMode.SYSTEM)


@pytest.fixture(autouse=True)
def no_proxy_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        (" HTTP://Proxy.Example:3128/ ", "http://proxy.example:3128"),
        ("https://proxy.example", "https://proxy.example:443"),
        ("proxy.example:3128", "http://proxy.example:3128"),
        ("10.0.0.7:8080", "http://10.0.0.7:8080"),
        ("http://[fd00::7]:8080", "http://[fd00::7]:8080"),
    ],
)
def test_an_address_is_brought_into_one_form(text: str, url: str) -> None:
    assert parse_proxy_url(text) == url


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("socks5://127.0.0.1:1080", "socks"),
        ("socks4a://127.0.0.1", "socks"),
        ("SOCKS5h://127.0.0.1", "socks"),
        ("foo://bar", "scheme"),
        ("ftp://proxy.example", "scheme"),
        ("http://mia:secret@proxy.example", "user_name"),
        ("http://mia@proxy.example", "user_name"),
        ("http://", "address"),
        ("http://proxy.example:0", "address"),
        ("http://proxy.example:99999", "address"),
        ("http://proxy.example:port", "address"),
        ("http://proxy.example/path", "address"),
        ("http://proxy.example?x", "address"),
        ("http://[::1", "address"),
        ("http://a b", "address"),
        ("http://127.1:80", "address"),
        ("x" * 600, "address"),
    ],
)
def test_what_is_no_proxy_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(StudioError) as caught:
        parse_proxy_url(text)
    assert caught.value.problem == (ProblemCode.PROXY_INVALID, {"reason": reason}, "")
    assert "secret" not in repr(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_proxy_or_refused(text: str) -> None:
    try:
        url = parse_proxy_url(text)
    except StudioError:
        return
    assert parse_proxy_url(url) == url


def test_user_name_and_password_may_stand_in_what_the_system_names() -> None:
    proxy = parse_proxy("http://mia:s%40cret@proxy.example:3128")
    assert proxy == Proxy("http://proxy.example:3128", "mia", "s@cret")
    assert "s@cret" not in repr(proxy)


def test_without_a_choice_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    assert find_proxy(Network(), GATEWAY) is None


def test_the_system_is_asked_where_that_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_proxy(SYSTEM, GATEWAY) is None
    monkeypatch.setenv("HTTP_PROXY", "http://other.example:1")
    assert find_proxy(SYSTEM, GATEWAY) is None
    monkeypatch.setenv("ALL_PROXY", "http://all.example:1")
    assert find_proxy(SYSTEM, GATEWAY) == Proxy("http://all.example:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert find_proxy(SYSTEM, GATEWAY) == Proxy("http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "gateway.example")
    assert find_proxy(SYSTEM, GATEWAY) is None


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "foo://x", "http://[::1", "http://x:y"])
def test_a_proxy_of_the_system_that_cannot_be_used_is_not_gone_around(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", address)
    with pytest.raises(StudioError) as caught:
        find_proxy(SYSTEM, GATEWAY)
    assert caught.value.problem.code is ProblemCode.PROXY_INVALID


def test_a_bracket_in_no_proxy_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "[::1],*.[")
    assert find_proxy(SYSTEM, GATEWAY) == Proxy("http://proxy.example:3128")


def test_this_computer_is_reached_without_a_proxy() -> None:
    network = Network(ProxyMode.MANUAL, "http://proxy.example:3128")
    assert find_proxy(network, "http://127.0.0.1:8000/v1") is None


def test_a_route_holds_everything_that_was_chosen() -> None:
    keys = SessionKeys()
    keys.store_proxy_password("http://proxy.example:3128", "mia", "pw")
    network = Network(ProxyMode.MANUAL, "http://proxy.example:3128", "mia", "/etc/company.pem", 90.0)
    route = RouteFinder(keys).find_route(network, GATEWAY)
    assert route.proxy == Proxy("http://proxy.example:3128", "mia", "pw")
    assert (route.ca_file, route.deadline_s) == ("/etc/company.pem", 90.0)


def test_without_a_key_store_the_proxy_is_asked_without_a_password() -> None:
    network = Network(ProxyMode.MANUAL, "http://proxy.example:3128", "mia")
    assert RouteFinder(KeyringStore([])).find_route(network, GATEWAY).proxy == Proxy(
        "http://proxy.example:3128", "mia"
    )


def test_no_password_is_asked_for_where_none_is_needed() -> None:
    class LockedKeys(SessionKeys):
        def fetch_proxy_password(self, proxy_url: str, user: str) -> str:
            raise KeyStoreError(ProblemCode.KEY_STORE_FAILED)

    finder = RouteFinder(LockedKeys())
    assert finder.find_route(Network(), GATEWAY).proxy is None
    assert (
        finder.find_route(Network(ProxyMode.MANUAL, "http://proxy.example:3128"), GATEWAY).proxy is not None
    )
    with pytest.raises(KeyStoreError):
        finder.find_route(Network(ProxyMode.MANUAL, "http://proxy.example:3128", "mia"), GATEWAY)
