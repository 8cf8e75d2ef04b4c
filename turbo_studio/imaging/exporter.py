"""Makes copies of results for export in a child process of its own: fills the port ``PictureExporter``."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from turbo_studio.core.exporting import LongerSide, PerCent, Preset
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.scratch import Scratch, temporary
from turbo_studio.imaging.xmp import Description

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from turbo_studio.core.exporting import ExportOptions
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Note

_TIME_LIMIT_S = 60.0


class ChildExporter:
    """One child, so that hundreds of copies do not keep a source from being opened."""

    def __init__(self, scratch: Path, pool: ChildPool | None = None) -> None:
        self._pool = pool or ChildPool(count=1)
        self._scratch = Scratch(scratch)

    async def close(self) -> None:
        await self._pool.close()
        self._scratch.remove()

    @asynccontextmanager
    async def write_copy(
        self, result: Result, options: ExportOptions
    ) -> AsyncIterator[tuple[Path, tuple[Note, ...]]]:
        """A private file with the copy, gone after the block, and what was done to its pixels."""
        with temporary(self._scratch.build_path()) as target:
            facts = await self._pool.run(
                "export_picture",
                _TIME_LIMIT_S,
                path=str(result.path),
                target=str(target),
                digest=result.digest,
                file_format=options.format.value,
                quality=options.quality,
                background=options.background,
                description=_describe(result) if options.preset is Preset.DESCRIBED else None,
                **_name_resize(options),
            )
            yield target, facts.notes


def _name_resize(options: ExportOptions) -> dict[str, Any]:
    match options.resize:
        case LongerSide(side_px, enlarges):
            return {"longer_side": [side_px, int(enlarges)], "per_cent": None}
        case PerCent(per_cent):
            return {"longer_side": None, "per_cent": per_cent}
        case None:
            return {"longer_side": None, "per_cent": None}


def _describe(result: Result) -> dict[str, Any]:
    made = result.provenance
    created = result.created_at.isoformat(timespec="seconds")
    return Description(made.prompt, made.model, created, is_edit=bool(made.uploads))._asdict()
