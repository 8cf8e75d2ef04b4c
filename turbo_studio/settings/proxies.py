"""Proxies as people name them, and the one that the system names; by CONNECT alone, and never unasked."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from turbo_studio.core.network import ProxyMode
from turbo_studio.core.ports import Proxy
from turbo_studio.core.problems import ProblemCode, StudioError
from turbo_studio.settings.origins import parse_host

if TYPE_CHECKING:
    from turbo_studio.core.network import Network

_LENGTH_MAX = 500
_DEFAULT_PORTS = {"http": 80, "https": 443}


class ProxyFault(StrEnum):
    """Why a text names no proxy that can be used; the ``reason`` of PROXY_INVALID."""

    EMPTY = "empty"
    SCHEME = "scheme"
    """Not http:// or https://."""
    SOCKS = "socks"
    """SOCKS, which is not spoken here."""
    USER_NAME = "user_name"
    """User name and password have fields of their own."""
    ADDRESS = "address"


def _invalid(fault: ProxyFault) -> StudioError:
    """Without the text, which may hold a password."""
    return StudioError(ProblemCode.PROXY_INVALID, reason=fault.value)


def parse_proxy(text: str) -> Proxy:
    """A proxy from ``http://user:password@host:port``; StudioError(PROXY_INVALID, reason).

    The scheme may be missing, as it is in the settings of many systems: then it is http.
    """
    text = text.strip()
    if not text:
        raise _invalid(ProxyFault.EMPTY)
    if len(text) > _LENGTH_MAX or "\\" in text or any(c.isspace() or not c.isprintable() for c in text):
        raise _invalid(ProxyFault.ADDRESS)
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError:
        raise _invalid(ProxyFault.ADDRESS) from None
    scheme = parts.scheme.lower()
    if scheme.startswith("socks"):
        raise _invalid(ProxyFault.SOCKS)
    if scheme not in _DEFAULT_PORTS:
        raise _invalid(ProxyFault.SCHEME)
    if port == 0 or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _invalid(ProxyFault.ADDRESS)
    try:
        host = parse_host(parts)
    except StudioError:
        raise _invalid(ProxyFault.ADDRESS) from None
    url = f"{scheme}://{host}:{port or _DEFAULT_PORTS[scheme]}"
    return Proxy(url, unquote(parts.username or ""), unquote(parts.password or ""))


def parse_proxy_url(text: str) -> str:
    """The address of a proxy in one normal form, ``scheme://host:port``; StudioError(PROXY_INVALID, reason).

    A user name is refused: it would end in the file of the preferences.
    """
    proxy = parse_proxy(text)
    if proxy.user or proxy.password:
        raise _invalid(ProxyFault.USER_NAME)
    return proxy.url


def find_system_proxy(host: str) -> Proxy | None:
    """What the system, or on Linux the environment, names for https to ``host`` at this moment.

    StudioError(PROXY_INVALID) where that is of no use: to go around it unasked would be wrong, too.
    """
    import urllib.request  # late, for the start-up

    try:
        named = urllib.request.getproxies()
        address = named.get("https") or named.get("all") or ""
        if not address or urllib.request.proxy_bypass(host):
            return None
    except (ValueError, OSError):
        raise _invalid(ProxyFault.ADDRESS) from None
    return parse_proxy(address)


def find_proxy(network: Network, base_url: str, password: str = "") -> Proxy | None:
    """The proxy for a gateway. Plain http, which leads to this computer alone, takes none."""
    parts = urlsplit(base_url)
    if parts.scheme != "https" or network.proxy_mode is ProxyMode.NONE:
        return None
    if network.proxy_mode is ProxyMode.SYSTEM:
        return find_system_proxy(parts.hostname or "")
    return Proxy(parse_proxy_url(network.proxy_url), network.proxy_user, password)
