"""The strip of results: the search, the newest results in a row, and the way to the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

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
        self._all_button: QPushButton | None = None
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
        self._heading = heading = QHBoxLayout()
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

    def _offer_all(self, *, is_filtered: bool) -> None:
        """The filters stand in the gallery alone: whoever left them there sees here that there is more."""
        if is_filtered and self._all_button is None:
            self._all_button = QPushButton(self.tr("Show All"), self)
            self._all_button.setObjectName("show_all_button")
            self._all_button.setProperty("link", "true")
            self._all_button.clicked.connect(self._on_all_button_clicked)
            self._heading.insertWidget(self._heading.indexOf(self.count_label) + 1, self._all_button)
        if self._all_button is not None:
            self._all_button.setVisible(is_filtered)

    @Slot()
    def _on_all_button_clicked(self) -> None:
        results = self._session.results
        results.set_query(type(results.query)(words=results.query.words))
        self.gallery_list.take_focus()

    @Slot()
    def _on_results_total_changed(self) -> None:
        total = self._results.rowCount()
        count = QLocale().toString(total)
        is_filtered = self._results.is_filtered
        words = self.tr("{count} · filtered") if is_filtered else self.tr("{count} · newest first")
        self.count_label.setText(words.format(count=count) if total or is_filtered else "")
        self._offer_all(is_filtered=is_filtered)
        self.gallery_list.empty_label.setText(
            self.tr("No result is like that")
            if self._results.is_narrowed
            else self.tr("Pictures that come back appear here")
        )
