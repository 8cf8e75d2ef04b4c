"""Opens one fresh connection for one request, along a route: directly or through a proxy's tunnel."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx

from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.gateway.transport import FreshTransport
from turbo_studio.gateway.trust import build_ssl_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    import httpcore

    from turbo_studio.core.ports import Route
    from turbo_studio.gateway.evidence import Evidence

SETUP_LIMIT_S = 15.0
"""For everything before the first byte of a request: the name, the connection, the proxy, TLS."""
CONNECT_TIMEOUT_S = 10.0
WRITE_TIMEOUT_S = 60.0


class Dialler:
    """``ssl_context`` is for tests: by default the operating system's trust store decides."""

    def __init__(
        self,
        *,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        write_timeout_s: float = WRITE_TIMEOUT_S,
        setup_limit_s: float = SETUP_LIMIT_S,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.setup_limit_s = setup_limit_s
        self._timeout = httpx.Timeout(None, connect=connect_timeout_s, write=write_timeout_s)
        self._given_context = ssl_context
        self._contexts: dict[str, ssl.SSLContext] = {}

    async def load_context(self, route: Route) -> ssl.SSLContext:
        """Whom this route trusts; GatewayError(CA_FILE_UNUSABLE) where its own certificates are none."""
        if self._given_context is not None:
            return self._given_context
        if route.ca_file not in self._contexts:
            try:
                context = await asyncio.to_thread(build_ssl_context, route.ca_file)
            except OSError:  # an ssl.SSLError is one, too
                context = None
            if context is None:
                raise GatewayError(ProblemCode.CA_FILE_UNUSABLE, charged=Charged.NO, file=route.ca_file)
            self._contexts[route.ca_file] = context
        return self._contexts[route.ca_file]

    @asynccontextmanager
    async def open(
        self,
        request: httpx.Request,
        route: Route,
        evidence: Evidence,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """Send, and yield the answer once its head is there. Raises what ``evidence`` can judge."""
        context = await self.load_context(route) if request.url.scheme == "https" else None
        request.extensions = {"trace": evidence.trace, "timeout": self._timeout.as_dict()}
        async with httpx.AsyncClient(
            transport=FreshTransport(context, route.proxy, backend),
            follow_redirects=False,
            trust_env=False,
        ) as client:
            response = await client.send(request, stream=True)
            try:
                yield response
            finally:
                await response.aclose()
