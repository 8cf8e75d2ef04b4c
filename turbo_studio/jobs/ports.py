"""What the jobs work with: the ports and the worker, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.ports import Connection, Gallery, Gateway, PictureReader, Route
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.jobs.accounts import Accounts
    from turbo_studio.jobs.frozen import Target
    from turbo_studio.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Ports:
    worker: Worker
    pictures: PictureReader
    gateway: Gateway
    use_gallery: Callable[[], Awaitable[Gallery]]
    find_target: Callable[[], Awaitable[Target]]
    """Where a job goes that is queued now."""
    connect: Callable[[Target], Awaitable[Connection]]
    """The connection to a target; StudioError where there is no key for it, or no sandbox."""
    find_route: Callable[[str], Awaitable[Route]]
    """The way to a base URL, for pictures that an answer only links to."""
    accounts: Accounts
    profile: ModelProfile
    publish: Callable[[Fact], None]
