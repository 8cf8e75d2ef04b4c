"""A gateway on the loopback, in a process of its own: takes any request whole and gives one answer.

It costs as little as it can, for it runs beside what is measured: bodies are read into one buffer and
thrown away, the answer is sent by the system from its file.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.children import build_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUFFER_BYTES = 1_048_576
_HEAD_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"


@contextmanager
def serve(answer: Path) -> Iterator[str]:
    """The base URL of a server that answers every request with ``answer``, a file of JSON."""
    with subprocess.Popen(
        [sys.executable, "-m", __name__, str(answer)],
        stdout=subprocess.PIPE,
        env=build_environment(),
        cwd=Path(__file__).resolve().parents[2],
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.terminate()


def _swallow_request(connection: socket.socket, buffer: memoryview) -> bool:
    """Read one request; False where the client has gone."""
    head = b""
    while _HEAD_END not in head:
        received = connection.recv(65_536)
        if not received:
            return False
        head += received
    head, _, body = head.partition(_HEAD_END)
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    left = int(length[1]) - len(body) if length else None
    tail = body[-len(_LAST_CHUNK) :]
    while left != 0 and (left is not None or tail != _LAST_CHUNK):
        count = connection.recv_into(buffer)
        if not count:
            return False
        if left is not None:
            left -= count
        tail = (tail + bytes(buffer[max(0, count - len(_LAST_CHUNK)) : count]))[-len(_LAST_CHUNK) :]
    return True


def _serve_connection(connection: socket.socket, answer: Path) -> None:
    buffer = memoryview(bytearray(_BUFFER_BYTES))
    size_bytes = answer.stat().st_size
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {size_bytes}\r\n\r\n"
    with suppress(OSError), connection, answer.open("rb") as file:
        while _swallow_request(connection, buffer):
            connection.sendall(head.encode("ascii"))
            connection.sendfile(file)


def _main() -> None:
    answer = Path(sys.argv[1])
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve_connection, args=(connection, answer), daemon=True).start()


if __name__ == "__main__":
    _main()
