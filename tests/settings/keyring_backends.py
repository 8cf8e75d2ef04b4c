"""Substitute keyring backends, each with one of the faults that real ones have shown."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringLocked

kept: dict[tuple[str, str], str] = {}
let_go = threading.Event()
"""Set to let the hanging backend return."""


class GoodKeyring(KeyringBackend):
    priority = 5.0

    def get_password(self, service: str, username: str) -> str | None:
        return kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del kept[service, username]


class WorseKeyring(GoodKeyring):
    """Works, but is not the best."""

    priority = 1.0

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("the better backend was passed over")


class UnavailableKeyring(GoodKeyring):
    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - what the library's own backends declare
        raise RuntimeError("no service on the bus")


class ForgettingKeyring(GoodKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class ChangingKeyring(GoodKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        return "another-key"


class LockedKeyring(GoodKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"dismissed while storing {password}")


class OddKeyring(GoodKeyring):
    """Raises what is not even an Exception, with the key in its text."""

    def get_password(self, service: str, username: str) -> str | None:
        raise SystemExit("odd")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyboardInterrupt(password)


class WrongTypeKeyring(GoodKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        return b"sk-bytes-not-text"  # type: ignore[return-value]


class HangingKeyring(GoodKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        let_go.wait()
        return None
