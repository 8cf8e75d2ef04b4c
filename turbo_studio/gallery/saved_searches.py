"""Saved searches: queries under a name, one small file each."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from turbo_studio.core.collection import SavedSearch, SearchId, clean_name
from turbo_studio.core.geometry import parse_size
from turbo_studio.core.marks import STARS_MAX, Flag, Label
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import CollectionId, Kind, Query
from turbo_studio.gallery.documents import DocumentFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from turbo_studio.gallery.layout import Layout

KIND = "search"


class DiskSavedSearches:
    """Fills the port ``SavedSearches``; the gallery's ``use`` and ``use_for_writing`` guard each call."""

    def __init__(
        self,
        layout: Layout,
        use: Callable[[], AbstractContextManager[object]],
        use_for_writing: Callable[[], AbstractContextManager[object]],
    ) -> None:
        self._files = DocumentFolder(layout.searches, KIND, layout.staging)
        self._use = use
        self._use_for_writing = use_for_writing

    def list_all(self) -> tuple[SavedSearch, ...]:
        """In the order of their names; one that asks for what this version does not know is left out."""
        with self._use():
            return tuple(sorted(self._load_all(), key=lambda each: (each.name.casefold(), each.id)))

    def save(self, name: str, query: Query) -> SearchId:
        """One that has this name already is replaced."""
        cleaned = clean_name(name)
        with self._use_for_writing():
            document = {"name": cleaned, "query": encode_query(query)}
            for each, old in self._files.load_all():
                if old["name"] == cleaned:
                    self._files.save(each, old | document)
                    return SearchId(each)
            return SearchId(self._files.create(document))

    def delete(self, search_id: SearchId) -> None:
        with self._use_for_writing():
            self._files.delete(search_id)

    def _load_all(self) -> Iterator[SavedSearch]:
        for each, document in self._files.load_all():
            try:
                query = decode_query(document.get("query"))
            except (ValueError, TypeError, AttributeError):
                continue
            yield SavedSearch(SearchId(each), document["name"], query)


def encode_query(query: Query) -> dict[str, Any]:
    """Only what narrows the results down, so that people can read it."""
    encoded = {
        "words": query.words,
        "stars_min": query.stars_min,
        "labels": sorted(query.labels),
        "flag": query.flag,
        "kind": query.kind,
        "qualities": sorted(query.qualities),
        "size": None if query.size is None else str(query.size),
        "since": None if query.since is None else query.since.isoformat(),
        "until": None if query.until is None else query.until.isoformat(),
        "dollars_min": query.dollars_min,
        "dollars_max": query.dollars_max,
        "is_sandbox": query.is_sandbox,
        "source_digest": query.source_digest,
        "collection": query.collection,
    }
    asked = query._asdict()
    return {name: value for name, value in encoded.items() if asked[name] != getattr(Query(), name)}


def decode_query(value: Any) -> Query:
    """ValueError, TypeError or AttributeError for what this version cannot look for."""
    unknown = value.keys() - set(Query._fields)
    if unknown:
        raise ValueError("asks for what is not known here")
    return Query(**{name: _DECODERS[name](each) for name, each in value.items()})


def _decode_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _decode_stars(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= STARS_MAX:
        raise ValueError("no number of stars")
    return value


def _decode_moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment


def _decode_dollars(value: Any) -> float:
    if type(value) not in {int, float}:
        raise TypeError("no sum")
    return float(value)


def _decode_truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "words": _decode_text,
    "stars_min": _decode_stars,
    "labels": lambda value: frozenset(map(Label, value)),
    "flag": Flag,
    "kind": Kind,
    "qualities": lambda value: frozenset(map(Quality, value)),
    "size": parse_size,
    "since": _decode_moment,
    "until": _decode_moment,
    "dollars_min": _decode_dollars,
    "dollars_max": _decode_dollars,
    "is_sandbox": _decode_truth,
    "source_digest": _decode_text,
    "collection": lambda value: CollectionId(_decode_text(value)),
}
