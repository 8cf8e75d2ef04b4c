"""What a query lets through: words and filters held against a result, by the rules of the index."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from turbo_studio.core.draft import clean_prompt
from turbo_studio.core.marks import Flag
from turbo_studio.core.query import Kind

if TYPE_CHECKING:
    from turbo_studio.core.query import Query
    from turbo_studio.core.result import Provenance, Result

WORDS_MAX = 32
_WORD_CHARACTERS_MAX = 1_000


def normalise(text: str) -> str:
    """One form for what looks alike: case, full-width letters and ligatures."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean_prompt(text)).casefold())


def split_words(search: str) -> tuple[str, ...]:
    """What was typed as words to look for, each once, none with white space in it."""
    words = dict.fromkeys(normalise(search).split())
    return tuple(word[:_WORD_CHARACTERS_MAX] for word in words)[:WORDS_MAX]


def build_searchable(provenance: Provenance) -> str:
    """What a search looks through: the prompt and the names of the sources."""
    return normalise("\n".join((provenance.prompt, *provenance.source_names)))


def find_kind(provenance: Provenance) -> Kind:
    return Kind.EDIT if provenance.uploads else Kind.GENERATION


def list_source_digests(provenance: Provenance) -> frozenset[str]:
    """SHA-256 of each source, as it was opened and as it was sent."""
    return frozenset((*provenance.source_digests, *(upload.digest for upload in provenance.uploads)))


def meets(result: Result, query: Query) -> bool:
    """Whether a query lets a result through, as far as the result knows: ``collection`` is not looked at."""
    searchable = build_searchable(result.provenance)
    return (
        all(word in searchable for word in split_words(query.words))
        and _meets_marks(result, query)
        and _meets_request(result, query)
        and _meets_dates(result, query)
        and _meets_cost(result, query)
    )


def _meets_marks(result: Result, query: Query) -> bool:
    marks = result.marks
    return (
        marks.stars >= query.stars_min
        and (not query.labels or marks.label in query.labels)
        and (query.flag is None or marks.flag is Flag(query.flag))
    )


def _meets_request(result: Result, query: Query) -> bool:
    made_by = result.provenance
    return (
        (query.kind is None or find_kind(made_by) is query.kind)
        and (not query.qualities or made_by.quality in query.qualities)
        and (query.size is None or result.size == query.size)
        and (query.is_sandbox is None or made_by.is_sandbox is query.is_sandbox)
        and (not query.source_digest or query.source_digest in list_source_digests(made_by))
    )


def _meets_dates(result: Result, query: Query) -> bool:
    return (query.since is None or result.created_at >= query.since) and (
        query.until is None or result.created_at < query.until
    )


def _meets_cost(result: Result, query: Query) -> bool:
    if query.dollars_min is None and query.dollars_max is None:
        return True
    dollars = result.provenance.dollars
    return (
        dollars is not None
        and (query.dollars_min is None or dollars >= query.dollars_min)
        and (query.dollars_max is None or dollars <= query.dollars_max)
    )
