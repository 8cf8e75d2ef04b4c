"""The generations of a lineage as columns, oldest left: siblings up and down, time left and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from turbo_studio.core.result import Result
from turbo_studio.ui.gallery.lineage_column import COLUMN_WIDTH, LineageColumn
from turbo_studio.ui.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent

    from turbo_studio.core.lineage import Generation, Kin
    from turbo_studio.core.result import ResultId
    from turbo_studio.ui.gallery.lineage_column import Relative


class LineageColumns(QScrollArea):
    """Shows a result's kin and tells where the focus goes; the owner then shows the kin of that result."""

    result_focused = Signal(object)  # Result
    result_activated = Signal(object)  # Result

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lineage_columns")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._thumbnails = ThumbnailLoader(self)
        self._input_thumbnails: dict[str, str] = {}
        self._columns: list[LineageColumn] = []
        self._visited: dict[ResultId, None] = {}
        """The latest last: the way down again is the one that was taken up."""
        body = QWidget()
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch()
        self.setWidget(body)

    def show_kin(self, kin: Kin, titles: Sequence[str]) -> None:
        """``titles`` stand above the columns: the picture from outside, if any, and each generation."""
        had_focus = any(column.view.hasFocus() for column in self._columns)
        self._visited.pop(kin.result.id, None)
        self._visited[kin.result.id] = None
        rows: list[tuple[Sequence[Relative], int | None]] = [
            (generation.results, self._find_way(generation)) for generation in kin.generations
        ]
        if kin.origin is not None:
            rows.insert(0, ((kin.origin,), 0))
        while len(self._columns) < len(rows):
            self._add_column()
        place = kin.place + (kin.origin is not None)
        for index, column in enumerate(self._columns):
            column.setVisible(index < len(rows))
            if index < len(rows):
                column.fill(titles[index], *rows[index])
        self._focus(place, even_unasked=had_focus)

    def set_input_thumbnail(self, digest: str, path: str) -> None:
        self._input_thumbnails[digest] = path
        for column in self._columns:
            column.view.repaint_rows()

    @property
    def focused(self) -> Relative | None:
        """What has the focus, or is the middle of what is shown."""
        column = next((each for each in self._columns if each.is_chosen), None)
        return None if column is None else column.current

    def focus_chosen(self) -> None:
        for column in self._columns:
            if column.is_chosen:
                column.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find_way(self, generation: Generation) -> int | None:
        """The index of the one that leads to the result, or that was last come by."""
        if generation.on_line is not None:
            return generation.on_line
        ids = [result.id for result in generation.results]
        return next((ids.index(each) for each in reversed(self._visited) if each in ids), None)

    def _add_column(self) -> None:
        column = LineageColumn(self._thumbnails, self._input_thumbnails)
        column.view.moved.connect(self._on_view_moved)
        column.view.focus_gained.connect(self._on_view_focus_gained)
        column.view.clicked.connect(self._on_view_focus_gained)
        column.view.activated.connect(self._on_view_activated)
        self._thumbnails.loaded.connect(column.view.repaint_rows)
        self._row.insertWidget(len(self._columns), column)
        self._columns.append(column)

    def _focus(self, index: int, *, even_unasked: bool) -> None:
        column = self._columns[index]
        for each in self._columns:
            each.set_chosen(is_chosen=each is column)
        if even_unasked:
            column.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(column, COLUMN_WIDTH, 0)

    @Slot(int)
    def _on_view_moved(self, step: int) -> None:
        """An arrow to the left or to the right."""
        shown = [column for column in self._columns if not column.isHidden()]
        index = next((place for place, column in enumerate(shown) if column.view is self.sender()), 0)
        if 0 <= index + step < len(shown):
            shown[index + step].view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_view_focus_gained(self) -> None:
        for index, column in enumerate(self._columns):
            if column.view is self.sender():
                self._focus(index, even_unasked=False)
                if isinstance(column.current, Result):
                    self.result_focused.emit(column.current)

    @Slot()
    def _on_view_activated(self) -> None:
        if isinstance(self.focused, Result):
            self.result_activated.emit(self.focused)

    def hideEvent(self, event: QHideEvent) -> None:
        self._thumbnails.stop()
        super().hideEvent(event)
