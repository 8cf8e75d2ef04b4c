"""Terms: what the index notes of a result to find it by, and what it looks up for a query.

Words are found anywhere, also within other words, in scripts without blanks, and when they are one or two
characters short: every character, pair and triple of characters of a text is a term. One of four characters
or more is where triples are that cover it, and is looked for in the text besides. Everything else that a
query may ask for is a term too, longer than three characters; a number and a time are terms of the ranges
that they lie in, eight times larger from one to the next, so that any range is a few terms.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.marks import STARS_MAX
from turbo_studio.core.searching import find_kind, list_source_digests, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbo_studio.core.query import Query
    from turbo_studio.gallery.records import Record

GRAM_CHARACTERS_MAX = 3
_HAS_WORD = "instr(searchable, ?)"
_MEMBER = "member"
_LEVELS = 9
_BITS = 3
_RANGE_MAX = 1 << (_LEVELS * _BITS)
"""In hours, more than the 10,000 years of all dates; in parts of a dollar, more than 10,000 dollars."""
_PARTS_PER_DOLLAR = 10_000
_HOUR_US = 3_600_000_000
_YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)


class Asked(NamedTuple):
    """A query as the index takes it."""

    match: str
    """An expression of the full-text index, empty where no term is asked for."""
    conditions: tuple[tuple[str, object], ...]
    """What the terms say only roughly: conditions on a row of ``texts``, each with its value."""
    filters: str
    """An expression of the filters alone; empty where there are none, or nothing but them."""
    words: tuple[tuple[str, object], ...]
    """All words as conditions."""


def count_microseconds(moment: datetime) -> int:
    """Since the year 1."""
    return (moment - _YEAR_1) // timedelta(microseconds=1)


def build_grams(searchable: str) -> set[str]:
    """Every character, pair and triple within a word of the text."""
    grams: set[str] = set()
    for word in searchable.split():
        grams.update(word)
        grams.update(_cut(word, 2))
        grams.update(_cut(word, 3))
    return grams


def build_tags(record: Record) -> list[str]:
    """What filters look for; collections are told apart from what the record knows."""
    made_by, marks, picture = record.provenance, record.marks, record.picture
    return [
        *(f"stars{count}" for count in range(1, marks.stars + 1)),
        f"label{marks.label}",
        f"flagged{marks.flag}",
        f"kind{find_kind(made_by)}",
        f"quality{made_by.quality}",
        f"from{'sandbox' if made_by.is_sandbox else 'gateway'}",
        *([] if picture.size is None else [f"size{picture.size}"]),
        *_cover_value("hour", count_microseconds(made_by.finished_at) // _HOUR_US),
        *([] if made_by.dollars is None else _cover_value("dollars", _count_parts(made_by.dollars))),
        tag_picture(picture.digest),
        *(f"source{digest}" for digest in sorted(list_source_digests(made_by))),
    ]


def tag_picture(digest: str) -> str:
    return f"picture{digest}"


def tag_member(collection_id: str) -> str:
    """That a result is in a collection."""
    return f"{_MEMBER}{collection_id}"


def is_member_tag(tag: str) -> bool:
    return tag.startswith(_MEMBER)


def read_query(query: Query) -> Asked:
    words, filters = split_words(query.words), list(_ask_for_filters(query))
    needed = [*filters, *_ask_for_words(words)]  # the rarer first
    conditions: list[tuple[str, object]] = [
        (_HAS_WORD, word) for word in words if len(word) > GRAM_CHARACTERS_MAX
    ]
    if query.since is not None:
        conditions.append(("came_at >= ?", count_microseconds(query.since)))
    if query.until is not None:
        conditions.append(("came_at < ?", count_microseconds(query.until)))
    if query.dollars_min is not None:
        conditions.append(("dollars >= ?", query.dollars_min))
    if query.dollars_max is not None:
        conditions.append(("dollars <= ?", query.dollars_max))
    return Asked(
        match_all(needed),
        tuple(conditions),
        match_all(filters) if words else "",
        tuple((_HAS_WORD, word) for word in words),
    )


def match_all(alternatives: Iterable[Iterable[str]]) -> str:
    """An expression for what has at least one term of each."""
    return " AND ".join(f"({' OR '.join(map(_quote, terms))})" for terms in alternatives)


def _cut(word: str, length: int) -> list[str]:
    return [word[start : start + length] for start in range(len(word) - length + 1)]


def _quote(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _ask_for_words(words: Iterable[str]) -> Iterator[list[str]]:
    """Triples side by side find hardly more than all of them do, in half the time."""
    for word in words:
        if len(word) <= GRAM_CHARACTERS_MAX:
            yield [word]
        else:
            grams = _cut(word, GRAM_CHARACTERS_MAX)
            yield from ([gram] for gram in dict.fromkeys((*grams[::GRAM_CHARACTERS_MAX], grams[-1])))


def _ask_for_filters(query: Query) -> Iterator[list[str]]:
    if query.stars_min:
        yield [f"stars{min(query.stars_min, STARS_MAX + 1)}"]
    if query.labels:
        yield [f"label{label}" for label in sorted(query.labels)]
    if query.flag is not None:
        yield [f"flagged{query.flag}"]
    if query.kind is not None:
        yield [f"kind{query.kind}"]
    if query.qualities:
        yield [f"quality{quality}" for quality in sorted(query.qualities)]
    if query.is_sandbox is not None:
        yield [f"from{'sandbox' if query.is_sandbox else 'gateway'}"]
    if query.size is not None:
        yield [f"size{query.size}"]
    if query.since is not None or query.until is not None:
        yield _cover_range("hour", *_find_hours(query.since, query.until))
    if query.dollars_min is not None or query.dollars_max is not None:
        yield _cover_range("dollars", *_find_parts(query.dollars_min, query.dollars_max))
    if query.source_digest:
        yield [_tag_asked("source", query.source_digest)]
    if query.collection is not None:
        yield [_tag_asked(_MEMBER, query.collection)]


def _tag_asked(kind: str, value: str) -> str:
    """A query may be anybody's: what no term can hold is nowhere."""
    return f"{kind}{value}" if value.isascii() and value.isalnum() else kind


