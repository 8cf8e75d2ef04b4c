"""Looks after the gallery when asked to: every file held against its record, the index made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import GalleryVerified, IndexRebuilt, VerifyingProgressed
from turbo_studio.jobs.long_look import LongLook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.verification import Verification
    from turbo_studio.jobs.worker import Worker


class Upkeep:
    """Each wish ends in one fact."""

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        publish: Callable[[Fact], None],
    ) -> None:
        self._worker = worker
        self._use_gallery = use_gallery
        self._publish = publish
        self._look = LongLook(use_gallery, lambda done, total: publish(VerifyingProgressed(done, total)))

    def cancel(self) -> None:
        """From any thread."""
        self._look.cancel()

    async def verify(self) -> None:
        verification: Verification | None = None
        try:
            verification = await self._look.take(lambda gallery, *watch: gallery.verify(*watch))
        finally:
            self._publish(GalleryVerified(verification))

    async def rebuild_index(self) -> None:
        gallery = await self._use_gallery()
        self._publish(IndexRebuilt(await self._worker.run_on_disk(gallery.rebuild_index)))
