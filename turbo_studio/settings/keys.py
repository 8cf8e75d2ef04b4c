"""Keys: how they are cleaned, and the two stores that keep them, each key for one origin alone.

The operating system's key store is used through the ``keyring`` library, but never through its own
choice of a backend: that can be turned to a plaintext file by an installed package, a configuration
file or an environment variable.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
import threading
from typing import TYPE_CHECKING, TypeVar

from turbo_studio.core.problems import KeyStoreError, ProblemCode
from turbo_studio.settings.origins import build_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keyring.backend import KeyringBackend

T = TypeVar("T")

KEY_VARIABLE = "TURBO_API_KEY"
CALL_LIMIT_S = 20.0
_LENGTHS = range(8, 513)
_USER_NAME = "api-key"
_PROXY_SERVICE = "turbo-studio-proxy"
_AROUND = (  # white space that str.strip() does not know: zero-width, joiners, marks of direction
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)

BackendName = tuple[str, str]
"""Module and class."""
ALLOWED_BACKENDS: dict[str, tuple[BackendName, ...]] = {
    "linux": (
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.libsecret", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
    ),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
}


def clean_key(text: str) -> str:
    """The key without what a copy brought along around it; KeyStoreError(KEY_INVALID, position).

    ``position`` counts from 1 in the cleaned text and is 0 where the length is wrong. The error never
    holds the text.
    """
    key = re.sub(rf"^[\s{_AROUND}]+|[\s{_AROUND}]+$", "", text)
    for position, character in enumerate(key, start=1):
        if not "!" <= character <= "~":
            raise KeyStoreError(ProblemCode.KEY_INVALID, position=position)
    if not key:
        raise KeyStoreError(ProblemCode.KEY_INVALID, position=0, reason="empty")
    if len(key) not in _LENGTHS:
        raise KeyStoreError(ProblemCode.KEY_INVALID, position=0)
    return key


def take_key_from_environment() -> str | None:
    """The key of this run, removed from the environment so that no child inherits it.

    KeyStoreError(KEY_INVALID) where it can be no key; it is removed then, too.
    """
    text = os.environ.pop(KEY_VARIABLE, "")
    return clean_key(text) if text.strip() else None


class SessionKeys:
    """Keys for this run alone, in memory."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._proxy_passwords: dict[tuple[str, str], str] = {}

    def __repr__(self) -> str:
        """Without the keys: a repr ends in logs and tracebacks."""
        return f"SessionKeys({len(self._keys)} kept)"

    def fetch_key(self, base_url: str) -> str | None:
        return self._keys.get(build_origin(base_url))

    def store_key(self, base_url: str, key: str) -> None:
        self._keys[build_origin(base_url)] = clean_key(key)

    def delete_key(self, base_url: str) -> None:
        self._keys.pop(build_origin(base_url), None)

    def fetch_proxy_password(self, proxy_url: str, user: str) -> str:
        return self._proxy_passwords.get((proxy_url, user), "")

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        self._proxy_passwords[proxy_url, user] = password


class KeyringStore:
    """The operating system's key store. Calls block, each for ``limit_s`` at the most."""

    def __init__(self, allowed: Sequence[BackendName] | None = None, limit_s: float = CALL_LIMIT_S) -> None:
        self._allowed = ALLOWED_BACKENDS.get(sys.platform, ()) if allowed is None else tuple(allowed)
        self._limit_s = limit_s
        self._session = SessionKeys()

    def fetch_key(self, base_url: str) -> str | None:
        service = build_service_name(base_url)

        def fetch(backend: KeyringBackend) -> str | None:
            key = backend.get_password(service, _USER_NAME)
            return None if key is None else clean_key(key)

        return self._call(fetch)

    def store_key(self, base_url: str, key: str) -> None:
        service, cleaned = build_service_name(base_url), clean_key(key)

        def store(backend: KeyringBackend) -> bool:
            backend.set_password(service, _USER_NAME, cleaned)
            return backend.get_password(service, _USER_NAME) == cleaned

        if not self._call(store):
            raise KeyStoreError(ProblemCode.KEY_STORE_FAILED, reason="read back")

    def delete_key(self, base_url: str) -> None:
        """Nothing happens where there is none."""
        service = build_service_name(base_url)

        def delete(backend: KeyringBackend) -> None:
            if backend.get_password(service, _USER_NAME) is not None:
                backend.delete_password(service, _USER_NAME)

        self._call(delete)

    def fetch_proxy_password(self, proxy_url: str, user: str) -> str:
        """Empty where there is none. Asks the system's store once in a run. KeyStoreError."""
        known = self._session.fetch_proxy_password(proxy_url, user)
        if not known:
            service = f"{_PROXY_SERVICE}:{proxy_url}"
            known = self._call(lambda backend: backend.get_password(service, user) or "")
            self._session.store_proxy_password(proxy_url, user, known)
        return known

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        self._session.store_proxy_password(proxy_url, user, password)
        service = f"{_PROXY_SERVICE}:{proxy_url}"

        def store(backend: KeyringBackend) -> None:
            if password:
                backend.set_password(service, user, password)
            elif backend.get_password(service, user) is not None:
                backend.delete_password(service, user)

        self._call(store)

    def _call(self, operation: Callable[[KeyringBackend], T]) -> T:
        return _call_within(self._limit_s, lambda: operation(_build_backend(self._allowed)))


def build_service_name(base_url: str) -> str:
    return f"turbo-studio:{build_origin(base_url)}"


def _build_backend(allowed: Sequence[BackendName]) -> KeyringBackend:
    """The best of the allowed backends that works here; KeyStoreError(KEY_STORE_MISSING)."""
    rated: list[tuple[float, Callable[[], KeyringBackend]]] = []
    for module, name in allowed:
        try:
            backend = getattr(importlib.import_module(module), name)
            rated.append((float(backend.priority), backend))
        except Exception:  # noqa: BLE001, S112 - asking a backend whether it works raises anything it likes
            continue
    if not rated:
        raise KeyStoreError(ProblemCode.KEY_STORE_MISSING)
    return max(rated, key=lambda pair: pair[0])[1]()


def _call_within(limit_s: float, operation: Callable[[], T]) -> T:
    """Call on a thread of its own: a keyring that waits for a password dialog may never come back.

    Any exception becomes a KeyStoreError that tells its type alone, for its text may hold the key.
    """
    import queue  # late, for the start-up

    answers: queue.SimpleQueue[tuple[T] | KeyStoreError] = queue.SimpleQueue()

    def answer() -> None:
        try:
            answers.put((operation(),))
        except KeyStoreError as error:
            answers.put(error)
        except BaseException as error:  # noqa: BLE001 - backends raise what D-Bus and their libraries raise
            answers.put(KeyStoreError(ProblemCode.KEY_STORE_FAILED, reason=type(error).__name__))

    threading.Thread(target=answer, name="keyring", daemon=True).start()
    try:
        outcome = answers.get(timeout=limit_s)
    except queue.Empty:
        raise KeyStoreError(ProblemCode.KEY_STORE_FAILED, reason="no answer") from None
    if isinstance(outcome, KeyStoreError):
        # Built anew: the one from the thread drags the backend's exception along as its context.
        raise KeyStoreError(outcome.problem.code, "", **outcome.problem.params)
    return outcome[0]
