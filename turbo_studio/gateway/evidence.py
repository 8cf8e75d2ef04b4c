"""Tells from a connection's trace how far a request got, and so whether it may have cost money."""

from __future__ import annotations

import os
import socket
import ssl
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.gateway.errors import find_request_ids
from turbo_studio.gateway.plain_text import format_plain_text
from turbo_studio.gateway.redaction import redact_familiar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from turbo_studio.core.problems import Param
    from turbo_studio.gateway.redaction import Redact

NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpx.HTTPError,
    OSError,  # TLS errors of a connection that stands, and time-outs of the system, come bare
)


class Evidence:
    """What is known about one attempt; fed by httpcore's ``trace`` extension."""

    def __init__(self, host: str, on_body_sent: Callable[[], None]) -> None:
        self.host = host
        self.is_tls_begun = False
        self.is_begun = False
        """Whether a byte of the request may have left the machine."""
        self.is_body_sent = False
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self._on_body_sent = on_body_sent

    async def trace(self, event: str, _details: Mapping[str, Any]) -> None:
        match event.partition(".")[2]:
            case "start_tls.started":
                self.is_tls_begun = True
            case "send_request_headers.started":
                self.is_begun = True
            case "send_request_body.complete":
                self.is_body_sent = True
                self._on_body_sent()

    @property
    def is_answered(self) -> bool:
        """Whether the head of a good answer came: the picture was made, and is presumably paid for."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def charged(self) -> Charged:
        if self.is_answered:
            return Charged.YES
        return Charged.MAYBE if self.is_begun else Charged.NO


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
    return best or str(error)


def _judge_code(
    error: BaseException, evidence: Evidence, deadline_s: float | None
) -> tuple[ProblemCode, dict[str, Param]]:
    if isinstance(error, httpcore.LocalProtocolError):
        return ProblemCode.UNEXPECTED, {"kind": "LocalProtocolError"}
    if evidence.is_begun:
        if deadline_s is not None:
            return ProblemCode.DEADLINE_PASSED, {"limit_s": deadline_s}
        return (ProblemCode.ANSWER_CUT if evidence.is_answered else ProblemCode.CONNECTION_LOST), {}
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return ProblemCode.CONNECT_TIMED_OUT, {"host": evidence.host}
    reason = format_plain_text(_find_reason(error), redact_familiar, limit=200)
    code = ProblemCode.TLS_FAILED if evidence.is_tls_begun else ProblemCode.NOT_CONNECTED
    return code, {"host": evidence.host, "reason": reason}


def judge_failure(
    error: BaseException, evidence: Evidence, redact: Redact, deadline_s: float | None = None
) -> GatewayError:
    """The error for an attempt that broke off, by what had left the machine until then.

    ``deadline_s`` is the total deadline where this ended the attempt.
    """
    code, params = _judge_code(error, evidence, deadline_s)
    return GatewayError(
        code,
        format_plain_text(_find_reason(error), redact),
        charged=evidence.charged,
        status=evidence.status,
        request_ids=find_request_ids(evidence.headers, redact),
        **params,
    )
