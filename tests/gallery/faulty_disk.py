"""A disk that fails, or a process that dies, at the N-th file operation."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import ExitStack
from enum import Enum
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from turbo_studio.gallery.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_OPERATIONS = ("open", "read", "write", "fsync", "close", "link", "rename", "replace", "unlink", "mkdir")


class Fault(Enum):
    FULL_ONCE = "full once"
    FULL_FROM_THEN_ON = "full from then on"
    BROKEN_ONCE = "input/output error once"
    KILLED_BEFORE = "killed before the operation"
    KILLED_AFTER = "killed after the operation"


class Killed(BaseException):
    """The process is gone: nothing that it would have done afterwards happens."""


class FaultyDisk:
    """While entered, the operation with the number ``position`` (from 1) meets the fault.

    A write that fails has written half. ``log`` names the operations so far.
    """

    def __init__(self, fault: Fault | None = None, position: int = 0, *, has_links: bool = True) -> None:
        self.log: list[str] = []
        self._has_links = has_links
        self._fault = fault
        self._position = position
        self._patches = ExitStack()
        self._close = os.close
        self._dead = False

    def __enter__(self) -> FaultyDisk:
        for name in _OPERATIONS:
            self._patches.enter_context(patch.object(os, name, self._wrap(name, getattr(os, name))))
        self._patches.enter_context(patch.object(Index, "put", self._wrap("put", Index.put)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patches.close()

    def _wrap(self, name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.log.append(name)
            fails = len(self.log) == self._position
            stays = len(self.log) >= self._position > 0 and self._fault is Fault.FULL_FROM_THEN_ON
            if self._dead or (fails and self._fault is Fault.KILLED_BEFORE):
                self._die(name, operation, arguments)
            if (stays and name not in {"close", "unlink", "read"}) or (fails and self._is_error):
                self._fail(name, operation, arguments)
            dies_after = fails and self._fault is Fault.KILLED_AFTER
            try:
                if name == "link" and not self._has_links:
                    raise OSError(errno.EPERM, "Operation not permitted")
                outcome = operation(*arguments, **options)
            except OSError:  # some are meant to fail: a record is looked for before there is one
                if dies_after:
                    self._die("done", operation, arguments)
                raise
            if dies_after:
                if name == "open":  # as the system does for a dead process
                    self._close(outcome)
                self._die("done", operation, arguments)
            return outcome

        return call

    @property
    def _is_error(self) -> bool:
        return self._fault in {Fault.FULL_ONCE, Fault.FULL_FROM_THEN_ON, Fault.BROKEN_ONCE}

    def _fail(self, name: str, operation: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        if name == "put":
            raise _build_sqlite_error(broken=self._fault is Fault.BROKEN_ONCE)
        _do_half(name, operation, arguments)
        code = errno.EIO if self._fault is Fault.BROKEN_ONCE else errno.ENOSPC
        raise OSError(code, os.strerror(code))

    def _die(self, name: str, operation: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        if not self._dead or name == "close":
            _do_half(name, operation, arguments)
        self._dead = True
        raise Killed


def _do_half(name: str, operation: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    if name == "write":
        operation(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
    elif name == "close":  # a real one gives its number back even when it fails
        operation(*arguments)


def _build_sqlite_error(*, broken: bool) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error" if broken else "database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR if broken else sqlite3.SQLITE_FULL
    return error
