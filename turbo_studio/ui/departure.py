"""How the window is left while jobs are under way: after a question, at once or once they have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from turbo_studio.ui.dialogs.leave import LeaveBox

if TYPE_CHECKING:
    from turbo_studio.ui.window import MainWindow


class Departure(QObject):
    """Made when the user wants to leave for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = window.session.job_list
        self._is_waiting = False
        self._has_paused = False
        window.bridge.job_changed.connect(self._on_bridge_job_changed)

    def ask(self) -> None:
        """Ask once, however often the window is closed meanwhile."""
        if self._window.findChild(LeaveBox) is None:
            box = LeaveBox(self._jobs.under_way_count, self._window)
            box.wait_chosen.connect(self._on_box_wait_chosen)
            box.leave_chosen.connect(self._on_box_leave_chosen)
            box.open()

    def _stay(self) -> None:
        self._is_waiting = False
        if self._has_paused:
            self._has_paused = False
            self._jobs.resume()

    def _close_at_the_end(self) -> None:
        if self._is_waiting and not self._jobs.under_way_count:
            self._is_waiting = False
            self._window.close()

    @Slot()
    def _on_box_wait_chosen(self) -> None:
        """What is only queued stays so: it is kept, and a queue may take all night."""
        self._is_waiting = True
        if not self._jobs.is_paused:
            self._has_paused = True
            self._jobs.pause()
        count = self._jobs.under_way_count
        words = self.tr("%n job(s) are still running; then the program closes by itself.", "", count)
        self._window.message_bar.show_offer(words, self.tr("Stay"), self._stay)
        self._close_at_the_end()

    @Slot()
    def _on_box_leave_chosen(self) -> None:
        self._window.close()

    @Slot()
    def _on_bridge_job_changed(self) -> None:
        self._close_at_the_end()
