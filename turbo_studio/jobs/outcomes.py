"""How something that was started has gone, and what a user is told of an error."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode, StudioError

if TYPE_CHECKING:
    import asyncio
    from typing import Any

    from turbo_studio.core.problems import GatewayError

BREAKAGES = (Exception, SystemExit, KeyboardInterrupt)
"""All that a step may raise: its job must end all the same. A cancellation is none of it."""
_log = logging.getLogger(__name__)


def has_succeeded(started: asyncio.Future[Any]) -> bool:
    return started.done() and not started.cancelled() and started.exception() is None


def has_failed(started: asyncio.Future[Any]) -> bool:
    return started.done() and not has_succeeded(started)


def describe_error(error: BaseException) -> Problem:
    """What a user is told; what the program did not foresee goes into the log besides."""
    if isinstance(error, StudioError):
        return error.problem
    _log.error("something broke", exc_info=error)
    return Problem(ProblemCode.UNEXPECTED, {"kind": type(error).__name__})


def judge_end(error: GatewayError) -> JobState:
    """The final state that an error before or at the answer leads to."""
    if error.status is None:
        return JobState.NOT_SENT if error.charged is Charged.NO else JobState.UNKNOWN
    if 200 <= error.status < 300:
        return JobState.UNUSABLE
    return JobState.REJECTED if error.charged is Charged.NO else JobState.UNKNOWN
