"""The table and the JSON of the benchmarks; the benchmarks themselves are run by hand."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks.children import PeakMemory, run_child
from tests.benchmarks.rows import build_limit_row, build_row, find_p95, format_table

if TYPE_CHECKING:
    from pathlib import Path


def fail() -> None:
    raise ValueError("on purpose")


def add(first: int, second: int) -> int:
    return first + second


def hold(size_bytes: int) -> float:
    peak = PeakMemory()
    held = b"x" * size_bytes
    del held
    return peak.find_extra_mb()


@pytest.mark.parametrize(("program", "met"), [([1.0, 3.0, 2.0], True), ([9.0, 3.0, 2.1], False)])
def test_a_ratio_is_that_of_the_medians(program: list[float], met: bool) -> None:
    row = build_row("P0", "something", program, [4.0, 5.0, 1.0], "ms", 0.5)

    assert row.met is met
    assert row.ratio == sorted(program)[1] / 4
    assert row.runs == 3


def test_a_missing_peer_is_said_to_be_missing() -> None:
    row = build_row("P0", "something", [1.0], [], "ms", 0.5)

    assert row.met is None
    assert "something (peer missing)" in format_table([row])
    assert "missing  ms  " in format_table([row])


@pytest.mark.parametrize(("figures", "met"), [([4.0, 4.0, 99.0], True), ([4.1, 4.1, 1.0], False)])
def test_a_limit_needs_no_peer(figures: list[float], met: bool) -> None:
    row = build_limit_row("P0", "something", figures, "ms", 4)

    assert row.met is met
    assert row.goal == "≤ 4 ms"
    assert "missing" not in format_table([row])


def test_a_limit_tells_a_peer_that_is_there() -> None:
    row = build_limit_row("P0", "something", [2.0], "MB", 8, [386.0])

    assert (row.peer, row.ratio, row.met) == (386.0, 2 / 386, True)


def test_ninety_five_of_a_hundred_are_at_most_p95() -> None:
    assert find_p95(range(101)) == 95


def test_the_json_holds_one_object_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        benchmarks, "BENCHMARKS", {"P0": lambda: [build_row("P0", "x", [1.0], [2.0], "ms", 1)]}
    )
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--json", str(tmp_path / "rows.json")])

    assert benchmarks.main() == 0

    written = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    row = {"id": "P0", "what": "x", "program": 1.0, "peer": 2.0, "unit": "ms", "ratio": 0.5}
    assert written == {"rows": [row | {"goal": "≤ 1 ×", "met": True, "runs": 1}]}


def test_a_child_answers_or_fails() -> None:
    assert run_child(add, 1, 2) == 3
    with pytest.raises(RuntimeError, match="exit code 1"):
        run_child(fail)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_that_was_let_go_counts() -> None:
    assert 45 < run_child(hold, 50_000_000) < 60  # a few pages of it were there before
