"""What is computed for the shown mask: asked of the worker one after the other, and joined when it comes."""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.facts import PixelsFound, PixelsNotFound
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.operators import FoundPixels, MaskOperator, Selecting
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.shapes import Combine
    from turbo_studio.core.sources import Raster, SourceId
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.painter import Painter
    from turbo_studio.session.views import Views

    BuildMask = Callable[[bool], Selecting]


class Finding(NamedTuple):
    """Something to compute. ``build`` is called when its turn comes, so that it sees the mask of then."""

    source_id: SourceId
    build: Callable[[], Selecting]
    apply: Callable[[FoundPixels], None]
    follows_mask: bool = False
    """Whether it is to be computed anew where the mask has changed meanwhile."""
    is_adjustment: bool = False
    """Whether it only refines the last one, so that a newer adjustment makes it void."""
    give_up: Callable[[], None] = lambda: None
    """Called instead of ``apply`` where there will be nothing to apply."""


class ColourPick(NamedTuple):
    """What the wand selected last, and the step of the history that it made."""

    x: int
    y: int
    combine: Combine
    edit: object


class MaskOffer(NamedTuple):
    """A mask that came from outside, to be looked at before it is taken. ``found`` is what it selects."""

    source_id: SourceId
    found: FoundPixels
    build: BuildMask
    is_inverted: bool


