"""P6: a JPEG of 96 MP from its file to a first picture in a window, and the memory of sixteen of them.

The window shows 1600 x 1000 device pixels. Each side decodes as its library is meant to be used for that, and
paints what it has once; the program besides copies, hashes and judges the file, and makes a thumbnail. Its
child waits ready, as in the program, and the libraries are loaded: that is the start, which P1 measures.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from tests.benchmarks.children import run_child
from tests.benchmarks.pictures import SIZES, build_picture
from tests.benchmarks.rows import build_limit_row, build_row
from tests.benchmarks.timing import time_ms
from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.mask import Mask
from turbo_studio.imaging import scratch
from turbo_studio.imaging.reader import ChildPictureReader
from turbo_studio.jobs.opening import SOURCES_AT_ONCE
from turbo_studio.ui.canvas.raster_view import RasterView
from turbo_studio.ui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.rows import Row
    from turbo_studio.core.sources import Raster, Source

RUNS = 7
SOURCES = 16

FASTEST_RATIO_MAX = 1.25
PILLOW_RATIO_MAX = 0.7
EXTRA_MAX_MB = 500.0

_VIEW = Size(1600, 1000)
_QUALITY = 90
_PEERS = {"OpenCV reduced": "cv2", "pyvips.thumbnail": "pyvips"}
_SAMPLE_S = 0.02


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "96.jpg")
        build_picture(SIZES[96]).save(path, quality=_QUALITY)
        names = [name for name, module in _PEERS.items() if importlib.util.find_spec(module)]
        times: dict[str, list[float]] = {name: [] for name in ("program", "Pillow", *names)}
        for _ in range(RUNS):
            for name, figures in times.items():
                figures.append(run_child(open_by_program if name == "program" else open_by_peer, name, path))
        memory = run_child(hold_sixteen, path)
    fastest = min(names, key=lambda name: median(times[name]), default="")
    return [
        build_row(
            "P6",
            f"first picture, against {fastest or 'OpenCV and pyvips'}",
            times["program"],
            times.get(fastest, []),
            "ms",
            FASTEST_RATIO_MAX,
        ),
        build_row(
            "P6", "first picture, against Pillow", times["program"], times["Pillow"], "ms", PILLOW_RATIO_MAX
        ),
        build_limit_row("P6", "16 sources, most memory at once", [memory["most"]], "MB", EXTRA_MAX_MB),
        build_limit_row("P6", "16 sources, memory when all are there", [memory["last"]], "MB", EXTRA_MAX_MB),
    ]


def open_by_program(_name: str, path: str) -> float:
    async def run() -> float:
        with tempfile.TemporaryDirectory() as folder:
            reader = ChildPictureReader(Path(folder) / "scratch")
            await _open_once(reader, Path(folder) / "small.png")
            begun_s = time.perf_counter()
            opened = await reader.open_source(Path(path), "96.jpg")
            _paint_preview(opened.source)
            ms = (time.perf_counter() - begun_s) * 1000
            await reader.close()
            return ms

    return asyncio.run(run())


async def _open_once(reader: ChildPictureReader, path: Path) -> None:
    """So that the child has loaded all it needs."""
    Image.new("RGB", (8, 8)).save(path)
    await reader.open_source(path, "small.png")


def _paint_preview(source: Source) -> None:
    assert source.preview is not None
    view = RasterView(source.preview)
    canvas = QImage(*_VIEW, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    viewport = Viewport(source.size, _VIEW).fit(0)
    box = Box.of(_VIEW).intersect(viewport.picture_box)
    view.draw(painter, viewport, QRect(box.left, box.upper, box.width, box.height))
    painter.end()
    view.release()


def open_by_peer(name: str, path: str) -> float:
    decode = {
        "Pillow": _decode_by_pillow,
        "OpenCV reduced": _decode_by_opencv,
        "pyvips.thumbnail": _decode_by_pyvips,
    }[name]()

    def work() -> None:
        image = decode(path)
        canvas = QImage(*_VIEW, QImage.Format.Format_RGB32)
        painter = QPainter(canvas)
        painter.drawImage(0, 0, image)
        painter.end()

    return time_ms(work)


def _decode_by_pillow() -> Callable[[str], QImage]:
    Image.MAX_IMAGE_PIXELS = None

    def decode(path: str) -> QImage:
        with Image.open(path) as image:
            image.thumbnail(_VIEW)  # has the decoder draft as much as it then needs
            content = image.tobytes("raw", "BGRX")
            return QImage(content, *image.size, 4 * image.width, QImage.Format.Format_RGB32).copy()

    return decode


def _decode_by_opencv() -> Callable[[str], QImage]:
    cv2: Any = importlib.import_module("cv2")

    def decode(path: str) -> QImage:
        pixels = cv2.imread(path, cv2.IMREAD_REDUCED_COLOR_8)
        height, width = pixels.shape[:2]
        return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_BGR888).copy()

    return decode


def _decode_by_pyvips() -> Callable[[str], QImage]:
    pyvips: Any = importlib.import_module("pyvips")

    def decode(path: str) -> QImage:
        pixels = pyvips.Image.thumbnail(path, _VIEW.width, height=_VIEW.height).numpy()
        height, width = pixels.shape[:2]
        return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

    return decode


def hold_sixteen(path: str) -> dict[str, float]:
    """What sixteen sources take, the first of them shown at full size with its mask.

    Counted is what the system cannot take back: the memory of this process and of its children that is
    no file's, and what they keep in shared memory, of which they get a folder to themselves.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir="/dev/shm") as shared:
        scratch._SHARED_MEMORY = Path(shared)
        sampler = _Sampler(Path(shared))
        asyncio.run(_hold(Path(path), Path(folder), sampler))
    return {"most": sampler.most_mb, "last": sampler.last_mb}


