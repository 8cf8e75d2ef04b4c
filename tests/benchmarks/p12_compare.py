"""P12: two pictures of 4096 × 4096 px measured against each other, against numpy in one piece.

Not in the table of figures to beat: no peer has it. The peer computes the same CIEDE2000 and nothing else;
the program paints it at five zoom levels besides, and the window goes on meanwhile.
"""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication, Qt, QTimer

from tests.benchmarks.children import run_child
from tests.benchmarks.pictures import build_picture
from tests.benchmarks.rows import build_limit_row, build_row
from tests.benchmarks.timing import time_ms
from turbo_studio.core.colour_distance import convert_to_lab, find_differences
from turbo_studio.core.comparing import Comparing, HeatMap
from turbo_studio.core.geometry import Size
from turbo_studio.core.sources import Raster
from turbo_studio.imaging.comparer import ChildComparer
from turbo_studio.imaging.raster_file import write_raster
from turbo_studio.imaging.raster_layout import build_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.benchmarks.rows import Row

RUNS = 3
SIZE = Size(4096, 4096)
RATIO_MAX = 0.5
FIRST_MS_MAX = 1_000
PAUSE_MS_MAX = 100

_DRIFT = 6


def measure() -> list[Row]:
    whole, first, pause, peer = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, pixels in zip("ab", build_pair(), strict=True):
            write_raster(Image.fromarray(pixels), Path(folder) / name)
        for _ in range(RUNS):
            figures = run_child(compare, folder)
            whole.append(figures["whole"])
            first.append(figures["first"])
            pause.append(figures["pause"])
            peer.append(run_child(compare_in_one_piece, folder))
    return [
        build_row("P12", "CIEDE2000 of 4096 × 4096 px, painted", whole, peer, "ms", RATIO_MAX),
        build_limit_row("P12", "until the first rows are seen", first, "ms", FIRST_MS_MAX),
        build_limit_row("P12", "longest pause of the window meanwhile", pause, "ms", PAUSE_MS_MAX),
    ]


def build_pair() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A picture, and what a model makes of it where it was to change nothing: every pixel a little off."""
    picture = np.asarray(build_picture(SIZE))
    drift = np.random.default_rng(1).integers(-_DRIFT, _DRIFT + 1, picture.shape, np.int16)
    return picture, np.clip(picture + drift, 0, 255).astype(np.uint8)


def compare(folder: str) -> dict[str, float]:
    """Milliseconds until all is painted, until anything is, and the longest between two ticks of 1 ms."""
    one, other = (Raster(Path(folder) / name, has_alpha=False, levels=build_levels(SIZE)) for name in "ab")
    figures: dict[str, float] = {}

    async def run() -> None:
        comparer = ChildComparer(Path(folder) / "scratch")
        begun_s = time.perf_counter()

        def tell(raster: Raster, done_rows: int) -> None:
            if done_rows:
                figures.setdefault("first", (time.perf_counter() - begun_s) * 1000)

        await comparer.compare(Comparing(one, other, HeatMap()), tell)
        figures["whole"] = (time.perf_counter() - begun_s) * 1000
        await comparer.close()

    worker = threading.Thread(target=lambda: asyncio.run(run()))
    figures["pause"] = _measure_pause_ms(worker)
    return figures


def _measure_pause_ms(worker: threading.Thread) -> float:
    application: Any = QCoreApplication.instance() or QCoreApplication([])
    ticks = [time.perf_counter()]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)

    def tick() -> None:
        ticks.append(time.perf_counter())
        if not worker.is_alive():
            application.quit()

    timer.timeout.connect(tick)
    timer.start(1)
    worker.start()
    application.exec()
    return max(np.diff(ticks)) * 1000


def compare_in_one_piece(folder: str) -> float:
    pixels = [
        np.fromfile(Path(folder) / name, np.uint8, 4 * SIZE.pixels).reshape(-1, 4)[:, 2::-1] for name in "ab"
    ]
    return time_ms(lambda: find_differences(*(convert_to_lab(each) for each in pixels)))
