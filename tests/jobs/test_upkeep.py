"""Upkeep of the gallery: each wish has one end, and a look at every file has it whatever breaks it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import add_one
from tests.helpers.patience import PATIENCE_S
from turbo_studio.core.facts import GalleryVerified, IndexRebuilt, VerifyingProgressed
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.core.verification import Finding, Flaw
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.jobs.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from typing import Any

    from turbo_studio.core.facts import Fact
    from turbo_studio.jobs.worker import Worker


def run(worker: Worker, work: Coroutine[Any, Any, None]) -> None:
    worker.run(work).result(PATIENCE_S)


def test_every_file_is_looked_at_and_the_index_made_anew(worker: Worker, tmp_path: Path) -> None:
    facts: list[Fact] = []
    with closing(DiskGallery(tmp_path / "gallery")) as gallery:
        for job_id in ("first", "second"):
            add_one(gallery, tmp_path, job_id)
        missing = gallery.fetch_page(Query(), None, 1)[0].path
        missing.unlink()

        async def use_gallery() -> DiskGallery:
            return gallery

        upkeep = Upkeep(worker, use_gallery, facts.append)
        run(worker, upkeep.verify())
        run(worker, upkeep.rebuild_index())
    *progress, verified, rebuilt = facts
    assert progress
    assert all(isinstance(fact, VerifyingProgressed) for fact in progress)
    assert isinstance(verified, GalleryVerified)
    assert verified.verification is not None
    assert verified.verification.findings == (Finding(Flaw.MISSING, missing),)
    assert rebuilt == IndexRebuilt(2)


def test_a_look_at_a_gallery_that_is_away_has_its_end(worker: Worker) -> None:
    facts: list[Fact] = []

    async def use_gallery() -> DiskGallery:
        raise StorageError(ProblemCode.GALLERY_MISSING, folder="away")

    with pytest.raises(StorageError):
        run(worker, Upkeep(worker, use_gallery, facts.append).verify())
    assert facts == [GalleryVerified(None)]
