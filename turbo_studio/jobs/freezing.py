"""Freezes a job at the press: its uploads prepared and kept, its request complete, before it is queued."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.job import build_summary
from turbo_studio.core.request import EditRequest
from turbo_studio.jobs.frozen import FrozenJob

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.job import Job
    from turbo_studio.core.request import Request
    from turbo_studio.core.result import Upload
    from turbo_studio.core.sources import Note
    from turbo_studio.jobs.ports import Ports


class _Inputs(NamedTuple):
    uploads: tuple[Upload, ...] = ()
    mask: Upload | None = None
    notes: tuple[Note, ...] = ()
    source_digests: tuple[str, ...] = ()


class Freezer:
    """Freezes one job at a time; variations of a press share what was prepared."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._last: tuple[Request, _Inputs] | None = None

    async def freeze(self, job: Job, order: float) -> FrozenJob:
        """The job with its inputs in the gallery's store; its folder is begun. StudioError."""
        target = await self._ports.find_target()
        inputs = await self._prepare(job)
        return FrozenJob(
            summary=build_summary(job, datetime.now(UTC)),
            model=job.request.model,
            size=job.request.size,
            quality=job.request.quality,
            uploads=inputs.uploads,
            mask=inputs.mask,
            notes=inputs.notes,
            prices=job.prices,
            target=target,
            order=order,
            source_digests=inputs.source_digests,
        )

    def forget_prepared(self) -> None:
        """Prepare anew what comes next: what was kept of the last press may be gone."""
        self._last = None

    async def _prepare(self, job: Job) -> _Inputs:
        worker, gallery = self._ports.worker, await self._ports.use_gallery()
        await worker.run_on_disk(gallery.check_free_space)
        folder = await worker.run_on_disk(gallery.journal.begin, job.id)
        if not isinstance(job.request, EditRequest):
            return _Inputs()
        if self._last is None or self._last[0] is not job.request:
            self._last = job.request, await self._prepare_inputs(job.request, folder)
        return self._last[1]

    async def _prepare_inputs(self, request: EditRequest, folder: Path) -> _Inputs:
        pictures, profile = self._ports.pictures, self._ports.profile
        prepared = [await pictures.prepare_upload(source, profile, folder) for source in request.sources]
        uploads = tuple([await self._keep(each.upload) for each in prepared])
        notes = tuple(note for each in prepared for note in each.notes)
        mask = None
        if request.mask is not None:
            masked = await pictures.encode_mask(request.mask, uploads[0].size, profile, folder)
            mask = await self._keep(masked.upload)
            notes += masked.notes
        return _Inputs(uploads, mask, notes, tuple(source.digest for source in request.sources))

    async def _keep(self, upload: Upload) -> Upload:
        """The upload in the gallery's store; in the job's folder, which may stay, it would lie twice."""
        worker, gallery = self._ports.worker, await self._ports.use_gallery()
        kept = await worker.run_on_disk(gallery.keep_input, upload)
        await worker.run_on_disk(upload.path.unlink, missing_ok=True)
        return kept
