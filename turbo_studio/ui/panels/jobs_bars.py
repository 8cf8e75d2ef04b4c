"""What stands above and below the jobs: the queue with its pause, and what was spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from turbo_studio.core.problems import ProblemCode
from turbo_studio.ui.figures import format_dollars
from turbo_studio.ui.panels.field_note import set_property
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from turbo_studio.core.spending import Spending
    from turbo_studio.session.job_list import JobList


class QueueBar(QWidget):
    """How many jobs wait, why they do where the queue stands still, and the buttons that change it."""

    pause_requested = Signal()
    resume_requested = Signal()
    cancel_requested = Signal()
    """All that wait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_paused = False
        self._words = QLabel(self)
        self._words.setObjectName("queue_label")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._pause_button = self._build_button("pause_queue_button")
        self._cancel_button = self._build_button("cancel_waiting_button")
        self._cancel_button.setText(self.tr("Cancel all"))
        self._cancel_button.setToolTip(self.tr("Cancel the jobs that wait; what is under way goes on"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._pause_button)
        row.addWidget(self._cancel_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self._words)
        layout.addLayout(row)
        self._pause_button.clicked.connect(self._on_pause_button_clicked)
        self._cancel_button.clicked.connect(self.cancel_requested)

    def show_queue(self, jobs: JobList) -> None:
        waiting, self._is_paused = jobs.waiting_count, jobs.is_paused
        self._words.setText(self._say(jobs))
        problem = jobs.pause_problem
        is_calm = problem is None or problem.code is ProblemCode.WAITING_FROM_LAST_TIME
        set_property(self._words, "role", "secondary" if is_calm else "error")
        self._pause_button.setText(self.tr("Continue") if self._is_paused else self.tr("Pause"))
        self._pause_button.setToolTip(
            self.tr("Send the jobs that wait, one after the other")
            if self._is_paused
            else self.tr("Send nothing more for now; what is under way goes on")
        )
        self._cancel_button.setEnabled(waiting > 0)

    def _say(self, jobs: JobList) -> str:
        if jobs.pause_problem is not None:
            return say_problem(jobs.pause_problem)
        waiting = self.tr("%n job(s) wait to be sent.", "", jobs.waiting_count)
        if not jobs.is_paused:
            return waiting
        paused = self.tr("Paused: nothing is sent until you continue.")
        return f"{paused} {waiting}" if jobs.waiting_count else paused

    def _build_button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        return button

    @Slot()
    def _on_pause_button_clicked(self) -> None:
        if self._is_paused:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()


class SpendingLabel(QLabel):
    """Today and in total, with what may have been charged besides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spending_label")
        self.setProperty("role", "secondary")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(8, 4, 8, 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setToolTip(
            self.tr("By the tokens that the gateway told, or by estimates, at the prices of the settings")
        )

    def show_spending(self, spending: Spending, cap_dollars: float) -> None:
        """``cap_dollars``: what may be spent in a day, 0 for any amount."""
        today = format_dollars(spending.today)
        if cap_dollars:
            today = self.tr("{today} of {cap}").format(today=today, cap=format_dollars(cap_dollars))
        total = format_dollars(spending.total)
        parts = (
            self._say(self.tr("Today {dollars}").format(dollars=today), spending.today_maybe),
            self._say(self.tr("In total {dollars}").format(dollars=total), spending.total_maybe),
        )
        self.setText("\n".join(parts) if spending.total_maybe else " · ".join(parts))

    def _say(self, words: str, maybe: float) -> str:
        if not maybe:
            return words
        return self.tr("{certain} · maybe {dollars} more").format(
            certain=words, dollars=format_dollars(maybe)
        )
