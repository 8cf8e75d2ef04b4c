"""One attempt to send: how far it got and what came of it, as a record can hold it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """How far an attempt got; from SENDING on a byte of it may have left the machine."""

    CONNECTING = "connecting"
    """Looking up the name, reaching the host or the proxy."""
    SECURING = "securing"
    """Agreeing on TLS."""
    SENDING = "sending"
    SENT = "sent"
    ANSWERED = "answered"
    """The head of an answer came, good or bad."""
    RECEIVED = "received"
    """A good answer is whole."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The evidence of one attempt. Holds no key and nothing of the request."""

    stage: Stage
    has_left: bool
    """Whether a byte of the request may have left the machine."""
    sent_bytes: int
    """Of the body, as far as the system took them."""
    elapsed_s: float
    """From the call to its end."""
    status: int | None = None
    request_ids: tuple[str, ...] = ()
    retry_after_s: float | None = None
    """What the gateway asked to wait: 0 or more, a week at most; None where it said nothing readable."""
    should_retry: str = ""
    """``x-should-retry`` as it came: recorded, and never obeyed."""

    def describe(self) -> dict[str, Any]:
        """For a record in JSON."""
        return {**asdict(self), "stage": self.stage.value, "elapsed_s": round(self.elapsed_s, 3)}
