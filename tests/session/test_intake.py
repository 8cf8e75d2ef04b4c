"""Opened pictures are recognised, and what was found is told; nothing is done with it unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import build_result
from tests.session.test_session import Stage
from turbo_studio.core.facts import IntakeEnded, IntakeProgressed, SourceRecognised
from turbo_studio.core.intake import Intake

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_each_opened_picture_is_looked_up(stage: Stage, tmp_path: Path) -> None:
    stage.open("cup.png")
    ((source,),) = stage.engine.calls_of("recognise")
    assert source.name == "cup.png"
    result = build_result(tmp_path)
    stage.session.receive(SourceRecognised(source.id, result))
    assert ("source_recognised", source.id, result) in stage.told
    assert stage.engine.calls_of("look_through") == []


def test_a_result_that_is_made_a_source_is_not(stage: Stage, tmp_path: Path) -> None:
    stage.open("first.png")
    ((source,),) = stage.engine.calls_of("recognise")
    result = build_result(tmp_path)
    stage.session.use_result_as_source(result)
    stage.session.intake.recognise(source._replace(digest=result.digest))
    assert len(stage.engine.calls_of("recognise")) == 1
    stage.session.intake.recognise(source._replace(digest=result.digest))
    assert len(stage.engine.calls_of("recognise")) == 2


def test_a_folder_is_looked_through(stage: Stage, tmp_path: Path) -> None:
    stage.session.intake.look_through([tmp_path])
    stage.session.intake.cancel()
    assert stage.engine.calls[-2:] == [("look_through", ([tmp_path],)), ("cancel_look", ())]
    found = Intake((build_result(tmp_path),), (tmp_path / "new.png",))
    stage.session.receive(IntakeProgressed(1, 2))
    stage.session.receive(IntakeEnded(found))
    assert stage.told[-2:] == [("intake_progressed", 1, 2), ("intake_ended", found)]
