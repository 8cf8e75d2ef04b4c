"""Sizes much like another that cost much less."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.geometry import Size
from turbo_studio.core.price import estimate_output_tokens
from turbo_studio.core.size_rules import find_edit_size_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.profile import ModelProfile, Quality

# What makes a size close by, and cheaper by so much that it is worth a word.
_RATIO_TOLERANCE = 0.05
_PIXELS_TOLERANCE = 0.10
_SAVED_SHARE_MIN = 0.10
_SAVED_TOKENS_MIN = 300
"""About a cent at the published price."""


class CheaperSize(NamedTuple):
    size: Size
    saved_tokens: int
    """For each picture that comes back."""


def find_cheaper_size(size: Size, quality: Quality, profile: ModelProfile) -> CheaperSize | None:
    """The most similar legal size for an edit that costs much less, or None where there is none.

    Similar: the ratio of its sides within 5 %, its pixels within 10 % and never below what is advised
    where the size itself is not. Much less: at least 10 % of the picture's tokens, and 300 of them.
    """
    tokens = estimate_output_tokens(size, quality)
    tokens_max = min(tokens - _SAVED_TOKENS_MIN, int(tokens * (1 - _SAVED_SHARE_MIN)))
    found = (
        (difference, estimate_output_tokens(other, quality), other)
        for difference, other in _find_similar_sizes(size, profile)
    )
    cheaper = min((one for one in found if one[1] <= tokens_max), default=None)
    return None if cheaper is None else CheaperSize(cheaper[2], tokens - cheaper[1])


def _find_similar_sizes(size: Size, profile: ModelProfile) -> Iterator[tuple[float, Size]]:
    """Each with how different it is: 0 for the same, 1 at the edge of what counts as similar."""
    multiple = profile.size_multiple
    reach = _RATIO_TOLERANCE + _PIXELS_TOLERANCE
    pixels_min = min(size.pixels, profile.advised_pixels_min)

    def sides(side: int) -> range:
        return range(
            max(1, int(side * (1 - reach)) // multiple) * multiple, int(side * (1 + reach)), multiple
        )

    for width in sides(size.width):
        for height in sides(size.height):
            other = Size(width, height)
            one, another = width * size.height, height * size.width
            ratio = (max(one, another) / min(one, another) - 1) / _RATIO_TOLERANCE
            pixels = abs(other.pixels / size.pixels - 1) / _PIXELS_TOLERANCE
            difference = max(ratio, pixels)
            if difference <= 1 and other.pixels >= pixels_min and not find_edit_size_problems(other, profile):
                yield difference, other
