"""A request's fingerprint: the same for requests that would buy the same picture."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.profile import Quality

DOUBT_S = 600.0
"""So long after an end that nobody knows, the same request waits to be released."""


def build_fingerprint(
    model: str, prompt: str, size: Size, quality: Quality, inputs: Sequence[str], mask: str | None
) -> str:
    """The SHA-256 of the request's canonical form; ``inputs`` and ``mask`` are SHA-256 of what is sent."""
    canonical = [model, prompt, str(size), quality.value, list(inputs), mask]
    return hashlib.sha256(json.dumps(canonical, separators=(",", ":")).encode("ascii")).hexdigest()


def is_in_doubt(age_s: float) -> bool:
    """Whether an unknown end of that age still counts; one from the future, by a clock set back, does."""
    return age_s < DOUBT_S
