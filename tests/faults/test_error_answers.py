"""The gateway refuses or fails, in ten shapes of bodies: told alike, asked once (AP)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.faults.bench import Bench
from tests.faults.error_bodies import BARE, READABLE, Said, shape_openai
from tests.faults.table import Row, ends_as, find_faults, send_rows
from tests.helpers import hostile_server as hostile
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.case_gateway import CaseGateway
    from tests.faults.table import Expected

P = ProblemCode
REFUSED, FAILED = JobState.REJECTED, JobState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line of the catalogue: what is said, and what is to be made of it where it can be read."""

    number: str
    said: Said
    code: ProblemCode
    is_free: bool = True

    def build_rows(self) -> Iterator[Row]:
        headers = [("Content-Type", "application/json"), ("x-request-id", "req_1"), ("Retry-After", "600")]
        for name, shape in (READABLE | BARE).items():
            expected = self._expect(is_readable=name in READABLE)
            behaviour = hostile.answer(self.said.status, shape(self.said), headers)
            yield Row(f"{self.number} {self.said.status} {self.said.code} as {name}", behaviour, expected)

    def _expect(self, *, is_readable: bool) -> Expected:
        if not is_readable:
            return ends_as(FAILED, charged=Charged.MAYBE)
        if self.is_free:
            return ends_as(REFUSED, charged=Charged.NO, codes=[self.code])
        return ends_as(FAILED, charged=Charged.MAYBE, codes=[self.code])

    def __str__(self) -> str:
        return f"{self.number} {self.said.status} {self.said.code}".strip()


SAFETY = "Your request was rejected by the safety system. safety_violations=[violence]."
REFUSALS = [
    Refusal("AP01", Said(400, "Invalid size '1792x936'.", "invalid_value", "size"), P.SIZE_REFUSED),
    Refusal("AP01", Said(400, "Unknown parameter: 'n2'.", "unknown_parameter", "n2"), P.REQUEST_REFUSED),
    Refusal("AP02", Said(400, SAFETY, "moderation_blocked"), P.MODERATED),
    Refusal("AP03", Said(400, "Bad.", "content_policy_violation"), P.MODERATED),
    Refusal("AP03", Said(422, "The prompt did not pass moderation.", "moderation"), P.MODERATED),
    Refusal("AP03", Said(403, "Your account is temporarily blocked.", "Forbidden"), P.MODERATED),
    Refusal(
        "AP04",
        Said(
            400,
            "Invalid file 'image[0]': unsupported mimetype ('application/octet-stream').",
            "unsupported_file_mimetype",
            "image[0]",
        ),
        P.SOURCE_REFUSED,
    ),
    Refusal(
        "AP04",
        Said(
            400,
            "Invalid mask image format - mask image missing alpha channel",
            "invalid_mask_image_format",
            "mask",
        ),
        P.MASK_REFUSED,
    ),
    Refusal(
        "AP05", Said(400, "Billing hard limit has been reached", "billing_hard_limit_reached"), P.NO_CREDIT
    ),
    Refusal("AP05", Said(402, "Payment required"), P.NO_CREDIT),
    Refusal("AP05", Said(403, "用户额度不足", "insufficient_user_quota"), P.NO_CREDIT),
    Refusal("AP05", Said(429, "You exceeded your current quota.", "insufficient_quota"), P.NO_CREDIT),
    *(
        Refusal("AP05", Said(429, f"Stop: {code}", code), P.NO_CREDIT)
        for code in (
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
        )
    ),
    Refusal("AP06", Said(401, "Incorrect API key provided.", "invalid_api_key"), P.WRONG_KEY),
    Refusal("AP07", Said(403, "Country, region, or territory not supported"), P.FORBIDDEN),
    Refusal("AP08", Said(404, "Invalid URL (POST /v1/v1/images/generations)"), P.WRONG_URL),
    Refusal("AP08", Said(404, "The model 'gpt-image-3' does not exist", "model_not_found"), P.MODEL_UNKNOWN),
    Refusal("AP09", Said(408, "The operation was timeout.", "Timeout"), P.GATEWAY_TIMED_OUT, is_free=False),
    Refusal("AP10", Said(409, "Conflict."), P.REQUEST_REFUSED, is_free=False),
    Refusal("AP11", Said(413, "Request Entity Too Large"), P.UPLOAD_TOO_LARGE),
    Refusal("AP12", Said(415, "Unsupported."), P.REQUEST_REFUSED),
    Refusal("AP12", Said(422, "Unprocessable."), P.REQUEST_REFUSED),
    Refusal("AP13", Said(429, "Rate limit reached.", "rate_limit_exceeded"), P.RATE_LIMITED),
    Refusal("AP15", Said(500, "prompt is required", "invalid_request"), P.PROMPT_REFUSED, is_free=False),
    *(
        Refusal("AP16", Said(status, "Something went wrong."), code, is_free=False)
        for status, code in (
            (500, P.GATEWAY_FAILED),
            (502, P.GATEWAY_FAILED),
            (503, P.GATEWAY_BUSY),
            (504, P.GATEWAY_TIMED_OUT),
            (520, P.GATEWAY_FAILED),
            (521, P.GATEWAY_FAILED),
            (522, P.GATEWAY_TIMED_OUT),
            (523, P.GATEWAY_FAILED),
            (524, P.GATEWAY_TIMED_OUT),
            (529, P.GATEWAY_BUSY),
        )
    ),
    *(
        Refusal("AP17", Said(503, message, code), P.GATEWAY_BUSY, is_free=False)
        for message, code in (
            ("Overloaded.", "server_is_overloaded"),
            ("Slow down.", "slow_down"),
            ("分组 default 下模型 gpt-image-2 的可用渠道不存在", "get_channel_failed"),
        )
    ),
]


@pytest.fixture(scope="module")
def bench(memory_folder: Path, gateway: CaseGateway) -> Iterator[Bench]:
    with Bench(memory_folder / "home", gateway.base_url, concurrency=10) as bench:
        yield bench


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_refusals_are_told_alike_in_every_shape(
    refusal: Refusal, bench: Bench, gateway: CaseGateway, picture: Path
) -> None:
    sent = send_rows(bench, gateway, refusal.build_rows(), [bench.open_source(picture)])
    assert not (said := find_faults(bench, sent)), "\n".join(said)
    assert all(each.case.complete_posts == 1 for each in sent)


MORE_ROWS = [
    *(
        Row(
            f"AP18 x-should-retry {value}",
            hostile.answer(500, shape_openai(Said(500, "Oops")), [("x-should-retry", value)]),
            ends_as(FAILED, charged=Charged.MAYBE, codes=[P.GATEWAY_FAILED]),
        )
        for value in ("true", "false")
    ),
    *(
        Row(
            f"AP19 {said.code or said.message} in a 200",
            hostile.answer(200, shape_openai(said)),
            ends_as(JobState.UNUSABLE, charged=Charged.MAYBE, codes=[code]),
        )
        for said, code in (
            (Said(200, "Invalid URL (POST /v1/x)"), P.WRONG_URL),
            (Said(200, SAFETY, "moderation_blocked"), P.MODERATED),
            (Said(200, "no", "insufficient_user_quota"), P.NO_CREDIT),
        )
    ),
]


def test_what_says_to_be_sent_again_and_what_says_to_be_good(
    bench: Bench, gateway: CaseGateway, picture: Path
) -> None:
    sent = send_rows(bench, gateway, MORE_ROWS, [bench.open_source(picture)])
    assert not (said := find_faults(bench, sent)), "\n".join(said)
    assert all(each.case.complete_posts == 1 for each in sent)
