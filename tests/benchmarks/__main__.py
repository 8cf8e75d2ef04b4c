"""Runs the benchmarks that are named, or all, and prints a table of program, peer, ratio and goal."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import (
    p1_start,
    p2_paint,
    p3_beside,
    p4_undo,
    p5_mask,
    p6_open,
    p7_upload,
    p8_answer,
    p9_gallery,
    p9_view,
    p10_thumbnails,
    p12_compare,
)
from tests.benchmarks.children import use_peers
from tests.benchmarks.rows import format_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.rows import Row

BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "P1": p1_start.measure,
    "P2": p2_paint.measure,
    "P3": p3_beside.measure,
    "P4": p4_undo.measure,
    "P5": p5_mask.measure,
    "P6": p6_open.measure,
    "P7": p7_upload.measure,
    "P8": p8_answer.measure,
    "P9": lambda: [*p9_gallery.measure(), *p9_view.measure()],
    "P10": p10_thumbnails.measure,
    "P12": p12_compare.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there, too")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where peers are that are not installed")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}")
    if given.peers is not None:
        use_peers(given.peers)
    rows = [row for name in given.names or BENCHMARKS for row in BENCHMARKS[name]()]
    print(format_table(rows))
    if given.json is not None:
        given.json.write_text(json.dumps({"rows": [row.to_json() for row in rows]}, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
