"""P10: thumbnails of answers of 1024 px, on two cores, against Pillow and pyvips on two threads each.

All of them read PNG files and write PNG files of 512 px. The program's children besides check each file to
its last row.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.benchmarks.children import run_child
from tests.benchmarks.pictures import build_picture
from tests.benchmarks.rows import build_row
from tests.benchmarks.timing import time_ms
from turbo_studio.core.geometry import Size
from turbo_studio.imaging.reader import ChildPictureReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.rows import Row

RUNS = 5
PICTURES = 32

PILLOW_RATIO_MAX = 1 / 1.4
PYVIPS_RATIO_MAX = 1 / 0.6

_SIDE_PX = 512
_THREADS = 2


def measure() -> list[Row]:
    has_pyvips = importlib.util.find_spec("pyvips") is not None
    with tempfile.TemporaryDirectory() as folder:
        build_picture(Size(1024, 1024)).save(Path(folder) / "picture.png")
        program, pillow, pyvips = [], [], []
        for _ in range(RUNS):
            program.append(run_child(make_by_program, folder))
            pillow.append(run_child(make_by_pillow, folder))
            if has_pyvips:
                pyvips.append(run_child(make_by_pyvips, folder))
    return [
        build_row("P10", "a thumbnail, against Pillow", program, pillow, "ms", PILLOW_RATIO_MAX),
        build_row("P10", "a thumbnail, against pyvips", program, pyvips, "ms", PYVIPS_RATIO_MAX),
    ]


def make_by_program(folder: str) -> float:
    picture = Path(folder) / "picture.png"

    async def run() -> float:
        reader = ChildPictureReader(Path(folder) / "scratch")

        async def make(count: int) -> None:
            targets = [Path(folder) / f"thumbnail-{number}.png" for number in range(count)]
            await asyncio.gather(*(reader.build_thumbnail(picture, target, _SIDE_PX) for target in targets))

        await make(_THREADS)  # the children are there
        begun_s = time.perf_counter()
        await make(PICTURES)
        ms = (time.perf_counter() - begun_s) * 1000 / PICTURES
        await reader.close()
        return ms

    return asyncio.run(run())


def make_by_pillow(folder: str) -> float:
    def make(number: int) -> None:
        with Image.open(Path(folder) / "picture.png") as image:
            image.thumbnail((_SIDE_PX, _SIDE_PX), Image.Resampling.LANCZOS)
            image.save(Path(folder) / f"thumbnail-{number}.png")

    return _time_on_threads(make)


def make_by_pyvips(folder: str) -> float:
    pyvips: Any = importlib.import_module("pyvips")
    pyvips.cache_set_max(0)

    def make(number: int) -> None:
        image = pyvips.Image.thumbnail(str(Path(folder) / "picture.png"), _SIDE_PX)
        image.write_to_file(str(Path(folder) / f"thumbnail-{number}.png"))

    return _time_on_threads(make)


def _time_on_threads(make: Callable[[int], None]) -> float:
    """Milliseconds a picture."""
    with ThreadPoolExecutor(_THREADS) as threads:
        work = partial(threads.map, make)
        list(work(range(_THREADS)))
        return time_ms(lambda: list(work(range(PICTURES)))) / PICTURES
