"""A gateway that tells many cases apart by the ids of their jobs, each with its own behaviours and counts."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.helpers.hostile_server import HostileServer, answer
from tests.helpers.stub_gateway import build_answer, build_png
from turbo_studio.core.job import JobId

if TYPE_CHECKING:
    from tests.helpers.hostile_server import Behaviour, Exchange, ReceivedRequest

PICTURE = build_png((64, 48))
GOOD_BODY = build_answer(PICTURE, usage={"input_tokens": 10, "output_tokens": 20, "total_tokens": 30})
answer_well = answer(200, GOOD_BODY)


def find_case(request: ReceivedRequest) -> str:
    """The id of the job travels with each of its requests."""
    return request.headers.get("idempotency-key", "").partition("-")[0]


@dataclass(frozen=True, slots=True)
class Case:
    """One case's share of the gateway."""

    name: JobId
    """Ids that begin with it and a hyphen belong to the case as well."""
    gateway: CaseGateway

    @property
    def requests(self) -> list[ReceivedRequest]:
        """Every POST of the case of which the head arrived, in the order of the connections."""
        return [
            request
            for request in self.gateway.requests
            if request.method == "POST" and find_case(request) == self.name
        ]

    @property
    def complete_posts(self) -> int:
        """The charge counter of the case."""
        return sum(1 for request in self.requests if request.is_complete)


class CaseGateway(HostileServer):
    """Requests of a case take its behaviours in turn, the last for all that follow."""

    def __init__(self) -> None:
        super().__init__(self._behave)
        self.default: Behaviour = answer_well
        """For requests of no case."""
        self._planned: dict[str, deque[Behaviour]] = {}
        self._planning = threading.Lock()

    def open_case(self, *behaviours: Behaviour) -> Case:
        case = Case(JobId(uuid4().hex), self)
        self._planned[case.name] = deque(behaviours or [answer_well])
        return case

    def _behave(self, exchange: Exchange) -> None:
        name = find_case(exchange.read_head())
        with self._planning:
            planned = self._planned.get(name, deque([self.default]))
            behaviour = planned[0] if len(planned) == 1 else planned.popleft()
        behaviour(exchange)
