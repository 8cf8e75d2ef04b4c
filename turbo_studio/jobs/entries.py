"""The entries of a job's journal: each state that it came into, with what is known of it then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from turbo_studio.core.journal import JournalState
from turbo_studio.core.problems import Charged, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of a job; ``attempt`` is the number of the attempt it belongs to, 0 before the first."""

    state: JournalState
    attempt: int = 0
    charged: Charged = Charged.NO
    problem: Problem | None = None
    request_ids: tuple[str, ...] = ()
    evidence: Mapping[str, Any] | None = None
    """What is known of an attempt that has ended: ``core.attempt.Attempt.describe``."""
    order: float | None = None
    """The place in the queue, where it was changed."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def encode_entry(entry: Entry) -> bytes:
    problem = entry.problem
    document = {
        "state": entry.state.value,
        "at": entry.at.isoformat(),
        "attempt": entry.attempt,
        "charged": entry.charged.value,
        "problem": None
        if problem is None
        else {"code": problem.code.value, "params": dict(problem.params), "detail": problem.detail},
        "request_ids": list(entry.request_ids),
        "evidence": None if entry.evidence is None else dict(entry.evidence),
        "order": entry.order,
    }
    return json.dumps(document, indent=1).encode("ascii")


def decode_entry(content: bytes) -> Entry:
    """ValueError for anything but a whole entry: it may have been damaged."""
    try:
        return _decode_document(json.loads(content))
    except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None


def _decode_document(document: dict[str, Any]) -> Entry:
    problem, order, evidence = document["problem"], document["order"], document["evidence"]
    at = datetime.fromisoformat(document["at"])
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return Entry(
        state=JournalState(document["state"]),
        attempt=int(document["attempt"]),
        charged=Charged(document["charged"]),
        problem=None if problem is None else _decode_problem(problem),
        request_ids=tuple(str(request_id) for request_id in document["request_ids"]),
        evidence=None if evidence is None else dict(evidence),
        order=None if order is None else float(order),
        at=at,
    )


def _decode_problem(table: dict[str, Any]) -> Problem:
    params = {
        str(name): value for name, value in table["params"].items() if isinstance(value, str | int | float)
    }
    return Problem(ProblemCode(table["code"]), params, str(table["detail"]))


def collect_attempts(entries: Iterable[Entry]) -> tuple[Mapping[str, Any], ...]:
    """What the journal knows of each attempt that has ended, in their order, for the result's record."""
    return tuple(
        {"number": entry.attempt, "ended_at": entry.at.isoformat(), **entry.evidence}
        for entry in entries
        if entry.evidence is not None
    )
