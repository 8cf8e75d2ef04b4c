"""What a result came from, made anew out of real inputs by real children."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.gallery.builders import build_provenance
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.imaging.reader import ChildPictureReader
from turbo_studio.imaging.selector import ChildSelector
from turbo_studio.jobs.opening import Opener
from turbo_studio.jobs.reopening import Reopener
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from turbo_studio.core.facts import LostInput, WorkspaceRestored
    from turbo_studio.core.result import Provenance, Upload

    Rebuilt = tuple[WorkspaceRestored, tuple[LostInput, ...]]

SIZE = Size(201, 150)


@dataclass
class Bench:
    folder: Path

    def __post_init__(self) -> None:
        self.worker = Worker()
        self.worker.start()
        self.pictures = ChildPictureReader(self.folder / "scratch")
        self.selector = ChildSelector(self.folder / "scratch")
        self.reopener = Reopener(Opener(self.worker, self.pictures, lambda _: None), self.selector, 16)

    def close(self) -> None:
        async def end() -> None:
            await self.pictures.close()
            await self.selector.close()

        self.worker.stop(end())

    def rebuild(self, made_by: Provenance) -> Rebuilt:
        return self.worker.run(self.reopener.rebuild(made_by)).result(30)

    def prepare(self, make: Callable[[], Awaitable[Upload]]) -> Upload:
        """Keep what is sent as the gallery does: by its hash."""

        async def run() -> Upload:
            return await make()

        upload = self.worker.run(run()).result(30)
        return replace(upload, path=upload.path.replace(self.folder / upload.digest))

    def send_picture(self, name: str, size: Size = SIZE) -> Upload:
        path = self.folder / name
        Image.effect_noise(size, 90).convert("RGB").save(path)

        async def make() -> Upload:
            source = (await self.pictures.open_source(path, name)).source
            return (await self.pictures.prepare_upload(source, GPT_IMAGE_2, self.folder)).upload

        upload = self.prepare(make)
        path.unlink()
        return upload

    def send_mask(self, mask: Mask) -> Upload:
        async def make() -> Upload:
            snapshot = mask.take_snapshot()
            return (await self.pictures.encode_mask(snapshot, mask.size, GPT_IMAGE_2, self.folder)).upload

        return self.prepare(make)

    def list_scratch(self) -> set[str]:
        return {path.name for path in (self.folder / "scratch").rglob("*") if path.is_file()}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def paint_mask(size: Size = SIZE) -> Mask:
    """Single pixels, and what reaches the edges."""
    mask = Mask(size)
    mask.begin_edit()
    stamp = np.random.default_rng(7).integers(0, 2, (90, 110), np.uint8) * np.uint8(255)
    mask.add_stamp(stamp, 0, 0)
    mask.add_stamp(stamp, size.width - 60, size.height - 50)
    mask.commit_edit()
    return mask


def describe(rebuilt: Rebuilt) -> list[tuple[str, ProblemCode]]:
    return [(lost.name, lost.problem.code) for lost in rebuilt[1]]


def test_all_of_it_comes_back_pixel_for_pixel(bench: Bench) -> None:
    mask = paint_mask()
    uploads = bench.send_picture("cup.png"), bench.send_picture("猫.png", Size(64, 48))
    work, lost = bench.rebuild(
        build_provenance(
            prompt="a hat",
            quality=Quality.LOW,
            uploads=uploads,
            source_names=("cup.png", "猫.png"),
            mask=bench.send_mask(mask),
        )
    )
    assert lost == ()
    assert work.draft is not None
    assert (work.draft.prompt, work.draft.quality, work.is_size_chosen) == ("a hat", Quality.LOW, True)
    sources = [opened.source for opened in work.sources]
    assert [source.name for source in sources] == ["cup.png", "猫.png"]
    assert [source.digest for source in sources] == [upload.digest for upload in uploads]
    assert list(work.masks) == [sources[0].id]
    reopened = work.masks[sources[0].id]
    assert np.array_equal(reopened.coverage >= 128, mask.coverage >= 128)
    assert reopened.selected_pixels == mask.selected_pixels


def test_a_picture_made_by_words_comes_back_as_words(bench: Bench) -> None:
    work, lost = bench.rebuild(build_provenance(prompt="a cat"))
    assert (work.sources, dict(work.masks), lost) == ((), {}, ())
    assert work.draft is not None
    assert work.draft.prompt == "a cat"


def test_what_is_missing_is_told_one_by_one_and_the_rest_comes_back(bench: Bench) -> None:
    uploads = tuple(bench.send_picture(f"{number}.png", Size(64 + number, 64)) for number in range(4))
    made_by = build_provenance(uploads=uploads, source_names=tuple("abcd"), mask=uploads[3])
    uploads[0].path.unlink()
    uploads[2].path.write_bytes(uploads[1].path.read_bytes())  # a good picture, but not the one that was sent
    rebuilt = bench.rebuild(made_by)
    assert [opened.source.name for opened in rebuilt[0].sources] == ["b", "d"]
    assert describe(rebuilt) == [
        ("a", ProblemCode.SOURCE_NOT_REOPENED),
        ("c", ProblemCode.SOURCE_NOT_REOPENED),
        ("", ProblemCode.MASK_NOT_REOPENED),
    ]
    assert [lost.problem.params.get("number") for lost in rebuilt[1]] == [1, 3, None]


@pytest.mark.parametrize("damage", ["gone", "cut", "of another size", "no mask", "a folder", "a dead link"])
def test_a_mask_that_is_not_what_was_sent_is_told(damage: str, bench: Bench) -> None:
    upload = bench.send_picture("cup.png")
    mask = bench.send_mask(paint_mask(Size(100, 90) if damage == "of another size" else SIZE))
    if damage == "cut":
        mask.path.write_bytes(mask.path.read_bytes()[:-20])
    elif damage == "no mask":
        mask = upload
    elif damage != "of another size":
        mask.path.unlink()
    if damage == "a folder":
        mask.path.mkdir()
    elif damage == "a dead link":
        mask.path.symlink_to(bench.folder / "nowhere")
    rebuilt = bench.rebuild(build_provenance(uploads=(upload,), source_names=("cup.png",), mask=mask))
    assert describe(rebuilt) == [("", ProblemCode.MASK_NOT_REOPENED)]
    assert len(rebuilt[0].sources) == 1


def test_copies_that_nobody_will_see_are_removed(bench: Bench) -> None:
    upload, mask = bench.send_picture("cup.png"), bench.send_mask(paint_mask())
    made_by = build_provenance(uploads=(upload,), source_names=("cup.png",))
    bench.rebuild(made_by)
    before = len(bench.list_scratch())
    bench.rebuild(made_by)
    of_one_source = len(bench.list_scratch()) - before
    bench.rebuild(replace(made_by, mask=mask))
    assert len(bench.list_scratch()) == before + 2 * of_one_source


def test_a_record_may_claim_any_number_of_sources(bench: Bench) -> None:
    upload = bench.send_picture("cup.png")
    work, _ = bench.rebuild(build_provenance(uploads=(upload,) * 500, source_names=()))
    assert len(work.sources) == 16
