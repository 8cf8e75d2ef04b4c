"""Many results go and come back some at a time, and each wish has one end, whatever breaks."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.gallery.builders import add_one
from tests.helpers.patience import PATIENCE_S
from turbo_studio.core.facts import RestoringEnded, ResultsRemoved, ResultsRestored, TrashingEnded
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.jobs.trashing import Trashing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.trash import Trashed
    from turbo_studio.jobs.worker import Worker


class BreakingGallery(DiskGallery):
    """Its disk goes away after so many calls."""

    calls_left: int = 100

    def move_to_trash(self, ids: Sequence[ResultId], moment: datetime | None = None) -> Trashed:
        self.calls_left -= 1
        if self.calls_left < 0:
            raise StorageError(ProblemCode.STORAGE_FAILED, reason="gone")
        return super().move_to_trash(ids, moment)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[BreakingGallery]:
    with closing(BreakingGallery(tmp_path / "gallery")) as gallery:
        yield gallery


class Bench:
    def __init__(self, worker: Worker, gallery: BreakingGallery, folder: Path) -> None:
        self.facts: list[Fact] = []
        self._worker = worker
        self._gallery = gallery
        self.trashing = Trashing(worker, self._use_gallery, self.facts.append)
        self.ids = [ResultId(add_one(gallery, folder, f"job-{number}")) for number in range(60)]

    async def _use_gallery(self) -> DiskGallery:
        return self._gallery

    def run(self, work: Any) -> None:
        self._worker.run(work).result(PATIENCE_S)


@pytest.fixture
def bench(worker: Worker, gallery: BreakingGallery, tmp_path: Path) -> Bench:
    return Bench(worker, gallery, tmp_path)


def test_there_and_back(bench: Bench, gallery: BreakingGallery) -> None:
    bench.run(bench.trashing.move_to_trash(bench.ids))
    *removed, ended = bench.facts
    assert [len(fact.ids) for fact in removed if isinstance(fact, ResultsRemoved)] == [50, 10]
    assert isinstance(ended, TrashingEnded)
    assert ended.trashed.ids == tuple(bench.ids)
    assert gallery.count(Query()) == 0
    bench.facts.clear()
    bench.run(bench.trashing.restore(bench.ids))
    *restored, back = bench.facts
    assert [len(fact.results) for fact in restored if isinstance(fact, ResultsRestored)] == [50, 10]
    assert isinstance(back, RestoringEnded)
    assert not back.restored.failed
    assert gallery.count(Query()) == 60


def test_what_has_gone_can_come_back_where_the_rest_could_not_go(
    bench: Bench, gallery: BreakingGallery
) -> None:
    gallery.calls_left = 1
    with pytest.raises(StorageError):
        bench.run(bench.trashing.move_to_trash(bench.ids))
    ended = bench.facts[-1]
    assert isinstance(ended, TrashingEnded)
    assert ended.trashed.ids == tuple(bench.ids[:50])
    assert gallery.count(Query()) == 10
