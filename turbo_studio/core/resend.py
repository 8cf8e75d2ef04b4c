"""What may be sent again by itself: the one rule, from the evidence of an attempt that has failed.

Only two things may. What provably never left the machine costs nothing to repeat; and a gateway that
says at once that it has too many requests, and when it will take another, has not begun to work.
Everything else may have been charged, or would fail in the same way: the person decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.problems import Charged, ProblemCode

if TYPE_CHECKING:
    from turbo_studio.core.attempt import Attempt

ATTEMPTS_MAX = 3
_UNSENT_DELAYS_S = (1.0, 4.0)
_LIMITED_DELAYS_S = (5.0, 20.0)
"""Where the gateway did not say how long to wait."""
DELAY_MAX_S = 120.0
_FAST_REFUSAL_S = 30.0
_JITTER_SHARE = 0.25

_UNSENT = frozenset(
    {
        ProblemCode.NOT_CONNECTED,
        ProblemCode.CONNECT_TIMED_OUT,
        ProblemCode.TLS_FAILED,
        ProblemCode.PROXY_FAILED,
    }
)


class SendAgain(NamedTuple):
    delay_s: float


class Stop(NamedTuple):
    """Not by itself."""


def decide_resend(
    code: ProblemCode, charged: Charged, attempt: Attempt | None, number: int, jitter: float
) -> SendAgain | Stop:
    """Whether the request is sent again after its attempt ``number``, counted from 1.

    ``jitter``, 0 to 1, spreads those who failed together. Without an ``attempt`` there is no evidence.
    """
    if attempt is None or charged is not Charged.NO or number >= ATTEMPTS_MAX:
        return Stop()
    spread = 1 + _JITTER_SHARE * jitter
    if code in _UNSENT and not attempt.has_left:
        return SendAgain(_UNSENT_DELAYS_S[number - 1] * spread)
    if code is not ProblemCode.RATE_LIMITED or attempt.status != 429 or attempt.elapsed_s >= _FAST_REFUSAL_S:
        return Stop()
    asked_s = attempt.retry_after_s
    if asked_s is None:
        return SendAgain(_LIMITED_DELAYS_S[number - 1] * spread)
    if asked_s > DELAY_MAX_S:
        return Stop()
    return SendAgain(max(asked_s, _UNSENT_DELAYS_S[0]) * spread)
