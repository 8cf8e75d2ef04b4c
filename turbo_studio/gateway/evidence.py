"""Tells from a connection's trace how far a request got, and so whether it may have cost money."""

from __future__ import annotations

import os
import re
import socket
import ssl
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from turbo_studio.core.attempt import Attempt, Stage
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.gateway.deadline import read_clock
from turbo_studio.gateway.errors import find_request_ids, parse_delay
from turbo_studio.gateway.plain_text import format_plain_text
from turbo_studio.gateway.redaction import redact_familiar

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator, Mapping

    from turbo_studio.core.problems import Param
    from turbo_studio.gateway.redaction import Redact

NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpx.HTTPError,
    OSError,  # TLS errors of a connection that stands, and time-outs of the system, come bare
)


class Evidence:
    """What is known about one attempt; fed by httpcore's ``trace`` extension and by the body's stream."""

    def __init__(
        self,
        host: str,
        *,
        proxy_host: str = "",
        on_begun: Callable[[], None],
        on_body_sent: Callable[[], None],
        clock: Callable[[], float] = read_clock,
    ) -> None:
        """``on_begun`` is called just before the first byte of the request leaves."""
        self.host = host
        self.proxy_host = proxy_host
        self.is_tls_begun = False
        self.is_tunnelled = not proxy_host
        """Whether the proxy, if there is one, has opened the way to the host."""
        self.is_begun = False
        """Whether a byte of the request may have left the machine."""
        self.is_body_sent = False
        self.is_whole = False
        """Whether a good answer came to its end."""
        self.sent_bytes = 0
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self._clock = clock
        self._started_at = clock()
        self._on_begun = on_begun
        self._on_body_sent = on_body_sent

    async def trace(self, event: str, details: Mapping[str, Any]) -> None:
        match event.split("."):
            case ["proxy", "start_tls", "started"]:
                self.is_tunnelled = self.is_tls_begun = True
            case ["connection", "start_tls", "started"]:
                self.is_tls_begun = self.is_tunnelled
            case [_, "send_request_headers", "started"] if details["request"].method != b"CONNECT":
                self.is_begun = True
                self._on_begun()
            case [_, "send_request_body", "complete"] if self.is_begun:
                self.is_body_sent = True
                self._on_body_sent()

    async def count(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        """Pass the body on; a chunk counts as sent when the next one is asked for."""
        async for chunk in chunks:
            yield chunk
            self.sent_bytes += len(chunk)

    @property
    def elapsed_s(self) -> float:
        return self._clock() - self._started_at

    @property
    def is_answered(self) -> bool:
        """Whether the head of a good answer came: the picture was made, and is presumably paid for."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def charged(self) -> Charged:
        if self.is_answered:
            return Charged.YES
        return Charged.MAYBE if self.is_begun else Charged.NO

    @property
    def stage(self) -> Stage:
        if self.status is not None:
            return Stage.RECEIVED if self.is_whole else Stage.ANSWERED
        if self.is_begun:
            return Stage.SENT if self.is_body_sent else Stage.SENDING
        return Stage.SECURING if self.is_tls_begun else Stage.CONNECTING

    def build_attempt(self, redact: Redact, request_ids: tuple[str, ...] = ()) -> Attempt:
        """``request_ids`` where the body of an answer told more of them than its headers."""
        return Attempt(
            stage=self.stage,
            has_left=self.is_begun,
            sent_bytes=self.sent_bytes,
            elapsed_s=self.elapsed_s,
            status=self.status,
            request_ids=request_ids or find_request_ids(self.headers, redact),
            retry_after_s=parse_delay(self.headers),
            should_retry=format_plain_text(self.headers.get("x-should-retry", ""), redact, limit=20),
        )


def _walk_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    queue = [error]
    while queue:
        cause = queue.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            queue += cause.exceptions
        queue += [cause.__cause__, cause.__context__]


def _find_reason(error: BaseException) -> str:
    """The words of the system or of the TLS library, which say more than those of the layers above."""
    best = ""
    for cause in _walk_causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_message:
            return cause.verify_message
        if isinstance(cause, ssl.SSLError):
            best = cause.reason or best
        elif isinstance(cause, socket.gaierror):
            best = best or cause.strerror or ""
        elif isinstance(cause, OSError) and cause.errno:
            best = best or os.strerror(cause.errno)  # asyncio puts the address in its place
    if best or str(error):
        return best or str(error)
    return "no answer" if isinstance(error, TimeoutError | httpcore.TimeoutException) else ""


TLS_CAUSES = {9: "not_yet_valid", 10: "expired", 62: "wrong_host", 64: "wrong_host"}
"""By OpenSSL's X509_V_ERR numbers; every other one means that nobody known vouches for the certificate."""

TLS_WORDS = (
    (re.compile("APPLICATION_PROTOCOL"), "no_http1"),
    (re.compile("UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_SHARED_CIPHER|HANDSHAKE_FAILURE"), "old_protocol"),
    (re.compile("WRONG_VERSION_NUMBER|RECORD_LAYER_FAILURE|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST"), "no_tls"),
)


def find_tls_cause(error: BaseException) -> str:
    """Why TLS did not come about, as a word that the window knows a sentence for; empty for any other."""
    for cause in _walk_causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TLS_CAUSES.get(cause.verify_code, "unknown_issuer")
        if isinstance(cause, ssl.SSLError):
            return next((word for pattern, word in TLS_WORDS if pattern.search(cause.reason or "")), "")
    return ""


def _judge_begun(
    error: BaseException, evidence: Evidence, limit_s: float | None
) -> tuple[ProblemCode, dict[str, Param]]:
    """A byte may have left."""
    if limit_s is not None:
        return ProblemCode.DEADLINE_PASSED, {"limit_s": limit_s}
    if evidence.is_answered:
        return ProblemCode.ANSWER_CUT, {}
    if isinstance(error, httpcore.RemoteProtocolError) and "illegal" in str(error):
        return ProblemCode.ANSWER_NOT_HTTP, {}
    return ProblemCode.CONNECTION_LOST, {}


def _judge_unbegun(error: BaseException, evidence: Evidence) -> tuple[ProblemCode, dict[str, Param]]:
    """Nothing has left, and nothing was charged."""
    reason = format_plain_text(_find_reason(error), redact_familiar, limit=200)
    if not evidence.is_tunnelled:
        if isinstance(error, httpcore.ProxyError) and reason.startswith("407"):
            return ProblemCode.PROXY_REFUSED, {"host": evidence.proxy_host}
        return ProblemCode.PROXY_FAILED, {"host": evidence.proxy_host, "reason": reason}
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return ProblemCode.CONNECT_TIMED_OUT, {"host": evidence.host}
    if evidence.is_tls_begun:
        cause = find_tls_cause(error)
        return ProblemCode.TLS_FAILED, {"host": evidence.host, "reason": reason, "cause": cause}
    return ProblemCode.NOT_CONNECTED, {"host": evidence.host, "reason": reason}


_UNFORESEEN: tuple[ProblemCode, dict[str, Param]] = (ProblemCode.UNEXPECTED, {"kind": "LocalProtocolError"})


def judge_failure(
    error: BaseException, evidence: Evidence, redact: Redact, limit_s: float | None = None
) -> GatewayError:
    """The error for an attempt that broke off, by what had left the machine until then.

    ``limit_s`` is the total deadline where this ended the attempt.
    """
    if isinstance(error, httpcore.LocalProtocolError):
        code, params = _UNFORESEEN
    elif evidence.is_begun:
        code, params = _judge_begun(error, evidence, limit_s)
    else:
        code, params = _judge_unbegun(error, evidence)
    attempt = evidence.build_attempt(redact)
    return GatewayError(
        code,
        format_plain_text(_find_reason(error), redact),
        charged=evidence.charged,
        status=evidence.status,
        request_ids=attempt.request_ids,
        attempt=attempt,
        **params,
    )
