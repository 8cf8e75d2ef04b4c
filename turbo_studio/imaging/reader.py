"""The reader of pictures that nobody vouches for: fills the port ``PictureReader`` with child processes."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import threading
import uuid
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.display_names import clean_display_name
from turbo_studio.core.ports import InspectedPicture, OpenedSource, PreparedSource
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.profile import GPT_IMAGE_2
from turbo_studio.core.result import Upload
from turbo_studio.core.sources import FILE_SUFFIXES, Note, Raster, Source, SourceId
from turbo_studio.imaging.background import run_in_background
from turbo_studio.imaging.intake import copy_in, digest_file, keep
from turbo_studio.imaging.limits import FILE_BYTES_MAX, PIXELS_MAX
from turbo_studio.imaging.mask_preparing import prepare_mask
from turbo_studio.imaging.private_folder import open_new
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.raster_layout import build_levels, find_raster_bytes
from turbo_studio.imaging.scratch import Scratch, removed_on_error, telling_storage_errors, temporary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.ports import PreparedMask
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.imaging.answers import Facts
    from turbo_studio.imaging.intake import Copied

_THUMBNAIL_SIDE_PX = 256  # of a tile of 96 px, at any scale of the screen
_RASTER_LIMIT_S = 60.0
_UPLOAD_LIMIT_S = 180.0


class ChildPictureReader:
    """Opens, decodes and prepares pictures in child processes; keeps their bytes in a private folder.

    What it wrote for itself (the bytes of sources, and what was prepared) goes with ``close``; what it
    wrote into folders that callers named stays.
    """

    def __init__(
        self, scratch: Path, profile: ModelProfile = GPT_IMAGE_2, pool: ChildPool | None = None
    ) -> None:
        """``scratch`` is made, and cleared of what crashes left, for the first picture: StorageError then."""
        self._profile = profile
        self._pool = pool or ChildPool()
        # Nobody paints before there is a picture, for which somebody may be waiting.
        self._pool.is_urgent = True
        self._scratch = Scratch(scratch)
        self._prepared: dict[tuple[str, int], PreparedSource] = {}
        self._preparing: dict[tuple[str, int], asyncio.Lock] = {}

    async def close(self) -> None:
        await self._pool.close()
        self._scratch.remove()

    async def warm_up(self) -> None:
        """Have a child ready, so that the first picture does not wait for one to start."""
        await self._pool.warm_up()

    async def open_source(self, path: Path, name: str) -> OpenedSource:
        """Read a file once, judge it strictly and keep its bytes. PictureError where it is no good."""
        with temporary(self._scratch.build_pixels_path(FILE_BYTES_MAX)) as taken:
            await run_in_background(partial(copy_in, path, taken))
            return await self._open_taken(taken, name)

    async def open_pixels(self, size: Size, rgba: bytes, name: str) -> OpenedSource:
        """The same for pixels from the clipboard: rows of straight red, green, blue, alpha."""
        _check_pixels(size, rgba)
        build_path = self._scratch.build_pixels_path
        with temporary(build_path(len(rgba))) as pixels, temporary(build_path(FILE_BYTES_MAX)) as taken:
            await run_in_background(partial(_write_private, pixels, rgba))
            await self._pool.run(
                "encode_pixels", path=str(pixels), target=str(taken), width=size.width, height=size.height
            )
            return await self._open_taken(taken, name)

    async def build_raster(self, source: Source) -> Raster:
        """Decode a source for the canvas. The caller owns, and deletes, the raster's file."""
        try:
            raster = await self._decode(source.path, source.size)
        finally:
            self._pool.is_urgent = False
        if raster.size != source.size:
            raster.path.unlink(missing_ok=True)
            raise PictureError(ProblemCode.DECODER_DIED, "the raster has another size")
        return raster

    async def decode_picture(self, path: Path, size: Size | None) -> Raster:
        """Judge a file of the gallery and decode it, from a copy: it may be replaced at any moment."""
        with temporary(self._scratch.build_pixels_path(FILE_BYTES_MAX)) as taken:
            await run_in_background(partial(copy_in, path, taken, follows_links=False))
            return await self._decode(taken, size)

    async def build_thumbnail(self, picture: Path, target: Path, side_px: int) -> InspectedPicture:
        """Write a PNG whose longer side is at most ``side_px``, and make its folder where that is missing.

        PictureError where the picture is no good, StorageError where nothing can be written.
        """
        part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
        with removed_on_error(part), telling_storage_errors(target.parent):
            target.parent.mkdir(mode=0o700, exist_ok=True)
            facts = await self._pool.run(
                "build_thumbnail", path=str(picture.absolute()), target=str(part.absolute()), side_px=side_px
            )
            part.replace(target)
        return InspectedPicture(facts.media_type, facts.size)

    async def prepare_upload(self, source: Source, profile: ModelProfile, folder: Path) -> PreparedSource:
        """Write into ``folder`` what will be sent: upright, sRGB, without metadata, under the limit.

        The same picture is prepared once in this reader's life; each further time its file is copied.
        """
        key = (source.digest, profile.source_bytes_limit)
        async with self._preparing.setdefault(key, asyncio.Lock()):
            if key not in self._prepared:
                self._prepared[key] = await self._prepare(source, profile)
        prepared = self._prepared[key]
        upload = await run_in_background(partial(_copy_upload, prepared.upload, folder))
        return PreparedSource(upload, prepared.notes)

    async def encode_mask(
        self, mask: MaskSnapshot, size: Size, profile: ModelProfile, folder: Path
    ) -> PreparedMask:
        """Write the mask into ``folder`` as a PNG of ``size``: alpha 0 where selected, else 255."""
        return await prepare_mask(mask, size, folder, profile.mask_bytes_limit, self._scratch, self._pool)

    async def _open_taken(self, taken: Path, name: str) -> OpenedSource:
        """Bring the bytes to the disk, and hash them, beside the child that judges them."""
        with self._new_file() as kept, self._new_file() as thumbnail, self._new_file() as preview:
            async with _keeping(taken, kept) as keeping:
                facts = await self._pool.run(
                    "open_picture",
                    path=str(taken),
                    target=str(preview),
                    thumbnail=str(thumbnail),
                    side_px=_THUMBNAIL_SIDE_PX,
                )
                raster = _build_preview(preview, facts)
                copied = await keeping
            is_over = copied.size_bytes >= self._profile.source_bytes_limit
            source = Source(
                id=SourceId(uuid.uuid4().hex),
                name=clean_display_name(name),
                path=kept,
                digest=copied.digest,
                media_type=facts.media_type,
                size=facts.size,
                size_bytes=copied.size_bytes,
                notes=facts.notes + ((Note.OVER_BYTE_LIMIT,) if is_over else ()),
                preview=raster,
            )
            return OpenedSource(source, thumbnail)

    async def _prepare(self, source: Source, profile: ModelProfile) -> PreparedSource:
        limit_bytes = profile.source_bytes_limit
        with self._new_file() as target:
            facts = await self._pool.run(
                "prepare_upload",
                _UPLOAD_LIMIT_S,
                path=str(source.path),
                target=str(target),
                limit_bytes=limit_bytes,
            )
            written = await run_in_background(partial(_digest, target))
            _check_prepared(facts, written, profile)
            upload = Upload(target, written.digest, facts.media_type, facts.size, written.size_bytes)
            return PreparedSource(upload, facts.notes)

    async def _decode(self, path: Path, size: Size | None) -> Raster:
        """All pixels of a picture; into shared memory where its size is known."""
        scratch = self._scratch
        target = scratch.build_path() if size is None else scratch.build_pixels_path(find_raster_bytes(size))
        with removed_on_error(target):
            facts = await self._pool.run("build_raster", _RASTER_LIMIT_S, path=str(path), target=str(target))
            if not _is_whole_raster(target, facts.size):
                raise PictureError(ProblemCode.DECODER_DIED, "the raster is not as long as it should be")
            return Raster(target, facts.has_alpha, build_levels(facts.size))

    @contextlib.contextmanager
    def _new_file(self) -> Iterator[Path]:
        with removed_on_error(self._scratch.build_path()) as path:
            yield path


