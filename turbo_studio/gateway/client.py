"""Sends a call to the gateway once, and keeps what comes back.

Nothing here is ever sent again by itself: a request may have been charged as soon as its first byte
has left. Who wants to try again decides by ``GatewayError.charged``, which is NO only on proof.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import httpx

from turbo_studio import __version__
from turbo_studio.core.ports import Progress, Receiving, Waiting
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.core.request import EditRequest
from turbo_studio.gateway.body import Throttle, build_body, check_files, stream_body
from turbo_studio.gateway.errors import ERROR_BYTES_MAX, read_error
from turbo_studio.gateway.evidence import NETWORK_ERRORS, Evidence, judge_failure
from turbo_studio.gateway.parse import parse_answer
from turbo_studio.gateway.raw_answer import AnswerFile, build_head, unpack_body
from turbo_studio.gateway.redaction import KeyRedaction
from turbo_studio.gateway.transport import FreshTransport
from turbo_studio.gateway.trust import build_ssl_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from pathlib import Path

    from turbo_studio.core.ports import Call, Connection
    from turbo_studio.core.result import Answer
    from turbo_studio.gateway.body import Body
    from turbo_studio.gateway.redaction import Redact

DEADLINE_S = 600.0
CONNECT_TIMEOUT_S = 10.0
WRITE_TIMEOUT_S = 60.0
_ERROR_BODY_TIMEOUT_S = 10.0
_KEY_CHARACTERS_MAX = 512

Publish = Callable[[Progress], None]


def _check_key(key: str) -> None:
    """GatewayError before a library can put a key that fits no header into an exception."""
    if not 1 <= len(key) <= _KEY_CHARACTERS_MAX:
        raise GatewayError(ProblemCode.KEY_INVALID, charged=Charged.NO, position=0)
    wrong = re.search(r"[^\x21-\x7e]", key)
    if wrong:
        raise GatewayError(ProblemCode.KEY_INVALID, charged=Charged.NO, position=wrong.start() + 1)


def _build_url(call: Call, connection: Connection) -> httpx.URL:
    path = "images/edits" if isinstance(call.request, EditRequest) else "images/generations"
    try:
        url = httpx.URL(f"{connection.base_url.rstrip('/')}/{path}")
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise GatewayError(ProblemCode.URL_INVALID, charged=Charged.NO, reason="unreadable")
    return url


def _build_headers(call: Call, connection: Connection, body: Body) -> dict[str, str]:
    return {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Authorization": f"Bearer {connection.key}",
        "Connection": "close",
        "Content-Length": str(body.size_bytes),
        "Content-Type": body.content_type,
        "Idempotency-Key": call.job_id,
        "User-Agent": f"TurboStudio/{__version__}",
    }


def _build_checked_body(call: Call) -> Body:
    try:
        body = build_body(call)
        check_files(body)
    except OSError as error:
        reason = error.strerror or str(error)
    else:
        return body
    raise GatewayError(ProblemCode.STORAGE_FAILED, charged=Charged.NO, reason=reason)


def _parse_length(response: httpx.Response) -> int:
    length = response.headers.get("content-length", "")
    return int(length) if re.fullmatch(r"\d{1,15}", length, re.ASCII) else 0


async def _save_answer(response: httpx.Response, file: AnswerFile, publish: Publish) -> None:
    total = _parse_length(response)
    throttle = Throttle(publish)
    throttle.publish(Receiving(0, total), is_last=False)
    # Not ``aiter_raw``: that closes the connection before it says that the answer is whole.
    async for chunk in cast("httpx.AsyncByteStream", response.stream):
        file.write(chunk)
        throttle.publish(Receiving(file.size_bytes, total), is_last=file.size_bytes == total)
    publish(Receiving(file.size_bytes, file.size_bytes))


async def _save_error_body(response: httpx.Response, file: AnswerFile, redact: Redact) -> None:
    """At most 64 kB, and what came of it where it breaks off: the status says the most.

    Errors echo keys, and no file holds one. Latin-1 leaves all other bytes as they came.
    """
    content = bytearray()
    with contextlib.suppress(*NETWORK_ERRORS):
        async with asyncio.timeout(_ERROR_BODY_TIMEOUT_S):
            async for chunk in response.aiter_raw():
                content += chunk[: ERROR_BYTES_MAX - len(content)]
                if len(content) >= ERROR_BYTES_MAX:
                    break
    file.write(redact(content.decode("latin-1")).encode("latin-1"))


class HttpGateway:
    """The gateway over HTTP; fills ``core.ports.Gateway``.

    ``deadline_s`` is for the whole of one call. ``ssl_context`` is for tests: by default the
    operating system's trust store decides. ``redaction`` learns every key that is used.
    """

    def __init__(
        self,
        *,
        deadline_s: float = DEADLINE_S,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        write_timeout_s: float = WRITE_TIMEOUT_S,
        ssl_context: ssl.SSLContext | None = None,
        redaction: KeyRedaction | None = None,
    ) -> None:
        self._deadline_s = deadline_s
        self._timeout = httpx.Timeout(None, connect=connect_timeout_s, write=write_timeout_s)
        self._ssl_context = ssl_context
        self.redaction = redaction or KeyRedaction()

    async def send(self, call: Call, connection: Connection, folder: Path, publish: Publish) -> None:
        _check_key(connection.key)
        self.redaction.learn(connection.key)
        url = _build_url(call, connection)
        body = await asyncio.to_thread(_build_checked_body, call)
        request = httpx.Request(
            "POST",
            url,
            headers=_build_headers(call, connection, body),
            content=stream_body(body, publish),
        )
        evidence = Evidence(url.host, on_body_sent=lambda: publish(Waiting()))
        failure = await self._attempt(request, evidence, folder, publish)
        if failure is not None:
            # Out here no exception of the library is being handled, so none is chained: theirs
            # refer to the request, and that holds the key.
            raise failure

    def parse_answer(self, folder: Path) -> Answer:
        return parse_answer(folder, self.redaction.redact)

    async def _attempt(
        self, request: httpx.Request, evidence: Evidence, folder: Path, publish: Publish
    ) -> GatewayError | None:
        deadline = asyncio.timeout(self._deadline_s)
        try:
            async with deadline:
                return await self._exchange(request, evidence, folder, publish)
        except NETWORK_ERRORS as error:
            limit_s = self._deadline_s if deadline.expired() else None
            return judge_failure(error, evidence, self.redaction.redact, limit_s)

    async def _exchange(
        self, request: httpx.Request, evidence: Evidence, folder: Path, publish: Publish
    ) -> GatewayError | None:
        started_at = time.monotonic()
        async with self._open(request, evidence) as response:
            head = build_head(response.status_code, response.headers)
            evidence.status, evidence.headers = head.status, head.headers
            with AnswerFile(folder, head, evidence.charged) as file:
                if evidence.is_answered:
                    await _save_answer(response, file, publish)
                else:
                    await _save_error_body(response, file, self.redaction.redact)
                await asyncio.to_thread(file.sync)
        if evidence.is_answered:
            return None
        body = unpack_body(folder, head)
        content = body.read_bytes()[:ERROR_BYTES_MAX] if body else b""
        reading = read_error(head.status, head.headers, content, self.redaction.redact)
        elapsed_s = time.monotonic() - started_at
        return reading.weigh(head.status, elapsed_s, is_body_sent=evidence.is_body_sent).build_error(
            head.status
        )

    @asynccontextmanager
    async def _open(self, request: httpx.Request, evidence: Evidence) -> AsyncIterator[httpx.Response]:
        if self._ssl_context is None and request.url.scheme == "https":
            self._ssl_context = await asyncio.to_thread(build_ssl_context)
        request.extensions = {"trace": evidence.trace, "timeout": self._timeout.as_dict()}
        async with httpx.AsyncClient(
            transport=FreshTransport(self._ssl_context),
            follow_redirects=False,
            trust_env=False,
        ) as client:
            response = await client.send(request, stream=True)
            try:
                yield response
            finally:
                await response.aclose()
