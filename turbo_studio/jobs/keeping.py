"""Keeps the open work while the program runs, and brings back that of the last time."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.facts import SourceOpened, TroubleMet, WorkspaceRestored
from turbo_studio.core.mask import Mask
from turbo_studio.jobs.outcomes import describe_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.workspace import KeptSource, Workspace
    from turbo_studio.jobs.opening import Opener
    from turbo_studio.jobs.worker import Worker


class WorkKeeper:
    """Saves in the order it is asked; what cannot be saved is told once, until it can be again."""

    def __init__(
        self,
        worker: Worker,
        use_gallery: Callable[[], Awaitable[Gallery]],
        opener: Opener,
        publish: Callable[[Fact], None],
    ) -> None:
        self._worker = worker
        self._use_gallery = use_gallery
        self._opener = opener
        self._publish = publish
        self._is_failing = False
        self._saved: Workspace | None = None
        self._turn = asyncio.Lock()
        """Taken in the order of asking: what is put aside must be what was open at that moment."""

    async def save(self, workspace: Workspace) -> None:
        """Nothing happens where the same is on disk already."""
        async with self._turn:
            if workspace != self._saved:
                await self._save(workspace)

    async def _save(self, workspace: Workspace) -> None:
        try:
            gallery = await self._use_gallery()
            await self._worker.run_on_disk(gallery.save_workspace, workspace)
        except Exception as error:  # noqa: BLE001 - it is tried again in seconds: a message each would be noise
            if not self._is_failing:
                self._publish(TroubleMet(describe_error(error)))
            self._is_failing = True
        else:
            self._saved, self._is_failing = workspace, False

    async def put_aside(self, workspace: Workspace) -> None:
        """Keep a state to come back to, in the place of the one that was put aside before. StorageError."""
        async with self._turn:
            gallery = await self._use_gallery()
            await self._worker.run_on_disk(gallery.put_workspace_aside, workspace)

    async def restore(self, *, aside: bool) -> None:
        """Judge the kept sources anew, as any other file, and tell all as one fact, whatever breaks."""
        try:
            async with self._turn:
                restored = await self._restore(aside=aside)
        except Exception as error:  # noqa: BLE001 - the session waits for the fact before it saves anything
            self._publish(TroubleMet(describe_error(error)))
            restored = WorkspaceRestored(None, was_aside=aside)
        self._publish(restored)

    async def _restore(self, *, aside: bool) -> WorkspaceRestored:
        gallery = await self._use_gallery()
        workspace, is_damaged = await self._worker.run_on_disk(partial(gallery.load_workspace, aside=aside))
        if workspace is None:
            return WorkspaceRestored(None, is_whole=not is_damaged, was_aside=aside)
        reopened = await asyncio.gather(*(self._reopen(kept) for kept in workspace.sources))
        good = [(opened, mask) for opened, mask, _ in reopened if opened is not None]
        return WorkspaceRestored(
            workspace.draft,
            workspace.is_size_chosen,
            tuple(opened for opened, _ in good),
            {opened.source.id: mask for opened, mask in good if mask is not None},
            sum(1 for opened, _, _ in reopened[: workspace.shown] if opened is not None),
            is_whole=not is_damaged and all(is_whole for _, _, is_whole in reopened),
            was_aside=aside,
        )

    async def _reopen(self, kept: KeptSource) -> tuple[SourceOpened | None, Mask | None, bool]:
        """A source and its mask, as far as they are still good, and whether that is all there was."""
        opening = await self._opener.open_kept(kept.path, kept.name)
        if not isinstance(opening, SourceOpened):
            return None, None, False
        if kept.mask is None:
            return opening, None, True
        mask = await asyncio.to_thread(_build_mask, kept.mask, opening.source.size)
        return opening, mask, mask is not None


def _build_mask(snapshot: MaskSnapshot, size: Size) -> Mask | None:
    """None where the snapshot is not one of a picture of that size."""
    if snapshot.size != size:
        return None
    try:
        return Mask.build(snapshot)
    except ValueError:
        return None
