"""The open work as it is kept between starts: all that a person would have to make again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.draft import Draft
    from turbo_studio.core.mask_snapshot import MaskSnapshot


class KeptSource(NamedTuple):
    """A source by its bytes, and what is selected on it."""

    name: str
    path: Path
    """A file of the program's own that holds the bytes as they were read."""
    digest: str
    mask: MaskSnapshot | None


class Workspace(NamedTuple):
    """The draft, the sources in their order with their masks, and which of them is on the canvas.

    Equal to another where saving both would save the same: masks are compared by identity.
    """

    draft: Draft
    is_size_chosen: bool
    """False where the size goes on following image 1."""
    sources: tuple[KeptSource, ...] = ()
    shown: int = 0
    """The index of the shown source; of no meaning without sources."""

    @property
    def is_empty(self) -> bool:
        return not self.sources and not self.draft.prompt
