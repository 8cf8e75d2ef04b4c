"""Results and what the gateway told about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NewType

from turbo_studio.core.display_names import clean_display_name
from turbo_studio.core.marks import NO_MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.marks import Marks
    from turbo_studio.core.profile import Quality

ResultId = NewType("ResultId", str)
SANDBOX = "sandbox"
"""``Provenance.gateway`` of what the embedded gateway answered."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts as answered; None where the gateway left one out or sent nonsense."""

    input_tokens: int | None = None
    input_image_tokens: int | None = None
    input_text_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file exactly as it is sent. Its name on the wire is made up, never the user's."""

    path: Path
    digest: str
    media_type: str
    size: Size
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A parsed ``200``: the pictures as files in the job's folder, and what was said beside them.

    ``raw`` holds the answer's other members as they came (no picture data), unknown ones included.
    """

    pictures: tuple[Path, ...]
    usage: Usage | None
    request_ids: tuple[str, ...]
    raw: Mapping[str, Any] = field(default_factory=dict)
    missing_links: tuple[str, ...] = ()
    """Addresses of further pictures that could not be fetched."""
    entry_count: int = 1
    """How many pictures the answer speaks of."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result came from: everything its record says besides the file itself.

    ``uploads`` and ``mask`` name files in the gallery's input store by their SHA-256.
    """

    job_id: str
    model: str
    prompt: str
    size: Size
    quality: Quality
    uploads: tuple[Upload, ...]
    source_names: tuple[str, ...]
    mask: Upload | None
    gateway: str
    """The origin that answered; ``SANDBOX`` for the embedded one."""
    started_at: datetime
    finished_at: datetime
    attempts: tuple[Mapping[str, Any], ...] = ()
    """What is known of each attempt to send, for who asks the gateway's support: no key, no picture."""
    source_digests: tuple[str, ...] = ()
    """SHA-256 of each source as it was opened, which tells whether it was a result; empty in old records."""
    dollars: float | None = None
    """The picture's share of what its answer cost, by the tokens and the prices of the press.

    0 from the sandbox, which nobody pays; None where it is not known, as in old records.
    """

    def name_source(self, index: int) -> str:
        """As it was called when it was opened, for display; empty where the record does not say."""
        names = self.source_names[index : index + 1]
        return clean_display_name(names[0]) if names and names[0] else ""

    @property
    def is_sandbox(self) -> bool:
        """Whether nobody paid for it."""
        return self.gateway == SANDBOX


@dataclass(frozen=True, slots=True)
class Result:
    """One picture that came back and lies in the gallery."""

    id: ResultId
    path: Path
    """The picture's file, absolute."""
    thumbnail: Path | None
    media_type: str
    size: Size | None
    """As decoded; None where the bytes are no picture that can be shown."""
    digest: str
    created_at: datetime
    provenance: Provenance
    usage: Usage | None
    request_ids: tuple[str, ...] = ()
    marks: Marks = NO_MARKS
    sequence: int = 0
    """Its place in time: later results have higher ones, whatever the clock says."""
    size_bytes: int = 0
    """Of its file, as it came back."""
    answered_quality: str = ""
    """What the gateway says that it made; empty where it does not say."""
    is_missing: bool = False
    """Whether its file was not there when this was read."""

    @property
    def is_as_asked(self) -> bool:
        """Whether it has the size that was asked for; False for what cannot be shown."""
        return self.size == self.provenance.size
