"""A query: which results are asked for; those that meet all of it, newest first."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    from datetime import datetime

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.profile import Quality

CollectionId = NewType("CollectionId", str)


class Kind(StrEnum):
    """Which of the two endpoints made a result."""

    GENERATION = "generation"
    EDIT = "edit"


class Query(NamedTuple):
    """Each member narrows the results down; as it stands here, it lets all of them through."""

    words: str = ""
    """Each of them is somewhere in the prompt, or in the name of a source."""
    stars_min: int = 0
    labels: frozenset[Label] = frozenset()
    """One of these; empty for any."""
    flag: Flag | None = None
    """``Flag.NONE`` asks for those without one."""
    kind: Kind | None = None
    qualities: frozenset[Quality] = frozenset()
    size: Size | None = None
    """As it came back."""
    since: datetime | None = None
    until: datetime | None = None
    """Both with their zones; a result that came at ``until`` is too late."""
    dollars_min: float | None = None
    dollars_max: float | None = None
    """Where either is given, results whose cost is not known are left out."""
    is_sandbox: bool | None = None
    source_digest: str = ""
    """SHA-256 of a picture, as opened or as sent, that was one of the sources."""
    collection: CollectionId | None = None
