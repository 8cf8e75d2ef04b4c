"""The jobs as a list model, in the order of the session, and what is said about each."""

from __future__ import annotations

import time
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from turbo_studio.ui.panels.tiles import as_tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from turbo_studio.core.job import JobId
    from turbo_studio.session.job_view import JobView
    from turbo_studio.session.session import Session
    from turbo_studio.ui.panels.jobs_words import RowButton

Index = QModelIndex | QPersistentModelIndex


class JobRole(IntEnum):
    VIEW = Qt.ItemDataRole.UserRole
    TITLE = Qt.ItemDataRole.UserRole + 1
    WORDS = Qt.ItemDataRole.UserRole + 2
    """What the row says: its state, or the question that waits for an answer."""
    BUTTONS = Qt.ItemDataRole.UserRole + 3
    """tuple[RowButton, ...]."""
    IS_ASKED = Qt.ItemDataRole.UserRole + 4


class JobsModel(QAbstractListModel):
    """Holds the jobs as they were last told: a view may ask for a row in the very moment it goes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = session.job_list
        self._rows: list[JobView] = []
        self._asked: JobId | None = None
        """The job of which it is asked whether to go on waiting."""
        self.replace_all()

    def replace_all(self) -> None:
        """Take over the whole list."""
        self.beginResetModel()
        self._rows = [self._jobs.jobs[job_id] for job_id in self._jobs.order]
        self.endResetModel()

    def refresh(self, job_id: JobId) -> None:
        """Take over a job that is new, moved on, was moved, or was dismissed."""
        row = self.find_row(job_id)
        view = self._jobs.jobs.get(job_id)
        if view is None or not view.may_cost:
            self._asked = None if self._asked == job_id else self._asked
        if view is None:
            self._remove(row)
        elif row < 0:
            place = self._jobs.order.index(job_id)
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, view)
            self.endInsertRows()
        else:
            self._rows[row] = view
            self._move(row, self._jobs.order.index(job_id))
            index = self.index(self.find_row(job_id))
            self.dataChanged.emit(index, index)

    def _remove(self, row: int) -> None:
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self.endRemoveRows()

    def _move(self, row: int, place: int) -> None:
        if row == place:
            return
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place + (place > row))
        self._rows.insert(place, self._rows.pop(row))
        self.endMoveRows()

    def refresh_all(self) -> None:
        """What is said of every row may have changed: the queue stands still, or goes on."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def ask(self, job_id: JobId | None) -> None:
        """Ask at a job whether to go on waiting; None takes the question back."""
        for each in {self._asked, job_id} - {None}:
            self._asked = job_id
            index = self.index(self.find_row(each))
            self.dataChanged.emit(index, index)

    def is_asked(self, row: int) -> bool:
        return self._rows[row].id == self._asked

    def find_row(self, job_id: JobId | None) -> int:
        return next((row for row, view in enumerate(self._rows) if view.id == job_id), -1)

    def view_at(self, row: int) -> JobView:
        return self._rows[row]

    def buttons_at(self, row: int) -> tuple[RowButton, ...]:
        from turbo_studio.ui.panels.jobs_words import build_buttons  # late, for the start-up

        return build_buttons(self._rows[row], is_asked=self.is_asked(row))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        from turbo_studio.ui.panels import jobs_words  # late, for the start-up

        view, now_s = self._rows[index.row()], time.monotonic()
        is_asked, is_paused = self.is_asked(index.row()), self._jobs.keeps_back(view)
        match role:
            case JobRole.VIEW:
                return view
            case JobRole.TITLE:
                return jobs_words.say_title(view)
            case JobRole.WORDS:
                return jobs_words.say_row(view, now_s, is_paused=is_paused, is_asked=is_asked)
            case JobRole.BUTTONS:
                return self.buttons_at(index.row())
            case JobRole.IS_ASKED:
                return is_asked
            case Qt.ItemDataRole.DisplayRole:
                return jobs_words.say_progress(view, now_s, is_paused=is_paused)
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip("\n".join(jobs_words.describe_job(view, now_s)))
            case Qt.ItemDataRole.AccessibleTextRole:
                said = jobs_words.say_row(view, now_s, is_paused=is_paused, is_asked=is_asked)
                return f"{jobs_words.say_title(view)}: {said}"
        return None
