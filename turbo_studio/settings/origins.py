"""Base URLs as people type them, and the origins that keys are bound to.

The rules: https, or plain http to this computer alone; no user name, query or fragment, for they end
in logs; the host in ASCII, so that a look-alike shows itself as punycode.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from turbo_studio.core.problems import ProblemCode, StudioError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_LENGTH_MAX = 2_000
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_DEFAULT_PORTS = {"https": 443, "http": 80}
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST_LENGTH_MAX = 253  # RFC 1035, without the root's dot
_PATH = r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*"
_ENDPOINT = r"/images/(?:generations|edits)$"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class UrlFault(StrEnum):
    """Why a text is no base URL; the ``reason`` of URL_INVALID."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    BLANKS = "blanks"
    """Blanks, line breaks, backslashes or characters that cannot be seen, within the address."""
    SCHEME = "scheme"
    """It does not start with https:// (or http:// for this computer)."""
    INSECURE = "insecure"
    """Plain http to another computer would show the key to everybody on the way."""
    USER_NAME = "user_name"
    QUERY = "query"
    FRAGMENT = "fragment"
    HOST = "host"
    PORT = "port"
    PATH = "path"


def parse_base_url(text: str) -> str:
    """The address in one normal form, without a slash at its end; StudioError(URL_INVALID, reason).

    An endpoint's address pasted whole is cut back to its base, and a doubled ``/v1`` is made one.
    """
    parts = _split(text.strip().strip(_INVISIBLE).strip())
    scheme = parts.scheme.lower()
    host = parse_host(parts)
    if scheme == "http" and host not in _LOOPBACK_HOSTS:
        raise _invalid(UrlFault.INSECURE)
    port = _parse_port(parts)
    shown_port = "" if port in {None, _DEFAULT_PORTS[scheme]} else f":{port}"
    return f"{scheme}://{host}{shown_port}{_parse_path(parts.path)}"


def build_origin(base_url: str) -> str:
    """``scheme://host:port`` of a base URL, always with its port: what a key is bound to."""
    parts = urlsplit(parse_base_url(base_url))
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    return f"{parts.scheme}://{host}:{port}"


def _invalid(fault: UrlFault) -> StudioError:
    """Without the text: a mistyped address may hold a password."""
    return StudioError(ProblemCode.URL_INVALID, reason=fault.value)


def _split(text: str) -> SplitResult:
    if not text:
        raise _invalid(UrlFault.EMPTY)
    if len(text) > _LENGTH_MAX:
        raise _invalid(UrlFault.TOO_LONG)
    # Looked for first: urlsplit drops tabs and line breaks without a word.
    if "\\" in text or any(c.isspace() or not c.isprintable() for c in text):
        raise _invalid(UrlFault.BLANKS)
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise _invalid(UrlFault.SCHEME)
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that do not match, or a host that changes under normalisation
        raise _invalid(UrlFault.HOST) from None
    if "@" in parts.netloc:
        raise _invalid(UrlFault.USER_NAME)
    if "?" in text:
        raise _invalid(UrlFault.QUERY)
    if "#" in text:
        raise _invalid(UrlFault.FRAGMENT)
    return parts


def parse_host(parts: SplitResult) -> str:
    """The host in ASCII and lower case, IPv6 in its brackets; StudioError(URL_INVALID, reason)."""
    import ipaddress  # late, for the start-up

    host = (parts.hostname or "").rstrip(".")
    try:
        if parts.netloc.startswith("["):
            return f"[{ipaddress.IPv6Address(host)}]" if "%" not in host else _refuse_host()
        labels = host.encode("idna").decode("ascii").lower().split(".")
        if _looks_numeric(labels[-1]):
            return str(ipaddress.IPv4Address(".".join(labels)))
    except ValueError:
        return _refuse_host()
    name = ".".join(labels)
    if len(name) > _HOST_LENGTH_MAX or not all(re.fullmatch(_LABEL, label, re.ASCII) for label in labels):
        return _refuse_host()
    return name


def _looks_numeric(label: str) -> bool:
    """Resolvers read ``127.1`` and ``0x7f000001`` as addresses; only the plain form is taken here."""
    return label.isdigit() or re.fullmatch(r"0x[0-9a-f]*", label) is not None


def _refuse_host() -> str:
    raise _invalid(UrlFault.HOST) from None


def _parse_port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        raise _invalid(UrlFault.PORT) from None
    if port == 0:
        raise _invalid(UrlFault.PORT)
    return port


def _parse_path(path: str) -> str:
    whole = re.sub(r"/{2,}", "/", path).rstrip("/")
    if not re.fullmatch(_PATH, whole, re.ASCII) or {".", ".."} & set(whole.split("/")):
        raise _invalid(UrlFault.PATH)
    return re.sub(r"(?:/v1){2,}$", "/v1", re.sub(_ENDPOINT, "", whole))
