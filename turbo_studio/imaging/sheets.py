"""Makes contact sheets: small pictures by the child that exports, and the pages by one that knows Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.contact_sheet import find_tile_side_px, lay_out_sheet, name_pages, say_caption
from turbo_studio.core.ports import Sheet
from turbo_studio.core.problems import PictureError
from turbo_studio.imaging.scratch import temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from turbo_studio.core.contact_sheet import SheetOptions
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result
    from turbo_studio.imaging.processes import ChildPool
    from turbo_studio.imaging.scratch import Scratch

_DOTS_PER_INCH = 220
"""Of the pictures: what print shows of a photograph, and no more bytes."""
_TILE_LIMIT_S = 20.0
_PAGE_LIMIT_S = 30.0


class SheetMaker:
    """Its files last as long as the ``files`` that a call is given."""

    def __init__(self, pictures: ChildPool, painters: ChildPool, scratch: Scratch) -> None:
        self._pictures = pictures
        self._painters = painters
        self._scratch = scratch

    async def make(
        self,
        results: Sequence[Result],
        options: SheetOptions,
        tell: Callable[[int], None],
        files: ExitStack,
    ) -> Sheet:
        layout = lay_out_sheet(options, [result.size for result in results])
        side_px = find_tile_side_px(layout, _DOTS_PER_INCH)
        tiles: list[tuple[str | None, tuple[str, ...]]] = []
        failures: list[tuple[str, Problem]] = []
        for done, result in enumerate(results):
            tell(done)
            picture: str | None = None
            try:
                picture = str(await self._make_tile(result, side_px, self._new_path(files)))
            except PictureError as error:
                failures.append((result.path.name, error.problem))
            tiles.append((picture, say_caption(result, options)))
        tell(len(results))
        page_count = layout.count_pages(len(tiles))
        pages = [self._new_path(files) for _ in name_pages("", page_count, is_pdf=options.is_pdf)]
        await self._painters.run(
            "paint_sheet",
            _PAGE_LIMIT_S * page_count,
            targets=[str(page) for page in pages],
            layout=list(layout),
            tiles=tiles,
            title=options.title,
            is_dark=options.is_dark,
            is_pdf=options.is_pdf,
        )
        return Sheet(tuple(pages), tuple(failures))

    async def _make_tile(self, result: Result, side_px: int, target: Path) -> Path:
        await self._pictures.run(
            "build_tile",
            _TILE_LIMIT_S,
            path=str(result.path),
            target=str(target),
            digest=result.digest,
            side_px=side_px,
        )
        return target

    def _new_path(self, files: ExitStack) -> Path:
        return files.enter_context(temporary(self._scratch.build_path()))
