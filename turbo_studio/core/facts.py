"""What the worker tells the window, one value a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.job import JobId, JobState
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.problems import Charged, Problem
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Raster, Source, SourceId


@dataclass(frozen=True, slots=True)
class SourceOpened:
    """A source was judged good; ``thumbnail`` is a small PNG made by the program."""

    source: Source
    thumbnail: Path


@dataclass(frozen=True, slots=True)
class SourceRefused:
    """A file, or a pasted picture, cannot be a source."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class SourceDecoded:
    """The pixels of the source that is to be shown, and an empty mask of its size where it had none."""

    source_id: SourceId
    raster: Raster
    mask: Mask | None


@dataclass(frozen=True, slots=True)
class SourceNotDecoded:
    source_id: SourceId
    problem: Problem


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """Where requests go from now on. ``key_tail`` holds the key's last four characters, no more."""

    base_url: str
    is_sandbox: bool
    key_tail: str = ""
    problem: Problem | None = None
    """Why the key could not be fetched or kept, where that is so; the connection holds all the same."""


@dataclass(frozen=True, slots=True)
class ResultsFetched:
    """One page of the gallery, newest first; ``total`` counts all results that the search finds."""

    search: str
    results: tuple[Result, ...]
    total: int
    is_first_page: bool


@dataclass(frozen=True, slots=True)
class TroubleMet:
    """Something broke that belongs to no job and no source: the gallery, the preferences, the program."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class JobProgressed:
    """A job entered a state, or moved on within it; ``total`` is 0 where it is not known."""

    job_id: JobId
    state: JobState
    done_bytes: int = 0
    total_bytes: int = 0


@dataclass(frozen=True, slots=True)
class JobSucceeded:
    job_id: JobId
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()
    """Values of ``Note``: what was done to the sources on the way out."""


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job ended without results in the gallery; ``state`` is one of the final ones."""

    job_id: JobId
    state: JobState
    problem: Problem
    charged: Charged
    request_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobCancelled:
    job_id: JobId
    charged: Charged


JobFact = JobProgressed | JobSucceeded | JobFailed | JobCancelled
Fact = (
    SourceOpened
    | SourceRefused
    | SourceDecoded
    | SourceNotDecoded
    | ConnectionChanged
    | ResultsFetched
    | TroubleMet
    | JobFact
)
