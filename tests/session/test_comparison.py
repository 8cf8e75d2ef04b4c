"""One comparison at a time: asked for once, dropped for the next, and nothing taken of a former one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import build_session
from turbo_studio.core.comparing import Comparing, Difference, HeatMap, Measure
from turbo_studio.core.facts import ComparisonEnded, ComparisonFailed, ComparisonProgressed
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.sources import Level, Raster

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

    Parts = tuple[Session, FakeEngine, Bridge]


@pytest.fixture
def parts(qapp: object) -> Parts:
    session, bridge, engine = build_session()
    return session, engine, bridge


@pytest.fixture
def raster(tmp_path: Path) -> Raster:
    return Raster(tmp_path / "raster", has_alpha=False, levels=(Level(Size(4, 4), 0),))


def test_the_same_is_asked_for_once_and_another_drops_it(parts: Parts, raster: Raster) -> None:
    session, engine, _ = parts
    heat = Comparing(raster, raster, HeatMap())
    session.comparison.ask(heat)
    session.comparison.ask(Comparing(raster, raster, HeatMap()))
    assert len(engine.calls_of("compare")) == 1
    token, asked = engine.calls_of("compare")[0]
    assert asked == heat
    session.comparison.ask(Comparing(raster, raster, Difference(4)))
    assert [name for name, _ in engine.calls] == ["compare", "drop_comparison", "compare"]
    assert engine.calls_of("drop_comparison") == [(token,)]


def test_what_has_come_is_shown_and_forgotten_when_it_is_dropped(parts: Parts, raster: Raster) -> None:
    session, engine, bridge = parts
    told: list[bool] = []
    bridge.comparison_changed.connect(lambda: told.append(True))
    session.comparison.ask(Comparing(raster, raster, HeatMap()))
    ((token, _),) = engine.calls_of("compare")
    session.receive(ComparisonProgressed(token, raster, 2))
    assert (session.comparison.raster, session.comparison.done_rows) == (raster, 2)
    session.receive(ComparisonEnded(token, Measure(16, 1, 2.0, 2.0)))
    found = session.comparison.measure
    assert found == Measure(16, 1, 2.0, 2.0)
    session.comparison.drop()
    session.comparison.drop()
    assert session.comparison.measure is None
    assert len(told) == 3
    session.receive(ComparisonProgressed(token, raster, 4))
    assert session.comparison.raster is None
    assert engine.calls_of("drop_comparison") == [(token,)]


def test_a_failure_takes_away_what_was_shown(parts: Parts, raster: Raster) -> None:
    session, engine, _ = parts
    session.comparison.ask(Comparing(raster, raster, HeatMap()))
    ((token, _),) = engine.calls_of("compare")
    session.receive(ComparisonProgressed(token, raster, 2))
    session.receive(ComparisonFailed(token, Problem(ProblemCode.DECODER_DIED)))
    assert session.comparison.raster is None
    assert session.comparison.problem == Problem(ProblemCode.DECODER_DIED)
