"""What someone wants to see of the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.geometry import Size


class Wish(NamedTuple):
    """A picture file to be decoded; ``token`` names it in the fact that tells its end."""

    token: int
    path: Path
    size: Size | None = None
    """As far as it is known: where the pixels had better lie depends on it, and nothing else."""
