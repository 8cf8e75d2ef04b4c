"""What comes from outside and may be the gallery's own: opened pictures, and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Source
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views


class IntakeDesk:
    """What is found is told to the views; nothing is done with it unasked."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self._use_engine = use_engine
        self._views = views
        self._expected: set[str] = set()
        """SHA-256 of results that were just made sources: nobody needs to be told what they are."""

    def look_through(self, paths: Sequence[Path]) -> None:
        """Find results, and pictures that could be sources, among files and folders."""
        self._use_engine().look_through(paths)

    def cancel(self) -> None:
        """What was found until then is told."""
        self._use_engine().cancel_look()

    def expect(self, result: Result) -> None:
        """A result is about to be opened as a source, and is known to be one."""
        self._expected.add(result.digest)

    def recognise(self, source: Source) -> None:
        """See whether a picture that was just opened is a result of the gallery."""
        if source.digest in self._expected:
            self._expected.discard(source.digest)
        else:
            self._use_engine().recognise(source)

    def receive(self, fact: facts.IntakeFact) -> None:
        match fact:
            case facts.SourceRecognised(source_id, result):
                self._views.source_recognised.emit(source_id, result)
            case facts.IntakeProgressed(done, total):
                self._views.intake_progressed.emit(done, total)
            case facts.IntakeEnded(found):
                self._views.intake_ended.emit(found)
