"""The steps of one job: prepare, send, keep, save; and how each can end."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.facts import JobCancelled, JobFailed, JobProgressed, JobSucceeded
from turbo_studio.core.job import JobState
from turbo_studio.core.ports import Call, Receiving, Sending, Waiting
from turbo_studio.core.problems import (
    Charged,
    GatewayError,
    PictureError,
    StorageError,
    StudioError,
    build_storage_error,
)
from turbo_studio.core.request import EditRequest
from turbo_studio.core.result import Provenance
from turbo_studio.jobs.folder import REQUEST_NAME, encode_request
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from turbo_studio.core.facts import JobFact
    from turbo_studio.core.job import Job
    from turbo_studio.core.ports import Connection, Gallery, Gateway, PictureReader, Progress, Route
    from turbo_studio.core.problems import (
        Problem,
    )
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.result import Result, Upload
    from turbo_studio.core.sources import Note
    from turbo_studio.jobs.worker import Worker

THUMBNAIL_SIDE_PX = 512
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ports:
    """What the steps work with."""

    worker: Worker
    slots: asyncio.Semaphore
    """How many jobs may be under way at once."""
    pictures: PictureReader
    gateway: Gateway
    use_gallery: Callable[[], Awaitable[Gallery]]
    profile: ModelProfile
    publish: Callable[[JobFact], None]


@dataclass(slots=True)
class JobRun:
    """One job on its way to exactly one end, which is published."""

    job: Job
    ports: Ports
    _task: asyncio.Task[None] = field(init=False)
    _folder: Path = field(init=False)
    _uploads: tuple[Upload, ...] = ()
    _mask: Upload | None = None
    _notes: list[Note] = field(default_factory=list)
    _gateway_name: str = ""
    _route: Route = field(init=False)
    _started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _anything_left: bool = False
    """True once a byte of the request has been handed to the network."""
    _is_answered: bool = False
    """True once the whole answer is in the folder: whatever comes now, it is saved."""

    def start(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        """Set the job going on the running loop; to be called once."""
        self._task = asyncio.ensure_future(self._run(connect))
        # Told from here, for a task that is cancelled before its first step never runs a line of its own.
        self._task.add_done_callback(self._on_end)

    def cancel(self) -> None:
        """End the job and its connection; one whose answer has come is saved all the same."""
        if not self._is_answered and not self._task.cancelling():
            self._task.cancel()

    def save_again(self) -> None:
        """Save the kept answer of a job that ended as unsaved: free, and may be repeated."""
        if self._task.done():
            self._task = asyncio.ensure_future(self._save())

    async def wait_for_end(self) -> None:
        await asyncio.wait({self._task})

    def _on_end(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            self.ports.publish(JobCancelled(self.job.id, self._charged_if_lost))

    async def _run(self, connect: Callable[[], Awaitable[Connection]]) -> None:
        try:
            async with self.ports.slots:
                await self._prepare()
                await self._send(await connect())
        except Exception as error:  # noqa: BLE001 - whatever breaks, the job must end and say so
            if not self._is_answered:
                self._publish_failure(error)
                return
            _log.warning("after an answer came whole: %s", type(error).__name__)
        await self._save()

    async def _save(self) -> None:
        """Parse the kept answer and put its pictures into the gallery."""
        self._progress(JobState.SAVING)
        try:
            results = await self._keep_results()
        except Exception as error:  # noqa: BLE001 - as in ``_run``
            self._publish_unsaved(error)
        else:
            self.ports.publish(JobSucceeded(self.job.id, results, tuple(self._notes)))

    # Steps

    async def _prepare(self) -> None:
        self._progress(JobState.PREPARING)
        worker, gallery = self.ports.worker, await self.ports.use_gallery()
        await worker.run_on_disk(gallery.check_free_space)
        self._folder = await worker.run_on_disk(gallery.build_job_folder, self.job.id)
        request = self.job.request
        if isinstance(request, EditRequest):
            await self._prepare_uploads(request, self._folder)
        text = encode_request(self.job, self._uploads, self._mask)
        await worker.run_on_disk(gallery.save_job_file, self.job.id, REQUEST_NAME, text)

    async def _prepare_uploads(self, request: EditRequest, folder: Path) -> None:
        pictures, profile = self.ports.pictures, self.ports.profile
        prepared = [await pictures.prepare_upload(source, profile, folder) for source in request.sources]
        self._notes = [note for each in prepared for note in each.notes]
        self._uploads = tuple([await self._keep_input(each.upload) for each in prepared])
        if request.mask is not None:
            mask = await pictures.encode_mask(request.mask, self._uploads[0].size, profile, folder)
            self._mask = await self._keep_input(mask)

    async def _keep_input(self, upload: Upload) -> Upload:
        """The upload in the gallery's store; in the job's folder, which may stay, it would lie twice."""
        worker, gallery = self.ports.worker, await self.ports.use_gallery()
        kept = await worker.run_on_disk(gallery.keep_input, upload)
        await worker.run_on_disk(upload.path.unlink, missing_ok=True)
        return kept

    async def _send(self, connection: Connection) -> None:
        self._progress(JobState.SENDING)
        self._route = connection.route
        self._gateway_name = "sandbox" if connection.is_sandbox else connection.base_url
        self._started_at = datetime.now(UTC)
        call = Call(self.job.id, self.job.request, self._uploads, self._mask)
        await self.ports.gateway.send(call, connection, self._folder, self._on_progress)
        self._is_answered = True

    async def _keep_results(self) -> tuple[Result, ...]:
        answer = await self.ports.gateway.read_answer(self._folder, self._route)
        worker, gallery = self.ports.worker, await self.ports.use_gallery()
        kept = await worker.run_on_disk(gallery.add, answer, self._build_provenance())
        results = tuple([await self._add_thumbnail(result) for result in kept])
        await self._remove_folder()
        return results

    async def _remove_folder(self) -> None:
        """What cannot be removed is in nobody's way: the results are recorded."""
        worker, gallery = self.ports.worker, await self.ports.use_gallery()
        try:
            await worker.run_on_disk(gallery.remove_job_folder, self.job.id)
        except StorageError as error:
            _log.warning("the folder of a job stays: %s", error.problem.code)

    async def _add_thumbnail(self, result: Result) -> Result:
        """A result without a thumbnail is a result all the same."""
        worker, gallery = self.ports.worker, await self.ports.use_gallery()
        try:
            inspected = await self.ports.pictures.build_thumbnail(
                result.path, gallery.thumbnail_path(result.id), THUMBNAIL_SIDE_PX
            )
            return await worker.run_on_disk(
                gallery.set_thumbnail, result.id, inspected.media_type, inspected.size
            )
        except (PictureError, StorageError) as error:
            _log.warning("no thumbnail for a result: %s", error.problem.code)
            return result

    def _build_provenance(self) -> Provenance:
        request = self.job.request
        sources = request.sources if isinstance(request, EditRequest) else ()
        return Provenance(
            job_id=self.job.id,
            model=request.model,
            prompt=request.prompt,
            size=request.size,
            quality=request.quality,
            uploads=self._uploads,
            source_names=tuple(source.name for source in sources),
            mask=self._mask,
            gateway=self._gateway_name,
            started_at=self._started_at,
            finished_at=datetime.now(UTC),
        )

    # What is told

    @property
    def _charged_if_lost(self) -> Charged:
        return Charged.MAYBE if self._anything_left else Charged.NO

    def _progress(self, state: JobState, done_bytes: int = 0, total_bytes: int = 0) -> None:
        self.ports.publish(JobProgressed(self.job.id, state, done_bytes, total_bytes))

    def _on_progress(self, progress: Progress) -> None:
        match progress:
            case Sending(sent, total):
                self._anything_left = self._anything_left or sent > 0
                self._progress(JobState.SENDING, sent, total)
            case Waiting():
                self._anything_left = True
                self._progress(JobState.WAITING)
            case Receiving(received, total):
                self._is_answered = received == total > 0
                self._progress(JobState.RECEIVING, received, total)

    def _publish_failure(self, error: Exception) -> None:
        if isinstance(error, GatewayError):
            self._publish_end(judge_end(error), error.problem, error.charged, error.request_ids)
        elif isinstance(error, StudioError):
            self._publish_end(JobState.NOT_SENT, error.problem, Charged.NO)
        else:
            state = JobState.UNKNOWN if self._anything_left else JobState.NOT_SENT
            self._publish_end(state, describe_error(error), self._charged_if_lost)

    def _publish_unsaved(self, error: Exception) -> None:
        if isinstance(error, OSError):
            error = build_storage_error(error, self._folder)
        if isinstance(error, GatewayError):
            self._publish_failure(error)
        else:
            self._publish_end(JobState.UNSAVED, describe_error(error), Charged.YES)

    def _publish_end(
        self, state: JobState, problem: Problem, charged: Charged, request_ids: tuple[str, ...] = ()
    ) -> None:
        self.ports.publish(JobFailed(self.job.id, state, problem, charged, request_ids))


def judge_end(error: GatewayError) -> JobState:
    """The final state that an error before or at the answer leads to."""
    if error.status is None:
        return JobState.NOT_SENT if error.charged is Charged.NO else JobState.UNKNOWN
    if 200 <= error.status < 300:
        return JobState.UNUSABLE
    return JobState.REJECTED if error.charged is Charged.NO else JobState.UNKNOWN
