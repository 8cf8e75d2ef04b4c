"""The connection as the window has it: which gateway, which key, and whether it takes that key."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from turbo_studio.core.problems import StudioError
from turbo_studio.settings.keys import clean_key
from turbo_studio.settings.origins import parse_base_url
from turbo_studio.settings.proxies import parse_proxy_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.session.engine import Engine
    from turbo_studio.session.session import Session


class Connector:
    """What comes of its verbs is told to the views, and stands in ``session.connection``."""

    def __init__(self, session: Session, use_engine: Callable[[], Engine]) -> None:
        self._session = session
        self._use_engine = use_engine

    def connect(self, base_url: str, key: str, *, remember: bool) -> None:
        """Use a gateway with a key from the next job on. StudioError where either cannot be right."""
        address, cleaned = parse_base_url(base_url), clean_key(key)
        self._use_engine().connect(address, cleaned, remember=remember)
        self._session.set_preferences(self._session.preferences._replace(base_url=address))

    def disconnect(self) -> None:
        """Forget the key and go on in the sandbox."""
        connection = self._session.connection
        if connection is not None:
            self._use_engine().disconnect(connection.base_url)

    def test(self, base_url: str, key: str) -> None:
        """Find out, at no cost, whether a gateway takes a key; without one, the key in use is meant.

        It comes as ``ConnectionTested``. StudioError where either cannot be right.
        """
        address = parse_base_url(base_url)
        used = self._session.connection
        is_in_use = used is not None and not used.is_sandbox and used.base_url == address
        self._use_engine().test_connection(address, clean_key(key) if key or not is_in_use else "")

    def cancel_test(self) -> None:
        self._use_engine().cancel_connection_test()

    def store_proxy_password(self, password: str) -> None:
        """Keep the password of the proxy that the preferences name; an empty one is forgotten."""
        network = self._session.preferences.network
        self._use_engine().store_proxy_password(network.proxy_url, network.proxy_user, password)


def find_host(base_url: str) -> str:
    """The host that an address leads to, in ASCII; empty where it is no address of a gateway."""
    try:
        return urlsplit(parse_base_url(base_url)).netloc
    except StudioError:
        return ""


def clean_proxy_url(text: str) -> str:
    """The address of a proxy as the preferences hold it. StudioError(PROXY_INVALID)."""
    return parse_proxy_url(text)
