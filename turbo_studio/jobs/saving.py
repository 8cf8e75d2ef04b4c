"""Saves what came back: the kept answer parsed, its pictures in the gallery, each with a thumbnail."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.journal import JournalState
from turbo_studio.core.ports import Route
from turbo_studio.core.problems import GatewayError, ProblemCode
from turbo_studio.core.result import SANDBOX, Provenance
from turbo_studio.core.spending import price_usage
from turbo_studio.jobs.entries import collect_attempts
from turbo_studio.jobs.outcomes import BREAKAGES
from turbo_studio.jobs.thumbnails import add_thumbnail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.core.result import Answer, Result
    from turbo_studio.jobs.entries import Entry
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports


async def has_whole_answer(folder: Path, ports: Ports) -> bool:
    """Whether the kept answer holds a picture or links to one; assumed of one that cannot be read out now."""
    try:
        await asyncio.to_thread(ports.gateway.parse_answer, folder)
    except OSError:
        return ports.gateway.find_kept_answer(folder) is not None
    except BREAKAGES as error:  # whatever else is wrong with it, it is no whole answer
        return isinstance(error, GatewayError) and error.problem.code is ProblemCode.ANSWER_LINK_FAILED
    return True


async def read_answer(job: FrozenJob, folder: Path, ports: Ports) -> Answer:
    """The kept answer, and what it only links to. GatewayError where it holds no usable picture."""
    route = Route() if job.target.is_sandbox else await ports.find_route(job.target.base_url)
    return await ports.gateway.read_answer(folder, route)


async def save_results(
    job: FrozenJob, entries: Sequence[Entry], answer: Answer, ports: Ports
) -> tuple[Result, ...]:
    """Put the pictures into the gallery; StorageError keeps all, and it may be repeated."""
    gallery = await ports.use_gallery()
    kept = await ports.worker.run_on_disk(gallery.add, answer, build_provenance(job, entries, answer))
    return tuple(await asyncio.gather(*(add_thumbnail(result, ports) for result in kept)))


def build_provenance(job: FrozenJob, entries: Sequence[Entry], answer: Answer) -> Provenance:
    """The times are those of the journal, so that a result which is saved late keeps its place in time."""
    times = {entry.state: entry.at for entry in entries}
    now = datetime.now(UTC)
    finished_at = times.get(JournalState.ANSWERED, now)
    return Provenance(
        job_id=job.id,
        model=job.model,
        prompt=job.summary.prompt,
        size=job.size,
        quality=job.quality,
        uploads=job.uploads,
        source_names=job.summary.source_names,
        mask=job.mask,
        gateway=SANDBOX if job.target.is_sandbox else job.target.base_url,
        started_at=times.get(JournalState.SENDING, finished_at),
        finished_at=finished_at,
        attempts=collect_attempts(entries),
        source_digests=job.source_digests,
        dollars=_price_picture(job, answer),
    )


def _price_picture(job: FrozenJob, answer: Answer) -> float | None:
    """A picture's share of what the answer cost: 0 from the sandbox, None where it is not known."""
    if job.target.is_sandbox:
        return 0.0
    if answer.usage is None or not job.prices.is_known:
        return None
    dollars = price_usage(answer.usage, job.prices)
    return None if dollars is None else dollars / len(answer.pictures)
