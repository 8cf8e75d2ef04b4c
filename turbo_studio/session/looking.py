"""Pictures of the gallery to look at: who wants to see which, and their pixels once they have come.

A viewer (the loupe, the full screen, a comparison) says what it wants to see, nearest first, whenever that
changes. ``views.picture_decoded`` names each picture whose pixels have come, or why they cannot; then
``find_raster`` has them. They stay as long as any viewer wants them: a viewer lets go of the raster's file
before it stops wanting the picture.
"""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from turbo_studio.core.facts import PictureDecoded
from turbo_studio.core.looking import Wish
from turbo_studio.core.sources import Raster

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.facts import PictureNotDecoded
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result, Upload
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views


class Looking:
    """Each verb returns at once."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self._use_engine = use_engine
        self._views = views
        self._viewers: dict[str, tuple[Wish, ...]] = {}
        self._wishes: dict[Path, Wish] = {}
        self._seen: dict[int, Raster | Problem] = {}
        self._tokens = count(1)

    def look_at(self, viewer: str, pictures: Sequence[Result | Upload]) -> None:
        """What a viewer wants to see from now on, nearest first: results, and sources or masks as sent.

        Viewers have names; one that wants nothing any more says so with an empty sequence.
        """
        self._viewers.pop(viewer, None)
        if pictures:
            self._viewers[viewer] = tuple(self._wish(picture) for picture in pictures)
        # Whoever asked last is being looked at.
        in_order = chain.from_iterable(reversed(self._viewers.values()))
        self._wishes = {wish.path: wish for wish in in_order}
        tokens = {wish.token for wish in self._wishes.values()}
        self._seen = {token: seen for token, seen in self._seen.items() if token in tokens}
        self._use_engine().look_at(tuple(self._wishes.values()))

    def _wish(self, picture: Result | Upload) -> Wish:
        """The one that is there, or a new one."""
        wish = self._wishes.get(picture.path) or Wish(next(self._tokens), picture.path, picture.size)
        return self._wishes.setdefault(picture.path, wish)

    def find_raster(self, picture: Result | Upload) -> Raster | None:
        """The pixels of a picture that is wanted; None while they have not come, or where there are none."""
        seen = self._find(picture)
        return seen if isinstance(seen, Raster) else None

    def find_problem(self, picture: Result | Upload) -> Problem | None:
        """Why a picture that is wanted cannot be shown."""
        seen = self._find(picture)
        return None if isinstance(seen, Raster) else seen

    def _find(self, picture: Result | Upload) -> Raster | Problem | None:
        wish = self._wishes.get(picture.path)
        return None if wish is None else self._seen.get(wish.token)

    # Facts

    def receive(self, fact: PictureDecoded | PictureNotDecoded) -> None:
        """Take in what came, unless nobody wants it any more."""
        for path, wish in self._wishes.items():
            if wish.token == fact.token:
                self._seen[fact.token] = fact.raster if isinstance(fact, PictureDecoded) else fact.problem
                self._views.picture_decoded.emit(path)
                return
