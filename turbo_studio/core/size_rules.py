"""The rules for sizes that follow from the limits of a model, and the size that suits a source."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from turbo_studio.core.profile import ModelProfile


class SizeAdvice(StrEnum):
    """What other services publish about a size; said beside it, never enforced."""

    FEW_PIXELS = "few_pixels"
    EXPERIMENTAL = "experimental"


def find_edit_size_problems(size: Size, profile: ModelProfile) -> tuple[Problem, ...]:
    """Every rule for edits that the size breaks; empty when it is legal."""
    problems = []
    multiple = profile.size_multiple
    if size.width < multiple or size.height < multiple or size.width % multiple or size.height % multiple:
        problems.append(
            Problem(
                ProblemCode.SIZE_NOT_MULTIPLE,
                {"width": size.width, "height": size.height, "multiple": multiple},
            )
        )
    long_side, short_side = max(size), min(size)
    if long_side > short_side * profile.aspect_ratio_max:
        problems.append(
            Problem(
                ProblemCode.SIZE_RATIO,
                {"width": size.width, "height": size.height, "ratio": profile.aspect_ratio_max},
            )
        )
    if long_side > profile.long_side_max or short_side > profile.short_side_max:
        problems.append(
            Problem(
                ProblemCode.SIZE_TOO_LARGE,
                {
                    "width": size.width,
                    "height": size.height,
                    "long_side": profile.long_side_max,
                    "short_side": profile.short_side_max,
                },
            )
        )
    return tuple(problems)


def find_generation_size_problems(size: Size, profile: ModelProfile) -> tuple[Problem, ...]:
    if size in profile.generation_sizes:
        return ()
    return (Problem(ProblemCode.SIZE_NOT_OFFERED, {"width": size.width, "height": size.height}),)


def find_size_advice(size: Size, profile: ModelProfile) -> SizeAdvice | None:
    if size.pixels < profile.advised_pixels_min:
        return SizeAdvice.FEW_PIXELS
    if size.pixels > profile.experimental_pixels_above:
        return SizeAdvice.EXPERIMENTAL
    return None


def snap_to_multiple(length_px: int, profile: ModelProfile) -> int:
    """The nearest side that the multiple allows, between one multiple and the long side."""
    multiple = profile.size_multiple
    snapped = (length_px + multiple // 2) // multiple * multiple
    return min(max(snapped, multiple), profile.long_side_max)


def propose_edit_size(source: Size, profile: ModelProfile) -> Size:
    """The legal size nearest to a source's shape, and to its pixels where these are allowed.

    The area aimed at is the source's own, raised to the advised minimum and lowered to what fits
    the largest box. Among the legal sizes near that area those with enough pixels come first, then
    the least error of aspect ratio, then the area.
    """
    ratio = min(max(source.width / source.height, 1 / profile.aspect_ratio_max), profile.aspect_ratio_max)
    box = (
        (profile.long_side_max, profile.short_side_max)
        if ratio >= 1
        else (profile.short_side_max, profile.long_side_max)
    )
    width_max = min(box[0], box[1] * ratio)
    area_max = width_max * width_max / ratio
    area = min(max(source.pixels, profile.advised_pixels_min), area_max)
    ideal_width = (area * ratio) ** 0.5

    def error(size: Size) -> tuple[bool, float, float]:
        shape = abs(size.width / size.height / ratio - 1)
        return (size.pixels < profile.advised_pixels_min, round(shape, 3), abs(size.pixels / area - 1))

    multiple = profile.size_multiple
    middle = round(ideal_width / multiple)
    candidates = [
        Size(width, height)
        for steps in range(max(1, middle - 4), middle + 5)
        for width in [steps * multiple]
        for height in [max(multiple, round(width / ratio / multiple) * multiple)]
        if not find_edit_size_problems(Size(width, height), profile)
    ]
    return min(candidates, key=error, default=profile.default_size)
