"""A gallery in memory that answers a session as a real one does, through the event loop of the window.

Results are made when they are asked for, so that a million of them cost nothing. They have the sequences
1 to ``total``; the newest is the last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.helpers.fake_engine import describe_result
from turbo_studio.core.facts import (
    AnchorsFetched,
    PageFetched,
    ResultsChanged,
    ResultsCounted,
    ResultsRemoved,
)
from turbo_studio.core.query import Query
from turbo_studio.core.searching import meets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.result import Result, ResultId

_ALL = Query()


class Shelf:
    """``tell`` is the bridge's ``post``. ``build`` makes a result of a sequence; by default, of no files."""

    def __init__(
        self,
        tell: Callable[[Fact], None],
        folder: Path,
        total: int,
        build: Callable[[int], Result] | None = None,
    ) -> None:
        self.total = total
        self._tell = tell
        self._folder = folder
        self._build = build or self._describe
        self._gone: set[int] = set()
        self._changed: dict[int, Result] = {}

    def find(self, sequence: int) -> Result:
        return self._changed.get(sequence) or self._build(sequence)

    def remove(self, *sequences: int) -> None:
        self._gone.update(sequences)
        self._tell(ResultsRemoved(tuple(self.find(sequence).id for sequence in sequences)))

    # What a library is asked

    def tell_page(self, query: Query, before: int | None, limit: int) -> None:
        page = []
        for result in self._iterate(query, before):
            page.append(result)
            if len(page) == limit:
                break
        self._tell(PageFetched(query, before, limit, tuple(page)))

    def tell_count(self, query: Query) -> None:
        total = self.total - len(self._gone) if query == _ALL else sum(1 for _ in self._iterate(query, None))
        self._tell(ResultsCounted(query, total))

    def tell_anchors(self, query: Query, step: int) -> None:
        if query == _ALL:
            sequences = [number for number in range(self.total, 0, -1) if number not in self._gone][::step]
        else:
            sequences = [result.sequence for result in self._iterate(query, None)][::step]
        self._tell(AnchorsFetched(query, step, tuple(sequences)))

    def change_marks(
        self, ids: Sequence[ResultId], stars: int | None, label: Label | None, flag: Flag | None
    ) -> None:
        given: dict[str, Any] = {"stars": stars, "label": label, "flag": flag}
        asked = {name: value for name, value in given.items() if value is not None}
        results = [self.find(int(each)) for each in ids]
        changed = [replace(result, marks=result.marks._replace(**asked)) for result in results]
        self._changed |= {result.sequence: result for result in changed}
        self._tell(ResultsChanged(tuple(changed)))

    def _iterate(self, query: Query, before: int | None) -> Iterator[Result]:
        for sequence in range(self.total if before is None else min(before - 1, self.total), 0, -1):
            if sequence not in self._gone:
                result = self.find(sequence)
                if query == _ALL or meets(result, query):
                    yield result

    def _describe(self, sequence: int) -> Result:
        return describe_result(self._folder, sequence, f"a cup of tea, number {sequence}")
