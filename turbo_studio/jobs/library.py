"""The library: the gallery read for the window, and what people note about results, told as facts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.facts import (
    AnchorsFetched,
    CollectionDeleted,
    CollectionsChanged,
    MembersChanged,
    PageFetched,
    ResultsChanged,
    ResultsCounted,
)
from turbo_studio.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from typing import Any

    from turbo_studio.core.collection import SearchId
    from turbo_studio.core.facts import Fact
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.query import CollectionId
    from turbo_studio.core.result import ResultId
    from turbo_studio.jobs.worker import Worker


_PART = 100
"""So many results get marks in one go: what is paid for does not wait behind thousands."""


class Library:
    """Reads on a thread of its own, so that no page waits for what is being saved; writes behind the rest.

    Fills ``session.engine.Library``.
    """

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        run: Callable[[Coroutine[Any, Any, None]], None],
        publish: Callable[[Fact], None],
    ) -> None:
        """``run`` starts what nobody waits for, and tells whatever breaks it."""
        self._worker = worker
        self._use_gallery = use_gallery
        self._run = run
        self._publish = publish
        self._counted = self._walked = Query()

    def fetch_page(self, query: Query, before: int | None, limit: int) -> None:
        def fetch(gallery: Gallery) -> PageFetched:
            return PageFetched(query, before, limit, gallery.fetch_page(query, before, limit))

        self._run(self._read(fetch))

    def count(self, query: Query) -> None:
        """Told of the query that was counted last alone: what is shown has gone on."""
        self._counted = query
        self._run(self._count(query))

    def fetch_anchors(self, query: Query, step: int) -> None:
        """As ``count``."""
        self._walked = query
        self._run(self._fetch_anchors(query, step))

    def change_marks(
        self, ids: Sequence[ResultId], stars: int | None, label: Label | None, flag: Flag | None
    ) -> None:
        for begin in range(0, len(ids), _PART):
            part = ids[begin : begin + _PART]
            self._run(self._write(partial(_change_marks, ids=part, stars=stars, label=label, flag=flag)))

    def fetch_collections(self) -> None:
        self._run(self._read(_list_collections))

    def create_collection(self, name: str, ids: Sequence[ResultId]) -> None:
        self._change_collections(lambda gallery: gallery.collections.create(name, ids))

    def rename_collection(self, collection_id: CollectionId, name: str) -> None:
        self._change_collections(lambda gallery: gallery.collections.rename(collection_id, name))

    def delete_collection(self, collection_id: CollectionId) -> None:
        def delete(gallery: Gallery) -> None:
            self._publish(CollectionDeleted(*gallery.collections.delete(collection_id)))

        self._change_collections(delete)

    def add_to_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None:
        def add(gallery: Gallery) -> None:
            gallery.collections.add(collection_id, ids)
            self._publish(MembersChanged(collection_id, joined=gallery.fetch_results(ids)))

        self._change_collections(add)

    def remove_from_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None:
        def remove(gallery: Gallery) -> None:
            gallery.collections.remove(collection_id, ids)
            self._publish(MembersChanged(collection_id, left=tuple(ids)))

        self._change_collections(remove)

    def save_search(self, name: str, query: Query) -> None:
        self._change_collections(lambda gallery: gallery.saved_searches.save(name, query))

    def delete_search(self, search_id: SearchId) -> None:
        self._change_collections(lambda gallery: gallery.saved_searches.delete(search_id))

    def _change_collections(self, change: Callable[[Gallery], object]) -> None:
        def change_and_list(gallery: Gallery) -> CollectionsChanged:
            change(gallery)
            return _list_collections(gallery)

        self._run(self._write(change_and_list))

    async def _read(self, read: Callable[[Gallery], Fact]) -> None:
        gallery = await self._use_gallery()
        self._publish(await self._worker.run_reading(read, gallery))

    async def _count(self, query: Query) -> None:
        def count(gallery: Gallery) -> None:
            if self._counted == query:
                self._publish(ResultsCounted(query, gallery.count(query)))

        await self._worker.run_counting(count, await self._use_gallery())

    async def _fetch_anchors(self, query: Query, step: int) -> None:
        def fetch(gallery: Gallery) -> None:
            if self._walked == query:
                self._publish(AnchorsFetched(query, step, gallery.fetch_anchors(query, step)))

        await self._worker.run_counting(fetch, await self._use_gallery())

    async def _write(self, write: Callable[[Gallery], Fact]) -> None:
        gallery = await self._use_gallery()
        self._publish(await self._worker.run_on_disk(write, gallery))


def _change_marks(
    gallery: Gallery, ids: Sequence[ResultId], stars: int | None, label: Label | None, flag: Flag | None
) -> ResultsChanged:
    return ResultsChanged(gallery.change_marks(ids, stars, label, flag))


def _list_collections(gallery: Gallery) -> CollectionsChanged:
    return CollectionsChanged(gallery.collections.list_all(), gallery.saved_searches.list_all())
