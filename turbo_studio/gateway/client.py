"""Sends a call to the gateway once, and keeps what comes back.

Nothing here is ever sent again by itself: a request may have been charged as soon as its first byte
has left. Who wants to try again decides by ``GatewayError.charged``, which is NO only on proof.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import httpx

from turbo_studio import __version__
from turbo_studio.core.ports import Progress, Receiving, Waiting
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.core.request import EditRequest
from turbo_studio.gateway.body import Throttle, build_body, check_files, stream_body
from turbo_studio.gateway.deadline import Deadline, read_clock
from turbo_studio.gateway.dialling import Dialler
from turbo_studio.gateway.errors import ERROR_BYTES_MAX, read_error
from turbo_studio.gateway.evidence import NETWORK_ERRORS, Evidence, judge_failure
from turbo_studio.gateway.fetching import find_proxy_host
from turbo_studio.gateway.key_check import KeyCheck
from turbo_studio.gateway.links import LinkFetcher
from turbo_studio.gateway.parse import find_unfetched_links, parse_answer
from turbo_studio.gateway.public_hosts import is_public
from turbo_studio.gateway.raw_answer import BODY_NAME, AnswerFile, build_head, unpack_body
from turbo_studio.gateway.redaction import KeyRedaction
from turbo_studio.gateway.spool import AnswerSpool

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.attempt import Attempt
    from turbo_studio.core.ports import Call, Connection, ConnectionReport, Route
    from turbo_studio.core.result import Answer
    from turbo_studio.gateway.body import Body
    from turbo_studio.gateway.raw_answer import AnswerHead, UnkeptAnswer
    from turbo_studio.gateway.redaction import Redact

_ERROR_BODY_TIMEOUT_S = 10.0
_KEY_CHARACTERS_MAX = 512

Publish = Callable[[Progress], None]


def _check_key(key: str) -> None:
    """GatewayError before a library can put a key that fits no header into an exception."""
    if not key:
        raise GatewayError(ProblemCode.KEY_INVALID, charged=Charged.NO, position=0, reason="empty")
    if len(key) > _KEY_CHARACTERS_MAX:
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


@dataclass(frozen=True, slots=True)
class _Sending:
    """One call on its way."""

    call: Call
    connection: Connection
    url: httpx.URL
    body: Body
    folder: Path
    publish: Publish

    def build_request(self, evidence: Evidence) -> httpx.Request:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Authorization": f"Bearer {self.connection.key}",
            "Connection": "close",
            "Content-Length": str(self.body.size_bytes),
            "Content-Type": self.body.content_type,
            "Idempotency-Key": self.call.job_id,
            "User-Agent": f"TurboStudio/{__version__}",
        }
        content = evidence.count(stream_body(self.body, self.publish))
        return httpx.Request("POST", self.url, headers=headers, content=content)


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
    """Each piece is written on a thread while the next one comes. What is told of is in the file."""
    total = _parse_length(response)
    throttle = Throttle(publish)
    throttle.publish(Receiving(0, total), is_last=False)
    loop = asyncio.get_running_loop()
    writing: asyncio.Future[None] | None = None
    received, is_whole = 0, False
    try:
        # Not ``aiter_raw``: that closes the connection before it says that the answer is whole.
        async for chunk in cast("httpx.AsyncByteStream", response.stream):
            if writing is not None:
                await asyncio.shield(writing)
                throttle.publish(Receiving(file.size_bytes, total), is_last=False)
            received += len(chunk)
            is_whole = received == total
            writing = loop.run_in_executor(None, file.write, chunk)
            if is_whole:  # though the connection may stay open
                await asyncio.shield(writing)
                publish(Receiving(total, total))
        is_whole = True
        if writing is not None:
            await asyncio.shield(writing)
    finally:
        if writing is not None and not writing.done():
            await asyncio.wait({writing})  # or the file would be closed under it
        if is_whole and (writing is None or writing.exception() is None):
            publish(Receiving(file.size_bytes, file.size_bytes))  # of a cancel and a whole answer, this wins


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


def _read_error_body(folder: Path, head: AnswerHead, unkept: UnkeptAnswer | None) -> bytes:
    if unkept is not None:
        return unkept.body
    body = unpack_body(folder, head)
    return body.read_bytes()[:ERROR_BYTES_MAX] if body else b""


class HttpGateway:
    """The gateway over HTTP; fills ``core.ports.Gateway``.

    ``redaction`` learns every key that is used. ``is_allowed`` judges the addresses that links lead to.
    ``spool`` takes the paid answers that the job's folder does not. ``clock`` goes on in a sleep.
    """

    def __init__(
        self,
        dialler: Dialler | None = None,
        redaction: KeyRedaction | None = None,
        is_allowed: Callable[[str], bool] = is_public,
        spool: AnswerSpool | None = None,
        clock: Callable[[], float] = read_clock,
    ) -> None:
        self._is_allowed = is_allowed
        self._dialler = dialler or Dialler()
        self.redaction = redaction or KeyRedaction()
        self._spool = spool or AnswerSpool()
        self._clock = clock

    async def send(self, call: Call, connection: Connection, folder: Path, publish: Publish) -> Attempt:
        _check_key(connection.key)
        self.redaction.learn(connection.key)
        url = _build_url(call, connection)
        if url.scheme == "https":
            await self._dialler.load_context(connection.route)
        body = await asyncio.to_thread(_build_checked_body, call)
        outcome = await self._attempt(_Sending(call, connection, url, body, folder, publish))
        if isinstance(outcome, GatewayError):
            # Out here no exception of the library is being handled, so none is chained: theirs
            # refer to the request, and that holds the key.
            raise outcome
        return outcome

    async def check_key(self, connection: Connection) -> ConnectionReport:
        _check_key(connection.key)
        self.redaction.learn(connection.key)
        return await KeyCheck(self._dialler, connection, self.redaction.redact).run()

    async def read_answer(self, folder: Path, route: Route) -> Answer:
        try:
            answer = await asyncio.to_thread(self.parse_answer, folder)
        except GatewayError as error:
            if error.problem.code is not ProblemCode.ANSWER_LINK_FAILED:
                raise
        else:
            if not answer.missing_links:
                return answer
        links = await asyncio.to_thread(find_unfetched_links, folder)
        await LinkFetcher(self._dialler, self.redaction.redact, self._is_allowed).fetch_all(
            links, folder, route
        )
        return await asyncio.to_thread(self.parse_answer, folder)

    def find_kept_answer(self, folder: Path) -> Path | None:
        if self._spool.holds_in_memory(folder.name):
            return None  # though a part of it may lie in the folder
        path = self._spool.find(folder.name) or folder / BODY_NAME
        return path if path.is_file() else None

    def parse_answer(self, folder: Path) -> Answer:
        """OSError, besides, where the folder does not take the answer yet that is kept for it elsewhere."""
        self._spool.put_back(folder)
        return parse_answer(folder, self.redaction.redact)

    async def _attempt(self, sending: _Sending) -> Attempt | GatewayError:
        route = sending.connection.route
        deadline = Deadline(route.deadline_s, self._dialler.setup_limit_s, self._clock)
        evidence = Evidence(
            sending.url.host,
            proxy_host=find_proxy_host(route),
            on_begun=deadline.begin,
            on_body_sent=lambda: sending.publish(Waiting()),
            clock=self._clock,
        )
        try:
            async with deadline:
                failure = await self._exchange(sending, evidence)
        except NETWORK_ERRORS as error:
            limit_s = route.deadline_s if deadline.is_past else None
            return judge_failure(error, evidence, self.redaction.redact, limit_s)
        except GatewayError as error:  # the disk would not take the answer, or it is too long
            failure = error
        if failure is not None:
            failure.attempt = evidence.build_attempt(self.redaction.redact, failure.request_ids)
            return failure
        return evidence.build_attempt(self.redaction.redact)

    async def _exchange(self, sending: _Sending, evidence: Evidence) -> GatewayError | None:
        request = sending.build_request(evidence)
        folder, redact = sending.folder, self.redaction.redact
        async with self._dialler.open(request, sending.connection.route, evidence) as response:
            head = build_head(response.status_code, response.headers, redact)
            evidence.status, evidence.headers = head.status, head.headers
            with AnswerFile(folder, head, evidence.charged) as file:
                if evidence.is_answered:
                    await _save_answer(response, file, sending.publish)
                else:
                    await _save_error_body(response, file, redact)
                await asyncio.to_thread(file.sync)
            if evidence.is_answered:  # and kept before the connection is closed, which may fail
                evidence.is_whole = True
                if file.unkept is not None:
                    await asyncio.to_thread(self._spool.keep, folder.name, file.unkept)
                return None
        content = _read_error_body(folder, head, file.unkept)
        reading = read_error(head.status, head.headers, content, redact)
        return reading.weigh(head.status, evidence.elapsed_s, is_body_sent=evidence.is_body_sent).build_error(
            head.status
        )
