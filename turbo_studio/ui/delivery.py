"""Brings what threads beside the window have found to the GUI thread.

Such a thread may know no other object of Qt than the one here. It could be the last that lets go of it, and
destroy it while the GUI thread paints; and to emit a signal while its sender is being destroyed crashes the
program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

Found = TypeVar("Found")


class _Courier(QObject):
    """There before the first of the threads, and when the last has ended: Python waits for its pools."""

    _arrived = Signal(object)  # Future

    def __init__(self) -> None:
        super().__init__()
        self._awaited: dict[Future[Any], tuple[QObject, Callable[[Any], None]]] = {}
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def expect(self, future: Future[Found], receiver: QObject, tell: Callable[[Future[Found]], None]) -> None:
        self._awaited[future] = receiver, tell
        future.add_done_callback(self._announce)

    def _announce(self, future: Future[Any]) -> None:
        """From any thread."""
        self._arrived.emit(future)

    @Slot(object)
    def _on_arrived(self, future: Future[Any]) -> None:
        receiver, tell = self._awaited.pop(future)
        if not future.cancelled() and isValid(receiver):
            tell(future)


_courier = _Courier()


def deliver(future: Future[Found], receiver: QObject, tell: Callable[[Future[Found]], None]) -> None:
    """Have ``tell`` called on the GUI thread, and never at once, when the future of a pool is done.

    To be called on the GUI thread. Nothing is told of a future that was cancelled, or when the receiver is no
    more. What the pool runs holds values alone, no QObject: see above.
    """
    _courier.expect(future, receiver, tell)
