"""The rows of a query, held against the plain list of all results, in whatever order things are told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.helpers.fake_engine import describe_result
from turbo_studio.core.result import ResultId
from turbo_studio.session.result_rows import BLOCK_ROWS, ResultRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.result import Result
    from turbo_studio.session.result_rows import Reading

_HOME = Path("/nowhere")


class Mirror:
    """Repeats what the rows tell on a plain list, as a view of an item model does."""

    def __init__(self) -> None:
        self.shown: list[None] = []
        self.changes: list[tuple[int, int]] = []
        self._pending: Callable[[], None] | None = None

    def about_to_insert(self, row: int, count: int) -> None:
        assert self._pending is None
        assert count > 0
        assert 0 <= row <= len(self.shown)
        self._pending = lambda: self.shown.__setitem__(slice(row, row), [None] * count)

    def about_to_remove(self, row: int, count: int) -> None:
        assert self._pending is None
        assert count > 0
        assert 0 <= row <= row + count <= len(self.shown)
        self._pending = lambda: self.shown.__delitem__(slice(row, row + count))

    def inserted(self) -> None:
        assert self._pending is not None
        self._pending()
        self._pending = None

    removed = inserted

    def changed(self, row: int, count: int) -> None:
        assert 0 <= row < row + count <= len(self.shown)
        self.changes.append((row, count))


class Server:
    """The whole list, newest first, which answers as the gallery's index does."""

    def __init__(self, count: int) -> None:
        self.results = [describe_result(_HOME, number) for number in range(count * 3, 0, -3)]

    def page(self, reading: Reading) -> list[Result]:
        before = reading.before
        below = [each for each in self.results if before is None or each.sequence < before]
        return below[: reading.limit]

    def anchors(self, step: int) -> list[int]:
        return [each.sequence for each in self.results[::step]]


def read_all(rows: ResultRows, server: Server) -> None:
    for _ in range(1000):
        readings = rows.find_readings(range(max(1, len(rows))))
        if not readings:
            return
        rows.note_asked(readings[0])
        rows.take_page(readings[0], server.page(readings[0]))
    pytest.fail("the reading never ends")


def open_rows(count: int) -> tuple[ResultRows, Server, Mirror]:
    """Rows whose first page, count and anchors have come."""
    server, mirror = Server(count), Mirror()
    rows = ResultRows()
    rows.watcher = mirror
    first = rows.find_readings(range(1))[0]
    rows.note_asked(first)
    rows.take_page(first, server.page(first))
    if not rows.is_whole:
        rows.take_total(count)
        rows.take_anchors(BLOCK_ROWS, server.anchors(BLOCK_ROWS))
    return rows, server, mirror


def test_few_results_are_read_in_one_page() -> None:
    rows, server, _mirror = open_rows(57)
    assert rows.is_whole
    assert [rows[row] for row in range(len(rows))] == server.results


def test_of_many_only_what_is_looked_at_is_read() -> None:
    rows, server, mirror = open_rows(20_000)
    assert len(rows) == len(mirror.shown) == 20_000
    readings = rows.find_readings(range(15_050, 15_090))
    assert len(readings) == 1
    rows.note_asked(readings[0])
    assert rows.find_readings(range(15_050, 15_090)) == []
    rows.take_page(readings[0], server.page(readings[0]))
    assert [rows[row] for row in range(15_050, 15_090)] == server.results[15_050:15_090]
    assert rows.has_read(range(15_050, 15_090))
    assert not rows.has_read(range(15_150, 15_250))
    assert rows[15_250] is None
    assert len(rows) == 20_000


def test_the_nearest_page_is_asked_for_first() -> None:
    rows, server, _mirror = open_rows(20_000)
    readings = rows.find_readings(range(10_000, 11_000))
    assert [server.page(reading)[0] for reading in readings[:1]] == [server.results[10_400]]


def test_without_anchors_the_rows_are_read_one_page_after_the_other() -> None:
    server, mirror = Server(1_000), Mirror()
    rows = ResultRows()
    rows.watcher = mirror
    read_all(rows, server)
    assert [rows[row] for row in range(len(rows))] == server.results


def test_what_is_far_away_is_forgotten_but_not_the_row_in_hand() -> None:
    rows, server, _mirror = open_rows(20_000)
    read_all(rows, server)
    rows.drop_far(19_000, [3])
    read = [row for row in range(0, 20_000, BLOCK_ROWS) if rows[row] is not None]
    assert read[0] == 0
    assert len(read) == 41
    assert min(read[1:]) > 10_000
    assert len(rows) == 20_000


def test_a_result_that_became_another_is_shown_in_its_place() -> None:
    rows, server, mirror = open_rows(500)
    other = describe_result(_HOME, server.results[7].sequence, "another prompt")
    assert rows.replace(other)
    assert rows[7] is other
    assert mirror.changes[-1] == (7, 1)
    assert not rows.replace(describe_result(_HOME, 1))


