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

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All that can still be undone or made again."""
        return (*self._done, *self._undone)

    @property
    def newest(self) -> Edit | None:
        """The edit that would be undone now."""
        return self._done[-1] if self._done else None

    def record(self, edit: Edit) -> None:
        """Add an edit that has just been made; what had been undone cannot come back."""
        self._undone.clear()
        self._done.append(edit)
        while len(self._done) > 1 and self._measure() > self._bytes_max:
            del self._done[0]

    def step_back(self) -> Edit:
        """The edit to undo now; IndexError where there is none."""
        edit = self._done.pop()
        self._undone.append(edit)
        return edit

    def step_forward(self) -> Edit:
        """The edit to make again now; IndexError where there is none."""
        edit = self._undone.pop()
        self._done.append(edit)
        return edit

    def _measure(self) -> int:
        """Anew each time: edits grow smaller when they are packed."""
        return sum(edit.size_bytes for edit in self._done)
