"""A sandbox in a thread of the test process, and requests and files to send to it."""

from __future__ import annotations

import base64
import io
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpx
from PIL import Image

from turbo_studio.sandbox.server import build_server
from turbo_studio.sandbox.switches import SwitchBoard

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "token-of-the-tests-0123456789"
Part = tuple[str, tuple[str, bytes, str]]


@dataclass(frozen=True)
class Loopback:
    """A server that runs, the switches it obeys, and a client that may use it."""

    port: int
    board: SwitchBoard
    client: httpx.Client

    def generate(self, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:
        """A generation without a flaw, with fields changed, or left out where None."""
        fields = {"model": "gpt-image-2", "prompt": "a red bicycle", "quality": "low"} | changes
        body = {name: value for name, value in fields.items() if value is not None}
        return self.client.post("/v1/images/generations", json=body, headers=headers)

    def edit(
        self, parts: list[Part] | None = None, headers: dict[str, str] | None = None, **changes: str | None
    ) -> httpx.Response:
        """An edit without a flaw of one small picture, with parts and fields changed."""
        fields = {"model": "gpt-image-2", "prompt": "make it blue", "size": "64x64"} | changes
        texts = {name: value for name, value in fields.items() if value is not None}
        files = [source()] if parts is None else parts
        return self.client.post("/v1/images/edits", data=texts, files=files, headers=headers)


@contextmanager
def run_loopback() -> Iterator[Loopback]:
    board = SwitchBoard()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = build_server(listener, TOKEN, board)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            url = f"http://127.0.0.1:{server.port}"
            with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
                yield Loopback(server.port, board, client)
        finally:
            server.shutdown()
            thread.join()


def encode(picture: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def build_source(width: int = 64, height: int = 48, colour: tuple[int, int, int] = (90, 120, 150)) -> bytes:
    return encode(Image.new("RGB", (width, height), colour))


def build_mask(
    width: int = 64, height: int = 48, clear: tuple[int, int, int, int] = (10, 10, 40, 30)
) -> bytes:
    mask = Image.new("RGBA", (width, height), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), clear)
    return encode(mask)


def source(content: bytes | None = None, name: str = "image", media_type: str = "image/png") -> Part:
    return name, ("image-01.png", build_source() if content is None else content, media_type)


def mask(content: bytes | None = None, media_type: str = "image/png") -> Part:
    return "mask", ("mask.png", build_mask() if content is None else content, media_type)


def read_picture(response: httpx.Response) -> Image.Image:
    """The one picture of a good answer, decoded."""
    assert response.status_code == 200, response.text
    (entry,) = response.json()["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(entry["b64_json"], validate=True)))
    picture.load()
    return picture
