"""The lineage of results: found in the gallery, and work made anew from what a result came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import KinFetched, OriginalFound, OriginalOpened, ResultReopened
from turbo_studio.core.lineage import WORN_EDITS_MIN, find_original
from turbo_studio.core.problems import StorageError
from turbo_studio.jobs.ancestry import Genealogist

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from typing import Any

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.lineage import Original
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.result import Result, Upload
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.jobs.input_thumbnails import InputThumbnails
    from turbo_studio.jobs.keeping import WorkKeeper
    from turbo_studio.jobs.opening import Opener
    from turbo_studio.jobs.reopening import Reopener
    from turbo_studio.jobs.worker import Worker


class Lineage:
    """Fills ``session.engine.Lineage``."""

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        opener: Opener,
        reopener: Reopener,
        thumbnails: InputThumbnails,
        keeper: WorkKeeper,
        run: Callable[[Coroutine[Any, Any, None]], None],
        publish: Callable[[Fact], None],
    ) -> None:
        """``run`` starts what nobody waits for, and tells whatever breaks it."""
        self._worker = worker
        self._use_gallery = use_gallery
        self._opener = opener
        self._reopener = reopener
        self._thumbnails = thumbnails
        self._keeper = keeper
        self._run = run
        self._publish = publish

    def fetch_kin(self, result: Result) -> None:
        self._run(self._fetch_kin(result))

    def fetch_thumbnails(self, inputs: Sequence[Upload]) -> None:
        self._worker.call(self._thumbnails.fetch, tuple(inputs))

    def find_original(self, digest: str) -> None:
        self._run(self._find_original(digest))

    def open_original(self, digest: str) -> None:
        self._run(self._open_original(digest))

    def reopen(self, result: Result, put_aside: Workspace | None) -> None:
        self._run(self._reopen(result, put_aside))

    def put_aside(self, workspace: Workspace) -> None:
        self._run(self._keeper.put_aside(workspace))

    async def _fetch_kin(self, result: Result) -> None:
        genealogist = Genealogist(await self._use_gallery())
        kin = await self._worker.run_reading(genealogist.find_kin, result)
        self._publish(KinFetched(result.id, kin))

    async def _find_original(self, digest: str) -> None:
        try:
            gallery = await self._use_gallery()
            original = await self._worker.run_reading(_find_original, gallery, digest)
        except StorageError:  # nobody asked: it is only an offer
            return
        if original is not None and original.edit_count >= WORN_EDITS_MIN:
            self._publish(OriginalFound(digest, original))

    async def _open_original(self, digest: str) -> None:
        gallery = await self._use_gallery()
        original = await self._worker.run_reading(_find_original, gallery, digest)
        if original is not None:
            opening = await self._opener.open_kept(original.path, original.name)
            self._publish(OriginalOpened(digest, opening))

    async def _reopen(self, result: Result, put_aside: Workspace | None) -> None:
        """Only once the open work lies safe is anyone told of what takes its place."""
        work, lost = await self._reopener.rebuild(result.provenance)
        if put_aside is not None:
            await self._keeper.put_aside(put_aside)
        self._publish(ResultReopened(work, lost, put_aside))


def _find_original(gallery: Gallery, digest: str) -> Original | None:
    genealogist = Genealogist(gallery)
    result = genealogist.find_newest(digest)
    return None if result is None else find_original(genealogist.find_line(result))
