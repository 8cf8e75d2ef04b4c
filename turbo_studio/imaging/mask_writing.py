"""Has a child write a mask's PNG, which takes all processors for a while: the hand goes on painting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.imaging.background import run_in_background
from turbo_studio.imaging.mask_file import save_mask
from turbo_studio.imaging.scratch import temporary

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.imaging.processes import ChildPool
    from turbo_studio.imaging.scratch import Scratch

_TIME_LIMIT_S = 180.0


async def write_mask(
    mask: MaskSnapshot, size: Size, target: Path, limit_bytes: int, scratch: Scratch, pool: ChildPool
) -> None:
    """Write the mask as it is sent with a picture of ``size``. StorageError.

    PictureError MASK_DOES_NOT_FIT under the limit, MASK_LOST where it says nothing any more at that size.
    """
    with temporary(scratch.build_pixels_path(mask.size.pixels // 8)) as kept:
        await run_in_background(partial(_save, mask, kept))
        await pool.run(
            "write_mask",
            _TIME_LIMIT_S,
            path=str(kept),
            target=str(target.absolute()),
            size=list(size),
            mask_size=list(mask.size),
            limit_bytes=limit_bytes,
        )


def _save(mask: MaskSnapshot, path: Path, _stopped: threading.Event) -> None:
    save_mask(mask, path)
