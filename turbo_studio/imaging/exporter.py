"""Makes copies of results for export in a child process of its own: fills the port ``PictureExporter``."""

from __future__ import annotations

from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from turbo_studio.core.exporting import LongerSide, PerCent, Preset
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.scratch import Scratch, temporary
from turbo_studio.imaging.sheets import SheetMaker
from turbo_studio.imaging.xmp import Description, Origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.contact_sheet import SheetOptions
    from turbo_studio.core.exporting import ExportOptions
    from turbo_studio.core.ports import Sheet
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Note

_TIME_LIMIT_S = 60.0
_SANDBOX_MODEL = "Turbo Studio sandbox"


class ChildExporter:
    """One child, so that hundreds of copies do not keep a source from being opened."""

    def __init__(self, scratch: Path, sheet_command: Sequence[str]) -> None:
        """``sheet_command`` starts the program that paints the pages of contact sheets."""
        self._pool = ChildPool(count=1)
        self._painters = ChildPool(sheet_command, count=1)
        self._scratch = Scratch(scratch)

    async def close(self) -> None:
        await self._pool.close()
        await self._painters.close()
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

    @asynccontextmanager
    async def write_sheet(
        self, results: Sequence[Result], options: SheetOptions, tell: Callable[[int], None]
    ) -> AsyncIterator[Sheet]:
        """The private files of a contact sheet, gone after the block."""
        maker = SheetMaker(self._pool, self._painters, self._scratch)
        with ExitStack() as files:
            sheet = await maker.make(results, options, tell, files)
            await self._painters.close()  # Qt takes room, and sheets are rare
            yield sheet


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
    if made.is_sandbox:
        return Description(made.prompt, _SANDBOX_MODEL, created, Origin.SYNTHETIC)._asdict()
    origin = Origin.EDITED if made.uploads else Origin.GENERATED
    return Description(made.prompt, made.model, created, origin)._asdict()
