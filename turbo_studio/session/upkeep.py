"""Upkeep of the gallery as the window asks for it: every file looked at, the index made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.facts import GalleryVerified, IndexRebuilt, VerifyingProgressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views


class Upkeep:
    """Each verb returns at once; what comes of it is told to the views."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self._use_engine = use_engine
        self._views = views

    def verify(self) -> None:
        """Hold every file of the gallery against its record; it comes as ``GalleryVerified``."""
        self._use_engine().verify_gallery()

    def cancel_verifying(self) -> None:
        self._use_engine().cancel_verifying()

    def rebuild_index(self) -> None:
        """Make the gallery's index anew, from the records alone."""
        self._use_engine().rebuild_index()

    def receive(self, fact: VerifyingProgressed | GalleryVerified | IndexRebuilt) -> None:
        match fact:
            case VerifyingProgressed(done, total):
                self._views.verifying_progressed.emit(done, total)
            case GalleryVerified(verification):
                self._views.gallery_verified.emit(verification)
            case IndexRebuilt(count):
                self._views.index_rebuilt.emit(count)
