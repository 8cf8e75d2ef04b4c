"""Moves results to the trash and back, some at a time, so that the disk is there for jobs in between."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from turbo_studio.core.facts import (
    RestoringEnded,
    ResultsChanged,
    ResultsRemoved,
    ResultsRestored,
    TrashedFound,
    TrashingEnded,
)
from turbo_studio.core.problems import StorageError
from turbo_studio.core.trash import Restored, Trashed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.result import ResultId
    from turbo_studio.jobs.worker import Worker

_AT_ONCE = 50
T = TypeVar("T")


class Trashing:
    """Each wish ends in one fact, after those that tell what came and went."""

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        publish: Callable[[Fact], None],
    ) -> None:
        self._worker = worker
        self._use_gallery = use_gallery
        self._publish = publish

    async def look(self) -> None:
        """At a start: tell what earlier runs moved there, and can be brought back."""
        with suppress(StorageError):  # a gallery that cannot be opened is told to those who need it
            gallery = await self._use_gallery()
            if deeds := await self._worker.run_on_disk(gallery.list_trashed):
                self._publish(TrashedFound(deeds))

    async def move_to_trash(self, ids: Sequence[ResultId]) -> None:
        done, moment = Trashed(), datetime.now(UTC)
        try:
            gallery = await self._use_gallery()
            for some in _split(ids):
                trashed = await self._worker.run_on_disk(gallery.move_to_trash, some, moment)
                self._publish(ResultsRemoved(trashed.ids))
                done = Trashed(
                    done.ids + trashed.ids,
                    done.kept_in or trashed.kept_in,
                    done.left_count + trashed.left_count,
                    done.problem or trashed.problem,
                )
        finally:
            self._publish(TrashingEnded(done))

    async def restore(self, ids: Sequence[ResultId]) -> None:
        done = Restored(failed=tuple(ids))
        try:
            gallery = await self._use_gallery()
            for some in _split(ids):
                restored = await self._worker.run_on_disk(gallery.restore, some)
                self._publish(ResultsRestored(restored.results))
                back = {result.id for result in restored.results}
                done = Restored(
                    done.results + restored.results,
                    tuple(result_id for result_id in done.failed if result_id not in back),
                    done.problem or restored.problem,
                )
        finally:
            self._publish(RestoringEnded(done))

    async def relink(self, result_id: ResultId, file: Path) -> None:
        gallery = await self._use_gallery()
        self._publish(ResultsChanged((await self._worker.run_on_disk(gallery.relink, result_id, file),)))


def _split(rest: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rest), _AT_ONCE):
        yield rest[start : start + _AT_ONCE]
