"""What is chosen in the gallery: one selection for every view of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from turbo_studio.ui.panels.results_model import ResultRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QItemSelectionModel, QModelIndex

    from turbo_studio.core.result import Result


class Chosen(QObject):
    """The results that an action of the gallery is about, in the order of the views."""

    changed = Signal()
    """Other results are chosen, or what is known of one of them has changed."""

    def __init__(self, selection: QItemSelectionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        selection.currentChanged.connect(self._on_selection_changed)
        selection.selectionChanged.connect(self._on_selection_changed)
        selection.model().modelReset.connect(self._on_selection_changed)
        selection.model().dataChanged.connect(self._on_model_data_changed)

    @property
    def count(self) -> int:
        return sum(part.height() for part in self._selection.selection().toList())

    def current_result(self) -> Result | None:
        """The one under the keyboard's focus, if it is chosen and has been read."""
        index = self._selection.currentIndex()
        result: Result | None = index.data(ResultRole.RESULT) if self._selection.isSelected(index) else None
        return result

    def with_selected(self, callback: Callable[[tuple[Result, ...]], None]) -> None:
        """Call back with all that is chosen now: at once where it has been read, else when it has come."""
        rows = sorted(index.row() for index in self._selection.selectedIndexes())
        model = self._selection.model()
        callback(tuple(model.index(row, 0).data(ResultRole.RESULT) for row in rows))

    @Slot()
    def _on_selection_changed(self) -> None:
        self.changed.emit()

    @Slot("QModelIndex", "QModelIndex")
    def _on_model_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Not the rest of a long selection: its marks and pictures say nothing of what can be done."""
        if first.row() <= self._selection.currentIndex().row() <= last.row():
            self.changed.emit()
