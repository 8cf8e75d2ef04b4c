"""Putting results together by the menu and by keys: into a collection, and out of the one that is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from turbo_studio.ui.gallery.name_dialog import ask_for_name

if TYPE_CHECKING:
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """The names of the collections are known once they have been told, which is asked for here."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._results = window.session.results
        self._is_told = bool(self._results.collections)
        self._awaiting: tuple[Result, ...] = ()
        window.bridge.collections_changed.connect(self._on_bridge_collections_changed)
        self._results.fetch_collections()

    def run(self, verb: str) -> None:
        call = self._ask_for_collection if verb == "add_to_collection" else self._remove
        self._window.chosen.with_selected(call)

    def _ask_for_collection(self, results: tuple[Result, ...]) -> None:
        """One of those there are, as soon as they are known, or a new name."""
        self._awaiting = () if self._is_told else results
        if not self._is_told:
            return
        title, label = self.tr("Add to collection"), self.tr("Name of the collection:")
        names = [collection.name for collection in self._results.collections]
        ask_for_name(self._window, title, label, partial(self._add, results), offered=names)

    def _add(self, results: tuple[Result, ...], name: str) -> None:
        ids = [result.id for result in results]
        found = next((each for each in self._results.collections if each.name == name), None)
        if found is not None:
            self._results.add_to_collection(found.id, ids)
        else:
            self._results.create_collection(name, ids)
        said = self.tr("%n result(s) added to {0}.", "", len(ids))
        self._window.show_notice(said.format(name))

    @Slot()
    def _on_bridge_collections_changed(self) -> None:
        self._is_told = True
        if self._awaiting:
            self._ask_for_collection(self._awaiting)

    def _remove(self, results: tuple[Result, ...]) -> None:
        collection = self._results.query.collection
        if collection is None:
            return  # it was left while results were read
        ids = [result.id for result in results]
        self._results.remove_from_collection(collection, ids)
        said = self.tr("%n result(s) removed from the collection.", "", len(ids))
        restore = partial(self._results.add_to_collection, collection, ids)
        self._window.show_notice(said, self.tr("Undo"), restore)
