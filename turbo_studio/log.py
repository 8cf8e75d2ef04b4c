"""The log file: warnings and worse, small, private, and without any key."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from turbo_studio.core.facts import TroubleMet
from turbo_studio.core.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from turbo_studio.core.facts import Fact
    from turbo_studio.gateway.redaction import KeyRedaction

FILE_NAME = "turbo-studio.log"
_FILE_BYTES_MAX = 2_000_000
_FILES_KEPT = 3
_TALKATIVE = ("httpcore", "httpx")
"""What these tell below warnings are addresses and headers, which no other handler shall get either."""
_log = logging.getLogger("turbo_studio")


class Log:
    """Writes what goes wrong to a file in ``folder``, as long as it is open.

    A folder that cannot be written costs the log and nothing else.
    """

    def __init__(self, folder: Path, redaction: KeyRedaction, publish: Callable[[Fact], None]) -> None:
        self._publish = publish
        self._handler = _build_handler(folder)
        self._handler.addFilter(redaction)
        self._handler.setLevel(logging.WARNING)
        self._told: set[str] = set()
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger().addHandler(self._handler)
        # A hook that is there already belongs to a debugger or a test, which wants to see the exception.
        self._is_hooked = sys.excepthook is sys.__excepthook__
        if self._is_hooked:
            sys.excepthook = self._on_exception
            threading.excepthook = self._on_thread_exception

    def close(self) -> None:
        if self._is_hooked:
            sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        place = f"{kind.__name__} {trace.tb_lineno if trace is not None else 0}"
        # The same fault in every frame is told and written once.
        if place not in self._told:
            self._told.add(place)
            _log.error("not handled", exc_info=(kind, error, trace))
            self._publish(TroubleMet(Problem(ProblemCode.UNEXPECTED, {"kind": kind.__name__})))

    def _on_thread_exception(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self._on_exception(raised.exc_type, raised.exc_value, raised.exc_traceback)


def _build_handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / FILE_NAME,
            maxBytes=_FILE_BYTES_MAX,
            backupCount=_FILES_KEPT,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler
