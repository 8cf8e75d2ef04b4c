"""The strip of results: the search, the newest results in a row, and the way to the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from turbo_studio.ui.gallery.search_field import SearchField
from turbo_studio.ui.gallery.tile_view import TileView

if TYPE_CHECKING:
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.gallery.chosen import Chosen
    from turbo_studio.ui.gallery.results_model import ResultsModel

_SEARCH_WIDTH_PX = 240
_TILE = QSize(128, 92)
_MARGIN = 5
_SCROLL_BAR_PX = 12


class ResultsStrip(QWidget):
    def __init__(self, session: Session, bridge: Bridge, results: ResultsModel, chosen: Chosen) -> None:
        super().__init__()
        self._session = session
        self._results = results
        self.count_label = QLabel(self)
        self.count_label.setProperty("role", "secondary")
        self.gallery_search = SearchField(session, bridge, self)
        self.gallery_search.setObjectName("gallery_search")
        self.gallery_search.setFixedWidth(_SEARCH_WIDTH_PX)
        self._build_list(chosen)
        self._lay_out()
        self.gallery_search.left.connect(self.gallery_list.take_focus)
        self.gallery_list.typed.connect(self.gallery_search.begin)
        results.total_changed.connect(self._on_results_total_changed)
        results.modelReset.connect(self._on_results_total_changed)
        self._on_results_total_changed()

    def _build_list(self, chosen: Chosen) -> None:
        self.gallery_list = TileView(self._results, chosen, is_strip=True, inset_px=_MARGIN)
        self.gallery_list.setObjectName("gallery_list")
        self.gallery_list.setAccessibleName(self.tr("Results"))
        self.gallery_list.setAccessibleDescription(self.tr("Newest first; Enter opens a picture"))
        self.gallery_list.set_tile_size(_TILE)
        self.gallery_list.setMinimumHeight(_TILE.height() + 2 * _MARGIN + _SCROLL_BAR_PX)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Results"), self)
        title.setProperty("role", "heading")
        heading = QHBoxLayout()
        heading.setContentsMargins(14, 0, 14, 0)
        heading.setSpacing(8)
        heading.addWidget(title)
        heading.addWidget(self.count_label)
        heading.addStretch()
        heading.addWidget(self.gallery_search)
        list_row = QHBoxLayout()
        list_row.setContentsMargins(9, 0, 9, 0)
        list_row.addWidget(self.gallery_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(heading)
        layout.addLayout(list_row)

    @Slot()
    def _on_results_total_changed(self) -> None:
        total = self._results.rowCount()
        words = self.tr("{count} · newest first").format(count=QLocale().toString(total))
        self.count_label.setText(words if total else "")
        self.gallery_list.empty_label.setText(
            self.tr("No result is like that")
            if self._results.is_narrowed
            else self.tr("Pictures that come back appear here")
        )
