"""Collections: results that somebody put together, one small file each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbo_studio.core.collection import Collection, clean_name
from turbo_studio.core.query import CollectionId
from turbo_studio.core.result import ResultId
from turbo_studio.gallery.documents import DocumentError, DocumentFolder
from turbo_studio.gallery.names import is_result_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Collection as Values
    from contextlib import AbstractContextManager

    from turbo_studio.gallery.catalogue import Catalogue
    from turbo_studio.gallery.layout import Layout

KIND = "collection"


class DiskCollections:
    """Fills the port ``Collections``; the gallery's own ``use`` and ``use_for_writing`` guard each call."""

    def __init__(
        self,
        layout: Layout,
        count_members: Callable[[], Mapping[str, int]],
        use_for_writing: Callable[[], AbstractContextManager[Catalogue]],
    ) -> None:
        self._files = DocumentFolder(layout.collections, KIND, layout.staging)
        self._count_members = count_members
        self._use_for_writing = use_for_writing

    def list_all(self) -> tuple[Collection, ...]:
        """In the order of their names. Results that are not in the gallery are not counted."""
        counts = self._count_members()
        found = [
            Collection(CollectionId(each), document["name"], counts.get(each, 0))
            for each, document in self._files.load_all()
        ]
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def create(self, name: str, ids: Values[ResultId]) -> CollectionId:
        with self._use_for_writing() as catalogue:
            members = dict.fromkeys(ids)
            collection_id = self._files.create({"name": clean_name(name), "results": list(members)})
            try:
                catalogue.note_members({(collection_id, each) for each in members}, ())
            except BaseException:
                self._files.take_back(collection_id)
                raise
            return CollectionId(collection_id)

    def rename(self, collection_id: CollectionId, name: str) -> None:
        with self._use_for_writing():
            document = self._load(collection_id)
            self._files.save(collection_id, document | {"name": clean_name(name)})

    def delete(self, collection_id: CollectionId) -> tuple[str, tuple[ResultId, ...]]:
        """What it was, for whoever wants it back."""
        with self._use_for_writing() as catalogue:
            document = self._load(collection_id)
            members = tuple(map(ResultId, read_members(document)))
            self._files.delete(collection_id)
            catalogue.note_members((), {(collection_id, each) for each in members})
            return document["name"], members

    def add(self, collection_id: CollectionId, ids: Values[ResultId]) -> None:
        with self._use_for_writing() as catalogue:
            document = self._load(collection_id)
            members = dict.fromkeys([*read_members(document), *ids])
            self._files.save(collection_id, document | {"results": list(members)})
            # Of all that were asked for: where this failed once, the file has some that the index lacks.
            catalogue.note_members({(collection_id, each) for each in ids}, ())

    def remove(self, collection_id: CollectionId, ids: Values[ResultId]) -> None:
        with self._use_for_writing() as catalogue:
            document, gone = self._load(collection_id), set(ids)
            members = [each for each in read_members(document) if each not in gone]
            self._files.save(collection_id, document | {"results": members})
            catalogue.note_members((), {(collection_id, each) for each in gone})

    def _load(self, collection_id: CollectionId) -> dict[str, Any]:
        try:
            return self._files.load(collection_id)
        except DocumentError as error:
            raise OSError(str(error)) from error


def load_members(layout: Layout) -> Iterator[tuple[str, str]]:
    """The pairs of collection and result in all collections that can be read."""
    for collection_id, document in DocumentFolder(layout.collections, KIND, layout.staging).load_all():
        yield from ((collection_id, each) for each in read_members(document))


def read_members(document: dict[str, Any]) -> tuple[str, ...]:
    """The ids in a collection's file, in the order in which they joined; what is none is left out."""
    members = document.get("results")
    if not isinstance(members, list):
        return ()
    return tuple(each for each in members if isinstance(each, str) and is_result_id(each))