def test_what_goes_changes_no_block_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a million results there are thousands of blocks, and each change of one is reckoned through all."""
    rows, server, _mirror = open_rows(20_000)
    reckoned: list[ResultRows] = []
    reckon = ResultRows._reckon

    def count_and_reckon(self: ResultRows) -> None:
        reckoned.append(self)
        reckon(self)

    monkeypatch.setattr(ResultRows, "_reckon", count_and_reckon)
    assert rows.remove([server.results[3].id, ResultId("nobody")]) == {"nobody"}
    assert len(rows) == 19_999
    assert len(reckoned) == 1


def test_unread_rows_may_be_gone_without_anyone_knowing_which() -> None:
    rows, server, _mirror = open_rows(1_000)
    gone = server.results.pop(700)
    assert rows.remove([gone.id]) == {gone.id}
    rows.take_total(999)
    assert len(rows) == 999
    read_all(rows, server)
    assert [rows[row] for row in range(len(rows))] == server.results


def test_pages_that_went_wrong_are_asked_for_again() -> None:
    rows, _server, _mirror = open_rows(1_000)
    (reading,) = rows.find_readings(range(600, 610))
    rows.note_asked(reading)
    rows.forget_asked()
    assert rows.find_readings(range(600, 610)) == [reading]


def test_a_page_that_was_read_before_does_not_bring_back_what_is_gone() -> None:
    rows, server, _mirror = open_rows(1_000)
    (reading,) = rows.find_readings(range(600, 610))
    rows.note_asked(reading)
    page = server.page(reading)
    assert rows.remove([page[3].id]) == {page[3].id}
    rows.take_page(reading, page)
    assert [rows[row] for row in range(600, 603)] == page[:3]
    assert rows[603] == page[4]
    rows.place(page[3])
    assert rows[603] == page[3]


def test_what_comes_back_while_its_rows_are_not_read_is_there_when_they_are() -> None:
    rows, server, _mirror = open_rows(1_000)
    result = server.results[600]
    rows.remove([result.id])
    rows.place_if_read(result)
    read_all(rows, server)
    assert rows[600] == result


def test_a_page_that_was_asked_for_in_another_way_before_trouble_is_not_taken() -> None:
    server, rows = Server(1_000), ResultRows()
    (asked,) = rows.find_readings(range(1))
    rows.note_asked(asked)
    rows.forget_asked()
    shorter = asked._replace(limit=asked.limit // 2)
    rows.note_asked(shorter)
    rows.take_page(asked, server.page(asked))
    assert len(rows) == 0
    rows.take_page(shorter, server.page(shorter))
    assert rows[shorter.limit - 1] == server.results[shorter.limit - 1]


class Life(RuleBasedStateMachine):
    """A gallery that changes while it is read: what was answered before is told after, and the other way."""

    def __init__(self) -> None:
        super().__init__()
        self.server = Server(1_100)
        self.mirror = Mirror()
        self.rows = ResultRows()
        self.rows.watcher = self.mirror
        self.answers: list[Callable[[], None]] = []
        self.news: list[Callable[[], None]] = []
        self.newest = self.server.results[0].sequence

    @rule(place=st.floats(0, 1))
    def look(self, place: float) -> None:
        first = int(place * len(self.rows))
        for reading in self.rows.find_readings(range(first, first + 40))[:2]:
            self.rows.note_asked(reading)
            page = self.server.page(reading)
            self.answers.append(partial(self.rows.take_page, reading, page))

    @rule()
    def ask_for_the_shape(self) -> None:
        total, anchors = len(self.server.results), self.server.anchors(BLOCK_ROWS)
        self.answers.append(lambda: None if self.rows.is_whole else self.rows.take_total(total))
        self.answers.append(lambda: self.rows.take_anchors(BLOCK_ROWS, anchors))

    @rule(count=st.integers(1, 250))
    def save(self, count: int) -> None:
        for _ in range(count):
            self.newest += 3
            result = describe_result(_HOME, self.newest)
            self.server.results.insert(0, result)
            self.news.append(partial(self.rows.place, result))

    @precondition(lambda self: self.server.results)
    @rule(place=st.floats(0, 0.999), count=st.integers(1, 9))
    def delete(self, place: float, count: int) -> None:
        first = int(place * len(self.server.results))
        gone = self.server.results[first : first + count]
        del self.server.results[first : first + count]
        self.news.append(partial(self.forget, gone))

    def forget(self, gone: list[Result]) -> None:
        if self.rows.remove([result.id for result in gone]):
            self.rows.drop_far(0)

    @rule(number=st.integers(1, 3_300).filter(lambda number: number % 3))
    def restore(self, number: int) -> None:
        result = describe_result(_HOME, number)
        if result not in self.server.results:
            self.server.results.append(result)
            self.server.results.sort(key=lambda each: -each.sequence)
            self.news.append(partial(self.rows.place, result))

    @precondition(lambda self: self.answers)
    @rule()
    def tell_answer(self) -> None:
        self.answers.pop(0)()

    @precondition(lambda self: self.news)
    @rule()
    def tell_news(self) -> None:
        self.news.pop(0)()

    @rule(place=st.floats(0, 1))
    def drop(self, place: float) -> None:
        self.rows.drop_far(int(place * len(self.rows)))

    @rule()
    def meet_trouble(self) -> None:
        self.rows.forget_asked()

    @invariant()
    def views_have_as_many_rows(self) -> None:
        assert len(self.mirror.shown) == len(self.rows)

    @invariant()
    def rows_are_in_order(self) -> None:
        read = [self.rows[row] for row in range(len(self.rows))]
        sequences = [result.sequence for result in read if result is not None]
        assert sequences == sorted(set(sequences), reverse=True)

    def teardown(self) -> None:
        while self.answers:
            self.answers.pop(0)()
        while self.news:
            self.news.pop(0)()
        self.rows.forget_asked()
        read_all(self.rows, self.server)
        assert [self.rows[row] for row in range(len(self.rows))] == self.server.results


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
