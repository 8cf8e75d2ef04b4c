"""The reader as the worker uses it: real children, real files, and nothing left behind by what went wrong."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pytest
from PIL import Image

from tests.helpers.process_state import list_children
from tests.imaging.making import (
    CANARY,
    ROCKET,
    decode,
    encode,
    insert_segments,
    make_exif,
    make_jpeg_of_scans,
    make_photo,
    make_segment,
    make_tiny_webp,
)
from tests.imaging.test_mask_png import take_mask
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.profile import GPT_IMAGE_2
from turbo_studio.core.sources import Note, Source, SourceId
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.reader import ChildPictureReader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from turbo_studio.core.ports import PictureReader
    from turbo_studio.core.sources import Level

_T = TypeVar("_T")


def use(
    scratch: Path, work: Callable[[ChildPictureReader], Awaitable[_T]], pool: ChildPool | None = None
) -> _T:
    async def run() -> _T:
        reader = ChildPictureReader(scratch, pool=pool)
        try:
            return await work(reader)
        finally:
            await reader.close()
            assert list(scratch.glob("*")) == []

    return asyncio.run(run())


def kept_files(scratch: Path) -> list[Path]:
    return [path for path in scratch.rglob("*") if path.is_file()]


def test_fills_the_port(tmp_path: Path) -> None:
    async def work(reader: PictureReader) -> None:
        assert not (tmp_path / "scratch").exists()
        await reader.open_source(ROCKET, "rocket.jpg")
        assert (tmp_path / "scratch").stat().st_mode & 0o777 == 0o700

    use(tmp_path / "scratch", work)


def test_photograph_from_opening_to_sending(tmp_path: Path) -> None:
    user = tmp_path / "photo.png"  # the name lies
    turned = make_segment(0xE1, b"Exif\0\0" + make_exif(6, location=True))
    content = insert_segments(encode(make_photo(300, 200), "JPEG"), turned)
    user.write_bytes(content)
    out = tmp_path / "out"
    out.mkdir()

    async def work(reader: ChildPictureReader) -> None:
        source = (await reader.open_source(user, "pho\nto.png")).source
        user.unlink()
        assert (source.name, source.media_type, source.size) == (
            "pho\ufffdto.png",
            "image/jpeg",
            Size(200, 300),
        )
        assert (source.digest, source.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
        assert set(source.notes) == {Note.TURNED_UPRIGHT, Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT}
        assert source.path.read_bytes() == content

        raster = await reader.build_raster(source)
        assert [level.size for level in raster.levels] == [(200, 300), (100, 150)]
        assert not raster.has_alpha
        assert raster.path.stat().st_mode & 0o777 == 0o600
        pixels = np.fromfile(raster.path, np.uint8)[: 4 * 200 * 300].reshape(300, 200, 4)
        raster.path.unlink()

        prepared = await reader.prepare_upload(source, GPT_IMAGE_2, out)
        upload = prepared.upload
        sent = upload.path.read_bytes()
        assert (upload.size, upload.size_bytes, upload.media_type) == (source.size, len(sent), "image/png")
        assert upload.digest == hashlib.sha256(sent).hexdigest()
        assert CANARY not in sent
        assert np.array_equal(np.asarray(decode(sent)), pixels[..., 2::-1])
        assert {Note.ENCODED_LOSSLESS, *source.notes} == set(prepared.notes)

    use(tmp_path / "scratch", work)


@pytest.mark.parametrize(
    ("pillow_format", "mode", "size", "coarse"),
    [
        ("JPEG", "RGB", (2100, 4300), (1050, 2150)),
        ("JPEG", "L", (1999, 1999), (1999, 1999)),
        ("PNG", "RGBA", (4300, 2100), (2150, 1050)),
        ("WEBP", "RGB", (60, 40), (60, 40)),
    ],
)
def test_a_preview_is_the_picture_made_smaller(
    tmp_path: Path, pillow_format: str, mode: str, size: tuple[int, int], coarse: tuple[int, int]
) -> None:
    photo = make_photo(*size, mode).resize(size, Image.Resampling.BICUBIC)
    photo = photo.reduce(8).resize(size, Image.Resampling.BICUBIC)  # without detail that reducing would lose
    user = tmp_path / "photo"
    user.write_bytes(encode(photo, pillow_format))

    async def work(reader: ChildPictureReader) -> None:
        opened = await reader.open_source(user, "photo")
        preview = opened.source.preview
        assert preview is not None
        assert preview.is_preview
        assert opened.source.size == size
        assert preview.levels[0].size == coarse
        assert preview.has_alpha == (mode == "RGBA")
        raster = await reader.build_raster(opened.source)
        level = next(level for level in raster.levels if level.size == coarse)
        fine, rough = (_load_level(raster.path, level), _load_level(preview.path, preview.levels[0]))
        assert np.abs(fine.astype(int) - rough).mean() < 2
        with Image.open(opened.thumbnail) as thumbnail:
            assert max(thumbnail.size) == min(256, max(size))

    use(tmp_path / "scratch", work)


def _load_level(path: Path, level: Level) -> NDArray[np.uint8]:
    width, height = level.size
    return np.fromfile(path, np.uint8, 4 * width * height, offset=level.offset).reshape(height, width, 4)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_children_give_way_once_a_picture_is_there(tmp_path: Path) -> None:
    """Before, nobody can be painting, and somebody may be waiting."""

    async def work(reader: ChildPictureReader) -> None:
        own = os.nice(0)
        source = (await reader.open_source(ROCKET, "rocket.jpg")).source
        await reader.build_raster(source)
        assert [os.getpriority(os.PRIO_PROCESS, child) for child in list_children()] == [own]
        await reader.open_source(ROCKET, "rocket.jpg")
        assert [os.getpriority(os.PRIO_PROCESS, child) for child in list_children()] == [max(own, 10)]

    use(tmp_path / "scratch", work)


def test_same_picture_is_prepared_once(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()

    async def work(reader: ChildPictureReader) -> None:
        source = (await reader.open_source(ROCKET, "rocket.jpg")).source
        first, second = await asyncio.gather(
            *(reader.prepare_upload(source, GPT_IMAGE_2, folder) for folder in folders)
        )
        source.path.unlink()
        third = await reader.prepare_upload(source, GPT_IMAGE_2, folders[0])
        assert first.upload.path.read_bytes() == second.upload.path.read_bytes()
        assert first.upload.path.parent == folders[0]
        assert third == first
        other = GPT_IMAGE_2._replace(source_bytes_limit=50_000)
        with pytest.raises(StorageError):
            await reader.prepare_upload(source, other, folders[0])  # another limit is other work

    use(tmp_path / "scratch", work)


def test_file_over_the_limit_is_opened_with_a_note(tmp_path: Path) -> None:
    async def run() -> None:
        reader = ChildPictureReader(tmp_path, GPT_IMAGE_2._replace(source_bytes_limit=ROCKET.stat().st_size))
        source = (await reader.open_source(ROCKET, "rocket.jpg")).source
        await reader.close()
        assert source.notes[-1] is Note.OVER_BYTE_LIMIT

    asyncio.run(run())


def test_pixels_of_the_clipboard(tmp_path: Path) -> None:
    photo = make_photo(33, 21, "RGBA")

    async def work(reader: ChildPictureReader) -> None:
        opened = await reader.open_pixels(Size(33, 21), photo.tobytes(), "")
        source = opened.source
        assert (source.media_type, source.size, source.notes) == ("image/png", (33, 21), ())
        assert decode(source.path.read_bytes()).tobytes() == photo.tobytes()
        assert source.preview is not None
        assert set(kept_files(tmp_path)) == {source.path, source.preview.path, opened.thumbnail}
        raster = await reader.build_raster(source)
        assert raster.has_alpha
        raster.path.unlink()

    use(tmp_path, work)


@pytest.mark.parametrize("size", [None, Size(300, 200), Size(1, 1)])
def test_a_picture_of_the_gallery_is_decoded_and_leaves_nothing_else(
    tmp_path: Path, size: Size | None
) -> None:
    photo = make_photo(300, 200)
    path = tmp_path / "result.png"
    path.write_bytes(encode(photo, "PNG"))
    scratch = tmp_path / "scratch"

    async def work(reader: ChildPictureReader) -> None:
        raster = await reader.decode_picture(path, size)
        assert raster.size == (300, 200)
        assert raster.size_bytes == raster.path.stat().st_size
        pixels = _load_level(raster.path, raster.levels[0])
        assert np.array_equal(pixels[..., 2::-1], np.asarray(photo))
        assert set(kept_files(scratch)) <= {raster.path}
        raster.path.unlink()

    use(scratch, work)


def _make_link(path: Path, good: bytes) -> None:
    target = path.with_name("target.png")
    target.write_bytes(good)
    path.symlink_to(target)


def _make_checksum_wrong(path: Path, good: bytes) -> None:
    path.write_bytes(good[:-20] + bytes([good[-20] ^ 1]) + good[-19:])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path, good: None, ProblemCode.FILE_UNREADABLE),
        (_make_link, ProblemCode.FILE_NOT_REGULAR),
        (lambda path, good: os.mkfifo(path), ProblemCode.FILE_NOT_REGULAR),
        (lambda path, good: path.mkdir(), ProblemCode.FILE_NOT_REGULAR),
        (lambda path, good: path.write_bytes(b""), ProblemCode.NOT_A_PICTURE),
        (lambda path, good: path.write_bytes(b"no picture at all"), ProblemCode.NOT_A_PICTURE),
        (lambda path, good: path.write_bytes(good[:-99]), ProblemCode.PICTURE_DAMAGED),
        (_make_checksum_wrong, ProblemCode.PICTURE_DAMAGED),
    ],
)
def test_a_spoilt_file_of_the_gallery_is_refused_and_leaves_nothing(
    tmp_path: Path, make: Callable[[Path, bytes], object], code: ProblemCode
) -> None:
    path = tmp_path / "result.png"
    make(path, encode(make_photo(300, 200), "PNG"))
    scratch = tmp_path / "scratch"

    async def work(reader: ChildPictureReader) -> None:
        with pytest.raises(PictureError) as caught:
            await reader.decode_picture(path, Size(300, 200))
        assert caught.value.problem.code is code
        assert kept_files(scratch) == []

    use(scratch, work)


@pytest.mark.parametrize(
    ("size", "length", "code"),
    [
        (Size(2, 2), 15, ProblemCode.PICTURE_DAMAGED),
        (Size(0, 2), 0, ProblemCode.PICTURE_DAMAGED),
        (Size(-2, -2), 16, ProblemCode.PICTURE_DAMAGED),
        (Size(20_000, 20_000), 0, ProblemCode.PICTURE_TOO_MANY_PIXELS),
    ],
)
def test_pixels_out_of_bounds(tmp_path: Path, size: Size, length: int, code: ProblemCode) -> None:
    async def work(reader: ChildPictureReader) -> None:
        with pytest.raises(PictureError) as caught:
            await reader.open_pixels(size, b"\0" * length, "")
        assert caught.value.problem.code is code

    use(tmp_path, work)


def test_every_refused_file_leaves_nothing(tmp_path: Path) -> None:
    photo = encode(make_photo(), "PNG")
    table = [
        (b"", ProblemCode.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n", ProblemCode.PICTURE_DAMAGED),
        (b"\xff\xd8\xff", ProblemCode.PICTURE_DAMAGED),
        (b"RIFF\x04\0\0\0WEBP", ProblemCode.PICTURE_DAMAGED),
        (b"GIF89a", ProblemCode.PICTURE_DAMAGED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ProblemCode.NOT_A_PICTURE),
        (photo[:-20], ProblemCode.PICTURE_DAMAGED),
        (make_jpeg_of_scans(4000), ProblemCode.PICTURE_TOO_COMPLEX),
        (make_tiny_webp(16383, 16383), ProblemCode.PICTURE_TOO_MANY_PIXELS),
        (b"8BPS\0\x01", ProblemCode.PICTURE_UNSUPPORTED),
    ]
    user = tmp_path / "user"

    async def work(reader: ChildPictureReader) -> None:
        for content, code in table:
            user.write_bytes(content)
            with pytest.raises(PictureError) as caught:
                await reader.open_source(user, "picture.png")
            assert caught.value.problem.code is code, content[:20]
        assert kept_files(tmp_path / "scratch") == []

    use(tmp_path / "scratch", work)


def test_thumbnail(tmp_path: Path) -> None:
    picture, target = tmp_path / "picture", tmp_path / "thumbnail.png"
    turned = make_segment(0xE1, b"Exif\0\0" + make_exif(8))
    picture.write_bytes(insert_segments(encode(make_photo(900, 300), "JPEG"), turned))

    async def work(reader: ChildPictureReader) -> None:
        inspected = await reader.build_thumbnail(picture, target, 120)
        assert (inspected.media_type, inspected.size) == ("image/jpeg", (300, 900))
        with Image.open(target) as thumbnail:
            assert (thumbnail.format, thumbnail.size, thumbnail.info) == ("PNG", (40, 120), {})
        await reader.build_thumbnail(picture, target, 10_000)
        with Image.open(target) as thumbnail:
            assert thumbnail.size == (300, 900)

    use(tmp_path / "scratch", work)


def test_thumbnail_of_a_damaged_picture_leaves_the_old_one(tmp_path: Path) -> None:
    picture, target = tmp_path / "picture", tmp_path / "thumbnail.png"
    picture.write_bytes(encode(make_photo(900, 300), "JPEG")[:-400])
    target.write_bytes(b"old")

    async def work(reader: ChildPictureReader) -> None:
        with pytest.raises(PictureError) as caught:
            await reader.build_thumbnail(picture, target, 120)
        assert caught.value.problem.code is ProblemCode.PICTURE_DAMAGED

    use(tmp_path / "scratch", work)
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"picture", "thumbnail.png"}


def test_mask(tmp_path: Path) -> None:
    coverage = np.zeros((30, 40), np.uint8)
    coverage[5:9, 7:20] = 255

    async def work(reader: ChildPictureReader) -> None:
        prepared = await reader.encode_mask(take_mask(coverage), Size(40, 30), GPT_IMAGE_2, tmp_path)
        upload = prepared.upload
        assert prepared.notes == ()
        content = upload.path.read_bytes()
        assert (upload.media_type, upload.size, upload.size_bytes) == ("image/png", (40, 30), len(content))
        assert upload.path.name == f"{hashlib.sha256(content).hexdigest()}.png"
        assert upload.path.stat().st_mode & 0o777 == 0o600
        assert np.array_equal(np.asarray(decode(content))[..., 3], 255 - coverage)
        upload.path.unlink()
        tight = GPT_IMAGE_2._replace(mask_bytes_limit=10)
        with pytest.raises(PictureError) as caught:
            await reader.encode_mask(take_mask(coverage), Size(40, 30), tight, tmp_path)
        assert caught.value.problem.code is ProblemCode.MASK_DOES_NOT_FIT

    use(tmp_path / "scratch", work)
    assert list(tmp_path.iterdir()) == []


def test_scratch_that_cannot_be_made_is_told_by_the_picture_that_needs_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    async def work() -> None:
        reader = ChildPictureReader(tmp_path / "file" / "scratch")
        for _ in range(2):
            with pytest.raises(StorageError) as caught:
                await reader.open_source(ROCKET, "rocket.jpg")
            assert caught.value.problem.code is ProblemCode.FOLDER_UNWRITABLE
        await reader.close()

    asyncio.run(work())


def test_folder_that_is_gone_is_a_storage_problem(tmp_path: Path) -> None:
    gone = tmp_path / "gone"

    async def work(reader: ChildPictureReader) -> None:
        source = (await reader.open_source(ROCKET, "rocket.jpg")).source
        for attempt in (
            reader.prepare_upload(source, GPT_IMAGE_2, gone),
            reader.encode_mask(take_mask(np.eye(4, dtype=np.uint8) * 255), Size(4, 4), GPT_IMAGE_2, gone),
            reader.build_thumbnail(ROCKET, gone / "thumbnails" / "t.png", 64),
        ):
            with pytest.raises(StorageError) as caught:
                await attempt
            assert caught.value.problem.code in {ProblemCode.FOLDER_UNWRITABLE, ProblemCode.STORAGE_FAILED}

    use(tmp_path / "scratch", work)


def test_cancelled_work_leaves_nothing(tmp_path: Path) -> None:
    silent = ChildPool((sys.executable, "-I", "-c", "import time; time.sleep(1000)"), 1)

    async def work(reader: ChildPictureReader) -> None:
        task = asyncio.create_task(reader.open_source(ROCKET, "rocket.jpg"))
        while not kept_files(tmp_path):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        while kept_files(tmp_path):  # the copying thread may still be at it
            await asyncio.sleep(0.01)

    use(tmp_path, work, silent)


def test_child_that_answers_for_a_file_it_did_not_write(tmp_path: Path) -> None:
    facts = '{"facts": {"media_type": "image/tiff", "width": 640, "height": 427, "notes": []}}'
    liar = ChildPool(
        (sys.executable, "-I", "-c", f"import sys\nfor _ in sys.stdin: print('{facts}', flush=True)"), 1
    )

    async def work(reader: ChildPictureReader) -> None:
        with pytest.raises(PictureError):
            await reader.open_source(ROCKET, "rocket.jpg")
        assert kept_files(tmp_path) == []
        source = Source(SourceId("1"), "rocket.jpg", ROCKET, "", "image/jpeg", Size(640, 427), 1)
        with pytest.raises(PictureError):
            await reader.build_raster(source)
        with pytest.raises((PictureError, StorageError)):
            await reader.prepare_upload(source, GPT_IMAGE_2, tmp_path)

    use(tmp_path / "scratch", work, liar)


@pytest.mark.skipif(sys.platform != "linux", reason="shared memory in /dev/shm")
def test_rasters_do_not_outlive_the_reader(tmp_path: Path) -> None:
    async def work(reader: ChildPictureReader) -> Path:
        source = (await reader.open_source(ROCKET, "rocket.jpg")).source
        raster = await reader.build_raster(source)
        assert os.access(raster.path, os.R_OK)
        return raster.path

    assert not use(tmp_path, work).parent.exists()
