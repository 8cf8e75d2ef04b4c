"""Estimates of tokens and cost before a press; always called estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.profile import Quality

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size

_QUALITY_FACTOR = {Quality.LOW: 16, Quality.MEDIUM: 48, Quality.HIGH: 96}
_TOKENS_PER_SOURCE = 1_536  # an upper bound published for this family of models
_CHARACTERS_PER_TOKEN = 4  # a rule of thumb for English; Chinese needs about one token a character


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
