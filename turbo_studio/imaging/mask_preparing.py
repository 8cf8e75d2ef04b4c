"""Brings a mask into the form that is sent, under its limit; each step that loses something is told.

First the size of the picture that is sent, then three efforts of compression, which lose nothing. Only a mask
torn into a hundred thousand pieces is still too long: then its smallest pieces go, a few pixels at first.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.mask import Mask
from turbo_studio.core.ports import PreparedMask
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.result import Upload
from turbo_studio.core.sources import Note
from turbo_studio.imaging.background import run_in_background
from turbo_studio.imaging.intake import digest_file
from turbo_studio.imaging.mask_scaling import scale_mask
from turbo_studio.imaging.mask_writing import write_mask
from turbo_studio.imaging.scratch import removed_on_error, telling_storage_errors
from turbo_studio.imaging.selector import rework

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.operators import FoundPixels
    from turbo_studio.imaging.processes import ChildPool
    from turbo_studio.imaging.scratch import Scratch

PIECES_MIN_PX = (8, 64, 512)
"""The smallest pieces that are kept, one try after the other."""


async def prepare_mask(
    mask: MaskSnapshot, size: Size, folder: Path, limit_bytes: int, scratch: Scratch, pool: ChildPool
) -> PreparedMask:
    """Write the mask into ``folder`` under its digest. PictureError and StorageError."""
    upload = await _try_to_write(mask, size, folder, limit_bytes, scratch, pool)
    if upload is not None:
        return PreparedMask(upload)
    mask = await run_in_background(partial(_scale, mask, size))
    for pixels_min in PIECES_MIN_PX:
        found = await rework(mask, "simplify", [pixels_min], scratch, pool)
        mask = await run_in_background(partial(_put, mask, found))
        upload = await _try_to_write(mask, size, folder, limit_bytes, scratch, pool)
        if upload is not None and mask.says_something:
            return PreparedMask(upload, (Note.MASK_SIMPLIFIED,))
    raise PictureError(ProblemCode.MASK_DOES_NOT_FIT, limit_bytes=limit_bytes)


def _scale(mask: MaskSnapshot, size: Size, _stopped: threading.Event) -> MaskSnapshot:
    return scale_mask(mask, size)


def _put(mask: MaskSnapshot, found: FoundPixels, _stopped: threading.Event) -> MaskSnapshot:
    changed = Mask.build(mask)
    changed.begin_edit()
    changed.put(found.box, found.coverage)
    changed.commit_edit()
    return changed.take_snapshot()


async def _try_to_write(
    mask: MaskSnapshot, size: Size, folder: Path, limit_bytes: int, scratch: Scratch, pool: ChildPool
) -> Upload | None:
    """None where the file does not come under the limit."""
    part = folder / f"{uuid.uuid4().hex}.part"
    with removed_on_error(part):
        try:
            await write_mask(mask, size, part, limit_bytes, scratch, pool)
        except PictureError as error:
            if error.problem.code is not ProblemCode.MASK_DOES_NOT_FIT:
                raise
            part.unlink(missing_ok=True)
            return None
        return await run_in_background(partial(_keep, part, size))


def _keep(part: Path, size: Size, _stopped: threading.Event) -> Upload:
    """Under its digest."""
    with telling_storage_errors(part.parent):
        written = digest_file(part)
        target = part.with_name(f"{written.digest}.png")
        part.replace(target)
    return Upload(target, written.digest, "image/png", size, written.size_bytes)