@contextlib.asynccontextmanager
async def _keeping(taken: Path, kept: Path) -> AsyncIterator[asyncio.Task[Copied]]:
    """Bring bytes to the disk beside what is done meanwhile; where that fails, no further than they are."""
    stopped = threading.Event()
    task = asyncio.create_task(run_in_background(lambda _: keep(taken, kept, stopped)))
    try:
        yield task
    finally:
        stopped.set()
        await asyncio.gather(task, return_exceptions=True)


def _build_preview(path: Path, facts: Facts) -> Raster:
    size = facts.preview_size
    if size is None or not _is_whole_raster(path, size):
        raise PictureError(ProblemCode.DECODER_DIED, "the preview is not as long as it should be")
    return Raster(path, facts.has_alpha, build_levels(size), is_preview=True)


def _is_whole_raster(path: Path, size: Size) -> bool:
    """The canvas maps the file by its layout: a shorter one would end the program."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size == find_raster_bytes(size)


def _check_pixels(size: Size, rgba: bytes) -> None:
    if size.pixels > PIXELS_MAX:
        raise PictureError(
            ProblemCode.PICTURE_TOO_MANY_PIXELS, width=size.width, height=size.height, limit=PIXELS_MAX
        )
    if min(size) < 1 or len(rgba) != 4 * size.pixels:
        raise PictureError(ProblemCode.PICTURE_DAMAGED, f"{len(rgba)} bytes for {size} pixels")


def _check_prepared(facts: Facts, written: Copied, profile: ModelProfile) -> None:
    """The child is not believed where a wrong answer would break the contract with the gateway."""
    if facts.media_type not in profile.source_media_types:
        raise PictureError(ProblemCode.DECODER_DIED, f"prepared as {facts.media_type}")
    if written.size_bytes >= profile.source_bytes_limit:
        raise PictureError(ProblemCode.SOURCE_DOES_NOT_FIT, limit_bytes=profile.source_bytes_limit)


def _write_private(path: Path, content: bytes, _stopped: threading.Event) -> None:
    with telling_storage_errors(path.parent), open_new(path) as file:
        file.write(content)


def _digest(path: Path, _stopped: threading.Event) -> Copied:
    with telling_storage_errors(path.parent):
        return digest_file(path)


def _copy_upload(upload: Upload, folder: Path, _stopped: threading.Event) -> Upload:
    """A file of its own under the digest's name, so that no two jobs share one."""
    target = folder / (upload.digest + FILE_SUFFIXES[upload.media_type])
    part = folder / f"{uuid.uuid4().hex}.part"
    with telling_storage_errors(folder), removed_on_error(part):
        shutil.copyfile(upload.path, part)
        part.chmod(0o600)
        part.replace(target)
    return Upload(target, upload.digest, upload.media_type, upload.size, upload.size_bytes)
