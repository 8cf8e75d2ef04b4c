"""Has the session keep the open work every few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from turbo_studio.session.session import Session

DRAFT_EVERY_MS = 1_000
"""A crash may take the words of the last two seconds at most; saving them takes milliseconds."""
TICKS_OF_ALL = 4
"""Sources and masks every so many times: a crash may take ten seconds of painting at most."""


class Autosave(QObject):
    """Runs from its construction to the end of its parent."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start(DRAFT_EVERY_MS)

    def end(self) -> None:
        self._timer.stop()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._ticks += 1
        self._session.save_work(draft_only=self._ticks % TICKS_OF_ALL != 0)
