"""What becomes a request, and what stands in its way."""

from pathlib import Path

import pytest

from turbo_studio.core.draft import Draft
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.request import (
    EditRequest,
    Field,
    GenerationRequest,
    InvalidRequest,
    build_request,
)
from turbo_studio.core.sources import Source, SourceId


def build_source(number: int) -> Source:
    return Source(
        SourceId(str(number)), f"{number}.png", Path(f"{number}"), "0" * 64, "image/png", Size(64, 48), 100
    )


def build_draft(prompt: str = "a cup", size: Size = GPT_IMAGE_2.default_size) -> Draft:
    return Draft(prompt, size, Quality.LOW)


SOURCES = tuple(build_source(number) for number in range(17))


@pytest.mark.parametrize(
    ("draft", "count", "field", "code"),
    [
        (build_draft(""), 0, Field.PROMPT, ProblemCode.PROMPT_EMPTY),
        (build_draft(" \n\t "), 0, Field.PROMPT, ProblemCode.PROMPT_EMPTY),
        (build_draft("\x00\x1b"), 1, Field.PROMPT, ProblemCode.PROMPT_EMPTY),
        (build_draft("x" * 32_001), 0, Field.PROMPT, ProblemCode.PROMPT_TOO_LONG),
        (build_draft("𝒳" * 32_001), 0, Field.PROMPT, ProblemCode.PROMPT_TOO_LONG),
        (build_draft(size=Size(1536, 864)), 0, Field.SIZE, ProblemCode.SIZE_NOT_OFFERED),
        (build_draft(size=Size(1000, 1000)), 1, Field.SIZE, ProblemCode.SIZE_NOT_MULTIPLE),
        (build_draft(), 17, Field.SOURCES, ProblemCode.SOURCE_TOO_MANY),
    ],
)
def test_refusals(draft: Draft, count: int, field: Field, code: ProblemCode) -> None:
    refusal = build_request(draft, SOURCES[:count], None, GPT_IMAGE_2)
    assert isinstance(refusal, InvalidRequest)
    assert (refusal.field, refusal.problem.code) == (field, code)


@pytest.mark.parametrize("prompt", ["x" * 32_000, "😀" * 32_000, "修" * 32_000])
def test_32000_code_points_are_enough_and_not_too_many(prompt: str) -> None:
    request = build_request(build_draft(prompt), (), None, GPT_IMAGE_2)
    assert isinstance(request, GenerationRequest)
    assert request.prompt == prompt


def test_sources_make_an_edit() -> None:
    request = build_request(build_draft(size=Size(1536, 864)), SOURCES[:16], None, GPT_IMAGE_2)
    assert isinstance(request, EditRequest)
    assert request.sources == SOURCES[:16]
    assert request.model == "gpt-image-2"


@pytest.mark.parametrize(("coverage", "is_sent"), [(0, False), (127, False), (128, False), (255, False)])
def test_a_mask_that_selects_nothing_or_everything_is_left_out(coverage: int, is_sent: bool) -> None:
    mask = Mask(Size(64, 48))
    mask.begin_edit()
    mask.fill(coverage)
    mask.commit_edit()
    request = build_request(build_draft(), SOURCES[:1], mask.take_snapshot(), GPT_IMAGE_2)
    assert isinstance(request, EditRequest)
    assert (request.mask is not None) == is_sent


def test_a_request_keeps_the_mask_of_the_press() -> None:
    mask = Mask(Size(64, 48))
    mask.begin_edit()
    mask.add_stamp(Mask(Size(8, 8)).coverage + 255, 4, 4)
    mask.commit_edit()
    request = build_request(build_draft(), SOURCES[:1], mask.take_snapshot(), GPT_IMAGE_2)
    mask.begin_edit()
    mask.fill(0)
    assert isinstance(request, EditRequest)
    assert request.mask is not None
    assert int((request.mask.coverage == 255).sum()) == 64
