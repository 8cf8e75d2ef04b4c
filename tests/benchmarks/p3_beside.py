"""P3: painting at 120 Hz on 96 MP while the program works in the background, against the same at rest.

A hand moves at the pace of its events whatever becomes of them; an event is late where what it changed is
not painted when the next one comes. Each kind of work is the program's own, on a thread as the worker's,
again and again while the hand paints; strokes beside it take turns with strokes at rest. A gap is the
time from one painted event to the next.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import sys
import tempfile
import threading
from contextlib import asynccontextmanager
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

from PySide6.QtWidgets import QApplication

from tests.benchmarks.children import run_child
from tests.benchmarks.loopback import serve
from tests.benchmarks.painting import PaintedCanvas
from tests.benchmarks.pictures import SIZES, build_noise_png, build_picture
from tests.benchmarks.rows import build_limit_row
from tests.gallery.builders import add_one
from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.ports import Call, Connection
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.query import Query
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.core.result import Upload
from turbo_studio.core.stroke import Stroke
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.imaging.reader import ChildPictureReader
from turbo_studio.jobs.worker import go_behind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from tests.benchmarks.rows import Row

    Work = Callable[[], Awaitable[object]]

STEP_S = 1 / 120
TURNS = 5
BRUSH_PX = 200
LATE_MAX_PERCENT = 1.0
GAP_MAX_MS = 16.7

_SWITCH_INTERVAL_S = 0.001  # as the program sets it
_PHOTO = Size(6000, 4000)
_UPLOADS = 16
_UPLOAD_BYTES = 25_000_000
_KEY = "sk-benchmark"
_LIMIT_BYTES = GPT_IMAGE_2.source_bytes_limit

Turns = dict[str, list[list[float]]]
"""``at rest`` and ``beside``: for each stroke how many milliseconds each event was late."""


def measure() -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        answer = _write_files(Path(folder))
        with serve(answer) as base_url:
            for name in _WORKS:
                rows += _build_rows(name, run_child(measure_beside, name, folder, base_url))
    return rows


def _build_rows(name: str, turns: Turns) -> list[Row]:
    beside, rest = turns["beside"], turns["at rest"]
    late, rest_late = ([_find_late_percent(stroke) for stroke in side] for side in (beside, rest))
    gap, rest_gap = ([_find_gap_ms(stroke) for stroke in side] for side in (beside, rest))
    return [
        build_limit_row("P3", f"painting beside {name}: late", late, "%", LATE_MAX_PERCENT, rest_late),
        build_limit_row("P3", f"painting beside {name}: longest gap", gap, "ms", GAP_MAX_MS, rest_gap),
    ]


def _find_late_percent(late_ms: list[float]) -> float:
    return 100 * sum(each > STEP_S * 1000 for each in late_ms) / len(late_ms)


def _find_gap_ms(late_ms: list[float]) -> float:
    done_ms = [number * STEP_S * 1000 + each for number, each in enumerate(late_ms)]
    return max(second - first for first, second in pairwise(done_ms))


def _write_files(folder: Path) -> Path:
    """What the works read; returns the answer, of 33 MB."""
    with build_picture(_PHOTO) as photo:
        photo.save(folder / "photo.jpg", quality=92)
    picture = build_noise_png(folder / "large.png", Size(3840, 2160)).read_bytes()
    build_noise_png(folder / "small.png", Size(1024, 1024))
    (folder / "upload.png").write_bytes(bytes(_UPLOAD_BYTES))
    answer = folder / "answer.json"
    encoded = base64.b64encode(picture).decode("ascii")
    answer.write_text(json.dumps({"created": 1, "data": [{"b64_json": encoded}]}), "ascii")
    return answer


def measure_beside(name: str, folder: str, base_url: str) -> Turns:
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    gc.disable()  # as the program does: ``ui.garbage`` looks for garbage on this thread, and under no hand
    application = QApplication.instance() or QApplication([])
    turns: Turns = {"at rest": [], "beside": []}
    with tempfile.TemporaryDirectory(dir=folder) as own:
        canvas = PaintedCanvas(SIZES[96], 1.0, BRUSH_PX, Path(own))
        canvas.check_painting()
        with _Worker(name, Path(folder), Path(own), base_url) as worker:
            for _ in range(TURNS):
                turns["at rest"].append(canvas.paint_paced(STEP_S))
                worker.resume()
                turns["beside"].append(canvas.paint_paced(STEP_S))
                worker.pause()
        canvas.close()
    del application
    return turns


class _Worker:
    """Does one kind of work again and again between ``resume`` and ``pause``."""

    def __init__(self, name: str, folder: Path, own: Path, base_url: str) -> None:
        self._prepare = _WORKS[name]
        self._places = (folder, own, base_url)
        self._is_wanted, self._is_resting = threading.Event(), threading.Event()
        self._is_ended = False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    def __enter__(self) -> Self:
        """Once it has been done once, so that what is loaded and started once is there."""
        self._thread.start()
        self._is_resting.wait()
        return self

    def __exit__(self, *raised: object) -> None:
        self._is_ended = True
        self._is_wanted.set()
        self._thread.join()

    def resume(self) -> None:
        """RuntimeError where the work has failed."""
        if not self._thread.is_alive():
            raise RuntimeError("nothing is done in the background")
        self._is_resting.clear()
        self._is_wanted.set()

    def pause(self) -> None:
        """Wait until what is under way is done."""
        self._is_wanted.clear()
        self._is_resting.wait()

    async def _run(self) -> None:
        go_behind()  # as the program's worker does
        try:
            async with self._prepare(*self._places) as work:
                await work()
                while not self._is_ended:
                    if not self._is_wanted.is_set():
                        self._is_resting.set()
                        self._is_wanted.wait()
                    else:
                        await work()
        finally:
            self._is_resting.set()


@asynccontextmanager
async def _open_reader(folder: Path, own: Path) -> AsyncIterator[ChildPictureReader]:
    """With a picture decoded, as whenever somebody paints: from then on the children give way."""
    reader = ChildPictureReader(own / "scratch")
    try:
        source = (await reader.open_source(folder / "small.png", "small.png")).source
        (await reader.build_raster(source)).path.unlink()
        yield reader
    finally:
        await reader.close()


@asynccontextmanager
async def _decode(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    async with _open_reader(folder, own) as reader:
        source = (await reader.open_source(folder / "photo.jpg", "photo.jpg")).source

        async def work() -> None:
            raster = await reader.build_raster(source)
            raster.path.unlink()

        yield work


@asynccontextmanager
async def _take_in(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    async with _open_reader(folder, own) as reader:
        yield lambda: reader.open_source(folder / "photo.jpg", "photo.jpg")


@asynccontextmanager
async def _encode(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    """Both that a press makes, one after the other as there: the picture's upload, then the mask's file."""
    mask = Mask(SIZES[96])
    stroke = Stroke(mask, Brush(900), erase=False)
    stroke.begin(Point(500, 500))
    stroke.extend(Point(11_000, 7_000))
    stroke.commit()
    numbers = count(1)
    async with _open_reader(folder, own) as reader:
        source = (await reader.open_source(folder / "large.png", "large.png")).source

        async def work() -> None:
            target = own / f"job-{next(numbers)}"
            target.mkdir()
            profile = GPT_IMAGE_2._replace(source_bytes_limit=_LIMIT_BYTES - next(numbers))
            await reader.prepare_upload(source, profile, target)
            await reader.encode_mask(mask.take_snapshot(), mask.size, profile, target)

        yield work


@asynccontextmanager
async def _upload(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    gateway = HttpGateway()
    upload = Upload(folder / "upload.png", "", "image/png", Size(1, 1), _UPLOAD_BYTES)
    request = EditRequest("gpt-image-2", "an otter", Size(1024, 1024), Quality.HIGH, (), None)
    call = Call("job-1", request, (upload,) * _UPLOADS)

    async def work() -> None:
        with tempfile.TemporaryDirectory(dir=own) as job:
            await gateway.send(call, Connection(base_url, _KEY), Path(job), lambda progress: None)

    yield work


@asynccontextmanager
async def _answer(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    gateway = HttpGateway()
    request = GenerationRequest("gpt-image-2", "an otter", Size(1024, 1024), Quality.HIGH)

    async def work() -> None:
        with tempfile.TemporaryDirectory(dir=own) as job:
            call, connection = Call("job-1", request), Connection(base_url, _KEY)
            await gateway.send(call, connection, Path(job), lambda progress: None)
            await asyncio.to_thread(gateway.parse_answer, Path(job))

    yield work


@asynccontextmanager
async def _thumbnail(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    async with _open_reader(folder, own) as reader:
        yield lambda: reader.build_thumbnail(folder / "small.png", own / "thumbnail.png", 384)


@asynccontextmanager
async def _index(folder: Path, own: Path, base_url: str) -> AsyncIterator[Work]:
    """Results into the gallery, each durable before the next, and a search after each."""
    with tempfile.TemporaryDirectory(dir=own) as gallery_folder:
        gallery = DiskGallery(Path(gallery_folder) / "gallery")
        numbers = count(1)

        def add() -> None:
            number = next(numbers)
            with tempfile.TemporaryDirectory(dir=own) as job:
                add_one(gallery, Path(job), f"job-{number}", f"otter {number}")
            gallery.fetch_page(Query("otter"), None, 100)

        yield lambda: asyncio.to_thread(add)
        gallery.close()


_WORKS: dict[str, Callable[[Path, Path, str], AbstractAsyncContextManager[Work]]] = {
    "decoding": _decode,
    "reading and hashing": _take_in,
    "encoding": _encode,
    "an upload": _upload,
    "an answer": _answer,
    "thumbnails": _thumbnail,
    "the index": _index,
}
