"""Brings a mask into the form that is sent, under its limit; each step that loses something is told.

First the size of the picture that is sent, then three efforts of compression, which lose nothing. Only a mask
torn into a hundred thousand pieces is still too long: then its smallest pieces go, a few pixels at first.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.geometry import Box
from turbo_studio.core.mask import Mask
from turbo_studio.core.ports import PreparedMask
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.result import Upload
from turbo_studio.core.sources import Note
from turbo_studio.imaging.background import run_in_background
from turbo_studio.imaging.intake import digest_file
from turbo_studio.imaging.mask_png import find_plane, write_mask_png
from turbo_studio.imaging.scratch import removed_on_error, telling_storage_errors
from turbo_studio.imaging.selector import rework

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask import MaskSnapshot
    from turbo_studio.core.operators import FoundPixels
    from turbo_studio.imaging.processes import ChildPool
    from turbo_studio.imaging.scratch import Scratch

PIECES_MIN_PX = (8, 64, 512)
"""The smallest pieces that are kept, one try after the other."""


async def prepare_mask(
    mask: MaskSnapshot, size: Size, folder: Path, limit_bytes: int, scratch: Scratch, pool: ChildPool
) -> PreparedMask:
    """Write the mask into ``folder`` under its digest. PictureError and StorageError."""
    if size != mask.size:
        mask = await run_in_background(partial(_scale, mask, size))
    upload = await run_in_background(partial(_try_to_write, mask, folder, limit_bytes))
    if upload is not None:
        return PreparedMask(upload)
    for pixels_min in PIECES_MIN_PX:
        found = await rework(mask, "simplify", [pixels_min], scratch, pool)
        mask = await run_in_background(partial(_put, mask, found))
        upload = await run_in_background(partial(_try_to_write, mask, folder, limit_bytes))
        if upload is not None and mask.says_something:
            return PreparedMask(upload, (Note.MASK_SIMPLIFIED,))
    raise PictureError(ProblemCode.MASK_DOES_NOT_FIT, limit_bytes=limit_bytes)


def _scale(mask: MaskSnapshot, size: Size, _stopped: threading.Event) -> MaskSnapshot:
    """Where the picture is sent smaller; what selected some of it must go on to select some of it."""
    scaled = Mask(size)
    scaled.begin_edit()
    scaled.put(Box.of(size), find_plane(mask, size))
    scaled.commit_edit()
    snapshot = scaled.take_snapshot()
    if not snapshot.says_something:
        raise PictureError(ProblemCode.MASK_LOST, width=size.width, height=size.height)
    return snapshot


def _put(mask: MaskSnapshot, found: FoundPixels, _stopped: threading.Event) -> MaskSnapshot:
    changed = Mask.build(mask)
    changed.begin_edit()
    changed.put(found.box, found.coverage)
    changed.commit_edit()
    return changed.take_snapshot()


def _try_to_write(
    mask: MaskSnapshot, folder: Path, limit_bytes: int, stopped: threading.Event
) -> Upload | None:
    """None where the file does not come under the limit."""
    part = folder / f"{uuid.uuid4().hex}.part"
    with telling_storage_errors(folder), removed_on_error(part):
        try:
            write_mask_png(mask, mask.size, part, limit_bytes, stopped)
        except PictureError:
            part.unlink()
            return None
        written = digest_file(part)
        target = folder / f"{written.digest}.png"
        part.replace(target)
    return Upload(target, written.digest, "image/png", mask.size, written.size_bytes)
