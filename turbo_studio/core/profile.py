"""The limits of a model as data; ``size_rules`` holds what follows from them for sizes.

Nothing else in the program repeats a limit. Source: the gateway's contract for its two image
endpoints, with "MB" read as 1,000,000 bytes and "smaller than" read strictly.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from turbo_studio.core.geometry import Size


class Quality(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


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
