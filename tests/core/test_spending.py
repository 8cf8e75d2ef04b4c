"""What is counted as spent, and how long a request is expected to take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Size
from turbo_studio.core.price import Prices
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import Usage
from turbo_studio.core.spending import Books, Expense, Spending, price_usage

SIZE = Size(1024, 1024)
NOON = datetime(2026, 11, 20, 12, 0).astimezone()
PRICES = Prices(text_in=5.0, image_in=8.0, image_out=30.0)


def build_expense(
    job_id: str = "a",
    attempt: int = 1,
    dollars: float = 0.1,
    *,
    at: datetime = NOON,
    is_certain: bool = True,
    duration_s: float | None = 60.0,
) -> Expense:
    return Expense(
        job_id, attempt, at, SIZE, Quality.HIGH, duration_s, 100, dollars, not is_certain, is_certain
    )


def build_books(*expenses: Expense) -> Books:
    books = Books()
    for expense in expenses:
        books.add(expense)
    return books


def test_certain_and_maybe_today_and_in_total_are_counted_apart() -> None:
    books = build_books(
        build_expense("a", dollars=0.1),
        build_expense("b", dollars=0.2, at=NOON - timedelta(days=1)),
        build_expense("c", dollars=0.4, is_certain=False),
        build_expense("d", dollars=0.8, at=NOON - timedelta(days=1), is_certain=False),
    )
    assert books.count_spending(NOON.date()) == pytest.approx(Spending(0.1, 0.4, 0.3, 1.2))


def test_a_day_is_one_of_the_systems_zone() -> None:
    books = build_books(build_expense(at=NOON.astimezone(UTC)))
    assert books.count_spending(NOON.date()).today == 0.1
    assert books.count_spending(date(2026, 11, 21)).today == 0.0


def test_an_attempt_counts_once_and_certainty_replaces_a_maybe() -> None:
    maybe = build_expense(dollars=0.3, is_certain=False)
    certain = build_expense(dollars=0.1)
    books = Books()
    assert [books.add(expense) for expense in (maybe, maybe, certain, maybe, certain)] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert books.count_spending(NOON.date()) == pytest.approx(Spending(0.1, 0.0, 0.1, 0.0))
    assert books.add(build_expense(attempt=2))
    assert books.count_spending(NOON.date()).total == pytest.approx(0.2)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 2), st.booleans()), max_size=20))
def test_lines_written_twice_change_no_sum(keys: list[tuple[str, int, bool]]) -> None:
    expenses = [build_expense(job_id, attempt, is_certain=is_certain) for job_id, attempt, is_certain in keys]
    once = build_books(*expenses).count_spending(NOON.date())
    assert build_books(*expenses, *expenses).count_spending(NOON.date()) == pytest.approx(once)


def test_dollars_follow_from_the_tokens() -> None:
    usage = Usage(1_100, 1_000, 100, 2_000, 3_100)
    assert price_usage(usage, PRICES) == pytest.approx((100 * 5 + 1_000 * 8 + 2_000 * 30) / 1e6)
    assert price_usage(Usage(input_tokens=1_100, total_tokens=3_100), PRICES) == pytest.approx(
        (1_100 * 8 + 2_000 * 30) / 1e6
    )


@pytest.mark.parametrize(
    "usage", [Usage(), Usage(input_tokens=5), Usage(output_tokens=9), Usage(0, 0, 0, 0, 0)]
)
def test_a_usage_that_says_too_little_is_unknown_and_not_free(usage: Usage) -> None:
    assert price_usage(usage, PRICES) is None


def test_a_duration_is_the_median_of_the_latest_of_that_size_and_quality() -> None:
    durations = [500.0] * 60 + [10.0, 20.0, 30.0] * 20
    books = build_books(*(build_expense(str(number), duration_s=s) for number, s in enumerate(durations)))
    assert books.estimate_duration(SIZE, Quality.HIGH) == 20.0
    assert books.estimate_duration(SIZE, Quality.LOW) is None
    assert build_books(build_expense(duration_s=None)).estimate_duration(SIZE, Quality.HIGH) is None
