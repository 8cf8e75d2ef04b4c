"""Reads at the start what earlier runs left in the journal; nothing is sent, and nothing thrown away."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.facts import RecoveredJob
from turbo_studio.core.job import JobId, JobState, JobSummary
from turbo_studio.core.price import Estimate
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.jobs.diary import Diary
from turbo_studio.jobs.entries import decode_entry
from turbo_studio.jobs.frozen import decode_frozen
from turbo_studio.jobs.run import JobRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.ports import KeptJob
    from turbo_studio.jobs.entries import Entry
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A job's folder as far as it can be read."""

    kept: KeptJob
    frozen: FrozenJob | None
    entries: tuple[Entry, ...]
    is_whole: bool


async def recover_runs(ports: Ports) -> tuple[tuple[JobRun, ...], tuple[RecoveredJob, ...]]:
    """The jobs that can go on, oldest first and settled; and those that are too damaged for it.

    What is done already, or was cancelled for nothing, goes here. StorageError where the journal cannot be
    read at all.
    """
    gallery = await ports.use_gallery()
    kept = await ports.worker.run_on_disk(gallery.journal.load_all)
    readings = await asyncio.to_thread(_read_all, kept, gallery.find_input)
    runs: list[JobRun] = []
    damaged: list[RecoveredJob] = []
    for reading in readings:
        if reading.frozen is None or not reading.is_whole:
            damaged.append(_describe_damaged(reading, ports))
            continue
        diary = Diary(
            reading.kept.job_id, reading.kept.folder, reading.entries, reading.kept.last_number, ports
        )
        if diary.is_closed:
            await diary.remove()
            continue
        run = JobRun(reading.frozen, diary, ports)
        await run.recover()
        runs.append(run)
    return tuple(sorted(runs, key=lambda run: run.frozen.order)), tuple(damaged)


def describe_recovered(run: JobRun) -> RecoveredJob:
    end = run.end
    problem = getattr(end, "problem", None)
    return RecoveredJob(
        run.frozen.summary,
        run.state,
        problem,
        Charged.NO if end is None else end.charged,
        getattr(end, "request_ids", ()),
        getattr(end, "kept_answer", None),
    )


def _read_all(kept: tuple[KeptJob, ...], find_input: Callable[[str], Path]) -> tuple[_Reading, ...]:
    return tuple(_read(one, find_input) for one in kept)


def _read(kept: KeptJob, find_input: Callable[[str], Path]) -> _Reading:
    entries, is_whole = [], bool(kept.entries)
    for content in kept.entries:
        try:
            entries.append(decode_entry(content or b""))
        except ValueError as error:
            _log.warning("an entry of a job cannot be read: %s", error)
            is_whole = False
    return _Reading(kept, _read_request(kept, find_input), tuple(entries), is_whole)


def _read_request(kept: KeptJob, find_input: Callable[[str], Path]) -> FrozenJob | None:
    try:
        frozen = decode_frozen(kept.request or b"", find_input)
        if frozen.id != kept.job_id:
            raise ValueError("of another job")
    except ValueError as error:
        _log.warning("the request of a job cannot be read: %s", error)
        return None
    return frozen


def _describe_damaged(reading: _Reading, ports: Ports) -> RecoveredJob:
    """What can be known: where nothing says that more than queueing happened, nothing was sent."""
    kept_answer = ports.gateway.find_kept_answer(reading.kept.folder)
    was_queued_only = kept_answer is None and reading.kept.last_number <= 1
    frozen = reading.frozen
    return RecoveredJob(
        _build_blank_summary(reading.kept.job_id) if frozen is None else frozen.summary,
        JobState.NOT_SENT if was_queued_only else JobState.UNKNOWN,
        Problem(ProblemCode.JOURNAL_DAMAGED),
        Charged.NO if was_queued_only else Charged.MAYBE,
        kept_answer=kept_answer,
    )


def _build_blank_summary(job_id: str) -> JobSummary:
    return JobSummary(
        id=JobId(job_id),
        prompt="",
        size=None,
        quality=None,
        source_names=(),
        has_mask=False,
        created_at=datetime.now(UTC),
        estimate=Estimate(0, 0.0),
    )
