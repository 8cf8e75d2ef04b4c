"""What goes to the trash together comes back together, the last first, and what cannot is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import build_result
from tests.session.test_session import Stage
from turbo_studio.core.facts import (
    RestoringEnded,
    ResultsRemoved,
    ResultsRestored,
    TrashedFound,
    TrashingEnded,
)
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.result import ResultId
from turbo_studio.core.trash import Restored, Trashed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def trash(stage: Stage, *numbers: int) -> tuple[ResultId, ...]:
    """Move some results there, as the worker would."""
    results = [build_result(stage.folder, number) for number in numbers]
    stage.session.trash.move(results)
    ids = tuple(result.id for result in results)
    stage.session.receive(ResultsRemoved(ids))
    stage.session.receive(TrashingEnded(Trashed(ids)))
    return ids


def test_undo_brings_back_what_went_last(stage: Stage) -> None:
    first, second = trash(stage, 1), trash(stage, 2, 3)
    assert stage.engine.calls_of("move_to_trash") == [(first,), (second,)]
    stage.session.trash.undo()
    stage.session.trash.undo()
    stage.session.trash.undo()
    assert stage.engine.calls_of("restore_results") == [(second,), (first,)]
    assert not stage.session.trash.can_undo


def test_what_went_in_earlier_runs_comes_after_that_of_this_one(stage: Stage) -> None:
    earlier = ((ResultId("a"),), (ResultId("b"), ResultId("c")))
    stage.session.receive(TrashedFound(earlier))
    assert ("trash_changed",) in stage.told
    assert stage.session.trash.can_bring_back
    assert not stage.session.trash.can_undo
    stage.session.trash.undo()
    assert stage.engine.calls_of("restore_results") == []
    now = trash(stage, 1)
    for _ in range(4):
        stage.session.trash.bring_back()
    assert stage.engine.calls_of("restore_results") == [(now,), (("b", "c"),), (("a",),)]
    assert not stage.session.trash.can_bring_back


def test_views_hear_of_all_that_comes_and_goes(stage: Stage) -> None:
    ids = trash(stage, 1)
    back = (build_result(stage.folder, 1),)
    stage.session.receive(ResultsRestored(back))
    assert ("results_removed", ids) in stage.told
    assert ("results_trashed", Trashed(ids)) in stage.told
    assert ("results_restored", back) in stage.told


def test_nothing_to_move_is_no_wish(stage: Stage) -> None:
    stage.session.trash.move([])
    stage.session.receive(TrashingEnded(Trashed(problem=Problem(ProblemCode.DISK_FULL))))
    assert not stage.engine.calls
    assert not stage.session.trash.can_undo
    assert stage.messages == [ProblemCode.DISK_FULL]


@pytest.mark.parametrize(
    ("code", "can_undo"), [(ProblemCode.PLACE_TAKEN, True), (ProblemCode.NOT_IN_TRASH, False)]
)
def test_what_failed_can_be_tried_again_where_that_has_sense(
    code: ProblemCode, can_undo: bool, stage: Stage
) -> None:
    ids = trash(stage, 1)
    stage.session.trash.undo()
    stage.session.receive(RestoringEnded(Restored((), ids, Problem(code))))
    assert stage.messages == [code]
    assert stage.session.trash.can_undo == can_undo
