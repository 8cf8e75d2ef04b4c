"""The engine: everything slow that a session asks for, done on the worker and told as facts.

Each method returns at once and may be called from the GUI thread.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from turbo_studio.core.facts import (
    ConnectionChanged,
    ResultsFetched,
    SourceDecoded,
    SourceNotDecoded,
    SourceOpened,
    SourceRefused,
    TroubleMet,
)
from turbo_studio.core.mask import Mask
from turbo_studio.core.ports import Connection
from turbo_studio.core.problems import ProblemCode, StudioError
from turbo_studio.jobs.steps import THUMBNAIL_SIDE_PX, JobRun, Ports
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from typing import Any

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.job import Job, JobId
    from turbo_studio.core.ports import Gallery, Gateway, KeyStore, PictureReader
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Source

_log = logging.getLogger(__name__)
_SOURCES_AT_ONCE = 2
_KEY_TAIL = 4


class Sandbox(Protocol):
    """A running embedded gateway."""

    @property
    def base_url(self) -> str: ...
    @property
    def token(self) -> str: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EngineParts:
    """What the engine is built from; ``open_gallery`` and the key store block, and never on the loop."""

    pictures: PictureReader
    gateway: Gateway
    open_gallery: Callable[[], Gallery]
    keys: KeyStore
    start_sandbox: Callable[[], Awaitable[Sandbox]]
    close_pictures: Callable[[], Awaitable[None]]
    learn_key: Callable[[str], None]
    """Told every key before it is used, so that the log can leave it out."""
    after_stop: Callable[[], None]
    """Called when every task has ended."""
    profile: ModelProfile


class Engine:
    """Runs jobs, opens sources, keeps the connection and reads the gallery."""

    def __init__(
        self, parts: EngineParts, publish: Callable[[Fact], None], base_url: str, key: str, concurrency: int
    ) -> None:
        """``key`` is the key for this run, or empty: then the key store is asked."""
        self._parts = parts
        self._publish = publish
        self._worker = Worker()
        self._source_slots = asyncio.Semaphore(_SOURCES_AT_ONCE)
        self._ports = Ports(
            worker=self._worker,
            slots=asyncio.Semaphore(concurrency),
            pictures=parts.pictures,
            gateway=parts.gateway,
            use_gallery=self._use_gallery,
            profile=parts.profile,
            publish=publish,
        )
        self._runs: dict[JobId, JobRun] = {}
        self._decoding: Future[None] | None = None
        self._sandbox: asyncio.Future[Sandbox] | None = None
        self._gallery: asyncio.Future[Gallery] | None = None
        self._worker.start()
        self._connection = self._worker.run(self._find_connection(base_url, key))

    # Life

    def stop(self) -> None:
        """End every task, child process and thread; what is being saved is saved first."""
        try:
            self._worker.stop(self._close())
        except TimeoutError:
            _log.error("the worker did not end in time")
        self._parts.after_stop()

    async def _close(self) -> None:
        for run in self._runs.values():
            run.cancel()
        await asyncio.gather(*(run.wait_for_end() for run in self._runs.values()))
        for opened in (self._sandbox, self._gallery):
            if opened is not None:
                await asyncio.wait({opened})
        if self._sandbox is not None and not self._sandbox.exception():
            await self._sandbox.result().close()
        await self._parts.close_pictures()
        if self._gallery is not None and not self._gallery.exception():
            await self._worker.run_on_disk(self._gallery.result().close)

    # Sources

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files as sources, several at once, told in the order given."""
        self._worker.run(
            self._open_in_order(
                [(path.name, self._parts.pictures.open_source(path, path.name)) for path in paths]
            )
        )

    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None:
        opening = self._parts.pictures.open_pixels(size, rgba, name)
        self._worker.run(self._open_in_order([(name, opening)]))

    async def _open_in_order(self, openings: Sequence[tuple[str, Coroutine[Any, Any, Source]]]) -> None:
        tasks = [(name, asyncio.ensure_future(self._open(opening))) for name, opening in openings]
        try:
            for name, task in tasks:
                try:
                    self._publish(await task)
                except StudioError as error:
                    self._publish(SourceRefused(name, error.problem))
        finally:
            for _, task in tasks:
                task.cancel()

    async def _open(self, opening: Coroutine[Any, Any, Source]) -> SourceOpened:
        async with self._source_slots:
            source = await opening
            # Beside the kept bytes, so that it goes with them.
            thumbnail = source.path.with_name(f"{source.id}.png")
            await self._parts.pictures.build_thumbnail(source.path, thumbnail, THUMBNAIL_SIDE_PX)
            return SourceOpened(source, thumbnail)

    def decode_source(self, source: Source) -> None:
        """Decode the source to be shown; an earlier decoding that still runs is given up."""
        if self._decoding is not None:
            self._decoding.cancel()
        self._decoding = self._worker.run(self._decode(source))

    async def _decode(self, source: Source) -> None:
        try:
            raster = await self._parts.pictures.build_raster(source)
            mask = await asyncio.to_thread(_build_mask, source.size)
        except StudioError as error:
            self._publish(SourceNotDecoded(source.id, error.problem))
        else:
            self._publish(SourceDecoded(source.id, raster, mask))

    # Jobs

    def submit(self, job: Job) -> None:
        self._worker.run(self._begin(JobRun(job, self._ports)))

    def cancel(self, job_id: JobId) -> None:
        """End a job; one whose answer is being saved is saved all the same."""
        self._worker.run(self._cancel(job_id))

    def save_again(self, job_id: JobId) -> None:
        """Save the kept answer of a job that ended as unsaved: nothing is sent."""
        self._worker.run(self._save_again(job_id))

    def forget(self, job_id: JobId) -> None:
        """Drop what is held for a job that has ended."""
        self._worker.run(self._forget(job_id))

    async def _begin(self, run: JobRun) -> None:
        self._runs[run.job.id] = run
        run.start(self._connect)

    async def _cancel(self, job_id: JobId) -> None:
        self._runs[job_id].cancel()

    async def _save_again(self, job_id: JobId) -> None:
        self._runs[job_id].save_again()

    async def _forget(self, job_id: JobId) -> None:
        del self._runs[job_id]

    # The connection

    def connect(self, base_url: str, key: str, *, remember: bool) -> None:
        """Use another gateway, or key, from the next job on; keep the key where asked to."""
        self._connection = self._worker.run(self._adopt_key(base_url, key, remember=remember))

    def disconnect(self, base_url: str) -> None:
        """Forget the key of a gateway and go on in the sandbox."""
        self._connection = self._worker.run(self._drop_key(base_url))

    async def _find_connection(self, base_url: str, key: str) -> Connection | None:
        problem = None
        kept: str | None = key
        if not key:
            try:
                kept = await asyncio.to_thread(self._parts.keys.fetch_key, base_url)
            except StudioError as error:
                # A system without a key store has no key: that is the sandbox's case, not a fault.
                if error.problem.code is not ProblemCode.KEY_STORE_MISSING:
                    problem = error.problem
        return self._settle(base_url, kept or "", problem)

    async def _adopt_key(self, base_url: str, key: str, *, remember: bool) -> Connection | None:
        problem = None
        if remember:
            try:
                await asyncio.to_thread(self._parts.keys.store_key, base_url, key)
            except StudioError as error:
                problem = error.problem
        return self._settle(base_url, key, problem)

    async def _drop_key(self, base_url: str) -> Connection | None:
        problem = None
        try:
            await asyncio.to_thread(self._parts.keys.delete_key, base_url)
        except StudioError as error:
            problem = error.problem
        return self._settle(base_url, "", problem)

    def _settle(self, base_url: str, key: str, problem: Problem | None) -> Connection | None:
        """Tell where requests go now; None stands for the sandbox, which starts with its first job."""
        self._parts.learn_key(key)
        self._publish(ConnectionChanged(base_url, not key, key[-_KEY_TAIL:], problem))
        return Connection(base_url, key) if key else None

    async def _connect(self) -> Connection:
        """The connection for a job that is about to be sent."""
        connection = await asyncio.wrap_future(self._connection)
        if connection is not None:
            return connection
        if self._sandbox is None or (self._sandbox.done() and self._sandbox.exception()):
            self._sandbox = asyncio.ensure_future(self._parts.start_sandbox())
        sandbox = await asyncio.shield(self._sandbox)
        return Connection(sandbox.base_url, sandbox.token, is_sandbox=True)

    # The gallery

    def fetch_results(self, search: str, before: Result | None, limit: int) -> None:
        self._worker.run(self._fetch_results(search, before, limit))

    async def _fetch_results(self, search: str, before: Result | None, limit: int) -> None:
        try:
            gallery = await self._use_gallery()
            results = await self._worker.run_on_disk(gallery.fetch_page, search, before, limit)
            total = await self._worker.run_on_disk(gallery.count, search)
        except StudioError as error:
            self._publish(TroubleMet(error.problem))
        else:
            self._publish(ResultsFetched(search, results, total, is_first_page=before is None))

    def run_on_disk(self, call: Callable[[], None]) -> None:
        """Make a blocking call on the disk thread; a StudioError of it is told."""
        self._worker.run(self._run_on_disk(call))

    async def _run_on_disk(self, call: Callable[[], None]) -> None:
        try:
            await self._worker.run_on_disk(call)
        except StudioError as error:
            self._publish(TroubleMet(error.problem))

    async def _use_gallery(self) -> Gallery:
        """The gallery, opened once; StorageError for everyone who asks where that failed."""
        if self._gallery is None:
            self._gallery = asyncio.ensure_future(self._worker.run_on_disk(self._parts.open_gallery))
        return await asyncio.shield(self._gallery)


def _build_mask(size: Size) -> Mask:
    mask = Mask(size)
    mask.touch_memory()
    return mask
