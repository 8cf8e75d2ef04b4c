"""Recognises results among what comes from outside: sources as they are opened, and whole folders."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from turbo_studio.core.facts import IntakeEnded, IntakeProgressed, SourceRecognised
from turbo_studio.core.intake import Intake
from turbo_studio.core.problems import StudioError
from turbo_studio.jobs.long_look import LongLook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Source
    from turbo_studio.jobs.worker import Worker


class Recogniser:
    """Nothing is done with what is found: it is told."""

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        publish: Callable[[Fact], None],
    ) -> None:
        self._worker = worker
        self._use_gallery = use_gallery
        self._publish = publish
        self._look = LongLook(use_gallery, lambda done, total: publish(IntakeProgressed(done, total)))

    def cancel(self) -> None:
        """From any thread; what was found until then is told."""
        self._look.cancel()

    async def recognise(self, source: Source) -> None:
        """Nothing is told of a source that is no result, nor of a gallery that cannot be asked."""
        results: tuple[Result, ...] = ()
        with suppress(StudioError):
            gallery = await self._use_gallery()
            results = await self._worker.run_reading(gallery.find_by_digest, {source.digest})
        if results:
            self._publish(SourceRecognised(source.id, results[0]))

    async def look_through(self, paths: Sequence[Path]) -> None:
        """What the folders hold, as far as it was looked through, is told as one fact."""
        found = Intake(is_whole=False)
        try:
            found = await self._look.take(lambda gallery, *watch: gallery.look_through(paths, *watch))
        finally:
            self._publish(IntakeEnded(found))
