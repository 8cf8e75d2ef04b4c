"""The engine: everything slow that a session asks for, done on the worker and told as facts.

Each method returns at once and may be called from the GUI thread.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from turbo_studio.core.facts import GalleryFound, TroubleMet
from turbo_studio.jobs.accounts import Accounts
from turbo_studio.jobs.comparing import Comparisons
from turbo_studio.jobs.connecting import Connector
from turbo_studio.jobs.desk import Desk
from turbo_studio.jobs.exporting import Exporting
from turbo_studio.jobs.input_thumbnails import InputThumbnails
from turbo_studio.jobs.keeping import WorkKeeper
from turbo_studio.jobs.library import Library
from turbo_studio.jobs.lineage import Lineage
from turbo_studio.jobs.looking import Showcase
from turbo_studio.jobs.opening import Opener
from turbo_studio.jobs.outcomes import describe_error, has_failed, has_succeeded
from turbo_studio.jobs.ports import Ports
from turbo_studio.jobs.recognising import Recogniser
from turbo_studio.jobs.reopening import Reopener
from turbo_studio.jobs.selecting import Selections
from turbo_studio.jobs.thumbnails import ThumbnailRemaker
from turbo_studio.jobs.trashing import Trashing
from turbo_studio.jobs.upkeep import Upkeep
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from pathlib import Path
    from typing import Any

    from turbo_studio.core.comparing import Comparing
    from turbo_studio.core.contact_sheet import SheetOrder
    from turbo_studio.core.exporting import ExportOrder
    from turbo_studio.core.facts import Fact
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.job import Job, JobId
    from turbo_studio.core.looking import Wish
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.network import Network
    from turbo_studio.core.operators import Selecting
    from turbo_studio.core.ports import (
        Comparer,
        Gallery,
        Gateway,
        KeyStore,
        PictureExporter,
        PictureReader,
        Route,
        Selector,
    )
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.core.sources import Source
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.jobs.connecting import Sandbox

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EngineParts:
    """What the engine is built from; ``open_gallery`` and the key store block, and never on the loop."""

    pictures: PictureReader
    selector: Selector
    comparer: Comparer
    exporter: PictureExporter
    gateway: Gateway
    open_gallery: Callable[[], Gallery]
    forget_gallery: Callable[[], None]
    """Let ``open_gallery`` make a new one where that of the last time is missing; blocks."""
    keys: KeyStore
    find_route: Callable[[Network, str], Route]
    """The way to a base URL; blocks."""
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
        self,
        parts: EngineParts,
        publish: Callable[[Fact], None],
        base_url: str,
        key: str,
        concurrency: int,
        network: Network,
        daily_cap_dollars: float = 0.0,
    ) -> None:
        """``key`` is the key for this run, or empty: then the key store is asked."""
        self._parts = parts
        self._publish = publish
        self._worker = Worker()
        self._connector = Connector(self._worker, parts, network, publish)
        self._opener = Opener(self._worker, parts.pictures, publish)
        self._comparisons = Comparisons(self._worker, parts.comparer, publish)
        self._showcase = Showcase(self._worker, parts.pictures, publish)
        self._keeper = WorkKeeper(self._worker, self._use_gallery, self._opener, publish)
        self._upkeep = Upkeep(self._worker, self._use_gallery, publish)
        self._library = Library(self._worker, self._use_gallery, self._run, publish)
        self._recogniser = Recogniser(self._worker, self._use_gallery, publish)
        self._trashing = Trashing(self._worker, self._use_gallery, publish)
        self._exporting = Exporting(parts.exporter, self._use_gallery, publish)
        self._selections = Selections(self._worker, parts.selector, publish)
        ports = Ports(
            worker=self._worker,
            pictures=parts.pictures,
            gateway=parts.gateway,
            use_gallery=self._use_gallery,
            find_target=self._connector.find_target,
            connect=self._connector.use,
            find_route=self._connector.find_route,
            accounts=Accounts(self._worker, self._use_gallery),
            profile=parts.profile,
            publish=publish,
        )
        self._thumbnails = ThumbnailRemaker(ports)
        self._lineage = self._build_lineage(ports)
        self._desk = Desk(ports, concurrency, daily_cap_dollars)
        self._gallery: asyncio.Future[Gallery] | None = None
        self._worker.start()
        self._connector.start(base_url, key)
        self._worker.call(self._desk.recover)
        self._run(self._exporting.remove_left_parts())
        self._run(self._trashing.look())

    def _build_lineage(self, ports: Ports) -> Lineage:
        reopener = Reopener(self._opener, self._parts.selector, self._parts.profile.sources_max)
        return Lineage(
            self._worker,
            self._use_gallery,
            self._opener,
            reopener,
            InputThumbnails(ports),
            self._keeper,
            self._run,
            self._publish,
        )

    # Life

    def stop(self, workspace: Workspace | None = None) -> None:
        """End every task, child process and thread; the open work and what is being saved is saved first."""
        try:
            self._worker.stop(self._close(workspace))
        except TimeoutError:
            _log.error("the worker did not end in time")
        self._parts.after_stop()

    async def _close(self, workspace: Workspace | None) -> None:
        await self._desk.close()
        if workspace is not None:
            await self._keeper.save(workspace)
        await self._connector.close()
        await self._parts.close_pictures()
        await self._parts.selector.close()
        await self._parts.comparer.close()
        await self._parts.exporter.close()
        if self._gallery is not None:
            await asyncio.wait({self._gallery})
        await self._worker.run_on_disk(self._close_gallery)

    def _close_gallery(self) -> None:
        """After all that still waits for the disk."""
        if self._gallery is not None and has_succeeded(self._gallery):
            self._gallery.result().close()

    # Sources

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files as sources, several at once, told in the order given."""
        self._opener.open_files(paths)

    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None:
        self._opener.open_pixels(size, rgba, name)

    def decode_source(self, source: Source, *, with_mask: bool) -> None:
        """Decode the source to be shown; an earlier decoding that still runs is given up."""
        self._opener.decode_source(source, with_mask=with_mask)

    # The open work

    def save_workspace(self, workspace: Workspace) -> None:
        """Keep the open work, so that a crash takes none of it."""
        self._run(self._keeper.save(workspace))

    def restore_workspace(self, *, aside: bool) -> None:
        """Open the work of the last time, or what was put aside, and tell it as one fact."""
        self._run(self._keeper.restore(aside=aside))

    # Masks

    def find_pixels(self, token: int, asked: Selecting) -> None:
        """Compute a mask out of a mask or a picture; ``token`` names it in the fact that tells its end."""
        self._selections.find_pixels(token, asked)

    def cancel_finding(self, token: int) -> None:
        self._selections.cancel_finding(token)

    def save_mask(self, mask: MaskSnapshot, path: Path) -> None:
        """Write a mask to a PNG file of the user's."""
        self._selections.save_mask(mask, path)

    # Jobs: each verb as ``session.engine`` says

    def submit(self, job: Job) -> None:
        self._worker.call(self._desk.submit, job)

    def cancel(self, job_id: JobId) -> None:
        self._worker.call(self._desk.cancel, job_id)

    def cancel_all(self) -> None:
        self._worker.call(self._desk.cancel_all)

    def pause_queue(self) -> None:
        self._worker.call(self._desk.pause_queue)

    def resume_queue(self) -> None:
        self._worker.call(self._desk.resume_queue)

    def move_job(self, job_id: JobId, index: int) -> None:
        self._worker.call(self._desk.move_job, job_id, index)

    def release(self, job_id: JobId) -> None:
        self._worker.call(self._desk.release, job_id)

    def retry(self, job_id: JobId, new_id: JobId) -> None:
        self._worker.call(self._desk.retry, job_id, new_id)

    def save_again(self, job_id: JobId) -> None:
        self._worker.call(self._desk.save_again, job_id)

    def read_again(self, job_id: JobId) -> None:
        self._worker.call(self._desk.read_again, job_id)

    def forget(self, job_id: JobId) -> None:
        self._worker.call(self._desk.forget, job_id)

    def set_limits(self, concurrency: int, daily_cap_dollars: float) -> None:
        self._worker.call(self._desk.set_limits, concurrency, daily_cap_dollars)

    # The connection

    def connect(self, base_url: str, key: str, *, remember: bool) -> None:
        """Use another gateway, or key, from the next job on; keep the key where asked to."""
        self._connector.connect(base_url, key, remember=remember)

    def disconnect(self, base_url: str) -> None:
        """Forget the key of a gateway and go on in the sandbox."""
        self._connector.disconnect(base_url)

    def test_connection(self, base_url: str, key: str) -> None:
        """Find out whether a gateway takes a key; an empty one stands for the key in use."""
        self._connector.test(base_url, key)

    def cancel_connection_test(self) -> None:
        self._connector.cancel_test()

    def set_network(self, network: Network) -> None:
        """Reach gateways in another way from the next job on."""
        self._connector.set_network(network)

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        """Keep the password of a proxy in the key store; where that fails it holds for this run."""
        self._connector.store_proxy_password(proxy_url, user, password)

    # The gallery

    @property
    def library(self) -> Library:
        return self._library

    @property
    def lineage(self) -> Lineage:
        return self._lineage

    def remake_thumbnail(self, result: Result) -> None:
        """Make a thumbnail that is missing or damaged once more, told as ``ResultsChanged``."""
        self._worker.call(self._thumbnails.remake, result)

    def reopen_gallery(self, *, anew: bool) -> None:
        """Try once more to open the gallery, or begin a new one where that of the last time is missing."""
        self._run(self._reopen_gallery(anew=anew))

    async def _reopen_gallery(self, *, anew: bool) -> None:
        if anew and self._gallery is not None and has_failed(self._gallery):
            # At once: whoever comes next is to wait for the new one.
            self._open_gallery(self._begin_gallery)
        await self._use_gallery()

    def _begin_gallery(self) -> Gallery:
        self._parts.forget_gallery()
        return self._parts.open_gallery()

    def look_at(self, wishes: Sequence[Wish]) -> None:
        """Decode pictures of the gallery, nearest first; all that is wanted at once, and nothing else."""
        self._worker.call(self._showcase.look_at, wishes)

    def recognise(self, source: Source) -> None:
        self._run(self._recogniser.recognise(source))

    def look_through(self, paths: Sequence[Path]) -> None:
        self._run(self._recogniser.look_through(paths))

    def cancel_look(self) -> None:
        self._recogniser.cancel()

    def move_to_trash(self, ids: Sequence[ResultId]) -> None:
        self._run(self._trashing.move_to_trash(ids))

    def restore_results(self, ids: Sequence[ResultId]) -> None:
        self._run(self._trashing.restore(ids))

    def relink_result(self, result_id: ResultId, file: Path) -> None:
        self._run(self._trashing.relink(result_id, file))

    def export(self, order: ExportOrder | SheetOrder) -> None:
        """Bring results to a folder of the user's; told as it goes, and at its end."""
        self._run(self._exporting.export(order))

    def cancel_export(self) -> None:
        self._worker.call(self._exporting.cancel)

    def make_png(self, result: Result) -> None:
        self._run(self._exporting.make_png(result))

    def compare(self, token: int, asked: Comparing) -> None:
        """Measure two pictures; ``token`` names it in the facts that tell how far it is."""
        self._worker.call(self._comparisons.compare, token, asked)

    def drop_comparison(self, token: int) -> None:
        self._worker.call(self._comparisons.drop, token)

    def verify_gallery(self) -> None:
        """Hold every file against its record; told as it goes, and at its end."""
        self._run(self._upkeep.verify())

    def cancel_verifying(self) -> None:
        self._upkeep.cancel()

    def rebuild_index(self) -> None:
        self._run(self._upkeep.rebuild_index())

    def run_on_disk(self, call: Callable[[], None]) -> None:
        """Make a blocking call on the disk thread; a StudioError of it is told."""
        self._run(self._run_on_disk(call))

    async def _run_on_disk(self, call: Callable[[], None]) -> None:
        # Shielded, for a program that is closed meanwhile makes the call all the same.
        await asyncio.shield(self._worker.run_on_disk(call))

    async def _use_gallery(self) -> Gallery:
        """The gallery, opened once; StorageError where that fails, and then the next one tries again."""
        opening = self._gallery
        if opening is None or has_failed(opening):
            opening = self._open_gallery(self._parts.open_gallery)
        return await asyncio.shield(opening)

    def _open_gallery(self, open_it: Callable[[], Gallery]) -> asyncio.Future[Gallery]:
        was_missing = self._gallery is not None
        opening = self._gallery = asyncio.ensure_future(self._worker.run_on_disk(open_it))
        if was_missing:
            self._run(self._catch_up(opening))
        return opening

    async def _catch_up(self, opening: asyncio.Future[Gallery]) -> None:
        """Do what the start could not; where it fails again, whoever had it opened is told."""
        await asyncio.wait([opening])
        if has_succeeded(opening):
            self._publish(GalleryFound())
            self._desk.recover()
            await self._exporting.remove_left_parts()
            await self._trashing.look()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        """Start what nobody waits for; whatever breaks it is told."""
        self._worker.run(self._tell_trouble(work))

    async def _tell_trouble(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._publish(TroubleMet(describe_error(error)))
