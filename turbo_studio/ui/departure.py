"""How the window is left while jobs are not through: after a question, at once or once they are saved."""

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
            unsaved = self._jobs.unsaved
            box = LeaveBox(
                self._jobs.under_way_count,
                self._window,
                unsaved_count=len(unsaved),
                is_in_memory=any(view.kept_answer is None for view in unsaved),
            )
            box.wait_chosen.connect(self._on_box_wait_chosen)
            box.leave_chosen.connect(self._on_box_leave_chosen)
            box.open()

    def _describe_wait(self) -> str:
        if count := self._jobs.under_way_count:
            return self.tr("%n job(s) are still running; then the program closes by itself.", "", count)
        count = len(self._jobs.unsaved)
        return self.tr("%n answer(s) are still to be saved; then the program closes by itself.", "", count)

    def _stay(self) -> None:
        self._is_waiting = False
        if self._has_paused:
            self._has_paused = False
            self._jobs.resume()

    def _close_at_the_end(self) -> None:
        if self._is_waiting and not self._jobs.unsettled_count:
            self._is_waiting = False
            self._window.close()

    @Slot()
    def _on_box_wait_chosen(self) -> None:
        """What is only queued stays so: it is kept, and a queue may take all night."""
        self._is_waiting = True
        if not self._jobs.is_stopped:
            self._has_paused = True
            self._jobs.pause()
        for view in self._jobs.unsaved:
            self._jobs.save_again(view.id)
        self._window.message_bar.show_offer(self._describe_wait(), self.tr("Stay"), self._stay)
        self._close_at_the_end()

    @Slot()
    def _on_box_leave_chosen(self) -> None:
        self._window.close()

    @Slot()
    def _on_bridge_job_changed(self) -> None:
        self._close_at_the_end()
