"""One fresh HTTP/1.1 connection a request, which listens for an answer while it still sends.

A server that refuses an upload (413, 401) answers before the body is through and then often closes
with the rest unread, which resets the connection. A client that reads only after its last write
loses that answer to the reset; this one reads ahead, stops sending, and hands the answer on.
"""

from __future__ import annotations

import asyncio
import platform
import re
import socket
import struct
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterable, AsyncIterator, Iterable

    from turbo_studio.core.ports import Proxy

_GOES_ON = re.compile(rb"HTTP/1\.[01] [12]")
"""An interim answer, or a premature yes: no reason to stop sending."""

_READ_BYTES = 262_144
_TICKET_WAIT_S = 0.02

SocketOption = tuple[int, int, int] | tuple[int, int, bytes]


def _build_linger(seconds: int | None) -> bytes:
    """The value of SO_LINGER; closing with 0 drops what is still unsent and resets at once."""
    layout = "hh" if platform.system() == "Windows" else "ii"
    return struct.pack(layout, seconds is not None, seconds or 0)


def build_socket_options() -> list[SocketOption]:
    """Keep-alive probes find a dead path in a minute; a cancelled upload ends in a reset.

    Without the reset the system would go on sending what it has buffered after the program let go.
    """
    options: list[SocketOption] = [
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
        (socket.SOL_SOCKET, socket.SO_LINGER, _build_linger(0)),
    ]
    for names, value in (
        (("TCP_KEEPIDLE", "TCP_KEEPALIVE"), 30),
        (("TCP_KEEPINTVL",), 10),
        (("TCP_KEEPCNT",), 3),
    ):
        known = [getattr(socket, name) for name in names if hasattr(socket, name)]
        options += [(socket.IPPROTO_TCP, option, value) for option in known[:1]]
    return options


async def _end(task: asyncio.Task[Any] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not log it as forgotten


class ListeningStream(httpcore.AsyncNetworkStream):
    """A network stream with one read always under way while it writes."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._reading: asyncio.Task[bytes] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._is_answered = False

    def _read_ahead(self) -> asyncio.Task[bytes]:
        if self._reading is None:
            self._reading = asyncio.create_task(self._inner.read(_READ_BYTES))
        return self._reading

    def _is_refused(self) -> bool:
        """Whether the peer has answered, or hung up, in a way that makes more sending pointless."""
        reading = self._reading
        if reading is None or not reading.done():
            return False
        if reading.cancelled() or reading.exception() is not None:
            return True
        return _GOES_ON.match(reading.result()) is None

    async def _let_answer_in(self) -> None:
        """Read what lies in the socket first; WriteError where it ends the sending.

        A write into a connection that was reset would lose it.
        """
        reading = self._read_ahead()
        if not reading.done() and self._inner.get_extra_info("is_readable"):
            await asyncio.wait({reading}, timeout=_TICKET_WAIT_S)  # it may be no more than a TLS ticket
        if self._is_refused():
            raise httpcore.WriteError("answered before the request was through")

    async def _send(self, buffer: bytes, timeout: float | None) -> None:
        await self._let_answer_in()
        await self._inner.write(buffer, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it; WriteError, after which httpcore reads the answer, where the peer refuses."""
        if not buffer:
            return
        self._sending = sending = asyncio.create_task(self._send(buffer, timeout))
        reading = self._read_ahead()
        while not sending.done():
            waiting = {sending} if reading.done() else {sending, reading}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done() and self._is_refused():
                raise httpcore.WriteError("answered before the request was through")
        self._sending = None
        sending.result()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = await self._receive(timeout)
        if received and not self._is_answered:
            self._is_answered = True
            self._set_linger(None)  # from the first byte of the answer on, an orderly close does
        return received

    async def _receive(self, timeout: float | None) -> bytes:
        """What a read under way brings, or else one without a task of its own: an answer takes hundreds."""
        reading = self._reading
        if reading is None:
            return await self._inner.read(_READ_BYTES, timeout)
        done, _ = await asyncio.wait({reading}, timeout=timeout)
        if not done:
            raise httpcore.ReadTimeout
        self._reading = None
        return reading.result()

    def _set_linger(self, seconds: int | None) -> None:
        raw = self._inner.get_extra_info("socket")
        if raw is not None and raw.fileno() >= 0:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _build_linger(seconds))

    async def aclose(self) -> None:
        try:
            await self._inner.aclose()
        finally:
            await _end(self._sending)
            await _end(self._reading)
            self._sending = self._reading = None

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self._set_linger(0)  # a proxy's answer has set it to end in order
        try:
            return ListeningStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:  # a cancelled handshake too, which httpcore leaves open
            await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class ListeningBackend(httpcore.AnyIOBackend):
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await super().connect_tcp(host, port, timeout, local_address, socket_options)
        return ListeningStream(stream)


class _AnswerStream(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes], close: Any) -> None:
        self._stream = stream
        self._close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        await self._close()


def _build_proxy(proxy: Proxy, ssl_context: ssl.SSLContext | None) -> httpcore.Proxy:
    """The proxy, trusted as the gateway is where it is spoken to in TLS itself."""
    is_secure = proxy.url.startswith("https:")
    login = (proxy.user, proxy.password) if proxy.user or proxy.password else None
    return httpcore.Proxy(proxy.url, auth=login, ssl_context=ssl_context if is_secure else None)


class FreshTransport(httpx.AsyncBaseTransport):
    """httpx's transport with our network backend, which httpx itself has no argument for.

    Exceptions are httpcore's own. Used for one request: a paid one never rides on a stale connection.
    The context may be missing where the address is plain HTTP.
    """

    def __init__(
        self,
        ssl_context: ssl.SSLContext | None,
        proxy: Proxy | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            proxy=None if proxy is None else _build_proxy(proxy, ssl_context),
            max_connections=1,
            max_keepalive_connections=0,
            http1=True,
            http2=False,
            retries=0,
            socket_options=build_socket_options(),
            network_backend=backend or ListeningBackend(),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_AnswerStream(response.aiter_stream(), response.aclose),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()
