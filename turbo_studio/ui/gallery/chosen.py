"""What is chosen in the gallery: one selection for every view of the results."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QObject,
    QTimer,
    Signal,
    Slot,
)

from turbo_studio.ui.gallery.results_model import iterate_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from turbo_studio.core.result import Result
    from turbo_studio.ui.gallery.results_model import ResultsModel

_Flag = QItemSelectionModel.SelectionFlag
CHOSEN_MAX = 10_000
"""So many are read in a second, and take 40 MB: a key must not ask for a million of them."""


class Chosen(QObject):
    """The results that an action of the gallery is about, in the order of the views."""

    changed = Signal()
    """Other results are chosen, or what is known of the current one has changed."""
    refused = Signal(str)
    """More are chosen than can be worked on; in words."""

    def __init__(self, results: ResultsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self._sought: tuple[Result, ...] = ()
        """To be chosen as soon as the rows of the query have come."""
        self._freed_row = -1
        """Where all that was chosen is just about to go."""
        results.rowsAboutToBeRemoved.connect(self._on_results_rows_about_to_be_removed)
        self.selection = QItemSelectionModel(results, self)  # after that: it forgets such rows
        results.rowsRemoved.connect(self._on_results_rows_removed)
        self.selection.currentChanged.connect(self._on_selection_changed)
        self.selection.selectionChanged.connect(self._on_selection_changed)
        results.modelReset.connect(self._on_results_model_reset)
        results.dataChanged.connect(self._on_results_data_changed)

    @property
    def count(self) -> int:
        return sum(map(len, iterate_ranges(self.selection.selection())))

    @property
    def row(self) -> int:
        """The row under the keyboard's focus; -1 without one."""
        return self.selection.currentIndex().row()

    def current_result(self) -> Result | None:
        """The one under the keyboard's focus, if it is chosen and has been read."""
        index = self.selection.currentIndex()
        return self._results.result_at(index.row()) if self.selection.isSelected(index) else None

    def with_selected(self, callback: Callable[[tuple[Result, ...]], None]) -> None:
        """Call back with all that is chosen now: at once where it has been read, else when it has come.

        Never where that is more than ``CHOSEN_MAX``.
        """
        if self.count > CHOSEN_MAX:
            self.refused.emit(self._say_too_many())
            return
        kept = QItemSelection(self.selection.selection())
        self._results.when_read(kept, lambda: callback(self._collect(kept)))

    def take_read(self, rows_max: int) -> tuple[Result, ...]:
        """Of the first rows that are chosen, and the current one, what has been read; without waiting."""
        ranges = sorted(iterate_ranges(self.selection.selection()), key=lambda rows: rows.start)
        rows = set(islice(chain.from_iterable(ranges), rows_max))
        if self.current_result() is not None:
            rows.add(self.row)
        return self._take_rows(sorted(rows))

    def choose(self, *results: Result) -> None:
        """Choose these and bring the first into view, where the query lets them through that was set last."""
        self._sought = results if self._results.is_turning else ()
        if not self._sought:
            places = QItemSelection()
            for result in results:
                places.merge(self._results.cover(result), _Flag.Select)
            self._results.when_read(places, lambda: self._choose_read(results))

    def _say_too_many(self) -> str:
        said = self.tr("{0} results are chosen. At most {1} can be worked on at once: choose fewer.")
        return said.format(*map(QLocale().toString, (self.count, CHOSEN_MAX)))

    def _choose_read(self, results: tuple[Result, ...]) -> None:
        found = [index for each in results if (index := self._results.find_index(each)).isValid()]
        if found:
            self.choose_row(found[0].row())
            rest = QItemSelection()
            for index in found[1:]:
                rest.merge(QItemSelection(index, index), _Flag.Select)
            self.selection.select(rest, _Flag.Select)

    def choose_row(self, row: int) -> None:
        """Choose one row alone; -1 changes nothing."""
        if row >= 0:
            self.selection.setCurrentIndex(self._results.index(row), _Flag.ClearAndSelect)

    def _collect(self, selection: QItemSelection) -> tuple[Result, ...]:
        return self._take_rows(sorted(row for rows in iterate_ranges(selection) for row in rows))

    def _take_rows(self, rows: Iterable[int]) -> tuple[Result, ...]:
        return tuple(result for result in map(self._results.result_at, rows) if result is not None)

    @Slot()
    def _on_selection_changed(self) -> None:
        self.changed.emit()

    @Slot(QModelIndex, int, int)
    def _on_results_rows_about_to_be_removed(self, parent: QModelIndex, first: int, last: int) -> None:
        """Looked at one part after the other: thousands may be chosen, and go one after the other."""
        selected = self.selection.selection()
        parts = (selected.at(index) for index in range(selected.count()))
        stays = any(part.top() < first or part.bottom() > last for part in parts)
        self._freed_row = -1 if stays or selected.isEmpty() else first

    @Slot(QModelIndex, int, int)
    def _on_results_rows_removed(self, parent: QModelIndex, first: int, last: int) -> None:
        """Where all that was chosen has gone, what has come to its place is chosen, or the last row."""
        if self._freed_row >= 0:
            self.choose_row(min(self._freed_row, self._results.rowCount() - 1))
            self._freed_row = -1

    @Slot()
    def _on_results_model_reset(self) -> None:
        """The views clear the selection once more at their own reset, which may come after this one."""
        self.changed.emit()
        if self._sought:
            QTimer.singleShot(0, self, self._choose_sought)

    @Slot()
    def _choose_sought(self) -> None:
        self.choose(*self._sought)

    @Slot(QModelIndex, QModelIndex)
    def _on_results_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Not the rest of a long selection: its marks and pictures say nothing of what can be done."""
        if first.row() <= self.row <= last.row():
            self.changed.emit()
