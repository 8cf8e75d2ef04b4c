"""The jobs as a list model, newest first, and what is said about each."""

from __future__ import annotations

import time
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged
from turbo_studio.ui.panels.tiles import as_tooltip
from turbo_studio.ui.words import say_charged, say_detail, say_note, say_problem, say_state

if TYPE_CHECKING:
    from PySide6.QtCore import (
        QObject,
    )

    from turbo_studio.core.job import JobId
    from turbo_studio.session.job_view import JobView
    from turbo_studio.session.session import Session

Index = QModelIndex | QPersistentModelIndex
_TITLE_CHARACTERS = 120
_COUNTED = (JobState.SENDING, JobState.RECEIVING)
"""States whose progress is counted in bytes."""


class JobRole(IntEnum):
    VIEW = Qt.ItemDataRole.UserRole
    TITLE = Qt.ItemDataRole.UserRole + 1
    RETRY = Qt.ItemDataRole.UserRole + 2
    """The words of the row's button, empty where it has none."""


class JobsModel(QAbstractListModel):
    """Holds the jobs as they were last told: a view may ask for a row in the very moment it goes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[JobView] = list(reversed(session.job_list.jobs.values()))

    def refresh(self, job_id: JobId) -> None:
        """Take over a job that is new, moved on, or was dismissed."""
        row = next((row for row, view in enumerate(self._rows) if view.job.id == job_id), -1)
        view = self._session.job_list.jobs.get(job_id)
        if view is None:
            if row >= 0:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._rows[row]
                self.endRemoveRows()
        elif row < 0:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, view)
            self.endInsertRows()
        else:
            self._rows[row] = view
            self.dataChanged.emit(self.index(row), self.index(row))

    def refresh_times(self) -> None:
        """The clock went on: for the rows that still run."""
        for row, view in enumerate(self._rows):
            if not view.state.is_final:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DisplayRole])

    def view_at(self, row: int) -> JobView:
        return self._rows[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        view = self.view_at(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return say_progress(view, time.monotonic())
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip("\n".join(_describe(view)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say_title(view)}: {say_progress(view, time.monotonic())}"
            case JobRole.VIEW:
                return view
            case JobRole.TITLE:
                return say_title(view)
            case JobRole.RETRY:
                return say_retry(view)
        return None


def say_title(view: JobView) -> str:
    """The prompt's first words, and which of several variations it is."""
    title = " ".join(view.job.request.prompt[:_TITLE_CHARACTERS].split())
    if view.job.variations == 1:
        return title
    return QCoreApplication.translate("JobsModel", "{number} of {count} · {title}").format(
        number=view.job.variation, count=view.job.variations, title=title
    )


def say_progress(view: JobView, now_s: float) -> str:
    """The state in words: how far, how long, or what went wrong and whether it may have cost money."""
    state = say_state(view.state)
    if view.problem is not None:
        charged = say_charged(view.charged) if view.charged is not None else ""
        return (
            QCoreApplication.translate("JobsModel", "{state}: {problem} {charged}")
            .format(state=state, problem=say_problem(view.problem), charged=charged)
            .strip()
        )
    if view.state is JobState.CANCELLED:
        return f"{state} · {say_charged(view.charged or Charged.NO)}"
    if view.state in _COUNTED and view.total_bytes:
        share = min(100, view.done_bytes * 100 // view.total_bytes)
        state = QCoreApplication.translate("JobsModel", "{state} {share} %").format(state=state, share=share)
    return f"{state} · {format_duration((view.ended_s or now_s) - view.started_s)}"


def say_retry(view: JobView) -> str:
    """What can be done after a failure: saving again is free, sending again is a new request."""
    if view.state is JobState.UNSAVED:
        return QCoreApplication.translate("JobsModel", "Save again")
    return (
        QCoreApplication.translate("JobsModel", "Send again")
        if view.state.is_final and view.state is not JobState.DONE
        else ""
    )


def measure_progress(view: JobView) -> float | None:
    """The share that is done, 0 to 1; None where it is not known."""
    if view.state in _COUNTED and view.total_bytes:
        return min(1.0, view.done_bytes / view.total_bytes)
    return None


def format_duration(duration_s: float) -> str:
    """``34 s``, and ``2 min 05 s`` from a minute on."""
    whole_s = max(0, int(duration_s))
    if whole_s < 60:
        return QCoreApplication.translate("JobsModel", "{seconds} s").format(
            seconds=QLocale().toString(whole_s)
        )
    return QCoreApplication.translate("JobsModel", "{minutes} min {seconds} s").format(
        minutes=QLocale().toString(whole_s // 60), seconds=f"{whole_s % 60:02}"
    )


def _describe(view: JobView) -> list[str]:
    """For the tooltip: all that is known, the other side's own words and the request's id included."""
    lines = [say_title(view), say_progress(view, time.monotonic())]
    if view.problem is not None:
        lines.append(say_detail(view.problem))
    from turbo_studio.core.sources import Note  # late, for the start-up

    lines += [say_note(Note(note)) for note in view.notes]
    if view.request_ids:
        lines.append(
            QCoreApplication.translate("JobsModel", "Request: {ids}").format(ids=", ".join(view.request_ids))
        )
    return [line for line in lines if line]
