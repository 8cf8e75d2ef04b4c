"""P8: an answer of 33 MB of JSON to a PNG on disk, against the openai package.

Both work on a thread beside a GUI whose timer of 1 ms tells the longest gap between two of its ticks.
The program also keeps the raw answer, and waits until it would survive a power cut; the package does
neither. Each run is a process of its own, in turn, after a small answer that loads what is loaded once.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from openai import OpenAI
from PySide6.QtCore import QCoreApplication, Qt, QTimer

from tests.benchmarks.children import PeakMemory, run_child
from tests.benchmarks.loopback import serve
from tests.benchmarks.pictures import build_noise_png
from tests.benchmarks.rows import build_limit_row, build_row
from turbo_studio.core.geometry import Size
from turbo_studio.core.ports import Call, Connection
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import GenerationRequest
from turbo_studio.gateway.client import HttpGateway

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.rows import Row

RUNS = 7
TIME_RATIO_MAX = 0.5
EXTRA_MAX_MB = 8.0
GAP_MAX_MS = 10.0

_SWITCH_INTERVAL_S = 0.001  # as the program sets it; the package gets the same
_SETTLING_S = 0.2
_KEY = "sk-benchmark"

Figures = dict[str, float]


def measure() -> list[Row]:
    program: list[Figures] = []
    package: list[Figures] = []
    with tempfile.TemporaryDirectory() as folder:
        large = _write_answer(Path(folder), "large", Size(3840, 2160))
        small = _write_answer(Path(folder), "small", Size(64, 64))
        with serve(large) as large_url, serve(small) as small_url:
            for _ in range(RUNS):
                package.append(run_child(receive_by_package, small_url, large_url, folder))
                program.append(run_child(receive_by_program, small_url, large_url, folder))

    def both(name: str) -> tuple[list[float], list[float]]:
        return [run[name] for run in program], [run[name] for run in package]

    ms, extra, gap = both("ms"), both("extra"), both("gap")
    what = "answer of 33 MB to a PNG"
    return [
        build_row("P8", f"{what}: time", *ms, "ms", TIME_RATIO_MAX),
        build_limit_row("P8", f"{what}: extra memory", extra[0], "MB", EXTRA_MAX_MB, extra[1]),
        build_limit_row("P8", f"{what}: gap of the GUI", gap[0], "ms", GAP_MAX_MS, gap[1]),
    ]


def _write_answer(folder: Path, name: str, size: Size) -> Path:
    picture = build_noise_png(folder / f"{name}.png", size).read_bytes()
    answer = {"created": 1, "data": [{"b64_json": base64.b64encode(picture).decode("ascii")}]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(answer), "ascii")
    return path


def receive_by_program(small_url: str, large_url: str, folder: str) -> Figures:
    gateway = HttpGateway()
    request = GenerationRequest("gpt-image-2", "an otter", Size(1024, 1024), Quality.HIGH)

    async def receive(base_url: str, job: Path) -> Path:
        call = Call("job-1", request)
        await gateway.send(call, Connection(base_url, _KEY), job, lambda progress: None)
        answer = await asyncio.to_thread(gateway.parse_answer, job)
        return answer.pictures[0]

    return _measure_receiving(lambda url, job: asyncio.run(receive(url, job)), small_url, large_url, folder)


def receive_by_package(small_url: str, large_url: str, folder: str) -> Figures:
    def receive(base_url: str, job: Path) -> Path:
        client = OpenAI(base_url=base_url, api_key=_KEY, max_retries=0)
        answer = client.images.generate(model="gpt-image-2", prompt="an otter")
        assert answer.data is not None
        (job / "picture.png").write_bytes(base64.b64decode(answer.data[0].b64_json or ""))
        return job / "picture.png"

    return _measure_receiving(receive, small_url, large_url, folder)


def _measure_receiving(
    receive: Callable[[str, Path], Path], small_url: str, large_url: str, folder: str
) -> Figures:
    """RuntimeError where the PNG is not the one that was sent."""
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    with tempfile.TemporaryDirectory(dir=folder) as job:
        _run_beside_gui(lambda: receive(small_url, Path(job)))
    with tempfile.TemporaryDirectory(dir=folder) as job:
        received: list[Path] = []
        peak = PeakMemory()
        figures = _run_beside_gui(lambda: received.append(receive(large_url, Path(job))))
        figures["extra"] = peak.find_extra_mb()
        if received[0].read_bytes() != (Path(folder) / "large.png").read_bytes():
            raise RuntimeError("not the picture that was sent")
    return figures


def _run_beside_gui(work: Callable[[], object]) -> Figures:
    """Run on a thread, with a timer of 1 ms in this one."""
    application = QCoreApplication.instance() or QCoreApplication([])
    ticks: list[float] = []
    spans: list[float] = []

    def run() -> None:
        time.sleep(_SETTLING_S)
        begun_s = time.perf_counter()
        work()
        spans.extend((begun_s, time.perf_counter()))

    def tick() -> None:
        ticks.append(time.perf_counter())
        if not thread.is_alive():
            application.quit()

    thread = threading.Thread(target=run)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(1)
    thread.start()
    application.exec()
    timer.stop()
    begun_s, ended_s = spans
    during = [begun_s, *(tick for tick in ticks if begun_s < tick < ended_s), ended_s]
    gaps = [second - first for first, second in pairwise(during)]
    return {"ms": (ended_s - begun_s) * 1000, "gap": max(gaps) * 1000}
