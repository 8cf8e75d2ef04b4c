"""What a look at every file of the gallery found."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Flaw(StrEnum):
    MISSING = "missing"
    """A record names it, and it is not there."""
    CHANGED = "changed"
    """Its bytes are not those that were recorded, or something else lies in its place."""
    UNREADABLE = "unreadable"
    """The system does not give it, or it is a record that this version cannot read."""
    UNKNOWN = "unknown"
    """No record names it."""


class Finding(NamedTuple):
    flaw: Flaw
    path: Path


class Verification(NamedTuple):
    """``mended_rows`` of the index differed from their records, which won."""

    checked_files: int
    findings: tuple[Finding, ...]
    mended_rows: int
    is_whole: bool
    """False where it was cancelled."""
