"""A loopback server of raw sockets that misbehaves on demand and counts what reached it.

    with HostileServer(answer(200, b"{}")) as server:
        ...  # talk to server.base_url
        assert server.complete_posts == 1

Each connection takes the next behaviour; the last one serves all that follow. A behaviour is a
function of an ``Exchange``; when it returns, the connection is closed.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.helpers.patience import PATIENCE_S

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Sequence
    from types import TracebackType


@dataclass(slots=True)
class ReceivedRequest:
    """One request as far as it came. ``headers`` in lower case, the last of a name wins."""

    method: str = ""
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    header_names: list[str] = field(default_factory=list)
    body: bytes = b""
    is_head_complete: bool = False
    is_complete: bool = False

    @property
    def content_length(self) -> int:
        return int(self.headers.get("content-length", "0"))


class Exchange:
    """One connection, as a behaviour handles it."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self.connection = connection
        self.request = ReceivedRequest()
        self.ended = threading.Event()
        """Set once the client's end of the connection is seen to be gone."""
        self._stopping = stopping
        self._unread = b""

    def read_head(self) -> ReceivedRequest:
        """Once: a behaviour may look at the head to choose another one that reads it too."""
        if self.request.is_head_complete:
            return self.request
        while b"\r\n\r\n" not in self._unread:
            if not self._receive():
                return self.request
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.request.method, self.request.path, _ = first.split(" ", 2)
        for line in lines:
            name, _, value = line.partition(":")
            self.request.header_names.append(name)
            self.request.headers[name.lower()] = value.strip()
        self.request.is_head_complete = True
        return self.request

    def read_body(self, limit_bytes: int | None = None) -> ReceivedRequest:
        """Read the announced body, or the first bytes of it."""
        wanted = self.request.content_length if limit_bytes is None else limit_bytes
        body = bytearray(self.request.body)
        while len(body) < wanted and (self._unread or self._receive()):
            taken, self._unread = self._unread[: wanted - len(body)], self._unread[wanted - len(body) :]
            body += taken
        self.request.body = bytes(body)
        self.request.is_complete = self.request.is_head_complete and len(body) >= self.request.content_length
        return self.request

    def read_request(self) -> ReceivedRequest:
        self.read_head()
        return self.read_body()

    def _receive(self) -> bool:
        while not self._stopping.is_set():
            try:
                received = self.connection.recv(65_536)
            except TimeoutError:
                continue
            except OSError:
                received = b""
            if not received:
                self.ended.set()
                return False
            self._unread += received
            return True
        return False

    def send(self, content: bytes) -> bool:
        """False where the client is gone."""
        try:
            self.connection.sendall(content)
        except OSError:
            self.ended.set()
            return False
        return True

    def reset(self) -> None:
        """End the connection with a reset instead of an orderly close."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def pause(self, seconds: float) -> bool:
        """Sleep; False as soon as the server is being stopped."""
        return not self._stopping.wait(seconds)

    def wait_for_end(self) -> None:
        """Do nothing, and read nothing, until the client hangs up or the server stops."""
        hung_up = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)
        watch = select.poll()
        watch.register(self.connection.fileno(), hung_up)
        while not self._stopping.is_set():
            if watch.poll(20):
                self.ended.set()
                return


Behaviour = Callable[[Exchange], None]


class HostileServer:
    """Serves each connection in a thread of its own, on 127.0.0.1, on a free port or on the one given."""

    def __init__(self, *behaviours: Behaviour, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self._behaviours = behaviours
        self._tls = tls
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.exchanges: list[Exchange] = []
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen(64)
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/v1"

    @property
    def requests(self) -> list[ReceivedRequest]:
        """Every request of which the head arrived, in the order of the connections."""
        return [exchange.request for exchange in self.exchanges if exchange.request.is_head_complete]

    @property
    def complete_posts(self) -> int:
        """The charge counter: what a real gateway would have worked on."""
        return sum(1 for request in self.requests if request.method == "POST" and request.is_complete)

    @property
    def partial_posts(self) -> int:
        return sum(1 for request in self.requests if request.method == "POST" and not request.is_complete)

    def wait_until(self, condition: Callable[[], bool]) -> bool:
        """Whether the condition came true in half a minute; returns as soon as it does."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(PATIENCE_S)
        self._listener.close()

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        with self._lock:
            self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listener.accept()
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE_S)
        if self._tls is not None:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:  # the client did not like the certificate
                connection.close()
                return
        connection.settimeout(0.1)
        exchange = Exchange(connection, self._stopping)
        with self._lock:
            behaviour = self._behaviours[min(len(self.exchanges), len(self._behaviours) - 1)]
            self.exchanges.append(exchange)
        with contextlib.suppress(OSError):
            behaviour(exchange)
        connection.close()


