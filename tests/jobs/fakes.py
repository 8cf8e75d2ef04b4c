"""Ports that do as a test says; the gallery is a real one that can be told where to fail."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from turbo_studio.core.attempt import Attempt, Stage
from turbo_studio.core.comparing import Measure
from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.network import Verdict
from turbo_studio.core.operators import FoundPixels
from turbo_studio.core.ports import (
    Connection,
    ConnectionReport,
    InspectedPicture,
    OpenedSource,
    PreparedMask,
    PreparedSource,
    Receiving,
    Sending,
    Sheet,
    Waiting,
)
from turbo_studio.core.problems import Charged, GatewayError, Problem, ProblemCode
from turbo_studio.core.result import Answer, Upload, Usage
from turbo_studio.core.sources import Level, Note, Raster, Source, SourceId
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from turbo_studio.core.comparing import Comparing
    from turbo_studio.core.contact_sheet import SheetOptions
    from turbo_studio.core.exporting import ExportOptions
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.operators import Selecting
    from turbo_studio.core.ports import Call, Progress, Route
    from turbo_studio.core.problems import StudioError
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.result import Provenance, Result, ResultId

CONNECTION = Connection("https://gateway.example/v1", "key-1234567890")
SIZE = Size(64, 48)
SOURCE = Source(SourceId("1"), "cup.png", Path("cup"), "a" * 64, "image/png", SIZE, 100)
COPIED = b"a copy of "
PREPARED = b"as it is sent"
WHOLE_ANSWER = b'{"picture": "whole"}'
USAGE = Usage(1_100, 1_000, 100, 2_000, 3_100)
UNSENT = Attempt(Stage.CONNECTING, has_left=False, sent_bytes=0, elapsed_s=0.01)
LEFT = Attempt(Stage.SENT, has_left=True, sent_bytes=9, elapsed_s=0.02)


@dataclass
class FakePictures:
    error: Exception | None = None
    thumbnail_error: StudioError | None = None
    raster: Raster | None = None
    prepared_count: int = 0

    async def warm_up(self) -> None: ...

    async def open_source(self, path: Path, name: str) -> OpenedSource:
        if self.error is not None and name.startswith("bad"):
            raise self.error
        return OpenedSource(SOURCE._replace(id=SourceId(name), name=name), Path(f"{name}.png"))

    async def open_pixels(self, size: Size, rgba: bytes, name: str) -> OpenedSource:
        raise NotImplementedError

    async def build_raster(self, source: Source) -> Raster:
        if self.error is not None or self.raster is None:
            raise self.error or FileNotFoundError
        return self.raster

    async def decode_picture(self, path: Path, size: Size | None) -> Raster:
        raise NotImplementedError

    async def build_thumbnail(self, picture: Path, target: Path, side_px: int) -> InspectedPicture:
        if self.thumbnail_error is not None:
            raise self.thumbnail_error
        return InspectedPicture("image/png", SIZE)

    async def prepare_upload(self, source: Source, profile: ModelProfile, folder: Path) -> PreparedSource:
        if self.error is not None:
            raise self.error
        self.prepared_count += 1
        return PreparedSource(build_upload(folder, PREPARED), (Note.TURNED_UPRIGHT,))

    async def encode_mask(
        self, mask: MaskSnapshot, size: Size, profile: ModelProfile, folder: Path
    ) -> PreparedMask:
        return PreparedMask(build_upload(folder, b"a mask"))


def build_upload(folder: Path, content: bytes) -> Upload:
    path = folder / "prepared"
    path.write_bytes(content)
    return Upload(path, hashlib.sha256(content).hexdigest(), "image/png", SIZE, len(content))


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
class FakeComparer:
    """Paints two rows at a time into a file; ``stuck_at`` is the row that it never gets to."""

    folder: Path = Path()
    error: Exception | None = None
    stuck_at: int = 99
    given_up: int = 0

    async def compare(self, asked: Comparing, tell: Callable[[Raster, int], None]) -> Measure:
        path = self.folder / f"comparison.{id(asked)}"
        path.write_bytes(b"")
        raster = Raster(path, has_alpha=False, levels=(Level(asked.size, 0),))
        try:
            for done_rows in range(0, asked.size.height + 1, 2):
                if done_rows >= self.stuck_at:
                    await asyncio.Event().wait()
                tell(raster, done_rows)
            if self.error is not None:
                raise self.error
        except BaseException:
            self.given_up += 1
            path.unlink(missing_ok=True)
            raise
        return Measure(asked.size.pixels, 1, 2.0, 2.0)

    async def close(self) -> None: ...


@dataclass
class FakeExporter:
    """Copies are ``COPIED`` and the id of their result; the one of ``stuck_on`` never comes."""

    error: Exception | None = None
    stuck_on: str = ""
    copied: list[ResultId] = field(default_factory=list)
    folder: Path = Path()

    @asynccontextmanager
    async def write_copy(
        self, result: Result, options: ExportOptions
    ) -> AsyncIterator[tuple[Path, tuple[Note, ...]]]:
        if result.id == self.stuck_on:
            await asyncio.Event().wait()
        if self.error is not None:
            raise self.error
        self.copied.append(result.id)
        path = self.folder / "copy"
        path.write_bytes(COPIED + result.id.encode())
        yield path, (Note.REDUCED_TO_8_BITS,)

    @asynccontextmanager
    async def write_sheet(
        self, results: Sequence[Result], options: SheetOptions, tell: Callable[[int], None]
    ) -> AsyncIterator[Sheet]:
        tell(0)
        if self.error is not None:
            raise self.error
        page = self.folder / "page"
        page.write_bytes(COPIED + b"all")
        yield Sheet((page,), (("gone.png", Problem(ProblemCode.FILE_UNREADABLE)),))

    async def close(self) -> None: ...


@dataclass
class FakeGateway:
    """Each call takes the next of ``errors``, where there is one, and answers after that."""

    progress: tuple[Progress, ...] = (Sending(0, 9), Sending(9, 9), Waiting(), Receiving(5, 0))
    errors: list[BaseException | None] = field(default_factory=list)
    answer: bytes | None = WHOLE_ANSWER
    """What comes to lie in the job's folder before the call ends; nothing, where None."""
    parse_error: BaseException | None = None
    usage: Usage | None = USAGE
    is_hanging: bool = False
    calls: list[Call] = field(default_factory=list)
    answered: list[Call] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)

    async def send(
        self, call: Call, connection: Connection, folder: Path, publish: Callable[[Progress], None]
    ) -> Attempt:
        last = json.loads(max(folder.glob("entry-*.json")).read_bytes())
        assert last["state"] == "sending", "a job is on disk before its first byte is sent"
        self.calls.append(call)
        self.connections.append(connection)
        error = self.errors.pop(0) if self.errors else None
        if error is None or not isinstance(error, GatewayError) or error.attempt is not UNSENT:
            for progress in self.progress:
                publish(progress)
        while self.is_hanging:
            await asyncio.sleep(0.002)
        if error is not None:
            raise error
        if self.answer is not None:
            (folder / "answer.json").write_bytes(self.answer)
        self.answered.append(call)
        return Attempt(
            Stage.RECEIVED, has_left=True, sent_bytes=9, elapsed_s=0.5, status=200, request_ids=("req_1",)
        )

    async def check_key(self, connection: Connection) -> ConnectionReport:
        self.connections.append(connection)
        while self.is_hanging:
            await asyncio.sleep(0.002)
        if self.errors and (error := self.errors.pop(0)) is not None:
            raise error
        return ConnectionReport(Verdict.ACCEPTED)

    async def read_answer(self, folder: Path, route: Route) -> Answer:
        return self.parse_answer(folder)

    def find_kept_answer(self, folder: Path) -> Path | None:
        path = folder / "answer.json"
        return path if path.is_file() else None

    def parse_answer(self, folder: Path) -> Answer:
        if self.parse_error is not None:
            raise self.parse_error
        path = folder / "answer.json"
        if not path.is_file() or path.read_bytes() != WHOLE_ANSWER:
            raise GatewayError(ProblemCode.ANSWER_CUT, charged=Charged.YES, status=200)
        picture = folder / "picture-01.part"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + folder.name.encode())
        return Answer((picture,), self.usage, ("req_1",))


