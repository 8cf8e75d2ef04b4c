"""Small pictures of what was sent: made once, told in order, given up for others."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.gallery.builders import build_answer, build_picture, build_provenance, build_upload
from tests.jobs.fakes import FakePictures
from turbo_studio.core.facts import InputThumbnailMade
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.jobs.input_thumbnails import InputThumbnails

if TYPE_CHECKING:
    from pathlib import Path

    from tests.jobs.bench import DeskBench
    from turbo_studio.core.ports import InspectedPicture
    from turbo_studio.core.result import Upload


@dataclass
class WritingPictures(FakePictures):
    """Makes none of what it is to find bad, and none of what it is to be stuck on."""

    made: list[str] = field(default_factory=list)
    bad: frozenset[str] = frozenset()
    stuck_on: str = ""

    async def build_thumbnail(self, picture: Path, target: Path, side_px: int) -> InspectedPicture:
        self.made.append(picture.name)
        if picture.name == self.stuck_on:
            await asyncio.Event().wait()
        if picture.name in self.bad:
            raise PictureError(ProblemCode.PICTURE_DAMAGED)
        target.write_bytes(b"small")
        return await super().build_thumbnail(picture, target, side_px)


def keep_inputs(bench: DeskBench) -> list[Upload]:
    """Named by a record: what nothing names is freed at the start."""
    uploads = tuple(build_upload(bench.folder, bytes([number]) * 100) for number in range(3))
    answer = build_answer(bench.folder, build_picture("x"))
    bench.gallery.add(answer, build_provenance(uploads=uploads))
    return [bench.gallery.keep_input(upload) for upload in uploads]


def build_thumbnails(bench: DeskBench, pictures: WritingPictures) -> InputThumbnails:
    return InputThumbnails(replace(bench.ports, pictures=pictures))


def list_told(bench: DeskBench) -> list[str]:
    return [fact.digest for fact in bench.facts_of(InputThumbnailMade)]


def test_each_is_made_once_and_told_each_time_in_order(bench: DeskBench) -> None:
    inputs, pictures = keep_inputs(bench), WritingPictures()
    digests = [each.digest for each in inputs]
    for _ in range(2):
        bench.facts.clear()
        bench.do(build_thumbnails(bench, pictures).fetch, inputs)
        bench.wait_until(lambda: list_told(bench) == digests)
    assert pictures.made == digests
    assert all(fact.thumbnail.read_bytes() == b"small" for fact in bench.facts_of(InputThumbnailMade))


def test_one_that_has_no_picture_keeps_no_other_back(bench: DeskBench) -> None:
    inputs = keep_inputs(bench)
    pictures = WritingPictures(bad=frozenset({inputs[0].digest}))
    bench.do(build_thumbnails(bench, pictures).fetch, inputs)
    bench.wait_until(lambda: list_told(bench) == [each.digest for each in inputs[1:]])


def test_what_was_asked_for_before_is_given_up(bench: DeskBench) -> None:
    inputs = keep_inputs(bench)
    pictures = WritingPictures(stuck_on=inputs[0].digest)
    thumbnails = build_thumbnails(bench, pictures)
    bench.do(thumbnails.fetch, inputs[:2])
    bench.wait_until(lambda: pictures.made == [inputs[0].digest])
    bench.do(thumbnails.fetch, inputs[2:])
    bench.wait_until(lambda: list_told(bench) == [inputs[2].digest])
    assert inputs[1].digest not in pictures.made


def test_a_thumbnail_goes_with_its_input(bench: DeskBench) -> None:
    inputs = keep_inputs(bench)
    bench.do(build_thumbnails(bench, WritingPictures()).fetch, inputs[:1])
    bench.wait_until(lambda: bool(list_told(bench)))
    thumbnail = bench.gallery.input_thumbnail_path(inputs[0].digest)
    bench.gallery.free_inputs([inputs[0].digest])
    assert thumbnail.exists()
    for record in bench.folder.rglob("records/*.json"):
        record.unlink()
    bench.gallery.rebuild_index()
    bench.gallery.free_inputs([inputs[0].digest])
    assert not thumbnail.exists()
