"""Searches of the index: which results a query lets through, newest first, a page at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.gallery.terms import read_query, tag_picture

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from turbo_studio.core.query import Query
    from turbo_studio.gallery.terms import Asked

PLACE_MAX = 2**63 - 1
_FEW_PLACES = 300
"""So many rows are looked at in the time of some leaps."""
_ANCHORS_OF_ALL = """
    WITH RECURSIVE anchors (place) AS (
        SELECT max(place) FROM results
        UNION ALL
        SELECT (SELECT place FROM results WHERE place < anchors.place ORDER BY place DESC LIMIT 1 OFFSET ?)
        FROM anchors WHERE place IS NOT NULL
    )
    SELECT place FROM anchors WHERE place IS NOT NULL
"""
"""From each to the next by the narrow index: to number a million rows takes ten times longer."""


class Row(NamedTuple):
    """A record as its file has it, and its place in time, which no other result has."""

    place: int
    record: str


class _Selection(NamedTuple):
    """Statement and values of the places that a query lets through, newest first."""

    statement: str
    values: tuple[object, ...]


class Search:
    """Reads alone, by one thread at a time. sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        self._connection.close()

    def fetch_page(self, query: Query, before: int | None, limit: int) -> list[Row]:
        """Newest first, below the place ``before`` where one is given."""
        asked, below = read_query(query), PLACE_MAX if before is None else before
        places = self._select_few(asked, below) or _select(asked, below)
        return self._fetch_rows(f"{places.statement} LIMIT ?", (*places.values, limit))

    def count(self, query: Query) -> int:
        places = _select(read_query(query))
        statement = f"SELECT count(*) FROM ({places.statement})"  # noqa: S608 - made of constants
        (total,) = self._connection.execute(statement, places.values).fetchone()
        return int(total)

    def fetch_anchors(self, query: Query, step: int) -> list[int]:
        """The places of rows 0, ``step``, 2 · ``step`` and so on."""
        asked = read_query(query)
        if not asked.match:
            rows = self._connection.execute(_ANCHORS_OF_ALL, (step - 1,))
        else:
            places = _select(asked)
            # In one statement: each row that Python is handed takes the interpreter's lock once.
            statement = f"""
                SELECT place FROM (SELECT place, row_number() OVER () AS row FROM ({places.statement}))
                WHERE (row - 1) % ? = 0
            """  # noqa: S608 - made of constants
            rows = self._connection.execute(statement, (*places.values, step))
        return [place for (place,) in rows.fetchall()]

    def fetch_by_id(self, ids: Sequence[str]) -> list[Row]:
        """In no order; without those that are not there."""
        statement = "SELECT place FROM results WHERE id IN (SELECT value FROM json_each(?))"
        return self._fetch_rows(statement, (json.dumps(ids),))

    def fetch_by_digest(self, digests: Collection[str]) -> list[Row]:
        """Those whose pictures have one of these SHA-256, newest first."""
        statement = "SELECT rowid AS place FROM terms WHERE terms MATCH ?"
        rows = (row for each in digests for row in self._fetch_rows(statement, (tag_picture(each),)))
        return sorted(rows, reverse=True)

    def count_members(self) -> dict[str, int]:
        """How many results are in each collection."""
        statement = """
            SELECT collection, count(*) FROM members JOIN results ON results.id = members.result_id
            GROUP BY collection
        """
        return dict(self._connection.execute(statement).fetchall())

    def _select_few(self, asked: Asked, before: int) -> _Selection | None:
        """Words among what filters let through, where that is little; None where it is not.

        With each place that a filter leads to, the terms of words leap through lists of half a million.
        """
        if not asked.filters:
            return None
        statement = "SELECT rowid FROM terms WHERE terms MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        found = self._connection.execute(statement, (asked.filters, before, _FEW_PLACES + 1)).fetchall()
        if len(found) > _FEW_PLACES:
            return None
        needed = dict.fromkeys((*asked.words, *asked.conditions))
        statement = f"""
            SELECT place FROM texts WHERE place IN (SELECT value FROM json_each(?))
            AND {_join(needed)} ORDER BY place DESC
        """  # noqa: S608 - made of constants
        places = json.dumps([place for (place,) in found])
        return _Selection(statement, (places, *(value for _, value in needed)))

    def _fetch_rows(self, places: str, values: tuple[object, ...]) -> list[Row]:
        statement = f"""
            SELECT results.place, results.record FROM ({places}) AS found
            CROSS JOIN results ON results.place = found.place ORDER BY results.place DESC
        """  # noqa: S608 - made of constants
        return [Row(*each) for each in self._connection.execute(statement, values).fetchall()]


def _select(asked: Asked, before: int = PLACE_MAX) -> _Selection:
    """The index of terms leads, for it alone knows how many there are of each; rows are only looked at."""
    if not asked.match:
        return _Selection("SELECT place FROM results WHERE place < ? ORDER BY place DESC", (before,))
    if not asked.conditions:
        statement = "SELECT rowid AS place FROM terms WHERE terms MATCH ? AND rowid < ? ORDER BY rowid DESC"
        return _Selection(statement, (asked.match, before))
    statement = f"""
        SELECT terms.rowid AS place FROM terms CROSS JOIN texts ON texts.place = terms.rowid
        WHERE terms MATCH ? AND terms.rowid < ? AND {_join(asked.conditions)} ORDER BY terms.rowid DESC
    """  # noqa: S608 - made of constants
    return _Selection(statement, (asked.match, before, *(value for _, value in asked.conditions)))


def _join(conditions: Iterable[tuple[str, object]]) -> str:
    return " AND ".join(condition for condition, _ in conditions)
