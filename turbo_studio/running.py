"""One program for one home: a second start hands its pictures to the first, and ends.

Who holds the lock is the first: the system takes it back when its holder dies, and nothing else decides.
The socket beside it only carries the pictures. Systems without such sockets (Windows) open a second window,
which then says that the gallery is in use.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from turbo_studio.core.problems import StorageError
from turbo_studio.gallery.lock import FolderLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from socket import socket

_LOCK_NAME, _SOCKET_NAME = "running.lock", "running.socket"
_PATIENCE_S = 10.0
"""For a first one that is only just starting, or about to end."""
_PAUSE_S = 0.05
_CALL_LIMIT_S = 3.0
_MESSAGE_BYTES_MAX = 1_000_000
_WELCOME = b"welcome"


def claim_home(folder: Path, images: Sequence[Path]) -> Claim | None:
    """Become the one that runs here; None where another does, which has taken over the pictures.

    Where neither can be had, the claim is an empty one: the gallery's own lock still keeps two apart.
    """
    end_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return Claim(folder, FolderLock(folder / _LOCK_NAME))
        except StorageError:
            if _hand_over(folder, images):
                return None
        except OSError:
            return Claim(folder, None)
        if sys.platform == "win32" or time.monotonic() > end_s:
            return Claim(folder, None)
        time.sleep(_PAUSE_S)


class Claim:
    """Held from the start to ``release``."""

    def __init__(self, folder: Path, lock: FolderLock | None) -> None:
        self._folder = folder
        self._lock = lock
        self._server: socket | None = None

    def listen(self, welcome: Callable[[tuple[Path, ...]], None]) -> None:
        """Let later starts in; ``welcome`` gets their pictures, on a thread of its own."""
        import socket  # both late, for the start-up
        import threading

        if self._lock is None or not hasattr(socket, "AF_UNIX"):
            return
        self._server = socket.socket(socket.AF_UNIX)
        try:
            (self._folder / _SOCKET_NAME).unlink(missing_ok=True)  # of one that was killed: the lock is ours
            with _open_address(self._folder) as address:
                self._server.bind(address)
            self._server.listen()
        except OSError:  # its path may be too long: then the second start says that the gallery is in use
            return
        serve = threading.Thread(target=_serve, args=(self._server, welcome), name="door", daemon=True)
        serve.start()

    def release(self) -> None:
        if self._server is not None:
            with suppress(OSError):
                self._server.shutdown(2)  # wakes the thread
            self._server.close()
        if self._lock is not None:
            with suppress(OSError):
                (self._folder / _SOCKET_NAME).unlink(missing_ok=True)
            self._lock.release()


@contextmanager
def _open_address(folder: Path) -> Iterator[str]:
    """The socket's path in a form that the system takes: about a hundred bytes are the most."""
    if sys.platform != "linux":
        yield str(folder / _SOCKET_NAME)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{_SOCKET_NAME}"
    finally:
        os.close(descriptor)


def _hand_over(folder: Path, images: Sequence[Path]) -> bool:
    """Whether the one that runs here took them."""
    import socket  # late, for the start-up

    if not hasattr(socket, "AF_UNIX"):
        return False
    message = json.dumps([str(image.absolute()) for image in images]).encode("ascii")
    try:
        with socket.socket(socket.AF_UNIX) as caller, _open_address(folder) as address:
            caller.settimeout(_CALL_LIMIT_S)
            caller.connect(address)
            caller.sendall(message)
            caller.shutdown(socket.SHUT_WR)
            return caller.recv(len(_WELCOME)) == _WELCOME
    except OSError:
        return False


def _serve(server: socket, welcome: Callable[[tuple[Path, ...]], None]) -> None:
    while True:
        try:
            caller, _ = server.accept()
        except OSError:  # released
            return
        with caller, suppress(OSError, ValueError, TypeError, RecursionError):
            caller.settimeout(_CALL_LIMIT_S)
            welcome(_read_message(caller))
            caller.sendall(_WELCOME)


def _read_message(caller: socket) -> tuple[Path, ...]:
    """ValueError, TypeError or RecursionError for anything but a list of paths."""
    content = b""
    while chunk := caller.recv(65_536):
        content += chunk
        if len(content) > _MESSAGE_BYTES_MAX:
            raise ValueError("too long")
    return tuple(map(Path, json.loads(content)))
