"""A gateway on loopback for the window: it answers well unless the next requests are planned otherwise."""

from __future__ import annotations

import base64
import io
import itertools
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.helpers.hostile_server import (
    HostileServer,
    build_head,
    build_json,
)
from tests.helpers.multipart import parse_multipart

if TYPE_CHECKING:
    from tests.helpers.hostile_server import (
        Behaviour,
        Exchange,
        ReceivedRequest,
    )
    from tests.helpers.multipart import Part

CANARY_KEY = "sk-canary-5f1d0c9be27a4e6d83b1"


def build_png(size: tuple[int, int], shade: int = 128) -> bytes:
    """A flat picture; another shade makes other bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (shade % 256, 96, 160)).save(buffer, "PNG")
    return buffer.getvalue()


def build_answer(*pictures: bytes, **more: object) -> bytes:
    """The body of a good answer with these pictures."""
    entries = [{"b64_json": base64.b64encode(picture).decode("ascii")} for picture in pictures]
    return build_json({"created": 1_795_219_200, "data": entries, **more})


def read_fields(request: ReceivedRequest) -> dict[str, str]:
    """The fields of a request that are text, whichever endpoint it went to."""
    if request.headers["content-type"] == "application/json":
        return {name: str(value) for name, value in json.loads(request.body).items()}
    return {part.name: part.text for part in read_parts(request) if part.file_name is None}


def read_parts(request: ReceivedRequest) -> list[Part]:
    return parse_multipart(request.headers["content-type"], request.body)


def read_files(request: ReceivedRequest) -> list[Part]:
    return [part for part in read_parts(request) if part.file_name is not None]


class StubGateway(HostileServer):
    """Each good answer holds a flat picture of the size that was asked for, no two alike."""

    def __init__(self) -> None:
        super().__init__(self._behave)
        self._planned: deque[Behaviour] = deque()
        self._numbers = itertools.count(1)

    def plan(self, *behaviours: Behaviour) -> None:
        """What the next requests meet, in the order of their connections."""
        self._planned.extend(behaviours)

    def fields(self) -> list[dict[str, str]]:
        """The text fields of every complete request."""
        return [read_fields(request) for request in self.requests if request.is_complete]

    def _behave(self, exchange: Exchange) -> None:
        if self._planned:
            self._planned.popleft()(exchange)
        else:
            self.answer_well(exchange)

    def answer_well(self, exchange: Exchange) -> None:
        """A behaviour like any other, for a plan that goes on after it."""
        request = exchange.read_request()
        if request.is_complete:
            number = next(self._numbers)  # at once, for two may come at the same moment
            width, height = map(int, self._read_size(request).split("x"))
            usage: dict[str, Any] = {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30}
            body = build_answer(build_png((width, height), number), usage=usage)
            headers = [("Content-Type", "application/json")]
            exchange.send(build_head(200, headers, length=len(body)) + body)

    def _read_size(self, request: ReceivedRequest) -> str:
        return read_fields(request)["size"]
