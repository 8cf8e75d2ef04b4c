"""Pictures that an answer links to instead of holding them: fetched into the job's folder, at no cost.

Links live for minutes to a day, so they are followed in the same job. They are a stranger's: https to a
public address, without the key, without redirects, up to a limit of bytes and time.
"""

from __future__ import annotations

import asyncio
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpcore

from turbo_studio.core.problems import GatewayError
from turbo_studio.core.sources import detect_media_type
from turbo_studio.gateway.fetching import fetch
from turbo_studio.gateway.public_hosts import AddressRefusedError, PublicBackend, is_public

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import httpx

    from turbo_studio.core.ports import Route
    from turbo_studio.gateway.dialling import Dialler
    from turbo_studio.gateway.redaction import Redact
    from turbo_studio.gateway.scan import Document

FAULTS_NAME = "answer-links.json"
LIMIT_S = 180.0
LINKED_BYTES_MAX = 256 * 2**20
_LINKS_MAX = 16
_CHARACTERS_MAX = 4_000
_GONE = frozenset({401, 403, 404, 410})


class LinkFault(StrEnum):
    """Why there is no picture of a link; the ``reason`` of ANSWER_LINK_FAILED."""

    UNFETCHED = "unfetched"
    ADDRESS = "address"
    """Not https to a public address; nothing was sent there."""
    EXPIRED = "expired"
    REDIRECT = "redirect"
    NETWORK = "network"
    TOO_LARGE = "too_large"
    NO_PICTURE = "no_picture"


class _LinkError(Exception):
    def __init__(self, fault: LinkFault) -> None:
        super().__init__(fault)
        self.fault = fault


def find_links(document: Document, entries: list[Any]) -> dict[int, str]:
    """The addresses that an answer gives instead of pictures, by the place of their entries, from 1."""
    links = {}
    for number, entry in enumerate(entries[:_LINKS_MAX], 1):
        url = entry.get("url") if isinstance(entry, dict) and not entry.get("b64_json") else None
        if not isinstance(url, str) or document.find_span(url) is not None:  # longer than any address
            continue
        if url.strip() and url.lstrip()[:5].lower() != "data:":
            links[number] = url.strip()
    return links


def find_linked(folder: Path, number: int) -> Path:
    """Where the picture of a link lies once it is fetched."""
    return folder / f"linked-{number:02}.bin"


def load_faults(folder: Path) -> dict[int, str]:
    """Why links could not be fetched the last time, by their numbers."""
    try:
        kept = json.loads((folder / FAULTS_NAME).read_text("utf-8"))
        return {int(number): LinkFault(fault).value for number, fault in kept.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def find_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class LinkFetcher:
    """``is_allowed`` is for tests: by default links lead to public addresses alone."""

    def __init__(
        self, dialler: Dialler, redact: Redact, is_allowed: Callable[[str], bool] = is_public
    ) -> None:
        self._dialler = dialler
        self._redact = redact
        self._is_allowed = is_allowed

    async def fetch_all(self, links: Mapping[int, str], folder: Path, route: Route) -> None:
        """Fetch what is not there yet; what fails is noted in the folder, and may be tried again."""
        faults = {}
        for number, url in links.items():
            target = find_linked(folder, number)
            if target.exists():
                continue
            try:
                await self._fetch(url, target, route)
            except _LinkError as error:
                faults[number] = error.fault.value
        (folder / FAULTS_NAME).write_text(json.dumps(faults), "utf-8")

    async def _fetch(self, url: str, target: Path, route: Route) -> None:
        backend = PublicBackend(self._is_allowed)
        await self._check_address(url, backend, is_proxied=route.proxy is not None)
        partial = target.with_suffix(".part")

        async def take(response: httpx.Response) -> LinkFault | None:
            return await _save(response, partial)

        fault = await fetch(
            self._dialler,
            url,
            route,
            self._redact,
            take,
            limit_s=LIMIT_S,
            backend=None if route.proxy is not None else backend,
        )
        if isinstance(fault, GatewayError):
            fault = LinkFault.NETWORK
        if fault is not None:
            partial.unlink(missing_ok=True)
            raise _LinkError(fault)
        partial.replace(target)

    async def _check_address(self, url: str, backend: PublicBackend, *, is_proxied: bool) -> None:
        """A proxy looks names up itself; what they are known here to mean is checked all the same."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or 443
        except ValueError:
            raise _LinkError(LinkFault.ADDRESS) from None
        is_clean = url.isascii() and url.isprintable() and " " not in url and len(url) <= _CHARACTERS_MAX
        if parts.scheme != "https" or not host or "@" in parts.netloc or not is_clean:
            raise _LinkError(LinkFault.ADDRESS)
        try:
            async with asyncio.timeout(self._dialler.setup_limit_s):
                await backend.check(host, port)
        except AddressRefusedError:
            raise _LinkError(LinkFault.ADDRESS) from None
        except (OSError, httpcore.ConnectError):
            if not is_proxied:
                raise _LinkError(LinkFault.NETWORK) from None


async def _save(response: httpx.Response, partial: Path) -> LinkFault | None:
    """Write the body down; what is wrong with it, if anything."""
    if response.status_code != 200:
        if 300 <= response.status_code < 400:
            return LinkFault.REDIRECT
        return LinkFault.EXPIRED if response.status_code in _GONE else LinkFault.NETWORK
    head = b""
    with partial.open("wb", buffering=0) as file:
        async for chunk in response.aiter_raw():
            head = head if len(head) >= 12 else head + chunk[:12]
            file.write(chunk)
            if file.tell() > LINKED_BYTES_MAX:
                return LinkFault.TOO_LARGE
    return None if detect_media_type(head[:12]) else LinkFault.NO_PICTURE
