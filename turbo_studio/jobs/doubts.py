"""Doubts: requests of which it is not known whether they were charged, so that none is paid twice unasked."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.fingerprint import is_in_doubt
from turbo_studio.core.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from turbo_studio.jobs.frozen import FrozenJob


class Doubts:
    """The unknown ends by the fingerprints of their requests. Ages are of the monotonic clock."""

    def __init__(self) -> None:
        self._ends: dict[str, list[tuple[str, float]]] = {}

    def add(self, job: FrozenJob, ended_at: datetime | None = None) -> None:
        """``ended_at`` for a job of an earlier run, of which only the system's clock knows the age."""
        age_s = 0.0 if ended_at is None else max(0.0, (datetime.now(UTC) - ended_at).total_seconds())
        ended = (job.summary.press_id, time.monotonic() - age_s)
        self._ends.setdefault(job.fingerprint, []).append(ended)

    def find(self, job: FrozenJob) -> Problem | None:
        """Why the job should wait; variations of one press were all asked for, and are not doubted."""
        press_id = job.summary.press_id
        ages_s = [
            time.monotonic() - ended_s
            for press, ended_s in self._ends.get(job.fingerprint, ())
            if not press or press != press_id
        ]
        age_s = min(ages_s, default=float("inf"))
        return (
            Problem(ProblemCode.SAME_AS_UNKNOWN, {"minutes": int(age_s // 60)})
            if is_in_doubt(age_s)
            else None
        )
