"""Saved searches and collections: lists to choose what the gallery shows, and to put results together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from turbo_studio.core.collection import SavedSearch
from turbo_studio.core.query import Query
from turbo_studio.ui.gallery.name_dialog import ask_for_name
from turbo_studio.ui.gallery.named_list import NamedList
from turbo_studio.ui.icons import build_icon
from turbo_studio.ui.menu_keys import MenuKeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.collection import Collection
    from turbo_studio.core.query import CollectionId
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.ui.window import MainWindow


class ShelfPanel(QWidget):
    """Both lists follow what the gallery tells, and mark what is shown of them."""

    query_chosen = Signal(object)  # Query

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._results = window.session.results
        self.searches_list = NamedList(self)
        self.searches_list.setObjectName("searches_list")
        self.searches_list.setAccessibleName(self.tr("Saved searches"))
        self.collections_list = NamedList(self, takes_results=True)
        self.collections_list.setObjectName("collections_list")
        self.collections_list.setAccessibleName(self.tr("Collections"))
        self.save_button = self._build_button("save_search_button", self.tr("Save what is asked for now…"))
        self.create_button = self._build_button(
            "create_collection_button", self.tr("New collection of the chosen results…")
        )
        self._lay_out()
        self._connect()
        self._results.fetch_collections()

    # Building

    def _build_button(self, name: str, said: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(build_icon("plus"))
        button.setIconSize(QSize(14, 14))
        button.setAccessibleName(said)
        button.setToolTip(said)
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for text, button, rows, empty in (
            (self.tr("Saved searches"), self.save_button, self.searches_list, self.tr("None yet")),
            (self.tr("Collections"), self.create_button, self.collections_list, self.tr("None yet")),
        ):
            heading = QLabel(text, self)
            heading.setProperty("role", "heading")
            row = QHBoxLayout()
            row.addWidget(heading)
            row.addStretch()
            row.addWidget(button)
            layout.addLayout(row)
            rows.empty_label.setText(empty)
            layout.addWidget(rows.empty_label)
            layout.addWidget(rows)
            layout.addSpacing(8)

    def _connect(self) -> None:
        bridge = self._window.bridge
        bridge.collections_changed.connect(self._fill)
        bridge.query_changed.connect(self._mark_shown)
        bridge.collection_deleted.connect(self._on_bridge_collection_deleted)
        self.save_button.clicked.connect(self._on_save_button_clicked)
        self.create_button.clicked.connect(self._on_create_button_clicked)
        for rows in (self.searches_list, self.collections_list):
            rows.value_chosen.connect(self._on_value_chosen)
            rows.rename_requested.connect(self._on_rename_requested)
            rows.delete_requested.connect(self._on_delete_requested)
            rows.menu_requested.connect(self._on_menu_requested)
        self.collections_list.results_dropped.connect(self._on_results_dropped)

    # What is shown

    @Slot()
    def _fill(self) -> None:
        count = QLocale().toString
        self.searches_list.fill([(each.name, "", each) for each in self._results.saved_searches])
        self.collections_list.fill(
            [(each.name, count(each.total), each) for each in self._results.collections]
        )
        self._mark_shown()

    @Slot()
    def _mark_shown(self) -> None:
        query = self._results.query
        self.searches_list.mark(lambda saved: saved.query == query)
        self.collections_list.mark(lambda collection: collection.id == query.collection)

    # Verbs

    def ask_for_collection(self) -> None:
        """Put the chosen results into a new collection; an empty one where none are chosen."""
        label = self.tr("Name of the collection:")
        ask_for_name(self._window, self.tr("New collection"), label, self._create)

    def ask_for_search(self) -> None:
        label = self.tr("Name of the search:")
        ask_for_name(self._window, self.tr("Save search"), label, self._results.save_search)

    def _create(self, name: str) -> None:
        self._window.chosen.with_selected(
            lambda results: self._results.create_collection(name, _list_ids(results))
        )

    # Slots

    @Slot()
    def _on_save_button_clicked(self) -> None:
        self.ask_for_search()

    @Slot()
    def _on_create_button_clicked(self) -> None:
        self.ask_for_collection()

    @Slot(object)
    def _on_value_chosen(self, value: Collection | SavedSearch) -> None:
        """What is shown already is left again."""
        query = build_query(value)
        self.query_chosen.emit(Query() if query == self._results.query else query)

    @Slot(object)
    def _on_rename_requested(self, value: Collection | SavedSearch) -> None:
        results = self._results
        if not isinstance(value, SavedSearch):
            title, label = self.tr("Rename collection"), self.tr("Name of the collection:")
            rename = partial(results.rename_collection, value.id)
        else:
            title, label = self.tr("Rename search"), self.tr("Name of the search:")
            rename = partial(results.rename_search, value)
        ask_for_name(self._window, title, label, rename, text=value.name)

    @Slot(object)
    def _on_delete_requested(self, value: Collection | SavedSearch) -> None:
        results = self._results
        if not isinstance(value, SavedSearch):
            results.delete_collection(value.id)
        else:
            results.delete_search(value.id)
            said = self.tr("The search {0} is deleted.").format(value.name)
            restore = partial(results.restore_search, value)
            self._window.show_notice(said, self.tr("Undo"), restore)

    @Slot(str, object)
    def _on_bridge_collection_deleted(self, name: str, ids: tuple[ResultId, ...]) -> None:
        said = self.tr("The collection {0} is deleted; its results stay in the gallery.").format(name)
        restore = partial(self._results.create_collection, name, ids)
        self._window.show_notice(said, self.tr("Undo"), restore)

    @Slot(object)
    def _on_results_dropped(self, collection: Collection) -> None:
        self._add_chosen(collection.id)

    def _add_chosen(self, collection_id: CollectionId) -> None:
        self._window.chosen.with_selected(
            lambda results: self._results.add_to_collection(collection_id, _list_ids(results))
        )

    def _remove_chosen(self, collection_id: CollectionId) -> None:
        self._window.chosen.with_selected(
            lambda results: self._results.remove_from_collection(collection_id, _list_ids(results))
        )

    @Slot(object, QPoint)
    def _on_menu_requested(self, value: Collection | SavedSearch, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("shelf_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not isinstance(value, SavedSearch):
            has_chosen = self._window.chosen.count > 0
            add = menu.addAction(self.tr("&Add chosen results"), partial(self._add_chosen, value.id))
            remove = menu.addAction(self.tr("Re&move chosen results"), partial(self._remove_chosen, value.id))
            add.setEnabled(has_chosen)
            remove.setEnabled(has_chosen and self._results.query.collection == value.id)
            menu.addSeparator()
        menu.addAction(self.tr("&Rename…"), partial(self._on_rename_requested, value))
        menu.addAction(self.tr("&Delete"), partial(self._on_delete_requested, value))
        MenuKeys(menu)
        menu.popup(place)


def build_query(value: Collection | SavedSearch) -> Query:
    """What a row of either list shows."""
    return value.query if isinstance(value, SavedSearch) else Query(collection=value.id)


def _list_ids(results: Sequence[Result]) -> list[ResultId]:
    return [result.id for result in results]
