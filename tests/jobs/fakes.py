"""Ports that do as a test says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.attempt import Attempt, Stage
from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.network import Verdict
from turbo_studio.core.operators import FoundPixels
from turbo_studio.core.ports import (
    Connection,
    ConnectionReport,
    InspectedPicture,
    PreparedSource,
    Receiving,
    Sending,
    Waiting,
)
from turbo_studio.core.result import Answer, Result, ResultId, Upload
from turbo_studio.core.sources import Note, Source, SourceId

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.mask import MaskSnapshot
    from turbo_studio.core.operators import Selecting
    from turbo_studio.core.ports import (
        Call,
        Progress,
        Route,
    )
    from turbo_studio.core.problems import StudioError
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.result import Provenance
    from turbo_studio.core.sources import Raster
    from turbo_studio.core.workspace import Workspace

CONNECTION = Connection("https://gateway.example/v1", "key-1234567890")
ATTEMPT = Attempt(Stage.RECEIVED, has_left=True, sent_bytes=9, elapsed_s=1.5, status=200)
SIZE = Size(64, 48)
SOURCE = Source(SourceId("1"), "cup.png", Path("cup"), "a" * 64, "image/png", SIZE, 100)


@dataclass
class FakePictures:
    error: Exception | None = None
    thumbnail_error: StudioError | None = None
    raster: Raster | None = None

    async def open_source(self, path: Path, name: str) -> Source:
        if self.error is not None and name.startswith("bad"):
            raise self.error
        return SOURCE._replace(id=SourceId(name), name=name)

    async def open_pixels(self, size: Size, rgba: bytes, name: str) -> Source:
        raise NotImplementedError

    async def build_raster(self, source: Source) -> Raster:
        if self.error is not None or self.raster is None:
            raise self.error or FileNotFoundError
        return self.raster

    async def build_thumbnail(self, picture: Path, target: Path, side_px: int) -> InspectedPicture:
        if self.thumbnail_error is not None:
            raise self.thumbnail_error
        return InspectedPicture("image/png", SIZE)

    async def prepare_upload(self, source: Source, profile: ModelProfile, folder: Path) -> PreparedSource:
        if self.error is not None:
            raise self.error
        path = folder / "prepared"
        path.touch()
        upload = Upload(path, source.digest, source.media_type, source.size, source.size_bytes)
        return PreparedSource(upload, (Note.TURNED_UPRIGHT,))

    async def encode_mask(
        self, mask: MaskSnapshot, size: Size, profile: ModelProfile, folder: Path
    ) -> Upload:
        return Upload(folder / "mask.png", "b" * 64, "image/png", size, 10)


@dataclass
class FakeSelector:
    error: Exception | None = None
    stuck_on: Selecting | None = None
    saved: list[Path] = field(default_factory=list)

    async def select(self, asked: Selecting) -> FoundPixels:
        if asked == self.stuck_on:
            await asyncio.Event().wait()
        if self.error is not None:
            raise self.error
        return FoundPixels(Box(0, 0, 1, 1), np.full((1, 1), 255, np.uint8))

    async def save_mask(self, mask: MaskSnapshot, path: Path) -> None:
        if self.error is not None:
            raise self.error
        self.saved.append(path)

    async def close(self) -> None:
        pass


@dataclass
class FakeGateway:
    progress: tuple[Progress, ...] = (Sending(0, 9), Sending(9, 9), Waiting(), Receiving(5, 0))
    error: Exception | None = None
    parse_error: Exception | None = None
    hang_s: float = 0.0
    calls: list[Call] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(
        self, call: Call, connection: Connection, folder: Path, publish: Callable[[Progress], None]
    ) -> Attempt:
        assert (folder / "request.json").is_file(), "a job is on disk before its first byte is sent"
        self.calls.append(call)
        self.connections.append(connection)
        for progress in self.progress:
            publish(progress)
        self.waiting.set()
        await asyncio.sleep(self.hang_s)
        if self.error is not None:
            raise self.error
        return ATTEMPT

    async def check_key(self, connection: Connection) -> ConnectionReport:
        self.connections.append(connection)
        self.waiting.set()
        await asyncio.sleep(self.hang_s)
        if self.error is not None:
            raise self.error
        return ConnectionReport(Verdict.ACCEPTED)

    async def read_answer(self, folder: Path, route: Route) -> Answer:
        return self.parse_answer(folder)

    def parse_answer(self, folder: Path) -> Answer:
        if self.parse_error is not None:
            raise self.parse_error
        return Answer((folder / "picture-00.part",), None, ("req_1",))


@dataclass
class FakeGallery:
    folder: Path
    error_at: str = ""
    error: StudioError | None = None
    is_closed: bool = False
    workspace: Workspace | None = None
    added: list[Provenance] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def _step(self, name: str) -> None:
        if self.error is not None and self.error_at == name:
            raise self.error

    def check_free_space(self) -> None:
        self._step("check_free_space")

    def build_job_folder(self, job_id: str) -> Path:
        self._step("build_job_folder")
        path = self.folder / job_id
        path.mkdir(exist_ok=True)
        return path

    def save_job_file(self, job_id: str, name: str, content: bytes) -> None:
        self._step("save_job_file")
        (self.folder / job_id / name).write_bytes(content)

    def remove_job_folder(self, job_id: str) -> None:
        self._step("remove_job_folder")
        self.removed.append(job_id)

    def keep_input(self, upload: Upload) -> Upload:
        self._step("keep_input")
        return replace(upload, path=self.folder / upload.digest)

    def add(self, answer: Answer, provenance: Provenance) -> tuple[Result, ...]:
        self._step("add")
        self.added.append(provenance)
        return (
            Result(
                ResultId("r1"),
                self.folder / "r1.png",
                None,
                "image/png",
                None,
                "c" * 64,
                provenance.finished_at,
                provenance,
                None,
                answer.request_ids,
            ),
        )

    def set_thumbnail(self, result_id: ResultId, media_type: str, size: Size) -> Result:
        result = self.add(Answer((), None, ()), self.added.pop())[0]
        return replace(result, size=size, thumbnail=self.thumbnail_path(result_id))

    def thumbnail_path(self, result_id: ResultId) -> Path:
        return self.folder / f"{result_id}.thumbnail.png"

    def fetch_page(self, search: str, before: Result | None, limit: int) -> tuple[Result, ...]:
        raise NotImplementedError

    def count(self, search: str) -> int:
        raise NotImplementedError

    def save_workspace(self, workspace: Workspace) -> None:
        self._step("save_workspace")
        self.workspace = workspace

    def load_workspace(self, *, aside: bool) -> tuple[Workspace | None, bool]:
        self._step("load_workspace")
        return (None if aside else self.workspace), False

    def close(self) -> None:
        self.is_closed = True
