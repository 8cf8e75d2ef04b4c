"""The body of a request as a stream of known length, read from files piece by piece."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from turbo_studio.core.ports import Sending
from turbo_studio.core.request import EditRequest
from turbo_studio.core.sources import FILE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from turbo_studio.core.ports import Call, Progress
    from turbo_studio.core.result import Upload

CHUNK_BYTES = 131_072
CHUNK_BYTES_MAX = 1_048_576
_QUICK_S = 0.02
PROGRESS_INTERVAL_S = 0.1


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file whose bytes stand in the body at this place."""

    path: Path
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, in order, and what it is called."""

    content_type: str
    parts: tuple[bytes | FilePart, ...]

    @property
    def size_bytes(self) -> int:
        return sum(len(part) if isinstance(part, bytes) else part.size_bytes for part in self.parts)


def _build_fields(call: Call) -> dict[str, str | int]:
    request = call.request
    return {
        "model": request.model,
        "prompt": request.prompt,
        "n": 1,
        "size": str(request.size),
        "quality": request.quality.value,
    }


def _build_json_body(call: Call) -> Body:
    content = json.dumps(_build_fields(call), ensure_ascii=False, separators=(",", ":"))
    return Body("application/json", (content.encode("utf-8", "replace"),))


def _build_part_head(boundary: str, name: str, file_name: str = "", media_type: str = "") -> bytes:
    """RFC 7578; text parts name no type, for servers take a named one for a file."""
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
    if file_name:
        head += f'; filename="{file_name}"\r\nContent-Type: {media_type}'
    return f"{head}\r\n\r\n".encode("ascii")


def _build_file_parts(boundary: str, name: str, stem: str, upload: Upload) -> Iterator[bytes | FilePart]:
    file_name = stem + FILE_SUFFIXES[upload.media_type]
    yield _build_part_head(boundary, name, file_name, upload.media_type)
    yield FilePart(upload.path, upload.size_bytes)
    yield b"\r\n"


def _build_form_parts(call: Call, boundary: str) -> Iterator[bytes | FilePart]:
    for name, value in _build_fields(call).items():
        yield _build_part_head(boundary, name) + str(value).encode("utf-8", "replace") + b"\r\n"
    image_name = "image" if len(call.images) == 1 else "image[]"
    for number, upload in enumerate(call.images, 1):
        yield from _build_file_parts(boundary, image_name, f"image-{number:02}", upload)
    if call.mask is not None:
        yield from _build_file_parts(boundary, "mask", "mask", call.mask)
    yield f"--{boundary}--\r\n".encode("ascii")


def build_body(call: Call) -> Body:
    """JSON for a generation, a multipart form for an edit. File names are made up, never the user's."""
    if not isinstance(call.request, EditRequest):
        return _build_json_body(call)
    boundary = f"turbo-studio-{secrets.token_hex(16)}"
    return Body(f"multipart/form-data; boundary={boundary}", tuple(_build_form_parts(call, boundary)))


def check_files(body: Body) -> None:
    """OSError where a file is gone or not as long as announced: better now than in mid-upload."""
    for part in body.parts:
        if isinstance(part, FilePart) and part.path.stat().st_size != part.size_bytes:
            raise OSError(f"{part.path.name} has changed since it was prepared")


def _read_chunks(body: Body) -> Iterator[bytes]:
    """Pieces that grow while they leave quickly, for each costs a tenth of a millisecond, and are small
    where the network is slow, for the progress is told from one to the next."""
    size_bytes = CHUNK_BYTES
    for part in body.parts:
        with BytesIO(part) if isinstance(part, bytes) else part.path.open("rb", buffering=0) as source:
            while chunk := source.read(size_bytes):
                given_at = time.monotonic()
                yield chunk
                is_quick = time.monotonic() - given_at < _QUICK_S
                size_bytes = min(2 * size_bytes, CHUNK_BYTES_MAX) if is_quick else CHUNK_BYTES


class Throttle:
    """Passes progress on about ten times a second, and always the last of it."""

    def __init__(self, publish: Callable[[Progress], None]) -> None:
        self._publish = publish
        self._next_at = 0.0

    def publish(self, progress: Progress, *, is_last: bool) -> None:
        now = time.monotonic()
        if is_last or now >= self._next_at:
            self._next_at = now + PROGRESS_INTERVAL_S
            self._publish(progress)


async def stream_body(body: Body, publish: Callable[[Progress], None]) -> AsyncIterator[bytes]:
    """The bytes of the body. A chunk counts as sent when the next one is asked for.

    That the first has left is told at once: from then on a job that is cancelled may cost money.

    Files are read on the event loop: a chunk of a file that was just written takes a fraction of a
    millisecond, a thread for each would take longer.
    """
    throttle = Throttle(publish)
    total, sent = body.size_bytes, 0
    publish(Sending(0, total))
    for chunk in _read_chunks(body):
        yield chunk
        sent += len(chunk)
        throttle.publish(Sending(sent, total), is_last=sent == total)