def build_head(
    status: int, headers: Sequence[tuple[str, str]] = (), *, length: int | None = None, reason: str = "X"
) -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def build_json(value: object) -> bytes:
    return json.dumps(value).encode("utf-8")


def answer(
    status: int, body: bytes, headers: Sequence[tuple[str, str]] = (("Content-Type", "application/json"),)
) -> Behaviour:
    """A proper answer to a whole request."""

    def behave(exchange: Exchange) -> None:
        if exchange.read_request().is_complete:
            exchange.send(build_head(status, headers, length=len(body)) + body)

    return behave


def answer_raw(content: bytes) -> Behaviour:
    """These very bytes after the request, whatever they are, and the end of the connection."""

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(content)

    return behave


def answer_html(status: int, text: str = "<html><h1>502 Bad Gateway</h1><hr>nginx</html>") -> Behaviour:
    return answer(status, text.encode("utf-8"), [("Content-Type", "text/html")])


def answer_early(
    status: int, body: bytes, *, drain: bool, after_bytes: int = 0, headers: Sequence[tuple[str, str]] = ()
) -> Behaviour:
    """A refusal before the body is through; without ``drain`` the close resets the connection."""

    def behave(exchange: Exchange) -> None:
        exchange.read_head()
        exchange.read_body(after_bytes)
        exchange.send(build_head(status, [*headers, ("Connection", "close")], length=len(body)) + body)
        if drain:
            exchange.read_body()
        else:
            exchange.pause(0.05)  # a reset may overtake what was sent just before it

    return behave


def answer_early_and_hold(status: int, body: bytes) -> Behaviour:
    """A refusal before the body is through, and a connection that is neither read nor closed."""

    def behave(exchange: Exchange) -> None:
        exchange.read_head()
        exchange.send(build_head(status, length=len(body)) + body)
        exchange.wait_for_end()

    return behave


def redirect(status: int, location: str) -> Behaviour:
    return answer(status, b"", [("Location", location)])


def answer_gzipped(status: int, body: bytes) -> Behaviour:
    headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    return answer(status, gzip.compress(body), headers)


def answer_packed(body: bytes, encoding: str = "gzip") -> Behaviour:
    """A 200 that says to be packed, with these bytes as they are."""
    return answer(200, body, [("Content-Type", "application/json"), ("Content-Encoding", encoding)])


def cut_body(body: bytes, missing_bytes: int, *, reset: bool = False) -> Behaviour:
    """Announces more than it sends."""

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        exchange.send(build_head(200, length=len(body) + missing_bytes) + body)
        if reset:
            exchange.pause(0.2)  # a reset may overtake what was sent just before it
            exchange.reset()

    return behave


def reset_upload_at(count: int) -> Behaviour:
    """Resets once this many bytes of the body were read."""

    def behave(exchange: Exchange) -> None:
        exchange.read_head()
        exchange.read_body(count)
        exchange.reset()

    return behave


def close_silently(exchange: Exchange) -> None:
    """Reads the whole request and closes without a word."""
    exchange.read_request()


def reset_silently(exchange: Exchange) -> None:
    exchange.read_request()
    exchange.reset()


def stay_silent(exchange: Exchange) -> None:
    """Reads the whole request and never answers."""
    exchange.read_request()
    exchange.wait_for_end()


def never_read(exchange: Exchange) -> None:
    """Accepts, and reads nothing at all."""
    exchange.wait_for_end()


def dribble(content: bytes, *, whole: int = 0, pause_s: float = 0.05) -> Behaviour:
    """Sends the first ``whole`` bytes at once and the rest one by one, for ever slowly."""

    def pieces() -> Iterator[bytes]:
        yield content[:whole]
        for position in range(whole, len(content)):
            yield content[position : position + 1]

    def behave(exchange: Exchange) -> None:
        exchange.read_request()
        for piece in pieces():
            if not exchange.send(piece) or not exchange.pause(pause_s):
                return

    return behave
