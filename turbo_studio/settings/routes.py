"""The way to a gateway: the proxy with its password, the certificates and the deadline that were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.network import ProxyMode
from turbo_studio.core.ports import Route
from turbo_studio.core.problems import KeyStoreError, ProblemCode
from turbo_studio.settings.proxies import find_proxy

if TYPE_CHECKING:
    from turbo_studio.core.network import Network
    from turbo_studio.core.ports import KeyStore


class RouteFinder:
    """Finds ways; the key store holds the password of a proxy."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    def find_route(self, network: Network, base_url: str) -> Route:
        """Blocks. StudioError(PROXY_INVALID) where the proxy that was named cannot be used, KeyStoreError."""
        proxy = find_proxy(network, base_url, self._fetch_password(network))
        return Route(proxy, network.ca_file, network.deadline_s)

    def _fetch_password(self, network: Network) -> str:
        """Empty where none is known: then the proxy itself asks for it."""
        if network.proxy_mode is not ProxyMode.MANUAL or not network.proxy_user:
            return ""
        try:
            return self._keys.fetch_proxy_password(network.proxy_url, network.proxy_user)
        except KeyStoreError as error:
            if error.problem.code is not ProblemCode.KEY_STORE_MISSING:
                raise
            return ""
