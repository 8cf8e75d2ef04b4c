"""P4: what it costs to be able to undo strokes on 96 MP, against a full copy of the mask for each.

A large stroke crosses the whole picture with a brush of 400 px in 120 moves. To record is to keep what
a move is about to change; it is found as the time of a move over fresh ground minus that of the same
move when the same stroke goes there again.
"""

from __future__ import annotations

import random
from functools import partial
from math import sin
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.children import run_child
from tests.benchmarks.pictures import SIZES
from tests.benchmarks.rows import build_limit_row, build_row, find_p95
from tests.benchmarks.timing import time_ms
from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import Point
from turbo_studio.core.mask import Mask
from turbo_studio.core.stroke import Stroke

if TYPE_CHECKING:
    from tests.benchmarks.rows import Row
    from turbo_studio.core.mask_edit import MaskEdit

BRUSH = Brush(400)
MOVES = 120
RUNS = 15
LARGE_STROKES = 100

RECORD_MAX_MS = 1.0
STORED_RATIO_MAX = 0.005
UNDO_MAX_MS = 8.0
RELEASE_MAX_MS = 8.3
ALL_STORED_MAX_MB = 50.0

_SIZE = SIZES[96]

Figures = dict[str, list[float]]
"""Milliseconds and megabytes, one a run, by what they are of."""


def measure() -> list[Row]:
    figures: Figures = run_child(measure_strokes)
    all_stored: list[float] = run_child(measure_all_stored)
    return [
        build_limit_row("P4", "record a move, p95", figures["record"], "ms", RECORD_MAX_MS),
        build_limit_row("P4", "end a large stroke", figures["end"], "ms", RELEASE_MAX_MS, figures["copy"]),
        build_row("P4", "kept of a large stroke", figures["kept"], figures["whole"], "MB", STORED_RATIO_MAX),
        build_limit_row("P4", "undo a large stroke", figures["undo"], "ms", UNDO_MAX_MS, figures["put back"]),
        build_limit_row("P4", f"kept of {LARGE_STROKES} strokes", all_stored, "MB", ALL_STORED_MAX_MB),
    ]


def measure_strokes() -> Figures:
    """Strokes on an empty mask, each undone; full copies in turn with them."""
    mask = Mask(_SIZE)
    mask.touch_memory()
    copy = mask.coverage.copy()
    names = ("record", "end", "copy", "kept", "whole", "undo", "put back")
    figures: Figures = {name: [] for name in names}
    for seed in range(RUNS):
        stroke = Stroke(mask, BRUSH, erase=False)
        figures["record"].append(find_p95(_paint_twice(stroke, seed)))
        edit, end_ms = _end(stroke)
        figures["end"].append(end_ms)
        edit.pack()  # as the worker does in the background
        figures["kept"].append(edit.size_bytes / 1e6)
        figures["whole"].append(mask.coverage.nbytes / 1e6)
        figures["undo"].append(time_ms(partial(mask.undo, edit)))
        figures["copy"].append(time_ms(mask.coverage.copy))
        figures["put back"].append(time_ms(partial(np.copyto, mask.coverage, copy)))
        if mask.selected_pixels:
            raise RuntimeError("the stroke was not undone")
    return figures


def measure_all_stored() -> list[float]:
    """What strokes over each other keep in all."""
    mask = Mask(_SIZE)
    total_bytes = 0
    for seed in range(LARGE_STROKES):
        stroke = Stroke(mask, BRUSH, erase=seed % 4 == 3)
        path = _build_path(seed)
        stroke.begin(path[0])
        for point in path[1:]:
            stroke.extend(point)
        edit, _ = _end(stroke)
        edit.pack()
        total_bytes += edit.size_bytes
    return [total_bytes / 1e6]


def _paint_twice(stroke: Stroke, seed: int) -> list[float]:
    """There, back, and there again: what recording took of each move, in milliseconds."""
    path = _build_path(seed)
    stroke.begin(path[0])
    fresh = [time_ms(partial(stroke.extend, point)) for point in path[1:]]
    for point in reversed(path[:-1]):
        stroke.extend(point)
    again = [time_ms(partial(stroke.extend, point)) for point in path[1:]]
    return [first - second for first, second in zip(fresh, again, strict=True)]


def _end(stroke: Stroke) -> tuple[MaskEdit, float]:
    edits: list[MaskEdit | None] = []
    end_ms = time_ms(lambda: edits.append(stroke.commit()))
    (edit,) = edits
    if edit is None:
        raise RuntimeError("the stroke changed nothing")
    return edit, end_ms


def _build_path(seed: int) -> list[Point]:
    """From the left edge to the right one in waves, 100 px a move."""
    chance = random.Random(seed)  # noqa: S311  paths, not secrets
    start, end = (chance.uniform(1_500, _SIZE.height - 1_500) for _ in range(2))
    steps = range(MOVES + 1)
    return [
        Point(
            _SIZE.width * step / MOVES, start + (end - start) * step / MOVES + 1_000 * sin(step / 12 + seed)
        )
        for step in steps
    ]