def _find_hours(since: datetime | None, until: datetime | None) -> tuple[int, int]:
    first = 0 if since is None else count_microseconds(since) // _HOUR_US
    end = _RANGE_MAX if until is None else -(-count_microseconds(until) // _HOUR_US)
    return first, end


def _find_parts(dollars_min: float | None, dollars_max: float | None) -> tuple[int, int]:
    first = 0 if dollars_min is None else _count_parts(dollars_min)
    end = _RANGE_MAX if dollars_max is None else _count_parts(dollars_max) + 1
    return first, end


def _count_parts(dollars: float) -> int:
    return int(max(0.0, min(dollars * _PARTS_PER_DOLLAR, _RANGE_MAX - 1)))


def _cover_value(name: str, value: int) -> list[str]:
    """A term for the range of each size that the value lies in."""
    value = min(max(0, value), _RANGE_MAX - 1)
    return [f"{name}{level}x{value >> (_BITS * level):x}" for level in range(_LEVELS)]


def _cover_range(name: str, first: int, end: int) -> list[str]:
    """The fewest terms that cover the whole numbers from ``first`` to before ``end``; at least one."""
    first, end = max(0, min(first, _RANGE_MAX - 1)), min(end, _RANGE_MAX)
    end = max(end, first + 1)
    terms: list[str] = []
    for level in range(_LEVELS):
        is_last = level == _LEVELS - 1
        while first < end and (is_last or first & (2**_BITS - 1)):
            terms.append(f"{name}{level}x{first:x}")
            first += 1
        while first < end and end & (2**_BITS - 1):
            end -= 1
            terms.append(f"{name}{level}x{end:x}")
        first, end = first >> _BITS, end >> _BITS
    return terms