class Finder:
    """Each verb returns at once; its result is one step of the history, or an offer."""

    def __init__(self, painter: Painter, use_engine: Callable[[], Engine], views: Views) -> None:
        self._painter = painter
        self._use_engine = use_engine
        self._views = views
        self._offer: MaskOffer | None = None
        self._last_pick: ColourPick | None = None
        self._waiting: deque[Finding] = deque()
        self._token = 0
        self._tokens = count(1)
        self._newest_edit: object = None

    @property
    def is_busy(self) -> bool:
        return bool(self._waiting)

    @property
    def offer(self) -> MaskOffer | None:
        """The mask that is offered for the shown source."""
        offer = self._offer
        return offer if offer is not None and offer.source_id == self._painter.shown_id else None

    # Verbs

    def adjust_colour(self, *, tolerance: float, is_contiguous: bool) -> None:
        """Make the wand's last selection anew, unless something else has been done to the mask since."""
        from turbo_studio.core.operators import Wand  # late, for the start-up

        pick = self._last_pick
        if pick is None or self._painter.document.history.newest is not pick.edit:
            return
        if all(finding.is_adjustment for finding in self._waiting):
            self.cancel()
        self._join(
            lambda raster: Wand(raster, pick.x, pick.y, tolerance, is_contiguous),
            lambda found: self.join_colour(found, pick.x, pick.y, pick.combine),
            is_adjustment=True,
        )

    def join_colour(self, found: FoundPixels, x: int, y: int, combine: Combine) -> None:
        """Let the wand's pixels join, in place of those of the same click where these were done last."""
        history, pick = self._painter.document.history, self._last_pick
        if (
            pick is not None
            and history.newest is pick.edit
            and (pick.x, pick.y, pick.combine) == (x, y, combine)
        ):
            self._painter.tell_edit(self._painter.document.undo())
        former = history.newest
        self._painter.join_pixels(found, combine)
        newest = history.newest
        self._last_pick = None if newest is former else ColourPick(x, y, combine, newest)

    def select_transparency(self, combine: Combine) -> None:
        """Let what is transparent in the picture join the mask."""
        from turbo_studio.core.operators import Transparency  # late, for the start-up

        self._join(Transparency, lambda found: self._painter.join_pixels(found, combine))

    def rework_mask(self, operator: MaskOperator) -> None:
        """Grow, shrink or clean the mask as a whole."""
        from turbo_studio.core.operators import Rework  # late, for the start-up

        mask, source_id = self._painter.shown_mask, self._painter.shown_id
        if self._painter.can_paint and mask is not None and source_id is not None:
            build = lambda: Rework(mask.take_snapshot(), operator)  # noqa: E731 - the mask of when it is its turn
            self.ask(Finding(source_id, build, self._painter.put_pixels, follows_mask=True))

    def offer_file(self, path: Path) -> None:
        """Read a picture file as a mask of the shown source, and offer it."""
        from turbo_studio.core.operators import MaskFile  # late, for the start-up

        source = self._painter.shown_source
        if source is not None:
            size = source.size
            self._ask_offer(lambda is_inverted: MaskFile(path, size, is_inverted), is_inverted=False)

    def offer_pixels(self, rgba_size: Size, rgba: bytes) -> None:
        """The same for a pasted picture: rows of straight red, green, blue and alpha."""
        from turbo_studio.core.operators import MaskPixels  # late, for the start-up

        source = self._painter.shown_source
        if source is not None:
            size = source.size
            self._ask_offer(
                lambda is_inverted: MaskPixels(rgba_size, rgba, size, is_inverted), is_inverted=False
            )

    def invert_offer(self) -> None:
        """Read the offered picture the other way round."""
        if self.offer is not None:
            self._ask_offer(self.offer.build, is_inverted=not self.offer.is_inverted)

    def take_offer(self, combine: Combine) -> None:
        """Let the offered mask join."""
        offer = self.offer
        self.drop_offer()
        if offer is not None:
            self._painter.join_pixels(offer.found, combine)

    def drop_offer(self) -> None:
        if self.offer is not None:
            self._set_offer(None)

    def save_mask(self, path: Path) -> None:
        """Write the shown mask to a PNG file."""
        mask = self._painter.shown_mask
        if mask is not None:
            self._painter.commit_stroke()
            self._use_engine().save_mask(mask.take_snapshot(), path)

    def cancel(self) -> None:
        """Give up all that is being computed."""
        if self._waiting:
            self._use_engine().cancel_finding(self._token)
            given_up = tuple(self._waiting)
            self._waiting.clear()
            for finding in given_up:
                finding.give_up()
            self._views.finding_changed.emit()

    def cancel_only(self, finding: Finding | None) -> None:
        """Give up one thing, where nobody waits behind it; else it is computed all the same."""
        if len(self._waiting) == 1 and self._waiting[0] is finding:
            self.cancel()

    # Asking

    def _join(
        self,
        build: Callable[[Raster], Selecting],
        apply: Callable[[FoundPixels], None],
        *,
        is_adjustment: bool = False,
    ) -> None:
        """Ask for something in the picture, which a coarse one would answer wrongly."""
        source_id = self._painter.shown_id
        if self._painter.can_paint and source_id is not None:
            self._painter.run_with_pixels(
                lambda raster: self.ask(
                    Finding(source_id, lambda: build(raster), apply, is_adjustment=is_adjustment)
                )
            )

    def _ask_offer(self, build: BuildMask, *, is_inverted: bool) -> None:
        source_id = self._painter.shown_id
        if self._painter.can_paint and source_id is not None:
            self.ask(
                Finding(
                    source_id,
                    lambda: build(is_inverted),
                    lambda found: self._set_offer(MaskOffer(source_id, found, build, is_inverted)),
                )
            )

    def ask(self, finding: Finding) -> None:
        """Have something computed, once what was asked for before is."""
        self._waiting.append(finding)
        if len(self._waiting) == 1:
            self._start()
        self._views.finding_changed.emit()

    def _start(self) -> None:
        """Have the first of those that wait computed; those whose picture is not shown any more drop out."""
        while self._waiting and self._waiting[0].source_id != self._painter.shown_id:
            self._waiting.popleft()
        if self._waiting:
            self._token = next(self._tokens)
            self._newest_edit = self._painter.document.history.newest
            self._use_engine().find_pixels(self._token, self._waiting[0].build())

    # Facts

    def receive_pixels(self, fact: PixelsFound) -> None:
        """Apply what was found, once no stroke is under way."""
        if fact.token == self._token and self._waiting:
            self._painter.run_between_strokes(lambda: self._finish(fact))

    def receive_problem(self, fact: PixelsNotFound) -> None:
        if fact.token == self._token and self._waiting:
            self._waiting[0].give_up()
            self._end(fact.problem)

    def _finish(self, fact: PixelsFound) -> None:
        if fact.token != self._token or not self._waiting:  # given up while a stroke went on
            return
        finding = self._waiting[0]
        if finding.follows_mask and self._painter.document.history.newest is not self._newest_edit:
            self._start()
            return
        if finding.source_id == self._painter.shown_id:
            finding.apply(fact.found)
        self._end(None)

    def _end(self, problem: Problem | None) -> None:
        self._waiting.popleft()
        self._start()
        self._views.finding_changed.emit()
        if problem is not None:
            self._views.message_shown.emit(problem, "")

    def _set_offer(self, offer: MaskOffer | None) -> None:
        self._offer = offer
        self._views.offer_changed.emit()
