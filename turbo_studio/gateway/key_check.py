"""Tests a connection without asking for a picture: the list of models is free, and needs a key."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.network import Verdict
from turbo_studio.core.ports import ConnectionReport
from turbo_studio.core.problems import GatewayError, Problem, ProblemCode
from turbo_studio.gateway.errors import ERROR_BYTES_MAX, read_error
from turbo_studio.gateway.fetching import fetch
from turbo_studio.gateway.raw_answer import build_head

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from turbo_studio.core.ports import Connection
    from turbo_studio.gateway.dialling import Dialler
    from turbo_studio.gateway.redaction import Redact

LIMIT_S = 20.0
_BODY_BYTES_MAX = 4_000_000
_NO_LIST = frozenset({404, 405, 410, 501})


class _Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_list(self) -> bool:
        """Whether it is a list of models, and not the page of a website that answers everything."""
        if not 200 <= self.status < 300:
            return False
        try:
            listed = json.loads(self.body)
        except (ValueError, RecursionError):
            return False
        return isinstance(listed, list) or (isinstance(listed, dict) and isinstance(listed.get("data"), list))


async def _take(response: httpx.Response, redact: Redact) -> _Reply:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk[: _BODY_BYTES_MAX - len(body)]
        if len(body) >= _BODY_BYTES_MAX:
            break
    head = build_head(response.status_code, response.headers, redact)
    return _Reply(head.status, head.headers, bytes(body))


class KeyCheck:
    """One test of one connection; GETs alone, one after the other."""

    def __init__(self, dialler: Dialler, connection: Connection, redact: Redact) -> None:
        self._dialler = dialler
        self._connection = connection
        self._redact = redact

    async def run(self) -> ConnectionReport:
        """Never raises but for a cancel."""
        report = await self._judge(self._connection.base_url)
        if report.verdict in (Verdict.ACCEPTED, Verdict.REFUSED):
            return report
        if report.problem is None or report.problem.code in (
            ProblemCode.NOT_A_GATEWAY,
            ProblemCode.WRONG_URL,
        ):
            return await self._look_below(report)
        return report

    async def _look_below(self, report: ConnectionReport) -> ConnectionReport:
        """Addresses are often given without the ``/v1`` at their end."""
        base_url = self._connection.base_url
        if base_url.endswith("/v1"):
            return report
        below = await self._judge(f"{base_url}/v1")
        if below.verdict not in (Verdict.ACCEPTED, Verdict.REFUSED):
            return report
        return ConnectionReport(Verdict.FAILED, Problem(ProblemCode.WRONG_URL, {"url": f"{base_url}/v1"}))

    async def _judge(self, base_url: str) -> ConnectionReport:
        reply = await self._fetch_list(base_url, {"Authorization": f"Bearer {self._connection.key}"})
        if isinstance(reply, GatewayError):
            return ConnectionReport(Verdict.FAILED, reply.problem)
        if reply.is_list:
            return await self._judge_list(base_url)
        if 200 <= reply.status < 300:
            return ConnectionReport(
                Verdict.FAILED, Problem(ProblemCode.NOT_A_GATEWAY, {"status": reply.status})
            )
        if reply.status in _NO_LIST:
            return ConnectionReport(Verdict.UNCHECKED)
        reading = read_error(reply.status, reply.headers, reply.body[:ERROR_BYTES_MAX], self._redact)
        if reading.code is ProblemCode.WRONG_KEY:
            return ConnectionReport(Verdict.REFUSED)
        if reading.code is ProblemCode.FORBIDDEN:  # a key that may make pictures, and list nothing
            return ConnectionReport(Verdict.UNCHECKED)
        return ConnectionReport(Verdict.FAILED, reading.build_error(reply.status).problem)

    async def _judge_list(self, base_url: str) -> ConnectionReport:
        """A list that everybody may see says nothing about the key."""
        reply = await self._fetch_list(base_url, {})
        is_public = not isinstance(reply, GatewayError) and reply.is_list
        return ConnectionReport(Verdict.UNCHECKED if is_public else Verdict.ACCEPTED)

    async def _fetch_list(self, base_url: str, headers: Mapping[str, str]) -> _Reply | GatewayError:
        return await fetch(
            self._dialler,
            f"{base_url}/models",
            self._connection.route,
            self._redact,
            partial(_take, redact=self._redact),
            limit_s=LIMIT_S,
            headers={"Accept": "application/json", **headers},
        )
