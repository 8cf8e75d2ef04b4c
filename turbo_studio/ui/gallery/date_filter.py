"""The field for a span of days: a few that are always wanted, and any other."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from turbo_studio.ui.theme import indent_spin_boxes

Span = tuple[datetime | None, datetime | None]
_OTHER = -1
_DAYS = (0, 1, 7, 30, 365)


class DateFilter(QWidget):
    """Days begin at midnight where the user is; the last day of a span belongs to it."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days_box = QComboBox(self)
        self.days_box.setObjectName("filter_days_box")
        self.days_box.setAccessibleName(self.tr("Date"))
        names = (
            self.tr("Any"),
            self.tr("Today"),
            self.tr("Last 7 days"),
            self.tr("Last 30 days"),
            self.tr("Last year"),
        )
        for days, name in zip(_DAYS, names, strict=True):
            self.days_box.addItem(name, days)
        self.days_box.addItem(self.tr("From … to …"), _OTHER)
        self.first_edit = self._build_date("filter_first_date", self.tr("First day"))
        self.last_edit = self._build_date("filter_last_date", self.tr("Last day"))
        indent_spin_boxes(self.first_edit, self.last_edit)
        self._days = QWidget(self)
        self._lay_out()
        self.days_box.activated.connect(self._on_days_box_activated)
        for edit in (self.first_edit, self.last_edit):
            edit.dateChanged.connect(self.edited)

    @property
    def span(self) -> Span:
        """The first moment that is asked for and the first that is not any more; None for no limit."""
        days, today = self.days_box.currentData(), datetime.now().astimezone().date()
        if days == 0:
            return None, None
        if days != _OTHER:
            return find_midnight(QDate(today.year, today.month, today.day).addDays(1 - days)), None
        after = self.last_edit.date().addDays(1)
        return find_midnight(self.first_edit.date()), find_midnight(after)

    def show_span(self, since: datetime | None, until: datetime | None) -> None:
        """Let the fields tell a span."""
        today = datetime.now().astimezone().date()
        days = 0 if since is None else (today - since.astimezone().date()).days + 1
        is_known = until is None and days in _DAYS
        self.days_box.setCurrentIndex(self.days_box.findData(days if is_known else _OTHER))
        if not is_known:
            self._show_days(since, until)
        self._days.setVisible(not is_known)

    def _show_days(self, since: datetime | None, until: datetime | None) -> None:
        first = datetime(2020, 1, 1).astimezone() if since is None else since.astimezone()
        after = datetime.now().astimezone() if until is None else until.astimezone() - timedelta(seconds=1)
        for edit, day in ((self.first_edit, first.date()), (self.last_edit, after.date())):
            blocker = QSignalBlocker(edit)
            edit.setDate(QDate(day.year, day.month, day.day))
            blocker.unblock()

    def _build_date(self, name: str, label: str) -> QDateEdit:
        edit = QDateEdit(QDate.currentDate(), self)
        edit.setObjectName(name)
        edit.setAccessibleName(label)
        edit.setCalendarPopup(True)
        edit.setKeyboardTracking(False)
        edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return edit

    def _lay_out(self) -> None:
        days = QVBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(4)
        for text, edit in ((self.tr("from"), self.first_edit), (self.tr("to"), self.last_edit)):
            row = QHBoxLayout()
            label = QLabel(text, self._days)
            label.setProperty("role", "secondary")
            row.addWidget(label)
            row.addWidget(edit, 1)
            days.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.days_box)
        layout.addWidget(self._days)
        self._days.hide()

    @Slot(int)
    def _on_days_box_activated(self, row: int) -> None:
        is_other = self.days_box.itemData(row) == _OTHER
        if is_other:
            self._show_days(None, None)
        self._days.setVisible(is_other)
        self.edited.emit()


def find_midnight(day: QDate) -> datetime:
    """The first moment of a day where the user is, with its zone."""
    return datetime(day.year(), day.month(), day.day()).astimezone()
