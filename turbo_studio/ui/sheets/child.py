"""The program of the child that paints contact sheets: one JSON line in, one JSON line out.

It meets nothing that a stranger made: its pictures are PNG files that the children of ``imaging`` wrote.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from turbo_studio.core.contact_sheet import SheetLayout
from turbo_studio.ui.sheets.painting import DARK, WHITE, SheetPainter, Tile

_DETAIL_CHARACTERS_MAX = 300


def main() -> None:
    if sys.platform == "linux":  # it has no use for a screen, and Linux may have none
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication(["turbo-studio-sheets"])
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)
    del application


def paint_sheet(
    targets: list[str],
    layout: list[Any],
    tiles: list[tuple[str | None, list[str]]],
    title: str,
    *,
    is_dark: bool,
    is_pdf: bool,
) -> None:
    """Write the one PDF, or a PNG a page, into files that the parent named."""
    laid_out = SheetLayout(*layout)
    painted = [Tile(Path(path) if path else None, tuple(lines)) for path, lines in tiles]
    painter = SheetPainter(laid_out, painted, title, DARK if is_dark else WHITE)
    if is_pdf:
        painter.write_pdf(Path(targets[0]))
        return
    for page, target in enumerate(targets):
        painter.write_png(Path(target), page)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    arguments = {name: value for name, value in request.items() if name != "task"}
    try:
        paint_sheet(**arguments)
    except Exception as error:  # noqa: BLE001  a fault of ours, told as such
        kind = type(error).__name__
        detail = f"{kind}: {error}"[:_DETAIL_CHARACTERS_MAX]
        return {"problem": {"code": "unexpected", "detail": detail, "params": {"kind": kind}}}
    media_type = "application/pdf" if arguments["is_pdf"] else "image/png"
    return {"facts": {"media_type": media_type, "width": 1, "height": 1, "notes": []}}


if __name__ == "__main__":
    main()
