"""The size rules of the contract, case by case and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.profile import GPT_IMAGE_2
from turbo_studio.core.size_rules import (
    SizeAdvice,
    find_edit_size_problems,
    find_generation_size_problems,
    find_size_advice,
    propose_edit_size,
    snap_to_multiple,
)

sides = st.integers(1, 20_000)


def codes(size: Size) -> list[ProblemCode]:
    return [problem.code for problem in find_edit_size_problems(size, GPT_IMAGE_2)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (Size(1024, 1024), []),
        (Size(3840, 2160), []),
        (Size(2160, 3840), []),
        (Size(16, 16), []),
        (Size(16, 48), []),
        (Size(3840, 1280), []),
        (Size(16, 64), [ProblemCode.SIZE_RATIO]),
        (Size(3840, 1264), [ProblemCode.SIZE_RATIO]),
        (Size(1792, 936), [ProblemCode.SIZE_NOT_MULTIPLE]),
        (Size(0, 0), [ProblemCode.SIZE_NOT_MULTIPLE]),
        (Size(3840, 3840), [ProblemCode.SIZE_TOO_LARGE]),
        (Size(2880, 2880), [ProblemCode.SIZE_TOO_LARGE]),
        (Size(3856, 2160), [ProblemCode.SIZE_TOO_LARGE]),
        (
            Size(5000, 100),
            [ProblemCode.SIZE_NOT_MULTIPLE, ProblemCode.SIZE_RATIO, ProblemCode.SIZE_TOO_LARGE],
        ),
    ],
)
def test_edit_sizes(size: Size, expected: list[ProblemCode]) -> None:
    assert codes(size) == expected


@given(sides, sides)
def test_edit_sizes_agree_with_the_contract_read_naively(width: int, height: int) -> None:
    in_box = (width <= 3840 and height <= 2160) or (width <= 2160 and height <= 3840)
    legal = width % 16 == 0 and height % 16 == 0 and 1 / 3 <= width / height <= 3 and in_box
    assert (not codes(Size(width, height))) == legal


def test_only_three_sizes_can_be_generated() -> None:
    legal = [
        Size(width, height)
        for width in range(16, 3841, 16)
        for height in (1024, 1536, 2048)
        if not find_generation_size_problems(Size(width, height), GPT_IMAGE_2)
    ]
    assert legal == [Size(1024, 1024), Size(1024, 1536), Size(1536, 1024)]


@given(sides, sides)
def test_a_proposed_size_is_legal_and_keeps_the_shape(width: int, height: int) -> None:
    proposed = propose_edit_size(Size(width, height), GPT_IMAGE_2)
    assert codes(proposed) == []
    ratio = min(max(width / height, 1 / 3), 3)
    assert abs(proposed.width / proposed.height / ratio - 1) < 0.04
    assert find_size_advice(proposed, GPT_IMAGE_2) is not SizeAdvice.FEW_PIXELS


@pytest.mark.parametrize(
    ("source", "proposed"),
    [
        (Size(1024, 1024), Size(1024, 1024)),
        (Size(1536, 864), Size(1536, 864)),
        (Size(3840, 2160), Size(3840, 2160)),
        (Size(6000, 4000), Size(3240, 2160)),
        (Size(12000, 8000), Size(3240, 2160)),
    ],
)
def test_proposed_sizes(source: Size, proposed: Size) -> None:
    size = propose_edit_size(source, GPT_IMAGE_2)
    assert abs(size.width - proposed.width) <= 48
    assert abs(size.height - proposed.height) <= 32


@given(st.integers(-100, 10_000))
def test_snapping_gives_the_nearest_multiple(length_px: int) -> None:
    snapped = snap_to_multiple(length_px, GPT_IMAGE_2)
    assert snapped % 16 == 0
    assert 16 <= snapped <= 3840
    if 16 <= length_px <= 3840:
        assert abs(snapped - length_px) <= 8


@pytest.mark.parametrize(
    ("size", "advice"),
    [
        (Size(512, 512), SizeAdvice.FEW_PIXELS),
        (Size(1024, 640), None),
        (Size(2560, 1440), None),
        (Size(2576, 1440), SizeAdvice.EXPERIMENTAL),
    ],
)
def test_advice(size: Size, advice: SizeAdvice | None) -> None:
    assert find_size_advice(size, GPT_IMAGE_2) is advice
