"""The left column of the gallery: what narrows the results down, and what they are put together in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from turbo_studio.ui.gallery.filter_panel import FilterPanel
from turbo_studio.ui.gallery.shelf_panel import ShelfPanel

if TYPE_CHECKING:
    from turbo_studio.core.query import Query
    from turbo_studio.ui.window import MainWindow

_MARGIN = 12


class FindingColumn(QScrollArea):
    """Scrolls up and down alone: its fields are as wide as it is."""

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = window.session.results
        self.setObjectName("finding_column")
        self.setAccessibleName(self.tr("Find results"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shelf_panel = ShelfPanel(window)
        self.filter_panel = FilterPanel(window.session, window.bridge)
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(10)
        layout.addWidget(self.filter_panel)
        layout.addWidget(self.shelf_panel)
        layout.addStretch()
        self.setWidget(column)
        self.setMinimumWidth(column.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
        self.filter_panel.query_edited.connect(self._on_query_chosen)
        self.shelf_panel.query_chosen.connect(self._on_query_chosen)

    @Slot(object)
    def _on_query_chosen(self, query: Query) -> None:
        self._results.set_query(query)
