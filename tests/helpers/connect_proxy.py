"""A proxy on loopback that opens tunnels by CONNECT, or refuses to, and notes what it was asked.

with ConnectProxy() as proxy:
    ...  # Proxy(proxy.url)
    assert proxy.targets == ["127.0.0.1:443"]
"""

from __future__ import annotations

import base64
import contextlib
import select
import socket
import threading
from typing import TYPE_CHECKING, Self

from tests.helpers.patience import PATIENCE_S

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

_TICK_S = 0.05


class ConnectProxy:
    """``refusal`` is the status line that every CONNECT is answered with instead of a tunnel."""

    def __init__(
        self,
        *,
        login: tuple[str, str] | None = None,
        refusal: str = "",
        is_silent: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._login = login
        self._refusal = refusal
        self._is_silent = is_silent
        self._tls = tls
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self.heads: list[str] = []
        """Every request's head as it came."""
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(16)
        self._listener.settimeout(_TICK_S)

    @property
    def url(self) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def targets(self) -> list[str]:
        """What each CONNECT asked for, or the first line of a request that is none."""
        lines = [head.partition("\r\n")[0] for head in self.heads]
        return [line.split(" ")[1] if line.startswith("CONNECT ") else line for line in lines]

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

    def _start(self, run: object, *arguments: object) -> None:
        assert callable(run)
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                client, _ = self._listener.accept()
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(PATIENCE_S)
        with contextlib.suppress(OSError):
            if self._tls is not None:
                client = self._tls.wrap_socket(client, server_side=True)
            self._answer(client)
        client.close()

    def _answer(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = client.recv(4_096)
            if not received:
                return
            head += received
        self.heads.append(head.decode("latin-1"))
        if self._is_silent:
            self._stopping.wait(PATIENCE_S)
            return
        refusal = self._refusal or self._judge_login()
        if refusal:
            client.sendall(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        host, _, port = self.targets[-1].rpartition(":")
        with socket.create_connection((host, int(port)), PATIENCE_S) as server:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._pass_on(client, server)

    def _judge_login(self) -> str:
        if self._login is None:
            return ""
        wanted = base64.b64encode(":".join(self._login).encode()).decode()
        is_known = f"proxy-authorization: basic {wanted}".lower() in self.heads[-1].lower()
        return "" if is_known else "407 Proxy Authentication Required"

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        """Bytes in both directions until either end closes."""
        other = {client: server, server: client}
        while not self._stopping.is_set():
            readable = list(select.select([client, server], [], [], _TICK_S)[0])
            pending = getattr(client, "pending", None)
            if pending is not None and pending() and client not in readable:
                readable.append(client)
            for end in readable:
                received = end.recv(65_536)
                if not received:
                    return
                other[end].sendall(received)
