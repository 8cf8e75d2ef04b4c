"""Makes the work anew that a result came from, out of what was sent: the user's own files are not needed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from turbo_studio.core.draft import Draft, clean_prompt
from turbo_studio.core.facts import LostInput, SourceOpened, WorkspaceRestored
from turbo_studio.core.mask import Mask
from turbo_studio.core.operators import MaskFile
from turbo_studio.core.problems import Problem, ProblemCode, StudioError
from turbo_studio.core.selection import Patch
from turbo_studio.core.shapes import Combine

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.operators import FoundPixels
    from turbo_studio.core.ports import Selector
    from turbo_studio.core.result import Provenance, Upload
    from turbo_studio.jobs.opening import Opener


class Reopener:
    """Inputs are judged and decoded anew, in children, as any other file; a record may name anything."""

    def __init__(self, opener: Opener, selector: Selector, sources_max: int) -> None:
        """``sources_max``: a record may claim any number."""
        self._opener = opener
        self._selector = selector
        self._sources_max = sources_max

    async def rebuild(self, made_by: Provenance) -> tuple[WorkspaceRestored, tuple[LostInput, ...]]:
        """All that is still there, and what is not."""
        uploads = made_by.uploads[: self._sources_max]
        names = [made_by.name_source(index) for index in range(len(uploads))]
        opened = await asyncio.gather(*map(self._open_input, uploads, names))
        lost = [
            LostInput(names[index], Problem(ProblemCode.SOURCE_NOT_REOPENED, {"number": index + 1}))
            for index, opening in enumerate(opened)
            if opening is None
        ]
        masks = {}
        if made_by.mask is not None:
            first = opened[0] if opened else None
            mask = None if first is None else await self._open_mask(made_by.mask, first.source.size)
            if first is None or mask is None:
                lost.append(LostInput("", Problem(ProblemCode.MASK_NOT_REOPENED)))
            else:
                masks[first.source.id] = mask
        draft = Draft(clean_prompt(made_by.prompt), made_by.size, made_by.quality)
        sources = tuple(opening for opening in opened if opening is not None)
        work = WorkspaceRestored(draft, is_size_chosen=True, sources=sources, masks=masks, was_aside=True)
        return work, tuple(lost)

    async def _open_input(self, upload: Upload, name: str) -> SourceOpened | None:
        """What was sent, under the name that it had; None where it is not there, or not the same any more."""
        opening = await self._opener.open_kept(upload.path, name or upload.path.name)
        if not isinstance(opening, SourceOpened):
            return None
        if opening.source.digest != upload.digest:
            await asyncio.to_thread(_discard, opening)
            return None
        return opening

    async def _open_mask(self, upload: Upload, size: Size) -> Mask | None:
        """None where it is not there, or not what was sent with a picture of that size."""
        opening = await self._open_input(upload, "")
        if opening is None:
            return None
        try:
            if opening.source.size != size:
                return None
            found = await self._selector.select(MaskFile(opening.source.path, size))
            return await asyncio.to_thread(_build_mask, found, size) if found.is_from_alpha else None
        except StudioError:
            return None
        finally:
            await asyncio.to_thread(_discard, opening)


def _build_mask(found: FoundPixels, size: Size) -> Mask:
    mask = Mask(size)
    mask.touch_memory()
    mask.begin_edit()
    mask.join(Patch(found.box, found.coverage), Combine.REPLACE)
    mask.commit_edit()
    return mask


def _discard(opening: SourceOpened) -> None:
    """Remove the copies of what nobody will see."""
    preview = opening.source.preview
    for path in (opening.source.path, opening.thumbnail, None if preview is None else preview.path):
        if path is not None:
            path.unlink(missing_ok=True)
