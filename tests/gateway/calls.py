"""Calls, pictures and answers to test the gateway with, and one way to send and collect what happens."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from turbo_studio.core.geometry import Size
from turbo_studio.core.ports import Call, Connection, Route
from turbo_studio.core.problems import GatewayError
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.core.result import Upload

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.attempt import Attempt
    from turbo_studio.core.ports import Progress
    from turbo_studio.gateway.client import HttpGateway

KEY = "sk-canary-0123456789-ABCDEF"

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3
WEBP = b"RIFF\x10\0\0\0WEBPVP8 " + bytes(range(256)) * 5


def build_generation(prompt: str = "an otter") -> Call:
    request = GenerationRequest("gpt-image-2", prompt, Size(1024, 1536), Quality.LOW)
    return Call("job-7f3a9c", request)


def build_upload(folder: Path, name: str, content: bytes, media_type: str = "image/png") -> Upload:
    path = folder / name
    path.write_bytes(content)
    return Upload(path, "digest", media_type, Size(16, 16), len(content))


def build_edit(images: tuple[Upload, ...], mask: Upload | None = None, prompt: str = "an otter") -> Call:
    request = EditRequest("gpt-image-2", prompt, Size(2048, 1024), Quality.MEDIUM, (), None)
    return Call("job-7f3a9c", request, images, mask)


def build_large_edit(folder: Path, size_bytes: int = 8_000_000) -> Call:
    """More than the buffers of a loopback connection hold."""
    return build_edit((build_upload(folder, "large.png", bytes(size_bytes)),))


def encode(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")


def build_answer(*pictures: bytes, **members: object) -> dict[str, object]:
    return {"created": 1589478378, "data": [{"b64_json": encode(p)} for p in pictures], **members}


DIRECT = Route()


@dataclass
class Outcome:
    events: list[Progress] = field(default_factory=list)
    attempt: Attempt | None = None
    failure: GatewayError | None = None

    @property
    def error(self) -> GatewayError:
        assert self.failure is not None, "the call went well"
        return self.failure


def send(
    gateway: HttpGateway,
    call: Call,
    base_url: str,
    folder: Path,
    key: str = KEY,
    route: Route = DIRECT,
) -> Outcome:
    """One call to its end; any exception but GatewayError fails the test."""
    outcome = Outcome()
    try:
        connection = Connection(base_url, key, route=route)
        outcome.attempt = asyncio.run(gateway.send(call, connection, folder, outcome.events.append))
    except GatewayError as error:
        outcome.failure = error
        outcome.attempt = error.attempt
    return outcome
