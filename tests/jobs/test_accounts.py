"""The ledger's lines: read as untrusted, written once, and written later where the disk refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jobs.fakes import FaultyGallery
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.profile import Quality
from turbo_studio.core.spending import Expense
from turbo_studio.jobs.accounts import Accounts, decode_expense, encode_expense
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime.now(UTC)
EXPENSES = st.builds(
    Expense,
    job_id=st.text("ab", min_size=1),
    attempt=st.integers(1, 3),
    at=st.integers(0, 7_000_000_000).map(lambda at_s: datetime.fromtimestamp(at_s, UTC)),
    size=st.builds(Size, st.integers(1, 4_000), st.integers(1, 4_000)),
    quality=st.sampled_from(Quality),
    duration_s=st.none() | st.floats(0, 1e6),
    tokens=st.none() | st.integers(0, 10**12),
    dollars=st.floats(0, 1e6),
    is_estimate=st.booleans(),
    is_certain=st.booleans(),
)


@given(EXPENSES)
def test_an_expense_comes_back_as_it_was_from_one_line(expense: Expense) -> None:
    line = encode_expense(expense)
    assert b"\n" not in line
    assert decode_expense(line) == expense


@pytest.mark.expects_log("cannot be read")
@given(EXPENSES, st.data())
def test_a_torn_line_is_left_out(expense: Expense, data: st.DataObject) -> None:
    line = encode_expense(expense)
    assert decode_expense(line[: data.draw(st.integers(0, len(line) - 1))]) is None


@pytest.mark.expects_log("cannot be read")
@pytest.mark.parametrize(
    ("name", "damaged"),
    [("dollars", float("nan")), ("dollars", float("inf")), ("at", "9999-12-31T23:59:59-14:00")],
)
def test_no_damaged_line_makes_a_sum_or_a_start_impossible(name: str, damaged: object) -> None:
    document = json.loads(encode_expense(build_expense("a"))) | {name: damaged}
    assert decode_expense(json.dumps(document).encode()) is None


def build_expense(job_id: str, *, is_certain: bool = True) -> Expense:
    return Expense(
        job_id, 1, NOW, Size(64, 48), Quality.LOW, 60.0, 9, 0.5, is_estimate=False, is_certain=is_certain
    )


class Bench:
    """Accounts on a real gallery."""

    def __init__(self, folder: Path) -> None:
        self.worker = Worker()
        self.worker.start()
        self.gallery = FaultyGallery(folder)
        self.accounts = Accounts(self.worker, self._use_gallery)

    async def _use_gallery(self) -> FaultyGallery:
        return self.gallery

    def record(self, expense: Expense) -> None:
        self.worker.run(self.accounts.record(expense)).result(30)

    def lines(self) -> list[str]:
        return [decoded.job_id for line in self.gallery.ledger.load() if (decoded := decode_expense(line))]


@pytest.fixture
def books(quick_folder: Path) -> Iterator[Bench]:
    books = Bench(quick_folder)
    yield books

    async def nothing() -> None:
        pass

    books.worker.stop(nothing())
    books.gallery.close()


def test_an_attempt_is_written_once_unless_it_becomes_certain(books: Bench) -> None:
    books.record(build_expense("a", is_certain=False))
    books.record(build_expense("a", is_certain=False))
    books.record(build_expense("a"))
    books.record(build_expense("a", is_certain=False))
    assert books.lines() == ["a", "a"]
    assert books.accounts.count_spending() == (0.5, 0.0, 0.5, 0.0)


def test_what_the_disk_refuses_counts_at_once_and_is_written_later(
    books: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    books.gallery.error_at = "DiskLedger.append"
    books.gallery.error = StorageError(ProblemCode.DISK_FULL, folder="x")
    books.record(build_expense("a"))
    assert books.lines() == []
    assert books.accounts.count_spending().today == 0.5
    books.gallery.error = None
    books.record(build_expense("b"))
    assert books.lines() == ["a", "b"]
    assert "not in the ledger yet" in caplog.text


def test_a_damaged_line_costs_no_other(books: Bench, caplog: pytest.LogCaptureFixture) -> None:
    for line in (
        encode_expense(build_expense("a")),
        b'{"job_id": "b", "att',
        encode_expense(build_expense("c")),
    ):
        books.gallery.ledger.append(line)
    books.worker.run(books.accounts.load()).result(30)
    assert books.accounts.count_spending().total == 1.0
    assert "cannot be read" in caplog.text
