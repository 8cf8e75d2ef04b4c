"""Undo and redo: a line of edits and a place in it."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

BYTES_MAX = 200_000_000


class _Sized(Protocol):
    @property
    def size_bytes(self) -> int: ...


Edit = TypeVar("Edit", bound=_Sized)


class History(Generic[Edit]):
    """Edits that were made, oldest first; the oldest are forgotten where they grow past the limit."""

    def __init__(self, bytes_max: int = BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._done_bytes = 0

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def record(self, edit: Edit) -> None:
        """Add an edit that has just been made; what had been undone cannot come back."""
        self._undone.clear()
        self._add(edit)
        while len(self._done) > 1 and self._done_bytes > self._bytes_max:
            self._done_bytes -= self._done.pop(0).size_bytes

    def step_back(self) -> Edit:
        """The edit to undo now; IndexError where there is none."""
        edit = self._done.pop()
        self._done_bytes -= edit.size_bytes
        self._undone.append(edit)
        return edit

    def step_forward(self) -> Edit:
        """The edit to make again now; IndexError where there is none."""
        edit = self._undone.pop()
        self._add(edit)
        return edit

    def _add(self, edit: Edit) -> None:
        self._done.append(edit)
        self._done_bytes += edit.size_bytes
