"""Rows of the table: a figure of the program, its peer's, their ratio, and the goal for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``ratio`` is program / peer; ``met`` is None where the peer is missing.

    A goal that is a limit needs no peer: then ``peer`` and ``ratio`` may be None and ``met`` is not.
    """

    id: str
    what: str
    program: float
    peer: float | None
    unit: str
    ratio: float | None
    goal: str
    met: bool | None
    runs: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def build_row(
    row_id: str, what: str, program: Sequence[float], peer: Sequence[float], unit: str, ratio_max: float
) -> Row:
    """A row from the runs of both sides; its goal is that the ratio of medians is at most ``ratio_max``."""
    goal = f"≤ {ratio_max:g} ×"
    middle = median(program)
    if not peer:
        return Row(row_id, f"{what} (peer missing)", middle, None, unit, None, goal, None, len(program))
    ratio = middle / median(peer)
    return Row(row_id, what, middle, median(peer), unit, ratio, goal, ratio <= ratio_max, len(program))


def build_limit_row(
    row_id: str, what: str, program: Sequence[float], unit: str, limit: float, peer: Sequence[float] = ()
) -> Row:
    """A row whose goal is that the median is at most ``limit``; a peer is told for comparison alone."""
    middle = median(program)
    other = median(peer) if peer else None
    ratio = middle / other if other else None
    return Row(row_id, what, middle, other, unit, ratio, f"≤ {limit:g} {unit}", middle <= limit, len(program))


def find_p95(figures: Sequence[float]) -> float:
    """What 95 % of at least two figures do not exceed."""
    return quantiles(figures, n=20, method="inclusive")[-1]


def format_table(rows: list[Row]) -> str:
    head = ("id", "what", "program", "peer", "unit", "ratio", "goal", "met", "runs")
    lines = [head, *(_format_row(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _format_row(row: Row) -> tuple[str, ...]:
    met = "?" if row.met is None else "yes" if row.met else "NO"
    no_peer = "missing" if row.met is None else "-"
    return (
        row.id,
        row.what,
        f"{row.program:.4g}",
        no_peer if row.peer is None else f"{row.peer:.4g}",
        row.unit,
        "-" if row.ratio is None else f"{row.ratio:.3f}",
        row.goal,
        met,
        str(row.runs),
    )
