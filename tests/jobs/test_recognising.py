"""A look through folders has one end, whatever breaks it; a source is looked up without a word of trouble."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.gallery.builders import add_one, build_picture
from tests.helpers.patience import PATIENCE_S
from tests.jobs.fakes import SOURCE
from turbo_studio.core.facts import IntakeEnded, IntakeProgressed, SourceRecognised
from turbo_studio.core.intake import Intake
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.jobs.recognising import Recogniser
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbo_studio.core.facts import Fact


class Bench:
    def __init__(self, worker: Worker, gallery: DiskGallery) -> None:
        self.facts: list[Fact] = []
        self.gallery_error: StorageError | None = None
        self._worker = worker
        self._gallery = gallery
        self.recogniser = Recogniser(worker, self._use_gallery, self.facts.append)

    async def _use_gallery(self) -> DiskGallery:
        if self.gallery_error is not None:
            raise self.gallery_error
        return self._gallery

    def run(self, work: Any) -> None:
        self._worker.run(work).result(PATIENCE_S)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    worker = Worker()
    worker.start()
    with closing(DiskGallery(tmp_path / "gallery")) as gallery:
        yield Bench(worker, gallery)
        worker.stop(asyncio.sleep(0))


def test_a_source_that_is_a_result_is_told_of(bench: Bench, tmp_path: Path) -> None:
    add_one(bench._gallery, tmp_path, "first")
    (result,) = bench._gallery.find_by_digest({_digest(tmp_path)})
    bench.run(bench.recogniser.recognise(SOURCE))
    bench.run(bench.recogniser.recognise(SOURCE._replace(digest=result.digest)))
    assert bench.facts == [SourceRecognised(SOURCE.id, result)]


def _digest(folder: Path) -> str:
    from hashlib import sha256

    return sha256((folder / "picture-0").read_bytes()).hexdigest()


def test_without_a_gallery_a_source_is_no_trouble_and_a_look_has_its_end(
    bench: Bench, tmp_path: Path
) -> None:
    bench.gallery_error = StorageError(ProblemCode.GALLERY_MISSING, folder="away")
    bench.run(bench.recogniser.recognise(SOURCE))
    assert bench.facts == []
    with pytest.raises(StorageError):
        bench.run(bench.recogniser.look_through([tmp_path]))
    assert bench.facts == [IntakeEnded(Intake(is_whole=False))]


def test_progress_is_told_now_and_then(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "dropped"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.png").write_bytes(build_picture(str(number), 100))
    bench.run(bench.recogniser.look_through([folder]))
    *progress, ended = bench.facts
    assert [fact.done for fact in progress if isinstance(fact, IntakeProgressed)] == list(range(0, 200, 2))
    assert isinstance(ended, IntakeEnded)
    assert len(ended.found.unknown) == 200
