"""The signals that ask for an end of the program: they close its window."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Slot

if TYPE_CHECKING:
    from types import FrameType

    from PySide6.QtWidgets import QWidget

_NUMBERS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
"""Windows knows no SIGHUP, which comes when the terminal goes, or the session ends."""


class ClosingSignals(QObject):
    """Closes the window on the signals that ask for an end, as an event like any other.

    A handler would run between any two instructions of Python, in the middle of a paint event as well,
    and not at all while Qt waits for events. So the handler does nothing, and the byte that the
    signal leaves on a socket does the work.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._reader, self._writer = socket.socketpair()
        self._writer.settimeout(0)
        self._reader.settimeout(0)
        self._former_fd = signal.set_wakeup_fd(self._writer.fileno())
        for number in _NUMBERS:
            signal.signal(number, _do_nothing)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)

    def end(self) -> None:
        signal.set_wakeup_fd(self._former_fd)
        for end in (self._reader, self._writer):
            end.close()

    @Slot()
    def _on_notifier_activated(self) -> None:
        with suppress(BlockingIOError):
            if _NUMBERS & set(self._reader.recv(16)):
                self._window.close()


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """Without a handler of Python's own, no byte would be left on the socket."""