async def _hold(path: Path, folder: Path, sampler: _Sampler) -> None:
    reader = ChildPictureReader(folder / "scratch")
    sampler.start()
    first = (await reader.open_source(path, "1.jpg")).source

    async def show() -> tuple[Raster, RasterView, Mask]:
        raster = await reader.build_raster(first)
        view = RasterView(raster)
        mask = Mask(first.size)
        await asyncio.to_thread(mask.touch_memory)
        return raster, view, mask

    slots = asyncio.Semaphore(SOURCES_AT_ONCE)

    async def open_other(number: int) -> None:
        async with slots:
            await reader.open_source(path, f"{number}.jpg")

    others = [open_other(number) for number in range(2, SOURCES + 1)]
    shown, _ = await asyncio.gather(show(), asyncio.gather(*others))
    raster, view, mask = shown
    sampler.stop()
    assert np.count_nonzero(mask.coverage) == 0
    view.release()
    raster.path.unlink()
    await reader.close()


class _Sampler:
    """Looks at the memory every now and then, on a thread of its own."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._start_mb = self._find_memory_mb()
        self.most_mb = self.last_mb = 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
        self.last_mb = self._find_memory_mb() - self._start_mb

    def _look(self) -> None:
        while not self._stopped.wait(_SAMPLE_S):
            self.most_mb = max(self.most_mb, self._find_memory_mb() - self._start_mb)

    def _find_memory_mb(self) -> float:
        family = [Path("/proc/self"), *(Path("/proc") / pid for pid in _list_children())]
        return (sum(map(_find_anonymous_bytes, family)) + _find_length(self._shared)) / 1e6


def _list_children() -> list[str]:
    children: list[str] = []
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # one that has just ended
            children += (thread / "children").read_text("ascii").split()
    return children


def _find_length(folder: Path) -> int:
    """Of all files in it."""
    length = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # one that has just gone
            length += path.stat().st_size if path.is_file() else 0
    return length


def _find_anonymous_bytes(process: Path) -> int:
    with suppress(OSError):
        lines = (process / "status").read_text("ascii").splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))
    return 0
