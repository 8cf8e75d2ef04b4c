"""What the worker tells the window, one value a fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from turbo_studio.core.problems import Charged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from turbo_studio.core.collection import Collection, SavedSearch
    from turbo_studio.core.comparing import Measure
    from turbo_studio.core.draft import Draft
    from turbo_studio.core.exporting import ExportReport
    from turbo_studio.core.intake import Intake
    from turbo_studio.core.job import JobId, JobState, JobSummary
    from turbo_studio.core.lineage import Kin, Original
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.network import Verdict
    from turbo_studio.core.operators import FoundPixels
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.query import CollectionId, Query
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.core.sources import Raster, Source, SourceId
    from turbo_studio.core.spending import Spending
    from turbo_studio.core.trash import Restored, Trashed
    from turbo_studio.core.verification import Verification
    from turbo_studio.core.workspace import Workspace


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
class PictureDecoded:
    """The pixels of a picture of the gallery that was to be looked at."""

    token: int
    raster: Raster


@dataclass(frozen=True, slots=True)
class PictureNotDecoded:
    token: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class ComparisonProgressed:
    """So many rows of a comparison are painted; the file of its raster stays until it is dropped."""

    token: int
    raster: Raster
    done_rows: int


@dataclass(frozen=True, slots=True)
class ComparisonEnded:
    token: int
    measure: Measure


@dataclass(frozen=True, slots=True)
class ComparisonFailed:
    token: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class WorkspaceRestored:
    """The answer to each wish to restore: sources in their order, opened anew, each with its mask if any."""

    draft: Draft | None
    """None where nothing was kept."""
    is_size_chosen: bool = False
    sources: tuple[SourceOpened, ...] = ()
    masks: Mapping[SourceId, Mask] = field(default_factory=dict)
    shown: int = 0
    """The index of the source to show."""
    is_whole: bool = True
    """False where something of it was damaged, and an older state or a part of it has come back."""
    was_aside: bool = False
    """True for what had been put aside: it replaces the open work, which is put aside in turn."""


@dataclass(frozen=True, slots=True)
class LostInput:
    """A source, or the mask where there is no name, that could not be reopened."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class ResultReopened:
    """What a result was made from, as it was sent: it replaces the open work."""

    work: WorkspaceRestored
    lost: tuple[LostInput, ...] = ()
    put_aside: Workspace | None = None
    """The work that lies aside now; None where nothing was to be kept."""


@dataclass(frozen=True, slots=True)
class KinFetched:
    """A result's relatives, as the gallery knows them."""

    result_id: ResultId
    kin: Kin


@dataclass(frozen=True, slots=True)
class OriginalFound:
    """A picture of these bytes was edited again and again; ``original`` is what that began with."""

    digest: str
    original: Original


@dataclass(frozen=True, slots=True)
class OriginalOpened:
    """What the edits of a picture of these bytes began with, or the picture itself, to take its place."""

    digest: str
    opening: SourceOpened | SourceRefused


@dataclass(frozen=True, slots=True)
class InputThumbnailMade:
    """A small PNG, made by the program, of a source or a mask as it was sent."""

    digest: str
    thumbnail: Path


LineageFact = ResultReopened | KinFetched | OriginalFound | OriginalOpened | InputThumbnailMade


@dataclass(frozen=True, slots=True)
class PixelsFound:
    """What was asked for under a number has been computed."""

    token: int
    found: FoundPixels


@dataclass(frozen=True, slots=True)
class PixelsNotFound:
    token: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class MaskSaved:
    """A mask lies where it was asked to be saved."""

    path: Path


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """Where requests go from now on. ``key_tail`` holds the key's last four characters, no more."""

    base_url: str
    is_sandbox: bool
    key_tail: str = ""
    problem: Problem | None = None
    """Why the key could not be fetched or kept, where that is so; the connection holds all the same."""


@dataclass(frozen=True, slots=True)
class ConnectionTested:
    """What the test of an address and a key found; ``problem`` says why it FAILED."""

    base_url: str
    verdict: Verdict
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class PageFetched:
    """Results that a query lets through, newest first: those below the place ``before``, or the newest.

    So many as ``limit`` were asked for; where fewer came, there are no more.
    """

    query: Query
    before: int | None
    limit: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class ResultsCounted:
    query: Query
    total: int


@dataclass(frozen=True, slots=True)
class AnchorsFetched:
    """Where rows of a query are to be found: ``Result.sequence`` of rows 0, ``step``, 2 · ``step`` …"""

    query: Query
    step: int
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ResultsChanged:
    """The same results with other values: their marks, a thumbnail, whether their file is there."""

    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class ResultsRemoved:
    """They are not in the gallery any more."""

    ids: tuple[ResultId, ...]


@dataclass(frozen=True, slots=True)
class ResultsRestored:
    """They are in the gallery again, each at its place in time."""

    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class TrashingEnded:
    """All that was to be moved to the trash has been, or cannot be."""

    trashed: Trashed


@dataclass(frozen=True, slots=True)
class TrashedFound:
    """Earlier runs moved these to the trash, together as they are here, newest last; they can come back."""

    deeds: tuple[tuple[ResultId, ...], ...]


@dataclass(frozen=True, slots=True)
class RestoringEnded:
    """All that was asked back from the trash is there, or cannot be."""

    restored: Restored


