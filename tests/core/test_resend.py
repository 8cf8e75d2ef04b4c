"""What may be sent again by itself: little, and only on evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.attempt import Attempt, Stage
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.core.resend import ATTEMPTS_MAX, SendAgain, Stop, decide_resend

UNSENT = Attempt(Stage.CONNECTING, has_left=False, sent_bytes=0, elapsed_s=0.1)
LIMITED = Attempt(Stage.ANSWERED, has_left=True, sent_bytes=900, elapsed_s=0.4, status=429, retry_after_s=3.0)


@pytest.mark.parametrize(
    "code",
    [
        ProblemCode.NOT_CONNECTED,
        ProblemCode.CONNECT_TIMED_OUT,
        ProblemCode.TLS_FAILED,
        ProblemCode.PROXY_FAILED,
    ],
)
def test_what_never_left_is_sent_again_twice_after_1_s_and_4_s(code: ProblemCode) -> None:
    decided = [decide_resend(code, Charged.NO, UNSENT, number, 0.0) for number in (1, 2, 3)]
    assert decided == [SendAgain(1.0), SendAgain(4.0), Stop()]


@pytest.mark.parametrize(
    ("asked_s", "decided"),
    [
        (3.0, SendAgain(3.0)),
        (0.0, SendAgain(1.0)),
        (120.0, SendAgain(120.0)),
        (120.1, Stop()),
        (1e9, Stop()),
        (None, SendAgain(5.0)),
    ],
)
def test_a_rate_limit_is_waited_for_as_long_as_was_asked_up_to_a_cap(
    asked_s: float | None, decided: SendAgain | Stop
) -> None:
    attempt = replace(LIMITED, retry_after_s=asked_s)
    assert decide_resend(ProblemCode.RATE_LIMITED, Charged.NO, attempt, 1, 0.0) == decided


@pytest.mark.parametrize(
    ("code", "charged", "attempt"),
    [
        (ProblemCode.NO_CREDIT, Charged.NO, LIMITED),  # a quota answered as 429
        (ProblemCode.RATE_LIMITED, Charged.NO, replace(LIMITED, elapsed_s=30.0)),
        (ProblemCode.RATE_LIMITED, Charged.MAYBE, LIMITED),
        (ProblemCode.RATE_LIMITED, Charged.NO, replace(LIMITED, status=400)),
        (ProblemCode.GATEWAY_BUSY, Charged.MAYBE, replace(LIMITED, status=503, should_retry="true")),
        (ProblemCode.NOT_CONNECTED, Charged.NO, replace(UNSENT, has_left=True)),
        (ProblemCode.CONNECTION_LOST, Charged.MAYBE, replace(UNSENT, has_left=True)),
        (ProblemCode.KEY_INVALID, Charged.NO, UNSENT),
        (ProblemCode.NOT_CONNECTED, Charged.NO, None),
    ],
)
def test_everything_else_waits_for_the_person(
    code: ProblemCode, charged: Charged, attempt: Attempt | None
) -> None:
    assert decide_resend(code, charged, attempt, 1, 0.0) == Stop()


@given(
    code=st.sampled_from(ProblemCode),
    charged=st.sampled_from(Charged),
    number=st.integers(1, 9),
    jitter=st.floats(0, 1),
    has_left=st.booleans(),
    elapsed_s=st.floats(0, 1e6),
    status=st.sampled_from([None, 200, 400, 408, 429, 500, 503]),
    retry_after_s=st.none() | st.floats(0, 1e9),
)
def test_nothing_that_may_have_been_charged_is_ever_sent_again(
    code: ProblemCode,
    charged: Charged,
    number: int,
    jitter: float,
    has_left: bool,
    elapsed_s: float,
    status: int | None,
    retry_after_s: float | None,
) -> None:
    attempt = Attempt(Stage.SENT, has_left, 1, elapsed_s, status, (), retry_after_s)
    decided = decide_resend(code, charged, attempt, number, jitter)
    if isinstance(decided, SendAgain):
        assert charged is Charged.NO
        assert number < ATTEMPTS_MAX
        assert not has_left or (status == 429 and elapsed_s < 30)
        assert 1.0 <= decided.delay_s <= 150.0