class FaultyGallery(DiskGallery):
    """Real, on the disk; ``error`` is raised by the step that ``error_at`` names."""

    error_at: str = ""
    error: BaseException | None = None
    is_closed: bool = False

    def __init__(self, folder: Path, after_step: Callable[[], None] = lambda: None) -> None:
        """``after_step`` is called on the disk's thread whenever something has been written, or not yet."""
        super().__init__(folder)
        self._after_step = after_step
        for part, names in (
            (self.journal, ("begin", "queue", "append", "remove")),
            (self.ledger, ("append",)),
        ):
            for name in names:
                self._watch(part, name, f"{type(part).__name__}.{name}")

    def _watch(self, part: object, name: str, step: str) -> None:
        call = getattr(part, name)

        def watched(*given: object) -> object:
            self._step(step)
            done = call(*given)
            self._after_step()
            return done

        setattr(part, name, watched)

    def _step(self, name: str) -> None:
        self._after_step()
        if self.error is not None and self.error_at == name:
            raise self.error

    def check_free_space(self) -> None:
        self._step("check_free_space")
        super().check_free_space()

    def keep_input(self, upload: Upload) -> Upload:
        self._step("keep_input")
        return super().keep_input(upload)

    def add(self, answer: Answer, provenance: Provenance) -> tuple[Result, ...]:
        self._step("add")
        results = super().add(answer, provenance)
        self._after_step()
        return results

    def set_thumbnail(self, result_id: ResultId, media_type: str, size: Size) -> Result:
        self._step("set_thumbnail")
        return super().set_thumbnail(result_id, media_type, size)

    def close(self) -> None:
        super().close()
        self.is_closed = True