@dataclass(frozen=True, slots=True)
class CollectionsChanged:
    """All there are, in the order of their names: asked for, or after any change."""

    collections: tuple[Collection, ...]
    saved_searches: tuple[SavedSearch, ...]


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Results have joined a collection or left it; ``CollectionsChanged`` comes as well."""

    collection: CollectionId
    joined: tuple[Result, ...] = ()
    left: tuple[ResultId, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionDeleted:
    """With all that it takes to make it again; ``CollectionsChanged`` comes as well."""

    name: str
    members: tuple[ResultId, ...]


LibraryFact = (
    PageFetched
    | ResultsCounted
    | AnchorsFetched
    | ResultsChanged
    | ResultsRemoved
    | ResultsRestored
    | CollectionsChanged
    | MembersChanged
    | CollectionDeleted
)


@dataclass(frozen=True, slots=True)
class SourceRecognised:
    """A picture that was opened as a source is a result of the gallery, byte for byte."""

    source_id: SourceId
    result: Result


@dataclass(frozen=True, slots=True)
class IntakeProgressed:
    """Files of the user's that were looked at, and all that will be."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IntakeEnded:
    """What was found in files and folders; told once for each look, whatever breaks it."""

    found: Intake


IntakeFact = SourceRecognised | IntakeProgressed | IntakeEnded


@dataclass(frozen=True, slots=True)
class TroubleMet:
    """Something broke that belongs to no job and no source: the gallery, the preferences, the program."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class VerifyingProgressed:
    """Files of the gallery that were held against their records, and all that will be."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class GalleryVerified:
    """The end of it; None where it could not be done, which is told as trouble besides."""

    verification: Verification | None


@dataclass(frozen=True, slots=True)
class GalleryFound:
    """One that could not be opened before is open now: whoever wanted anything of it may ask again."""


@dataclass(frozen=True, slots=True)
class IndexRebuilt:
    """It was asked for; ``count`` results are in the index now."""

    count: int


@dataclass(frozen=True, slots=True)
class ExportProgressed:
    """Files of an order that are through, and all of them."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ExportCollided:
    """Nothing was written: these names are taken in the folder, and nobody said what to do about that."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportEnded:
    report: ExportReport


@dataclass(frozen=True, slots=True)
class PngMade:
    """A result of another format as a PNG, for programs that take nothing else."""

    result_id: ResultId
    content: bytes


@dataclass(frozen=True, slots=True)
class StartedAgain:
    """The program was started a second time, which has ended: its pictures are to be opened here."""

    images: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class JobProgressed:
    """A job entered a state, or moved on within it; ``total`` is 0 where it is not known."""

    job_id: JobId
    state: JobState
    done_bytes: int = 0
    total_bytes: int = 0
    expected_s: float | None = None
    """From the first byte to the last of the answer, by what requests of this size and quality took before;
    told while the job is on the network."""


@dataclass(frozen=True, slots=True)
class JobCountingDown:
    """Nothing was charged: the job will be sent again after ``delay_s``, unless it is cancelled before."""

    job_id: JobId
    problem: Problem
    delay_s: float
    attempt: int
    """The one that comes next, counted from 1."""


@dataclass(frozen=True, slots=True)
class JobHeld:
    """A queued job waits to be released or cancelled; ``problem`` says why."""

    job_id: JobId
    problem: Problem


@dataclass(frozen=True, slots=True)
class JobSucceeded:
    job_id: JobId
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()
    """Values of ``Note``: what was done to the sources on the way out."""
    missing_count: int = 0
    """How many pictures the answer spoke of besides, of which nothing could be kept."""


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job ended without results in the gallery; ``state`` is one of the final ones."""

    job_id: JobId
    state: JobState
    problem: Problem
    charged: Charged
    request_ids: tuple[str, ...] = ()
    kept_answer: Path | None = None
    """The raw answer's file, where one was kept, whole or in part."""


@dataclass(frozen=True, slots=True)
class JobCancelled:
    job_id: JobId
    charged: Charged


JobFact = JobProgressed | JobCountingDown | JobHeld | JobSucceeded | JobFailed | JobCancelled


@dataclass(frozen=True, slots=True)
class RecoveredJob:
    """A job of an earlier run as its journal tells: it waits, is being saved, or ended without a result."""

    summary: JobSummary
    state: JobState
    problem: Problem | None = None
    charged: Charged = Charged.NO
    request_ids: tuple[str, ...] = ()
    kept_answer: Path | None = None
    """The raw answer's file, where one was kept, whole or in part."""


@dataclass(frozen=True, slots=True)
class JobsRecovered:
    """All that earlier runs left, oldest press first; told once, and not where they left nothing.

    What waits is not sent before ``resume_queue``; a ``QueueChanged`` beside this one says so.
    """

    jobs: tuple[RecoveredJob, ...]


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """Whether queued jobs are sent by themselves; ``problem`` says why not, where it was not asked for."""

    is_paused: bool
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class SpendingChanged:
    """What was spent, told at the start and with each job that may have cost something."""

    spending: Spending


Fact = (
    SourceOpened
    | SourceRefused
    | SourceDecoded
    | SourceNotDecoded
    | PictureDecoded
    | PictureNotDecoded
    | ComparisonProgressed
    | ComparisonEnded
    | ComparisonFailed
    | WorkspaceRestored
    | LineageFact
    | PixelsFound
    | PixelsNotFound
    | MaskSaved
    | ConnectionChanged
    | ConnectionTested
    | LibraryFact
    | TrashingEnded
    | TrashedFound
    | RestoringEnded
    | IntakeFact
    | TroubleMet
    | StartedAgain
    | VerifyingProgressed
    | GalleryVerified
    | GalleryFound
    | IndexRebuilt
    | ExportProgressed
    | PngMade
    | ExportCollided
    | ExportEnded
    | JobFact
    | JobsRecovered
    | QueueChanged
    | SpendingChanged
)
