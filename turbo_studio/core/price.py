"""Estimates of tokens and cost before a press; always called estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.geometry import Size
from turbo_studio.core.profile import Quality, find_edit_size_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.profile import ModelProfile

_QUALITY_FACTOR = {Quality.LOW: 16, Quality.MEDIUM: 48, Quality.HIGH: 96}
_TOKENS_PER_SOURCE = 1_536  # an upper bound published for this family of models
_CHARACTERS_PER_TOKEN = 4  # a rule of thumb for English; Chinese needs about one token a character

# What makes a size close by, and cheaper by so much that it is worth a word.
_RATIO_TOLERANCE = 0.05
_PIXELS_TOLERANCE = 0.10
_SAVED_SHARE_MIN = 0.10
_SAVED_TOKENS_MIN = 300
"""About a cent at the published price."""


class Prices(NamedTuple):
    """US dollars per million tokens, as published elsewhere; the gateway's own may differ.

    A picture that costs nothing stands for a price that nobody knows.
    """

    text_in: float = 5.0
    image_in: float = 8.0
    image_out: float = 30.0

    @property
    def is_known(self) -> bool:
        return self.image_out > 0


class Estimate(NamedTuple):
    tokens: int
    dollars: float | None
    """None where the price is not known."""

    def times(self, count: int) -> Estimate:
        """The estimate of so many requests alike."""
        return Estimate(self.tokens * count, None if self.dollars is None else self.dollars * count)


class CheaperSize(NamedTuple):
    size: Size
    saved_tokens: int
    """For each picture that comes back."""


def estimate_output_tokens(size: Size, quality: Quality) -> int:
    """ceil(q·s·(2,000,000 + w·h) / 4,000,000) with s = round(q · short side / long side)."""
    factor = _QUALITY_FACTOR[quality]
    short_side = round(factor * min(size) / max(size))
    return -(-factor * short_side * (2_000_000 + size.pixels) // 4_000_000)


def estimate_request(
    prompt: str, size: Size, quality: Quality, source_count: int, prices: Prices
) -> Estimate:
    """One request: the prompt, its sources at their most, and the picture that comes back."""
    wide = sum(1 for character in prompt if character > "\u2e7f")
    text = wide + -(-(len(prompt) - wide) // _CHARACTERS_PER_TOKEN)
    image_in = source_count * _TOKENS_PER_SOURCE
    image_out = estimate_output_tokens(size, quality)
    tokens = text + image_in + image_out
    if not prices.is_known:
        return Estimate(tokens, None)
    dollars = text * prices.text_in + image_in * prices.image_in + image_out * prices.image_out
    return Estimate(tokens, dollars / 1_000_000)


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
