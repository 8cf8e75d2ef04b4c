"""Collections of results, and searches that are kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NewType

from turbo_studio.core.draft import clean_prompt

if TYPE_CHECKING:
    from turbo_studio.core.query import CollectionId, Query

SearchId = NewType("SearchId", str)
NAME_CHARACTERS_MAX = 100


class Collection(NamedTuple):
    """Results that somebody put together; a result may be in several."""

    id: CollectionId
    name: str
    total: int
    """How many of its results are in the gallery."""


class SavedSearch(NamedTuple):
    id: SearchId
    name: str
    query: Query


def clean_name(text: str) -> str:
    """A name as it is kept: one line, without white space around it; empty where nothing is left."""
    return " ".join(clean_prompt(text).split())[:NAME_CHARACTERS_MAX].rstrip()
