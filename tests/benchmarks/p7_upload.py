"""P7: an edit with 16 files of 25 MB each, against the openai package; and how fast each state is cancelled.

The server is a process of its own that throws everything away. The package is measured with paths, as
its documentation shows it, which reads them whole; and with open files, which it streams. Each upload
is a process of its own, in turn, after a small one that loads what is loaded once.
"""

from __future__ import annotations

import asyncio
import socket
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from openai import OpenAI

from tests.benchmarks.children import PeakMemory, run_child
from tests.benchmarks.loopback import serve
from tests.benchmarks.rows import build_limit_row, build_row
from tests.helpers.hostile_server import (
    HostileServer,
    build_head,
    dribble,
    never_read,
    stay_silent,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.ports import Call, Connection, Receiving, Sending, Waiting
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import EditRequest
from turbo_studio.core.result import Upload
from turbo_studio.gateway.client import HttpGateway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.benchmarks.rows import Row
    from tests.helpers.hostile_server import (
        Behaviour,
    )
    from turbo_studio.core.ports import Progress

FILES = 16
FILE_BYTES = 24_999_999
RUNS = 5
CANCEL_RUNS = 11

EXTRA_MAX_MB = 8.0
TIME_RATIO_MAX = 1.0
CANCEL_MAX_MS = 50.0

_SMALL_BYTES = 10_000
_INTO_STATE_S = 0.2
_KEY = "sk-benchmark"
_ANSWER = b'{"created": 1, "data": [{"b64_json": "iVBORw0KGgo="}]}'

Figures = dict[str, float]


def measure() -> list[Row]:
    return [*_measure_uploads(), *_measure_cancelling()]


# Uploads


def _measure_uploads() -> list[Row]:
    senders: list[Callable[[str, str], Figures]] = [send_by_program, send_paths, send_open_files]
    runs: dict[str, list[Figures]] = {sender.__name__: [] for sender in senders}
    with tempfile.TemporaryDirectory() as folder:
        _write_files(Path(folder))
        with serve(Path(folder) / "answer.json") as base_url:
            for _ in range(RUNS):
                for sender in senders:
                    runs[sender.__name__].append(run_child(sender, base_url, folder))
    ms = {name: [run["ms"] for run in figures] for name, figures in runs.items()}
    extra = {name: [run["extra"] for run in figures] for name, figures in runs.items()}
    what = f"upload {FILES} × 25 MB"
    own, paths, files = (sender.__name__ for sender in senders)
    return [
        build_limit_row("P7", f"{what}: extra memory", extra[own], "MB", EXTRA_MAX_MB, extra[paths]),
        build_row("P7", f"{what}: time, openai with paths", ms[own], ms[paths], "ms", TIME_RATIO_MAX),
        build_row("P7", f"{what}: time, openai with open files", ms[own], ms[files], "ms", TIME_RATIO_MAX),
    ]


def _write_files(folder: Path) -> None:
    (folder / "answer.json").write_bytes(_ANSWER)
    for number in range(FILES):
        (folder / f"large-{number:02}.png").write_bytes(bytes([number]) * FILE_BYTES)
    (folder / "small-00.png").write_bytes(bytes(_SMALL_BYTES))


def send_by_program(base_url: str, folder: str) -> Figures:
    gateway = HttpGateway()

    def send(paths: list[Path]) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as job:
            call, connection = _build_edit(paths), Connection(base_url, _KEY)
            asyncio.run(gateway.send(call, connection, Path(job), lambda progress: None))

    return _measure_sending(send, folder)


def _build_edit(paths: list[Path]) -> Call:
    request = EditRequest("gpt-image-2", "an otter", Size(1024, 1024), Quality.HIGH, (), None)
    sizes = [path.stat().st_size for path in paths]
    uploads = [
        Upload(path, "", "image/png", Size(1, 1), size) for path, size in zip(paths, sizes, strict=True)
    ]
    return Call("job-1", request, tuple(uploads))


def send_paths(base_url: str, folder: str) -> Figures:
    client = OpenAI(base_url=base_url, api_key=_KEY, max_retries=0)
    return _measure_sending(
        lambda paths: client.images.edit(model="gpt-image-2", prompt="an otter", image=list(paths)), folder
    )


def send_open_files(base_url: str, folder: str) -> Figures:
    client = OpenAI(base_url=base_url, api_key=_KEY, max_retries=0)

    def send(paths: list[Path]) -> None:
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in paths]
            client.images.edit(model="gpt-image-2", prompt="an otter", image=list(files))

    return _measure_sending(send, folder)


def _measure_sending(send: Callable[[list[Path]], object], folder: str) -> Figures:
    send(sorted(Path(folder).glob("small-*.png")))
    paths = sorted(Path(folder).glob("large-*.png"))
    peak = PeakMemory()
    begun_s = time.perf_counter()
    send(paths)
    return {"ms": (time.perf_counter() - begun_s) * 1000, "extra": peak.find_extra_mb()}


# Cancelling


def _measure_cancelling() -> list[Row]:
    head = build_head(200)
    states: list[tuple[str, Behaviour, type[Progress]]] = [
        ("while the peer takes nothing", never_read, Sending),
        ("while it waits", stay_silent, Waiting),
        ("in the head of the answer", dribble(head + _ANSWER), Waiting),
        ("in the body of the answer", dribble(head + _ANSWER * 9, whole=len(head) + 9), Receiving),
    ]
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        _write_files(Path(folder))
        with serve(Path(folder) / "answer.json") as base_url:
            figures["while it uploads"] = run_child(cancel, base_url, folder, Sending.__name__)
        for name, behaviour, sign in states:
            with HostileServer(behaviour) as server:
                figures[name] = run_child(cancel, server.base_url, folder, sign.__name__)
        with HostileServer(never_read) as server:
            base_url = server.base_url.replace("http:", "https:")
            figures["in the handshake"] = run_child(cancel, base_url, folder, "")
        with _listen_in_vain() as base_url:
            figures["while it connects"] = run_child(cancel, base_url, folder, "")
    return [
        build_limit_row("P7", f"cancel {name}", each, "ms", CANCEL_MAX_MS) for name, each in figures.items()
    ]


@contextmanager
def _listen_in_vain() -> Iterator[str]:
    """The base URL of an address that takes no further connection."""
    with socket.socket() as listener, socket.socket() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting.connect(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


def cancel(base_url: str, folder: str, sign: str) -> list[float]:
    """Milliseconds from each cancel to the end of its task, in the state that an event of this name opens."""
    is_large = sign == Sending.__name__
    call = _build_edit(sorted(Path(folder).glob("large-*.png" if is_large else "small-*.png")))
    return [asyncio.run(_cancel_one(call, base_url, folder, sign)) for _ in range(CANCEL_RUNS)]


async def _cancel_one(call: Call, base_url: str, folder: str, sign: str) -> float:
    events: list[str] = []
    with tempfile.TemporaryDirectory(dir=folder) as job:
        sending = HttpGateway().send(
            call, Connection(base_url, _KEY), Path(job), lambda event: events.append(type(event).__name__)
        )
        task = asyncio.create_task(sending)
        await asyncio.sleep(_INTO_STATE_S)
        while sign and sign not in events:
            await asyncio.sleep(0.005)
        if task.done():
            raise RuntimeError("the call ended before it was cancelled")
        begun_s = time.perf_counter()
        task.cancel()
        await asyncio.wait({task})
        return (time.perf_counter() - begun_s) * 1000
