"""P9, the storage's half: pages, searches, counts and an arrival among 1,000 and 1,000,000 results.

Each figure is what the reading thread takes, up to the results that the window gets; the pictures themselves
are not looked at. The index of a million lies in the system's folder for temporary things, and the system has
read most of what is asked for before: a first search after a start may wait for the disk.
"""

from __future__ import annotations

import gc
import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.rows import build_limit_row
from tests.benchmarks.synthetic_index import (
    CHINESE,
    FREQUENT,
    NOWHERE,
    RARE,
    SCATTERED,
    build_record,
    find_index,
    open_reader,
)
from tests.benchmarks.timing import time_ms
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Label
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import Kind, Query
from turbo_studio.gallery.index import Index
from turbo_studio.gallery.records import encode_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.rows import Row
    from turbo_studio.gallery.reading import Reader

LARGE, SMALL = 1_000_000, 1_000
PAGE = 100
RUNS = 21
PAGE_MS_MAX = SEARCH_MS_MAX = ARRIVAL_MS_MAX = 5.0
PREFIX_MS_MAX = 25.0
WALK_MS_MAX = 500.0
"""What counts all rows, or goes over them, is waited for by nobody: the page comes first."""

QUERIES = {
    "newest": Query(),
    "a frequent word": Query(FREQUENT),
    "a rare word": Query(RARE),
    "two Chinese characters": Query(CHINESE),
    "a word that is nowhere": Query(NOWHERE),
    "a word that is nowhere, its parts everywhere": Query(SCATTERED),
    "three words": Query(f"{FREQUENT} glass morning"),
    "five stars": Query(stars_min=5),
    "red": Query(labels=frozenset({Label.RED})),
    "a frequent word, red, five stars": Query(FREQUENT, stars_min=5, labels=frozenset({Label.RED})),
    "edits of one size and quality": Query(
        kind=Kind.EDIT, size=Size(1024, 1536), qualities=frozenset({Quality.LOW})
    ),
    "a month of the first year": Query(
        since=datetime(2024, 3, 1, tzinfo=UTC), until=datetime(2024, 4, 1, tzinfo=UTC)
    ),
    "a frequent word in that month": Query(
        FREQUENT, since=datetime(2024, 3, 1, tzinfo=UTC), until=datetime(2024, 4, 1, tzinfo=UTC)
    ),
    "cost between 0.20 and 0.21 dollars": Query(dollars_min=0.2, dollars_max=0.21),
}
PREFIXES = ("l", "li", "lig", "ligh", "海", "zeppe")


def measure() -> list[Row]:
    rows = []
    gc.disable()  # as in the program, which collects on the window's thread alone
    for results in (SMALL, LARGE):
        with closing(Index(find_index(results))) as index:
            reader = open_reader(index)
            rows += measure_reading(reader, f"{results:,} results")
            reader.close()
            rows.append(measure_arrival(index, f"{results:,} results"))
    gc.enable()
    return rows


def measure_reading(reader: Reader, of: str) -> list[Row]:
    middle = reader.fetch_anchors(Query(), max(1, reader.count(Query()) // 2))[1]
    rows = [
        build_limit_row(
            "P9",
            f"page of {name}, {of}",
            repeat(partial(reader.fetch_page, query, None, PAGE)),
            "ms",
            SEARCH_MS_MAX,
        )
        for name, query in QUERIES.items()
    ]
    page = repeat(partial(reader.fetch_page, Query(), middle, PAGE))
    rows.append(build_limit_row("P9", f"page in the middle, {of}", page, "ms", PAGE_MS_MAX))
    for prefix in PREFIXES:
        figures = repeat(partial(reader.fetch_page, Query(prefix), None, PAGE))
        rows.append(build_limit_row("P9", f"as typed: {prefix}, {of}", figures, "ms", PREFIX_MS_MAX))
    for name in ("newest", "a frequent word", "five stars", "a month of the first year"):
        query = QUERIES[name]
        counted = repeat(partial(reader.count, query), 5)
        walked = repeat(partial(reader.fetch_anchors, query, 1_000), 5)
        rows.append(build_limit_row("P9", f"count of {name}, {of}", counted, "ms", WALK_MS_MAX))
        rows.append(build_limit_row("P9", f"anchors of {name}, {of}", walked, "ms", WALK_MS_MAX))
    return rows


def measure_arrival(index: Index, of: str) -> Row:
    """The row of a new result, durable; it is taken out again, for the index is used once more."""
    rng = random.Random(2)  # noqa: S311 - no secret
    last = index.fetch_last_place()
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    figures = []
    for number in range(1, RUNS + 1):
        prompt = f"a soft light on a glass bottle, number {number}, 柔和的光线"
        record = build_record(last + number, prompt, moment + timedelta(minutes=number), rng, "0" * 64)
        text = encode_record(record)
        figures.append(time_ms(partial(index.put, record, text)))
        index.remove([record.id])
    return build_limit_row("P9", f"an arrival, {of}", figures, "ms", ARRIVAL_MS_MAX)


def repeat(call: Callable[[], object], runs: int = RUNS) -> list[float]:
    return [time_ms(call) for _ in range(runs)]
