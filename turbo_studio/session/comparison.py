"""What is measured between two pictures, one pair at a time: how far it is, and what was found."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from turbo_studio.core.facts import ComparisonEnded, ComparisonFailed, ComparisonProgressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.comparing import Comparing, Measure
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.sources import Raster
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views


class Comparison:
    """Each verb returns at once. ``views.comparison_changed`` tells of every change."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self._use_engine = use_engine
        self._views = views
        self._tokens = count(1)
        self._token = 0
        self.asked: Comparing | None = None
        self._forget()

    def _forget(self) -> None:
        self.raster: Raster | None = None
        """Its first ``done_rows`` rows are painted; whoever maps the file lets go of it before ``drop``."""
        self.done_rows = 0
        self.measure: Measure | None = None
        self.problem: Problem | None = None

    def ask(self, asked: Comparing) -> None:
        """Measure this pair, in this look; what was asked for before is dropped, unless it is the same."""
        if asked != self.asked:
            self.drop()
            self.asked = asked
            self._token = next(self._tokens)
            self._use_engine().compare(self._token, asked)

    def drop(self) -> None:
        """Ask for nothing any more: the raster's file goes, and so do the pictures' own after that."""
        if self.asked is not None:
            self.asked = None
            self._forget()
            self._views.comparison_changed.emit()
            self._use_engine().drop_comparison(self._token)

    def receive(self, fact: ComparisonProgressed | ComparisonEnded | ComparisonFailed) -> None:
        """Take in how far it is, unless it was dropped meanwhile."""
        if self.asked is None or fact.token != self._token:
            return
        match fact:
            case ComparisonProgressed(_, raster, done_rows):
                self.raster, self.done_rows = raster, done_rows
            case ComparisonEnded(_, measure):
                self.measure = measure
            case ComparisonFailed(_, problem):
                self._forget()
                self.problem = problem
        self._views.comparison_changed.emit()
