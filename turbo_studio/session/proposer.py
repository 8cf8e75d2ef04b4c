"""What a tool is about to select: computed and shown while it is being set, joined once it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.session.finder import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.geometry import Point
    from turbo_studio.core.operators import FoundPixels, Selecting
    from turbo_studio.core.shapes import Combine
    from turbo_studio.core.sources import Raster
    from turbo_studio.session.finder import Finder
    from turbo_studio.session.painter import Painter
    from turbo_studio.session.views import Views

    Build = Callable[[Raster], Selecting]
    Join = Callable[[FoundPixels], None]


class Proposer:
    """One proposal at a time. While one is computed, only the newest of those asked for meanwhile waits."""

    def __init__(self, painter: Painter, finder: Finder, views: Views) -> None:
        self._painter = painter
        self._finder = finder
        self._views = views
        self._pending: _Pending | None = None
        self._next: Build | None = None
        self._found: FoundPixels | None = None

    @property
    def found(self) -> FoundPixels | None:
        """What is proposed, or was before the proposal that is being computed; None where there is none."""
        return self._found

    # Verbs

    def propose_colour(self, point: Point, *, tolerance: float, is_contiguous: bool) -> None:
        """Pixels of a colour like that at a point; beside the picture there are none."""
        from turbo_studio.core.geometry import Box  # both late, for the start-up
        from turbo_studio.core.operators import Wand

        source, x, y = self._painter.shown_source, int(point.x), int(point.y)
        if source is not None and not Box(x, y, x + 1, y + 1).intersect(Box.of(source.size)).is_empty:
            self._propose(lambda raster: Wand(raster, x, y, tolerance, is_contiguous))

    def propose_object(self, points: tuple[Point, ...]) -> None:
        """The object inside a rough outline."""
        from turbo_studio.core.operators import Outline  # late, for the start-up

        self._propose(lambda raster: Outline(raster, points))

    def take_colour(self, point: Point, combine: Combine) -> None:
        """Let the proposed colour join the mask; another tolerance can then still change it."""
        x, y = int(point.x), int(point.y)
        self._take(lambda found: self._finder.join_colour(found, x, y, combine))

    def take_object(self, combine: Combine) -> None:
        self._take(lambda found: self._painter.join_pixels(found, combine))

    def drop(self) -> None:
        """Propose nothing any more."""
        if self._pending is not None:
            self._pending.drop()
            self._finder.cancel_only(self._pending.finding)
        self._pending = self._next = None
        self._show(None)

    # What is computed

    def _propose(self, build: Build) -> None:
        if self._pending is None:
            self._ask(build)
        else:
            self._next = build

    def _take(self, join: Join) -> None:
        """At once, or as soon as the newest proposal is found."""
        found, pending, build = self._found, self._pending, self._next
        self._pending = self._next = None
        self._show(None)
        if pending is None:
            if found is not None:
                join(found)
        elif build is None:
            pending.take(join)
        else:
            pending.drop()
            self._ask(build, join)

    def _ask(self, build: Build, join: Join | None = None) -> None:
        """A join is not pending: the next proposal follows it, and nothing takes it back."""
        source_id = self._painter.shown_id
        if not self._painter.can_paint or source_id is None:
            return
        pending = _Pending(self._on_found, self._on_given_up)
        if join is None:
            self._pending = pending
        else:
            pending.take(join)

        def ask(raster: Raster) -> None:
            if pending.is_wanted:
                pending.finding = Finding(
                    source_id, lambda: build(raster), pending.receive, give_up=pending.give_up
                )
                self._finder.ask(pending.finding)

        self._painter.run_with_pixels(ask)

    def _on_found(self, found: FoundPixels) -> None:
        self._pending = None
        self._show(found)
        build, self._next = self._next, None
        if build is not None:
            self._ask(build)

    def _on_given_up(self) -> None:
        self._pending = self._next = None

    def _show(self, found: FoundPixels | None) -> None:
        if found is not self._found:
            self._found = found
            self._views.proposal_changed.emit()


class _Pending:
    """A proposal that is being computed: what becomes of it can change until it is found."""

    def __init__(self, apply: Join, on_given_up: Callable[[], None]) -> None:
        self.finding: Finding | None = None
        self.is_wanted = True
        self._apply = apply
        self._on_given_up: Callable[[], None] | None = on_given_up

    def receive(self, found: FoundPixels) -> None:
        if self.is_wanted:
            self._apply(found)

    def give_up(self) -> None:
        if self.is_wanted and self._on_given_up is not None:
            self._on_given_up()

    def take(self, join: Join) -> None:
        """It is no proposal any more: it joins the mask when it is found."""
        self._apply, self._on_given_up = join, None

    def drop(self) -> None:
        self.is_wanted = False
