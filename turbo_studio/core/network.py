"""How a gateway is reached, as the user chose it, and what a test of that can find."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ProxyMode(StrEnum):
    """Where the proxy is named; nothing is taken from the environment unless SYSTEM says so."""

    NONE = "none"
    SYSTEM = "system"
    MANUAL = "manual"


class Network(NamedTuple):
    """``ports.Route`` is what follows from it for one connection."""

    proxy_mode: ProxyMode = ProxyMode.NONE
    proxy_url: str = ""
    """``http://host:port`` or ``https://host:port``; counts with MANUAL alone."""
    proxy_user: str = ""
    """Its password is in the key store."""
    ca_file: str = ""
    """PEM certificates that are trusted besides the system's own; empty for none."""
    deadline_s: float = 600.0
    """For one request from its first byte to the last byte of its answer."""


class Verdict(StrEnum):
    """What a test of a connection found."""

    ACCEPTED = "accepted"
    """Reached, and the key is accepted."""
    REFUSED = "refused"
    """Reached, and the key is refused."""
    UNCHECKED = "unchecked"
    """Reached, but there is no free way to check the key."""
    FAILED = "failed"
    """Not reached, or not as a gateway."""
