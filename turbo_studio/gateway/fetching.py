"""GET requests, which cost nothing: over the same connections as the paid ones, to a bounded end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import httpx

from turbo_studio import __version__
from turbo_studio.core.problems import GatewayError
from turbo_studio.gateway.evidence import NETWORK_ERRORS, Evidence, judge_failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import httpcore

    from turbo_studio.core.ports import Route
    from turbo_studio.gateway.dialling import Dialler
    from turbo_studio.gateway.redaction import Redact

Taken = TypeVar("Taken")


def find_proxy_host(route: Route) -> str:
    return urlsplit(route.proxy.url).hostname or "" if route.proxy is not None else ""


async def fetch(
    dialler: Dialler,
    url: str,
    route: Route,
    redact: Redact,
    take: Callable[[httpx.Response], Awaitable[Taken]],
    *,
    limit_s: float,
    headers: Mapping[str, str] = {},
    backend: httpcore.AsyncNetworkBackend | None = None,
) -> Taken | GatewayError:
    """What ``take`` makes of the answer, or why there is none: returned, so that nothing is chained to it."""
    request = httpx.Request(
        "GET",
        url,
        headers={
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": f"TurboStudio/{__version__}",
            **headers,
        },
    )
    evidence = Evidence(
        request.url.host, proxy_host=find_proxy_host(route), on_begun=_pass, on_body_sent=_pass
    )
    deadline = asyncio.timeout(limit_s)
    try:
        async with deadline, dialler.open(request, route, evidence, backend) as response:
            return await take(response)
    except NETWORK_ERRORS as error:
        return judge_failure(error, evidence, redact, limit_s if deadline.expired() else None)
    except GatewayError as error:
        return error


def _pass() -> None:
    """A GET that breaks off costs nothing: nobody counts how far it got."""
