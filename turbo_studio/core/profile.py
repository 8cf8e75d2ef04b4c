"""The limits of a model as data, and the rules for sizes that follow from them.

Nothing else in the program repeats a limit. Source: the gateway's contract for its two image
endpoints, with "MB" read as 1,000,000 bytes and "smaller than" read strictly.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import Problem, ProblemCode


class Quality(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SizeAdvice(StrEnum):
    """What other services publish about a size; said beside it, never enforced."""

    FEW_PIXELS = "few_pixels"
    EXPERIMENTAL = "experimental"


class ModelProfile(NamedTuple):
    """What one model accepts. Byte limits are exclusive: a file must be smaller."""

    model: str
    prompt_characters_max: int
    generation_sizes: tuple[Size, ...]
    edit_sizes: tuple[Size, ...]
    """Sizes offered first for an edit; any legal size may be asked for."""
    default_size: Size
    default_quality: Quality
    size_multiple: int
    aspect_ratio_max: int
    long_side_max: int
    short_side_max: int
    sources_max: int
    source_bytes_limit: int
    mask_bytes_limit: int
    source_media_types: tuple[str, ...]
    variations_max: int
    """Requests that one press may make; a bound of this program, not of the gateway."""
    advised_pixels_min: int
    experimental_pixels_above: int


GPT_IMAGE_2 = ModelProfile(
    model="gpt-image-2",
    prompt_characters_max=32_000,
    generation_sizes=(Size(1024, 1024), Size(1536, 1024), Size(1024, 1536)),
    edit_sizes=(
        Size(1024, 1024),
        Size(1536, 1024),
        Size(1024, 1536),
        Size(2048, 2048),
        Size(2560, 1440),
        Size(1440, 2560),
        Size(3840, 2160),
        Size(2160, 3840),
    ),
    default_size=Size(1024, 1024),
    default_quality=Quality.HIGH,
    size_multiple=16,
    aspect_ratio_max=3,
    long_side_max=3840,
    short_side_max=2160,
    sources_max=16,
    source_bytes_limit=25_000_000,
    mask_bytes_limit=4_000_000,
    source_media_types=("image/png", "image/webp", "image/jpeg"),
    variations_max=10,
    advised_pixels_min=655_360,
    experimental_pixels_above=2560 * 1440,
)


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
