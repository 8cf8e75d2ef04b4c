"""The rows that a query finds: how many there are, which of them have been read, what is to be read next.

The rows lie in blocks, newest first. Each block knows a sequence that all of its results are below, its
*ceiling*, and so can be read by itself, whatever has been read before it. How many rows an unread block
has is a guess, which its reading puts right. A million results are a few thousand blocks, and what happens
at one place need not be reckoned through to the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbo_studio.core.result import Result, ResultId

BLOCK_ROWS = 200
_LONG_ROWS = 2 * BLOCK_ROWS
"""From here on a block is divided once it is known where."""
_READ_BLOCKS_MAX = 40
"""Some 8,000 results, which take about 30 MB."""
_SLACK_ROWS = 8
"""Read beyond the guess, so that a few rows more than that need no second reading."""
_ABOVE_ALL = 2**63 - 1

_by_age = attrgetter("sequence")


class Reading(NamedTuple):
    """A page to be asked for: the newest ``limit`` results with sequences below ``before``."""

    before: int | None
    limit: int


class RowWatcher(Protocol):
    """Is told of each change of the rows, before and after it, as an item model tells its views."""

    def about_to_insert(self, row: int, count: int) -> None: ...
    def inserted(self) -> None: ...
    def about_to_remove(self, row: int, count: int) -> None: ...
    def removed(self) -> None: ...
    def changed(self, row: int, count: int) -> None: ...


class _Nobody:
    def about_to_insert(self, row: int, count: int) -> None: ...
    def inserted(self) -> None: ...
    def about_to_remove(self, row: int, count: int) -> None: ...
    def removed(self) -> None: ...
    def changed(self, row: int, count: int) -> None: ...


@dataclass(slots=True)
class _Block:
    """Rows with sequences below ``ceiling``, and not below the ceiling of the block that follows."""

    ceiling: int
    count: int = 0
    results: list[Result] | None = None
    """Newest first; None until they are read, and again once they are dropped."""
    told: list[Result] = field(default_factory=list)
    """Came while the block was not read: a page that was read before may be told after, without them."""


class ResultRows:
    """At first one block that may hold anything; ``find_readings`` says what to ask for."""

    def __init__(self) -> None:
        self.watcher: RowWatcher = _Nobody()
        self._blocks = [_Block(_ABOVE_ALL)]
        self._starts = [0]
        self._asked: dict[int, int] = {}
        """The limits of pages that were asked for and have not come, by ceiling."""
        self._has_grown = False
        """Whether anything has been read since the last ``drop_far``."""
        self._gone: set[ResultId] = set()
        """Were taken away: a page that was read before may be told after, with them."""

    def __len__(self) -> int:
        return self._starts[-1] + self._blocks[-1].count

    def __getitem__(self, row: int) -> Result | None:
        """The result of a row; None where it has not been read."""
        number = self._block_at(row)
        results = self._blocks[number].results
        return None if results is None else results[row - self._starts[number]]

    @property
    def is_whole(self) -> bool:
        """Whether all there is has been read, so that nothing about the rows is a guess."""
        return all(block.results is not None for block in self._blocks)

    def has_read(self, rows: range) -> bool:
        return not rows or all(block.results is not None for block in self._blocks[self._cover(rows)])

    @property
    def asked_count(self) -> int:
        return len(self._asked)

    def find_place(self, sequence: int) -> range:
        """The rows of the block in which a result of this sequence lies, if it lies anywhere."""
        number = self._block_of(sequence)
        return range(self._starts[number], self._starts[number] + self._blocks[number].count)

    # What is to be read

    def find_readings(self, rows: range) -> list[Reading]:
        """The pages that these rows wait for and that were not asked for yet, nearest to their middle first.

        Rows deep in a long block can be reached only once anchors have divided it.
        """
        if not rows:
            return []
        middle = (rows.start + rows.stop) // 2
        numbers = range(len(self._blocks))[self._cover(rows)]
        return [
            self._reading_of(number)
            for number in sorted(numbers, key=lambda number: self._distance(number, middle))
            if self._blocks[number].results is None
            and self._blocks[number].ceiling not in self._asked
            and rows.start < self._starts[number] + _LONG_ROWS
        ]

    def note_asked(self, reading: Reading) -> None:
        self._asked[_ABOVE_ALL if reading.before is None else reading.before] = reading.limit

    def forget_asked(self) -> None:
        """Let everything be asked for again: something went wrong, and pages may never come."""
        self._asked.clear()

    def drop_far(self, row: int, kept: Iterable[int] = ()) -> None:
        """Keep the memory bounded: forget what was read farthest from this row, and not at ``kept``."""
        if not self._has_grown:
            return  # asked for at each step of a scroll, and looking through all blocks takes its time
        self._has_grown = False
        read = [number for number, block in enumerate(self._blocks) if block.results]
        if len(read) <= _READ_BLOCKS_MAX:
            return
        pinned = {self._block_at(each) for each in kept}
        read.sort(key=lambda number: self._distance(number, row))
        for number in set(read[_READ_BLOCKS_MAX:]) - pinned:
            self._blocks[number].results = None

    # What has come

    def take_page(self, reading: Reading, page: Sequence[Result]) -> None:
        """Fill the block that this page was asked for, and put right how many rows it has."""
        ceiling, limit = _ABOVE_ALL if reading.before is None else reading.before, reading.limit
        if self._asked.get(ceiling) != limit:
            return  # asked for before trouble, and in another way since
        del self._asked[ceiling]
        number = self._block_of(ceiling - 1)
        block = self._blocks[number]
        if block.ceiling != ceiling or block.results is not None:
            return  # nobody waits for it any more
        floor = self._blocks[number + 1].ceiling if number + 1 < len(self._blocks) else 0
        found = {result.id: result for result in page if result.sequence >= floor}
        if len(page) == limit == len(found):
            self._resize(number, max(block.count, limit + 1))
            self._divide(number, limit, page[-1].sequence)
        found |= {result.id: result for result in block.told}
        found = {result_id: result for result_id, result in found.items() if result_id not in self._gone}
        self._resize(number, len(found))
        self._has_grown = True
        block.results, block.told = sorted(found.values(), key=_by_age, reverse=True), []
        if found:
            self.watcher.changed(self._starts[number], len(found))

    def take_total(self, total: int) -> None:
        """Make the guesses agree with the count of all, as far as there are any."""
        for number in reversed(range(len(self._blocks))):
            surplus = len(self) - total
            if surplus and self._blocks[number].results is None:
                self._resize(number, max(1, self._blocks[number].count - surplus))

    def take_anchors(self, step: int, sequences: Sequence[int]) -> None:
        """Divide the long block at the end: ``sequences`` are those of rows 0, ``step``, 2 · ``step``, …"""
        number = len(self._blocks) - 1
        long, first = self._blocks[number], self._starts[number]
        if long.results is not None or long.count <= _LONG_ROWS or not sequences:
            return
        newer = sum(result.sequence > sequences[0] for result in self._iterate_read())
        marks = [
            (index * step + newer, sequence + 1)
            for index, sequence in enumerate(sequences)
            if index * step + newer > first and sequence + 1 < long.ceiling
        ]
        pieces = [_Block(long.ceiling), *(_Block(ceiling) for _, ceiling in marks)]
        bounds = pairwise([first, *(row for row, _ in marks), len(self)])
        for piece, (start, stop) in zip(pieces, bounds, strict=True):
            piece.count = min(max(1, stop - start), step)
        self._resize(number, sum(piece.count for piece in pieces))
        self._blocks[number:] = pieces
        self._reckon()
        for result in long.told:
            self._blocks[self._block_of(result.sequence)].told.append(result)

    def place(self, result: Result) -> None:
        """Put a result where it belongs by its age, unless it is there."""
        self._gone.discard(result.id)
        number = self._block_of(result.sequence)
        block = self._blocks[number]
        if result.id in {each.id for each in (block.told if block.results is None else block.results)}:
            return
        if block.results is None:
            block.told.append(result)
            self._resize(number, block.count + 1)
            return
        place = sum(each.sequence > result.sequence for each in block.results)
        self.watcher.about_to_insert(self._starts[number] + place, 1)
        block.results.insert(place, result)
        block.count += 1
        self._reckon()
        self.watcher.inserted()
        if block.count >= _LONG_ROWS:
            self._divide(number, BLOCK_ROWS, block.results[BLOCK_ROWS - 1].sequence)

    def place_if_read(self, result: Result) -> None:
        """The same, where it is certain that it is not counted already."""
        self._gone.discard(result.id)
        if self.has_read(self.find_place(result.sequence)):
            self.place(result)

    def remove(self, ids: Iterable[ResultId]) -> set[ResultId]:
        """Take results away; what is given back is not known here: it may be in unread blocks."""
        unknown = set(ids)
        self._gone |= unknown
        for number, block in enumerate(self._blocks):
            known = block.told if block.results is None else block.results
            gone = [place for place, each in enumerate(known) if each.id in unknown]
            if not gone:
                continue  # thousands of blocks, and each change of one is reckoned through all
            unknown -= {known[place].id for place in gone}
            if block.results is None:
                block.told = [each for place, each in enumerate(known) if place not in gone]
                self._resize(number, block.count - len(gone))
                continue
            for first, last in reversed(list(_find_runs(gone))):
                self.watcher.about_to_remove(self._starts[number] + first, last - first + 1)
                del block.results[first : last + 1]
                block.count -= last - first + 1
                self._reckon()
                self.watcher.removed()
        return unknown

    def replace(self, result: Result) -> bool:
        """Show what a result has become; False where it is not among those that have been read."""
        number = self._block_of(result.sequence)
        block = self._blocks[number]
        known = block.told if block.results is None else block.results
        for place, each in enumerate(known):
            if each.id == result.id:
                known[place] = result
                if block.results is not None:
                    self.watcher.changed(self._starts[number] + place, 1)
                return True
        return False

    # Blocks

    def _block_at(self, row: int) -> int:
        """The number of the block that a row lies in."""
        return bisect_right(self._starts, row) - 1

    def _cover(self, rows: range) -> slice:
        """The blocks that rows lie in; at least one."""
        return slice(self._block_at(rows.start), self._block_at(rows.stop - 1) + 1)

    def _block_of(self, sequence: int) -> int:
        """The number of the block in which a sequence has its place."""
        return bisect_left(self._blocks, -sequence, key=lambda block: -block.ceiling) - 1

    def _distance(self, number: int, row: int) -> int:
        start = self._starts[number]
        return max(start - row, row - start - self._blocks[number].count + 1, 0)

    def _reading_of(self, number: int) -> Reading:
        block = self._blocks[number]
        before = None if block.ceiling == _ABOVE_ALL else block.ceiling
        if block.count > _LONG_ROWS:
            return Reading(before, BLOCK_ROWS)
        is_last = number == len(self._blocks) - 1
        return Reading(before, max(block.count + _SLACK_ROWS, BLOCK_ROWS if is_last else 0))

    def _iterate_read(self) -> Iterator[Result]:
        return chain.from_iterable(block.results or () for block in self._blocks)

    def _reckon(self) -> None:
        """Note anew in which row each block starts."""
        self._starts = list(accumulate((block.count for block in self._blocks[:-1]), initial=0))

    def _resize(self, number: int, count: int) -> None:
        """Change the guess of an unread block, by rows at its end."""
        block = self._blocks[number]
        row, more = self._starts[number] + min(block.count, count), count - block.count
        if more > 0:
            self.watcher.about_to_insert(row, more)
        elif more < 0:
            self.watcher.about_to_remove(row, -more)
        block.count = count
        self._reckon()
        if more > 0:
            self.watcher.inserted()
        elif more < 0:
            self.watcher.removed()

    def _divide(self, number: int, count: int, ceiling: int) -> None:
        """Make two blocks of one: its first ``count`` rows, and what is below ``ceiling``."""
        block = self._blocks[number]
        rest = _Block(ceiling, block.count - count)
        if block.results is not None:
            block.results, rest.results = block.results[:count], block.results[count:]
        rest.told = [result for result in block.told if result.sequence < ceiling]
        block.told = [result for result in block.told if result.sequence >= ceiling]
        block.count = count
        self._blocks.insert(number + 1, rest)
        self._reckon()


def _find_runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of adjacent places, which come in order."""
    first = 0
    for index, place in enumerate(places):
        if index + 1 == len(places) or places[index + 1] > place + 1:
            yield places[first], place
            first = index + 1
