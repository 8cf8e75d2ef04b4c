"""The trash as the window has it: results go there together, and come back together, the last ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.core.trash import Restored, Trashed
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views


class Trash:
    """What was moved to the trash, and can be brought back."""

    def __init__(self, use_engine: Callable[[], Engine], views: Views) -> None:
        self._use_engine = use_engine
        self._views = views
        self._gone: list[tuple[ResultId, ...]] = []
        """What went together in this run, newest last."""
        self._gone_before: list[tuple[ResultId, ...]] = []
        """The same, of earlier runs."""

    @property
    def can_undo(self) -> bool:
        """Whether anything went in this run: what went before is nobody's last step."""
        return bool(self._gone)

    @property
    def can_bring_back(self) -> bool:
        return bool(self._gone or self._gone_before)

    def move(self, results: Iterable[Result]) -> None:
        """Move results to the trash; nothing is asked, for ``undo`` brings them back."""
        ids = tuple(result.id for result in results)
        if ids:
            self._use_engine().move_to_trash(ids)

    def undo(self) -> None:
        """Bring back what went last in this run."""
        self._restore_last(self._gone)

    def bring_back(self) -> None:
        """Bring back what went last, in whatever run."""
        self._restore_last(self._gone or self._gone_before)

    def _restore_last(self, deeds: list[tuple[ResultId, ...]]) -> None:
        if deeds:
            ids = deeds.pop()
            self._views.trash_changed.emit()
            self._use_engine().restore_results(ids)

    def relink(self, result: Result, file: Path) -> None:
        """Put a copy of a file in the place of a result's own, which is missing."""
        self._use_engine().relink_result(result.id, file)

    def receive_trashed(self, trashed: Trashed) -> None:
        if trashed.ids:
            self._gone.append(trashed.ids)
            self._views.trash_changed.emit()
            self._views.results_trashed.emit(trashed)
        if trashed.problem is not None:
            self._views.message_shown.emit(trashed.problem, "")

    def receive_found(self, deeds: tuple[tuple[ResultId, ...], ...]) -> None:
        self._gone_before = list(deeds)
        self._views.trash_changed.emit()

    def receive_restored(self, restored: Restored) -> None:
        self._views.restoring_ended.emit(restored.results)
        problem = restored.problem
        if restored.failed and (problem is None or problem.code is not ProblemCode.NOT_IN_TRASH):
            self._gone.append(restored.failed)  # whatever stands in the way can be cleared away
            self._views.trash_changed.emit()
        if problem is not None:
            self._views.message_shown.emit(problem, "")
