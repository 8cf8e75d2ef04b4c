"""What a picture has cost, as its record says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from turbo_studio.core.geometry import Size
from turbo_studio.core.job import JobId, JobSummary
from turbo_studio.core.price import Estimate, Prices
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import Answer, Usage
from turbo_studio.jobs.frozen import FrozenJob, Target
from turbo_studio.jobs.saving import build_provenance

GATEWAY, SANDBOX = Target("https://gateway.example/v1"), Target("")
USAGE = Usage(input_tokens=1_100, input_text_tokens=100, output_tokens=2_000)
UNKNOWN_PRICES = Prices(image_out=0.0)


def price(target: Target, prices: Prices, usage: Usage | None, picture_count: int = 1) -> float | None:
    size, quality = Size(1024, 1024), Quality.HIGH
    summary = JobSummary(
        JobId("j1"),
        "a cat",
        size,
        quality,
        (),
        has_mask=False,
        created_at=datetime.now(UTC),
        estimate=Estimate(9, 0.1),
    )
    job = FrozenJob(summary, "gpt-image-2", size, quality, (), None, (), prices, target, 0.0)
    answer = Answer(tuple(Path(str(index)) for index in range(picture_count)), usage, ())
    return build_provenance(job, (), answer).dollars


def test_a_picture_costs_what_its_tokens_cost_at_the_prices_of_the_press() -> None:
    assert price(GATEWAY, Prices(), USAGE) == pytest.approx(0.0685)
    assert price(GATEWAY, Prices(10.0, 16.0, 60.0), USAGE) == pytest.approx(0.137)


def test_pictures_of_one_answer_share_its_cost() -> None:
    assert price(GATEWAY, Prices(), USAGE, picture_count=2) == pytest.approx(0.03425)


@pytest.mark.parametrize(
    ("prices", "usage"), [(Prices(), None), (Prices(), Usage(total_tokens=9)), (UNKNOWN_PRICES, USAGE)]
)
def test_what_is_not_known_is_not_called_nothing(prices: Prices, usage: Usage | None) -> None:
    assert price(GATEWAY, prices, usage) is None


def test_the_sandbox_costs_nothing() -> None:
    assert price(SANDBOX, Prices(), USAGE) == 0
    assert price(SANDBOX, UNKNOWN_PRICES, None) == 0
