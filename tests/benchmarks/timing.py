"""Times one call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def time_ms(call: Callable[[], object]) -> float:
    """How long a call takes on the clock, in milliseconds."""
    begun_s = time.perf_counter()
    call()
    return (time.perf_counter() - begun_s) * 1000
