from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from turbo_studio.sandbox.switches import (
    Fault,
    SwitchBoard,
    SwitchError,
    Switches,
    format_switches,
    parse_switch_line,
    parse_switches,
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Switches()),
        ({"delay": "1.5", "fail": "429", "times": "3"}, Switches(1.5, Fault.RATE_LIMITED, 3)),
        ({"delay": 2, "fail": 401, "times": 1}, Switches(2.0, Fault.UNAUTHORIZED, 1)),
        ({"fail": "none", "drift": "on"}, Switches(drift=True)),
        ({"fail": None, "times": None, "drift": False}, Switches()),
    ],
)
def test_parse(values: dict[str, Any], expected: Switches) -> None:
    assert parse_switches(values) == expected


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_survives_writing_and_reading(fault: Fault) -> None:
    switches = Switches(0.5, fault, 7, drift=True)
    assert parse_switches(format_switches(switches)) == switches


@pytest.mark.parametrize(
    "values",
    [
        {"delay": "nan"},
        {"delay": "inf"},
        {"delay": True},
        {"delay": [1]},
        {"delay": None},
        {"delay": 3601},
        {"fail": "404"},
        {"fail": ""},
        {"fail": "500", "times": 0},
        {"fail": "500", "times": "-1"},
        {"fail": "500", "times": True},
        {"fail": "500", "times": 1.5},
        {"fail": "500", "times": "²"},
        {"fail": "500", "times": "9" * 5000},
        {"times": 2},
        {"drift": "yes"},
        {"drift": 1},
        {"drift": None},
        {"Delay": 1},
    ],
)
def test_refuse(values: dict[str, Any]) -> None:
    with pytest.raises(SwitchError) as caught:
        parse_switches(values)
    assert list(values)[-1] in str(caught.value)


def test_line_changes_what_it_names() -> None:
    base = Switches(1.0, Fault.EMPTY, 5, drift=True)
    assert parse_switch_line("delay=0, fail=cut,", base) == Switches(0.0, Fault.CUT, None, drift=True)
    assert parse_switch_line("", base) == Switches(1.0, Fault.EMPTY, None, drift=True)


@pytest.mark.parametrize("line", ["fail", "=", "delay=1,delay=2", "times=1,fail=cut"])
def test_line_refuses(line: str) -> None:
    with pytest.raises(SwitchError):
        parse_switch_line(line, Switches())


def test_board_counts_across_threads() -> None:
    board = SwitchBoard(Switches(fault=Fault.CUT, times=50))
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: board.take().fault, range(200)))
    assert taken.count(Fault.CUT) == 50
    assert board.switches == Switches()


def test_board_without_a_count_does_not_end() -> None:
    board = SwitchBoard(Switches(fault=Fault.CUT))
    assert {board.take().fault for _ in range(5)} == {Fault.CUT}
