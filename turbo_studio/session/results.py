"""The results of the gallery: which are asked for, what is noted about them, and what is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core import facts
from turbo_studio.core.query import Query
from turbo_studio.core.searching import meets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from turbo_studio.core.collection import Collection, SavedSearch, SearchId
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.query import CollectionId
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views

PAGE_RESULTS = 200


class Results:
    """One query for every view of the results; what is asked for here comes as facts, each with its query."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self.query = Query()
        self.collections: tuple[Collection, ...] = ()
        self.saved_searches: tuple[SavedSearch, ...] = ()
        self._use_engine = use_engine
        self._views = views

    # Pages

    def set_query(self, query: Query) -> None:
        """Have every view show other results."""
        if query != self.query:
            self.query = query
            self._views.query_changed.emit()

    def refresh(self) -> None:
        """Have every view ask once more: at the start, and when the index is another one."""
        self._views.query_changed.emit()

    def fetch_page(self, before: int | None = None, limit: int = PAGE_RESULTS) -> None:
        """The results below the place ``before``, or the newest."""
        self._use_engine().library.fetch_page(self.query, before, limit)

    def count(self) -> None:
        self._use_engine().library.count(self.query)

    def fetch_anchors(self, step: int) -> None:
        """The places of rows 0, ``step``, 2 · ``step`` and so on."""
        self._use_engine().library.fetch_anchors(self.query, step)

    def meets(self, result: Result) -> bool:
        """Whether a result that has just arrived, and is in no collection yet, is asked for."""
        return self.query.collection is None and meets(result, self.query)

    def remake_thumbnail(self, result: Result) -> None:
        """Have one that is missing or damaged made again; told as a changed result, where that succeeds."""
        self._use_engine().remake_thumbnail(result)

    # Marks

    def change_marks(
        self,
        ids: Sequence[ResultId],
        stars: int | None = None,
        label: Label | None = None,
        flag: Flag | None = None,
    ) -> None:
        """Give results other marks; what is None stays as it is."""
        if ids:
            self._use_engine().library.change_marks(ids, stars, label, flag)

    # Collections and searches

    def fetch_collections(self) -> None:
        """To be asked for once: from then on they are told with each change."""
        self._use_engine().library.fetch_collections()

    def create_collection(self, name: str, ids: Sequence[ResultId] = ()) -> None:
        self._use_engine().library.create_collection(name, ids)

    def rename_collection(self, collection_id: CollectionId, name: str) -> None:
        self._use_engine().library.rename_collection(collection_id, name)

    def delete_collection(self, collection_id: CollectionId) -> None:
        """The results stay."""
        if self.query.collection == collection_id:
            self.set_query(self.query._replace(collection=None))
        self._use_engine().library.delete_collection(collection_id)

    def add_to_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None:
        self._use_engine().library.add_to_collection(collection_id, ids)

    def remove_from_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None:
        self._use_engine().library.remove_from_collection(collection_id, ids)

    def save_search(self, name: str) -> None:
        """Keep the query that is shown; one of that name is replaced."""
        self._use_engine().library.save_search(name, self.query)

    def rename_search(self, saved: SavedSearch, name: str) -> None:
        if name != saved.name:
            self._use_engine().library.save_search(name, saved.query)
            self._use_engine().library.delete_search(saved.id)

    def restore_search(self, saved: SavedSearch) -> None:
        """Bring back one that was deleted."""
        self._use_engine().library.save_search(saved.name, saved.query)

    def delete_search(self, search_id: SearchId) -> None:
        self._use_engine().library.delete_search(search_id)

    def _count_collections(self) -> None:
        """What has come or gone may be in any of them."""
        if self.collections:
            self.fetch_collections()

    # Facts

    def receive(self, fact: facts.LibraryFact) -> None:
        views = self._views
        match fact:
            case facts.PageFetched():
                views.page_fetched.emit(fact)
            case facts.ResultsCounted():
                views.results_counted.emit(fact)
            case facts.AnchorsFetched():
                views.anchors_fetched.emit(fact)
            case facts.ResultsChanged(results):
                views.results_changed.emit(results)
            case facts.ResultsRemoved(ids):
                views.results_removed.emit(ids)
                self._count_collections()
            case facts.ResultsRestored(results):
                views.results_restored.emit(results)
                self._count_collections()
            case facts.MembersChanged():
                views.members_changed.emit(fact)
            case facts.CollectionDeleted(name, members):
                views.collection_deleted.emit(name, members)
            case facts.CollectionsChanged():
                self.collections, self.saved_searches = fact.collections, fact.saved_searches
                views.collections_changed.emit()
